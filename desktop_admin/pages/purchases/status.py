"""The status card: waiting for a payment, and what came of it."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from core.domain.purchases import PurchaseStatus
from core.schemas.purchases import Payment
from desktop_admin.context import Context
from desktop_admin.pages.purchases.links import LinkLine, list_receipt_hosts
from desktop_admin.pages.purchases.states import count_credits, write_amount, write_pack
from desktop_admin.platform.browser import open_link
from desktop_admin.stores.checkout import CheckoutStore
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.cards import Card, Dot
from desktop_admin.widgets.labels import Label
from desktop_admin.widgets.layouts import make_column, make_row


@dataclass(frozen=True, slots=True)
class Words:
    """What the card says: tone of the dot, title, sentence."""

    tone: str
    title: str
    text: str


class StatusCard(Card):
    """Shown from the moment a checkout is open until somebody is done with it.

    `again` asks for the checkout to be opened again, `copied` for its link, `left` to wait no more, `repeated` to buy
    the same anew.
    """

    again = Signal()
    copied = Signal()
    left = Signal()
    repeated = Signal(object)

    def __init__(self, context: Context, store: CheckoutStore) -> None:
        super().__init__()
        self._context, self._store = context, store
        theme = context.theme
        self.dot = Dot(theme, "accent", 10)
        self.title, self.text = Label("", "section"), Label("", "muted", wraps=True)
        self.reopen = Button(theme, self.tr("Open again"), run=self.again.emit)
        self.copy = Button(theme, self.tr("Copy link"), icon="copy", run=self.copied.emit)
        self.cancel = Button(theme, self.tr("Cancel"), kind="quiet", run=self.left.emit)
        self.cancel.setToolTip(self.tr("Stops waiting. The link stays good, and nothing is charged."))
        self.distribute = Button(theme, self.tr("Give credits out"), kind="primary", run=self._distribute)
        self.receipt = Button(theme, self.tr("Receipt"), run=self._open_receipt)
        self.repeat = Button(theme, self.tr("Buy again"), run=self._repeat)
        self.done = Button(theme, self.tr("Done"), kind="quiet", run=self.left.emit)
        self.link = LinkLine(context)
        self.setLayout(self._lay_out())
        self.hide()

    def _lay_out(self) -> QVBoxLayout:
        words = make_row(
            self.dot, make_column(self.title, self.text, gap=2), *self.buttons, gap=8, margins=(0, 0, 0, 0)
        )
        words.setStretch(1, 1)
        return make_column(words, self.link, gap=10, margins=(16, 12, 12, 12))

    @property
    def buttons(self) -> tuple[Button, ...]:
        """All of its verbs; those of the state are in sight."""
        return self.reopen, self.copy, self.distribute, self.receipt, self.repeat, self.cancel, self.done

    def refresh_view(self) -> None:
        """Show how the purchase stands."""
        payment, store = self._store.data, self._store
        self.setVisible(bool(store.purchase_id))
        if not store.purchase_id:
            self.link.hide()
            return
        words = self._describe(payment)
        self.dot.set_token(words.tone)
        self.title.setText(words.title)
        self.text.setText(words.text)
        self.setAccessibleName(f"{words.title}. {words.text}")
        self._choose_buttons(payment)

    def _choose_buttons(self, payment: Payment | None) -> None:
        status = payment.status if payment else PurchaseStatus.CREATED
        is_open = status is PurchaseStatus.CREATED
        self.reopen.setVisible(is_open and bool(self._store.link))
        self.copy.setVisible(is_open and bool(self._store.link) and self.link.isHidden())
        self.cancel.setVisible(is_open)
        self.done.setVisible(not is_open)
        self.distribute.setVisible(status is PurchaseStatus.PAID)
        self.receipt.setVisible(payment is not None and bool(payment.receipt_url))
        self.repeat.setVisible(status in (PurchaseStatus.FAILED, PurchaseStatus.EXPIRED))
        if not is_open and not self.receipt.isVisibleTo(self):
            self.link.hide()

    def _describe(self, payment: Payment | None) -> Words:
        if payment is None or payment.status is PurchaseStatus.CREATED:
            return Words("accent", self.tr("Waiting for payment"), self._write_wait(payment))
        tone, title, text = self._list_news(payment)[payment.status]
        return Words(tone, title, f"{self._write_what(payment)}. {text}")

    def _list_news(self, payment: Payment) -> dict[PurchaseStatus, tuple[str, str, str]]:
        """Tone, title and sentence of every state but the first."""
        pool = self.tr("{credits} are in the pool.").format(credits=count_credits(payment.credits))
        bank = self.tr("The bank is at work, which can take days. The credits come with the money.")
        unpaid = payment.trouble or self.tr("The payment did not go through.")
        late = self.tr("Nobody paid in time, and nothing was charged.")
        aside = self.tr("Nothing was credited; whoever runs Stripe here can refund it.")
        return {
            PurchaseStatus.PAID: ("ok", self.tr("Paid and credited"), pool),
            PurchaseStatus.PROCESSING: ("accent", self.tr("Payment under way"), bank),
            PurchaseStatus.FAILED: ("bad", self.tr("Payment failed"), unpaid),
            PurchaseStatus.EXPIRED: ("muted", self.tr("The checkout has expired"), late),
            PurchaseStatus.QUARANTINED: (
                "warn",
                self.tr("Payment set aside"),
                f"{payment.trouble or ''} {aside}".strip(),
            ),
        }

    def _write_wait(self, payment: Payment | None) -> str:
        parts = [f"{self._write_what(payment)}."] if payment else []
        error = self._store.error
        if payment is not None and payment.trouble:
            parts += [payment.trouble, self.tr("The checkout is still open: try again there.")]
        elif error is not None:
            parts += [error.sentence, self.tr("The console keeps looking.")]
        else:
            parts.append(self.tr("Pay in the browser; the credits appear here by themselves."))
        return " ".join(parts)

    def _write_what(self, payment: Payment) -> str:
        amount = write_amount(payment.amount_cents, payment.currency, self._context.locale)
        return f"{write_pack(payment)} · {count_credits(payment.credits)} · {amount}"

    def _distribute(self) -> None:
        self.left.emit()
        self._context.shell.open_page("allocations", "distribute")

    def _open_receipt(self) -> None:
        receipt = self._store.data.receipt_url if self._store.data else None
        if receipt and not open_link(receipt, list_receipt_hosts(self._context)):
            self.link.show_link(receipt)

    def _repeat(self) -> None:
        if self._store.data is not None:
            self.repeated.emit(self._store.data)
