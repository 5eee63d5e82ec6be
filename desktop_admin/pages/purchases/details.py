"""The drawer of one purchase: what it was, its timeline, its trouble, its receipt."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from core.domain.purchases import PurchaseStatus
from core.schemas.purchases import Payment
from desktop_admin.context import Context
from desktop_admin.pages.purchases.links import LinkLine, copy_text, list_receipt_hosts
from desktop_admin.pages.purchases.states import (
    TONES,
    count_credits,
    judge_payment,
    write_amount,
    write_pack,
    write_state,
)
from desktop_admin.pages.purchases.timeline import Timeline, list_steps
from desktop_admin.platform.browser import open_link
from desktop_admin.stores.purchases import PurchasesStore
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.cards import Dot
from desktop_admin.widgets.labels import ElidedLabel, Label, restyle
from desktop_admin.widgets.layouts import make_column, make_row


class Details(QWidget):
    """Follows its purchase as long as it is open; `resume` goes on to the payment of one that waits for it."""

    def __init__(
        self,
        context: Context,
        purchases: PurchasesStore,
        payment: Payment,
        resume: Callable[[Payment], object],
    ) -> None:
        super().__init__()
        self._context, self._purchases, self.payment = context, purchases, payment
        theme = context.theme
        self.amount, self.state = Label("", "display"), Label("", "strong")
        self._dot = Dot(theme, "muted")
        self.pack, self.buyer = Label(""), ElidedLabel("")
        self.trouble = _Trouble()
        self.timeline = Timeline(theme)
        self.receipt = Button(theme, self.tr("Open receipt"), run=self.open_receipt)
        self.resume = Button(
            theme, self.tr("Go on to payment"), kind="primary", run=lambda: resume(self.payment)
        )
        self.link = LinkLine(context)
        self.setLayout(self._lay_out())
        purchases.changed.connect(self._follow)
        self._render()

    def _lay_out(self) -> QVBoxLayout:
        payment = self.payment
        copy_id = Button(
            self._context.theme,
            kind="icon",
            icon="copy",
            name=self.tr("Copy the purchase's id"),
            run=lambda: copy_text(self._context, payment.purchase_id),
        )
        return make_column(
            self.amount,
            make_row(self._dot, self.state, None, gap=7),
            8,
            self.trouble,
            self._make_line(self.tr("Pack"), self.pack),
            self._make_line(self.tr("Paid by"), self.buyer),
            self._make_line(self.tr("Purchase"), ElidedLabel(payment.purchase_id), copy_id),
            14,
            Label(self.tr("What happened"), "section"),
            4,
            self.timeline,
            self.receipt,
            self.resume,
            self.link,
            None,
            gap=6,
        )

    def open_receipt(self) -> None:
        """Open it, or show its link if it may not be opened."""
        receipt = self.payment.receipt_url
        if receipt and not open_link(receipt, list_receipt_hosts(self._context)):
            self.link.show_link(receipt)

    def _follow(self) -> None:
        found = self._purchases.find(self.payment.purchase_id)
        if found is not None and found != self.payment:
            self.payment = found
            self._render()

    def _render(self) -> None:
        payment, locale = self.payment, self._context.locale
        tone = TONES[judge_payment(payment)]
        self.amount.setText(write_amount(payment.amount_cents, payment.currency, locale))
        self.state.setText(write_state(payment))
        self._dot.set_token(tone)
        self.pack.setText(f"{write_pack(payment)} · {count_credits(payment.credits)}")
        self.buyer.setText(payment.buyer_email or "-")
        self.trouble.say(payment.trouble or "", tone)
        self.timeline.show_steps(list_steps(payment, locale))
        self.receipt.setVisible(bool(payment.receipt_url))
        is_open = payment.status is PurchaseStatus.CREATED and payment.expires_at > self._context.clock()
        self.resume.setVisible(is_open and bool(payment.checkout_url))

    def _make_line(self, name: str, *values: QWidget) -> QHBoxLayout:
        title = Label(name, "muted")
        title.setFixedWidth(76)
        row = make_row(title, *values, gap=8)
        row.setStretch(1, 1)
        return row


class _Trouble(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "banner")
        self.text = Label("", wraps=True)
        self.setLayout(make_column(self.text, margins=(12, 8, 12, 8)))

    def say(self, sentence: str, tone: str) -> None:
        """Show it in the tone of the purchase; nothing is hidden."""
        self.text.setText(sentence)
        self.setVisible(bool(sentence))
        self.setProperty("tone", tone if tone in {"bad", "warn"} else "info")
        restyle(self)
        restyle(self.text)
