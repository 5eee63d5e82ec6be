"""The price list: a card for each pack, and one for any other number of credits with its price as it is typed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.domain.purchases import CUSTOM, find_cheaper_pack, price
from core.domain.refusals import Malformed
from core.schemas.purchases import CustomPrice, PackPrice, PriceList
from desktop_admin.context import Context
from desktop_admin.pages.purchases.states import count_credits, write_amount
from desktop_admin.widgets.amount_edit import AmountEdit
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.cards import Card
from desktop_admin.widgets.field import Field
from desktop_admin.widgets.labels import Label, restyle
from desktop_admin.widgets.layouts import clear_layout, make_column, make_row

_TITLE_HEIGHT: Final = 22  # pixels: with a badge beside it or without
_HINT_HEIGHT: Final = 34  # pixels: two lines, so that nothing moves when the hint comes


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to buy: a package, and a number of credits if it is custom."""

    package: str
    credits: int | None = None


Buy = Callable[[Wish], object]


def _make_title(text: str) -> Label:
    title = Label(text, "section")
    title.setFixedHeight(_TITLE_HEIGHT)
    return title


class PackCard(Card):
    """One pack: its price, what is in it, and Buy."""

    def __init__(self, context: Context, pack: PackPrice, currency: str, buy: Buy) -> None:
        super().__init__()
        self.pack = pack
        locale = context.locale
        amount = write_amount(pack.amount_cents, currency, locale)
        each = write_amount(round(pack.amount_cents / max(pack.credits, 1)), currency, locale)
        self.buy = Button(
            context.theme, self.tr("Buy {name}").format(name=pack.title), run=lambda: buy(Wish(pack.package))
        )
        what = f"{pack.title}: {count_credits(pack.credits)}, {amount}"
        self.buy.setAccessibleDescription(what)
        self.setAccessibleName(what)
        about = self.tr("{each} per credit").format(each=each)
        self.best = Label(self.tr("Best price"), "badge")
        self.best.setFixedHeight(_TITLE_HEIGHT)
        self.best.hide()
        self.setLayout(
            make_column(
                make_row(_make_title(pack.title), None, self.best),
                Label(amount, "display"),
                2,
                Label(count_credits(pack.credits), "strong"),
                Label(about, "small"),
                None,
                self.buy,
                gap=3,
                margins=(16, 14, 16, 14),
            )
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def mark_best(self) -> None:
        """This one has the lowest price per credit."""
        self.best.show()
        self.buy.setProperty("kind", "primary")
        restyle(self.buy)


class CustomCard(Card):
    """Any number of credits: the price follows the typing, letters are refused in place, a cheaper pack is named."""

    def __init__(self, context: Context, custom: CustomPrice, currency: str, buy: Buy) -> None:
        super().__init__()
        self._context, self._custom, self._currency, self._buy = context, custom, currency, buy
        self.edit = AmountEdit(context.locale, custom.least_credits, custom.most_credits)
        self.field = Field(self.tr("How many credits"), self.edit)
        self.field.label.setProperty("role", "small")
        self.total = Label("", "display")
        self.hint = Label("", "small", wraps=True)
        self.hint.setMinimumHeight(_HINT_HEIGHT)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.buy = Button(context.theme, self.tr("Buy credits"), run=self.order)
        self.edit.amount_changed.connect(lambda _amount: self._show())
        self.edit.inputRejected.connect(self._refuse)
        self.edit.returnPressed.connect(self.order)
        each = write_amount(custom.credit_cents, currency, context.locale)
        self.setLayout(
            make_column(
                _make_title(self.tr("Custom")),
                self.total,
                Label(self.tr("{each} per credit").format(each=each), "small"),
                4,
                self.field,
                self.hint,
                None,
                4,
                self.buy,
                gap=3,
                margins=(16, 14, 16, 14),
            )
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.edit.set_amount(min(100, custom.most_credits))

    @property
    def cents(self) -> int | None:
        """What it would cost; None while no number is there that can be bought."""
        amount = self.edit.amount
        try:
            return None if amount is None else price(CUSTOM, amount, self._custom.credit_cents).amount_cents
        except Malformed:
            return None

    def order(self) -> None:
        """Buy so many, if it is a number; say what is wrong otherwise."""
        if self.cents is None:
            self.field.refuse(self.edit.problem or self._write_limits())
        elif self.buy.isEnabled():
            self._buy(Wish(CUSTOM, self.edit.amount))

    def _show(self) -> None:
        cents, problem = self.cents, self.edit.problem
        locale = self._context.locale
        self.total.setText("-" if cents is None else write_amount(cents, self._currency, locale))
        if problem:
            self.field.refuse(problem)
        else:
            self.field.accept_input()
        self.hint.setText(self._write_hint(cents))
        self.hint.setVisible(not problem)

    def _write_hint(self, cents: int | None) -> str:
        amount = self.edit.amount
        pack = find_cheaper_pack(amount, self._custom.credit_cents) if amount and cents is not None else None
        if pack is None or cents is None:
            return ""
        saved = cents - pack.amount_cents
        text = self.tr("Cheaper as a pack: {name} has {credits} for {amount}, {saved} less.")
        if not saved:
            text = self.tr("For the same money the {name} pack has {credits}.")
        locale = self._context.locale
        return text.format(
            name=pack.title,
            credits=count_credits(pack.credits),
            amount=write_amount(pack.amount_cents, self._currency, locale),
            saved=write_amount(saved, self._currency, locale),
        )

    def _refuse(self) -> None:
        self.field.refuse(self._write_limits())
        self.hint.hide()

    def _write_limits(self) -> str:
        write = self._context.locale.toString
        return self.tr("Digits only: a whole number from {least} to {most}.").format(
            least=write(self._custom.least_credits), most=write(self._custom.most_credits)
        )


class PriceRow(QWidget):
    """All cards in a row, made anew when the price list is another one."""

    asked = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._row = make_row(gap=12)
        self.setLayout(self._row)
        self._shown: PriceList | None = None
        self.packs: list[PackCard] = []
        self.custom: CustomCard | None = None

    def show_prices(self, prices: PriceList) -> None:
        """Show this list."""
        if prices == self._shown:
            return
        self._shown = prices
        clear_layout(self._row)
        ask = self.asked.emit
        self.packs = [PackCard(self._context, pack, prices.currency, ask) for pack in prices.packs]
        self.custom = CustomCard(self._context, prices.custom, prices.currency, ask)
        for card in (*self.packs, self.custom):
            self._row.addWidget(card, 1)
        if self.packs:
            min(self.packs, key=lambda card: card.pack.amount_cents / card.pack.credits).mark_best()

    @property
    def buttons(self) -> list[Button]:
        """Every Buy."""
        return [card.buy for card in (*self.packs, self.custom) if card is not None]

    def allow(self, *, may: bool, why_not: str = "") -> None:
        """Let people buy, or say why not."""
        for button in self.buttons:
            button.allow(may, why_not)
