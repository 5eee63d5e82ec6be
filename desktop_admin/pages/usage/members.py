"""Who asked for what: a table of members, and the CSV of members and of days."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale, Qt

from core.schemas.generations import Day, MemberUse
from desktop_admin.context import Context
from desktop_admin.models.columns import Column, Kind
from desktop_admin.models.table_model import TableModel
from desktop_admin.pages.usage.days import find_rate, write_rate
from desktop_admin.theme.tokens import HEADER_HEIGHT, ROW_HEIGHT
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.cards import Card
from desktop_admin.widgets.export import export_table
from desktop_admin.widgets.labels import Label
from desktop_admin.widgets.layouts import make_column, make_row
from desktop_admin.widgets.table import Table

LEAST_ROWS: Final = 3
MOST_ROWS: Final = 12  # more scroll inside the card
_POOR: Final = 80  # percent: below it a rate is worth a look


class MembersCard(Card):
    """The members of a report, those who asked most first; Enter opens one on the Members page."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.model = TableModel(list_columns(context.locale), lambda member: member.member_id, self)
        self.table = Table(context.theme, self.model, context.settings, "usage")
        self.table.setAccessibleName(self.tr("Usage per member"))
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.table.opened.connect(lambda m: context.shell.open_page("members", m.member_id))
        self.export = Button(
            context.theme, self.tr("Export CSV"), kind="quiet", icon="export", run=self._export
        )
        head = make_row(Label(self.tr("Per member"), "section"), None, self.export, gap=8)
        head.setContentsMargins(16, 10, 10, 4)
        self.setLayout(make_column(head, self.table, gap=2, margins=(1, 0, 1, 6)))

    def show_members(self, members: Sequence[MemberUse]) -> None:
        """Show these."""
        self.model.reconcile(sorted(members, key=lambda m: (-m.started, m.name.casefold())))
        rows = min(max(len(members), LEAST_ROWS), MOST_ROWS)
        self.table.setFixedHeight(HEADER_HEIGHT + rows * ROW_HEIGHT + 2)

    def _export(self) -> None:
        export_table(self, self._context.shell, self.model, "closeup-usage-members")


def list_columns(locale: QLocale) -> list[Column[MemberUse]]:
    """Name, what was asked for, what came of it, and how often it worked."""
    return [
        Column(
            "name",
            QCoreApplication.translate("UsageMembers", "Member"),
            lambda m: m.name,
            Kind.PERSON,
            aside=lambda m: (m.member_id, ""),
            sort=lambda m: m.name.casefold(),
            width=240,
            stretches=True,
        ),
        _count(locale, "started", QCoreApplication.translate("UsageMembers", "Asked for")),
        _count(locale, "completed", QCoreApplication.translate("UsageMembers", "Ready")),
        _count(locale, "failed", QCoreApplication.translate("UsageMembers", "Failed")),
        _count(locale, "canceled", QCoreApplication.translate("UsageMembers", "Canceled")),
        Column(
            "rate",
            QCoreApplication.translate("UsageMembers", "Success rate"),
            lambda m: write_rate(find_rate(m), locale),
            Kind.PILL,
            aside=tone_rate,
            sort=lambda m: -1.0 if find_rate(m) is None else find_rate(m),
            width=130,
        ),
    ]


def tone_rate(member: MemberUse) -> str:
    """The tone of a success rate: ok, warn below 80 %, muted while nothing ended."""
    rate = find_rate(member)
    if rate is None:
        return "muted"
    return "ok" if rate >= _POOR else "warn"


def list_day_columns() -> list[Column[Day]]:
    """The days as other programs read them."""
    return [
        Column("day", "day", lambda d: d.day.isoformat()),
        Column("started", "started", lambda d: str(d.started)),
        Column("completed", "completed", lambda d: str(d.completed)),
        Column("failed", "failed", lambda d: str(d.failed)),
        Column("canceled", "canceled", lambda d: str(d.canceled)),
        Column("rate", "success_rate", lambda d: _plain(find_rate(d))),
        Column("seconds", "seconds_to_ready", lambda d: _plain(d.seconds_to_ready)),
    ]


def _plain(number: float | None) -> str:
    return "" if number is None else f"{number:.1f}"


def _count(locale: QLocale, name: str, title: str) -> Column[MemberUse]:
    return Column(
        name,
        title,
        lambda m: locale.toString(int(getattr(m, name))),
        Kind.NUMBER,
        sort=lambda m: int(getattr(m, name)),
        width=120,
    )
