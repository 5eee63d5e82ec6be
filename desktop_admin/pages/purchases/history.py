"""Every purchase in a table: filtered by chips with counts, saved as CSV, opened in a drawer."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal

from core.schemas.purchases import Payment
from desktop_admin.context import Context
from desktop_admin.models.columns import Column, Kind
from desktop_admin.models.table_model import TableModel
from desktop_admin.pages.purchases.states import (
    State,
    judge_payment,
    tone_payment,
    write_amount,
    write_note,
    write_pack,
    write_state,
)
from desktop_admin.stores.purchases import PurchasesStore
from desktop_admin.theme.tokens import HEADER_HEIGHT, ROW_HEIGHT
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.cards import Card
from desktop_admin.widgets.chips import Chips
from desktop_admin.widgets.export import export_table
from desktop_admin.widgets.labels import Label
from desktop_admin.widgets.layouts import make_column, make_row
from desktop_admin.widgets.table import Table
from desktop_admin.words import write_moment

LEAST_ROWS: Final = 3
MOST_ROWS: Final = 9  # more scroll inside the card
FILTERS: Final[dict[str, set[State]]] = {
    "all": set(State),
    "open": {State.WAITING, State.PROCESSING},
    "paid": {State.PAID},
    "back": {State.REFUNDED, State.PART_REFUNDED},
    "look": {State.FAILED, State.SET_ASIDE, State.DISPUTED},
}


class HistoryCard(Card):
    """`chosen(payment)` on Enter, Space or a double click."""

    chosen = Signal(object)

    def __init__(self, context: Context, purchases: PurchasesStore) -> None:
        super().__init__()
        self._context, self._purchases = context, purchases
        self.model = TableModel(list_columns(context.locale), lambda payment: payment.purchase_id, self)
        self.model.more_wanted.connect(self._fetch_more)
        self.table = Table(context.theme, self.model, context.settings, "purchases")
        self.table.setAccessibleName(self.tr("Purchases"))
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.table.opened.connect(self.chosen)
        self.table.peeked.connect(self.chosen)
        self.chips = Chips(context.theme)
        self.chips.chosen.connect(lambda _name: self._show())
        self.export = Button(
            context.theme, self.tr("Export CSV"), kind="quiet", icon="export", run=self._export
        )
        self.nothing = Label("", "muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setMinimumHeight(96)
        head = make_row(Label(self.tr("History"), "section"), 6, self.chips, None, self.export, gap=8)
        head.setContentsMargins(16, 10, 10, 4)
        self.setLayout(make_column(head, self.table, self.nothing, gap=2, margins=(1, 0, 1, 6)))

    def refresh_view(self) -> None:
        """Show what the store knows, through the chosen filter."""
        whole = self._purchases.cursor is None
        titles = {
            "all": self.tr("All"),
            "open": self.tr("Open"),
            "paid": self.tr("Paid"),
            "back": self.tr("Refunded"),
            "look": self.tr("Needs a look"),
        }
        # A count of some would read as a count of all.
        self.chips.show_choices(
            [(name, text, len(self._filter(name)) if whole else None) for name, text in titles.items()]
        )
        self._show()

    def _filter(self, name: str) -> list[Payment]:
        wanted = FILTERS.get(name, set(State))
        return [payment for payment in self._purchases.payments if judge_payment(payment) in wanted]

    def _show(self) -> None:
        found = self._filter(self.chips.current)
        self.model.reconcile(found, self._purchases.cursor)
        self.nothing.setText(
            self.tr("No purchase is like this.")
            if self._purchases.payments
            else self.tr("No purchases yet. Choose a pack above; what becomes of it is kept here.")
        )
        self.nothing.setVisible(not found)
        self.table.setVisible(bool(found))
        self.export.setVisible(bool(found))
        rows = min(max(len(found), LEAST_ROWS), MOST_ROWS)
        self.table.setFixedHeight(HEADER_HEIGHT + rows * ROW_HEIGHT + 2)

    def _fetch_more(self, cursor: str) -> None:
        call = self._purchases.fetch_more(cursor).cancel_with(self)
        call.then(self._extend, lambda _error: self.model.fail_more())

    def _extend(self, page: object) -> None:
        self._purchases.extend(page)  # type: ignore[arg-type] # a signal carries it as an object
        self.model.append((), self._purchases.cursor)

    def _export(self) -> None:
        export_table(self, self._context.shell, self.make_export(), "closeup-purchases")

    def make_export(self) -> TableModel[Payment]:
        """The rows of the current view with everything that bookkeeping asks for."""
        model = TableModel(list_export_columns(), lambda payment: payment.purchase_id)
        model.show([self.model.record(row) for row in range(self.model.rowCount())])
        return model


def list_columns(locale: QLocale) -> Sequence[Column[Payment]]:
    """When, what, for how much, how it stands, and what there is to know besides."""
    return (
        Column(
            "created",
            QCoreApplication.translate("Purchases", "Date"),
            lambda p: write_moment(p.created_at, locale),
            sort=lambda p: p.created_at,
            width=150,
        ),
        Column(
            "pack", QCoreApplication.translate("Purchases", "Pack"), write_pack, sort=write_pack, width=120
        ),
        Column(
            "credits",
            QCoreApplication.translate("Purchases", "Credits"),
            lambda p: locale.toString(p.credits),
            Kind.NUMBER,
            sort=lambda p: p.credits,
            width=90,
        ),
        Column(
            "amount",
            QCoreApplication.translate("Purchases", "Amount"),
            lambda p: write_amount(p.amount_cents, p.currency, locale),
            Kind.NUMBER,
            sort=lambda p: p.amount_cents,
            width=110,
        ),
        Column(
            "state",
            QCoreApplication.translate("Purchases", "Status"),
            write_state,
            Kind.PILL,
            aside=tone_payment,
            sort=write_state,
            width=190,
        ),
        Column(
            "note",
            QCoreApplication.translate("Purchases", "Note"),
            lambda p: write_note(p, locale),
            Kind.MUTED,
            hint=lambda p: write_note(p, locale),
            width=200,
            stretches=True,
        ),
    )


def list_export_columns() -> Sequence[Column[Payment]]:
    """Plain numbers, times in UTC and whole links, as other programs read them."""
    return (
        Column("id", "purchase_id", lambda p: p.purchase_id),
        Column("created", "created_at", lambda p: p.created_at.isoformat()),
        Column("paid", "paid_at", lambda p: p.paid_at.isoformat() if p.paid_at else ""),
        Column("pack", "package", lambda p: p.package),
        Column("credits", "credits", lambda p: str(p.credits)),
        Column("amount", "amount", lambda p: write_plain(p.amount_cents)),
        Column("currency", "currency", lambda p: p.currency),
        Column("status", "status", lambda p: p.status.value),
        Column("refunded", "refunded", lambda p: write_plain(p.refunded_cents)),
        Column("disputed", "disputed", lambda p: write_plain(p.disputed_cents)),
        Column("back", "credits_taken_back", lambda p: str(p.credits_taken_back)),
        Column("buyer", "buyer_email", lambda p: p.buyer_email or ""),
        Column("receipt", "receipt_url", lambda p: p.receipt_url or ""),
        Column("trouble", "trouble", lambda p: p.trouble or ""),
    )


def write_plain(cents: int) -> str:
    """Whole cents as `12.34`, in every language."""
    return f"{cents // 100}.{cents % 100:02}"
