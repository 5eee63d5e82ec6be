"""The members on the Overview: what each holds, filtered by chips, saved as CSV."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt

from core.domain.teams import MemberStatus
from core.schemas.credits import MemberCredits
from desktop_admin.context import Context
from desktop_admin.models.columns import Column, Kind
from desktop_admin.models.table_model import TableModel
from desktop_admin.theme.tokens import HEADER_HEIGHT, ROW_HEIGHT
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.cards import Card
from desktop_admin.widgets.chips import Chips
from desktop_admin.widgets.export import export_table
from desktop_admin.widgets.labels import Label
from desktop_admin.widgets.layouts import make_column, make_row
from desktop_admin.widgets.table import Table

MOST_ROWS = 12  # more scroll inside the card


class PeopleCard(Card):
    """A table of members; Enter or Space opens one on the Members page."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._members: Sequence[MemberCredits] = ()
        self.model = TableModel(list_columns(), lambda member: member.member_id, self)
        self.table = Table(context.theme, self.model, context.settings, "overview")
        self.table.setAccessibleName(self.tr("Members"))
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        for wish in (self.table.opened, self.table.peeked):
            wish.connect(lambda m: context.shell.open_page("members", m.member_id))
        self.chips = Chips(context.theme)
        self.chips.chosen.connect(lambda _name: self._show())
        self.export = Button(
            context.theme, self.tr("Export CSV"), kind="quiet", icon="export", run=self._export
        )
        head = make_row(Label(self.tr("Members"), "section"), 6, self.chips, None, self.export, gap=8)
        head.setContentsMargins(16, 10, 10, 4)
        self.setLayout(make_column(head, self.table, gap=2, margins=(1, 0, 1, 6)))

    def show_members(self, members: Sequence[MemberCredits]) -> None:
        """Show these, through the chosen filter."""
        self._members = members
        self.chips.show_choices(
            [
                ("all", self.tr("All"), len(members)),
                ("without", self.tr("Out of credits"), len(self._filter("without"))),
                ("busy", self.tr("Generating"), len(self._filter("busy"))),
                ("left", self.tr("Deactivated"), len(self._filter("left"))),
            ]
        )
        self._show()

    def _filter(self, name: str) -> list[MemberCredits]:
        wanted = {"without": "bad", "busy": "accent", "left": "muted"}.get(name)
        return [m for m in self._members if wanted is None or judge_member(m) == wanted]

    def _show(self) -> None:
        self.model.reconcile(self._filter(self.chips.current))
        rows = min(max(len(self._members), 3), MOST_ROWS)
        self.table.setFixedHeight(HEADER_HEIGHT + rows * ROW_HEIGHT + 2)

    def _export(self) -> None:
        export_table(self, self._context.shell, self.model, "closeup-members")


def judge_member(member: MemberCredits) -> str:
    """The tone of a member's state: muted left, accent at work, bad without credits, ok otherwise."""
    if member.status != MemberStatus.ACTIVE:
        return "muted"
    if member.held:
        return "accent"
    return "ok" if member.allocated else "bad"


def write_state(member: MemberCredits) -> str:
    """The same in a word."""
    return {
        "muted": QCoreApplication.translate("People", "Deactivated"),
        "accent": QCoreApplication.translate("People", "Generating"),
        "ok": QCoreApplication.translate("People", "Active"),
        "bad": QCoreApplication.translate("People", "Out of credits"),
    }[judge_member(member)]


def write_role(role: str) -> str:
    """A role as people read it."""
    return {
        "owner": QCoreApplication.translate("People", "Owner"),
        "admin": QCoreApplication.translate("People", "Admin"),
        "member": QCoreApplication.translate("People", "Member"),
    }.get(role, role)


def list_columns() -> list[Column[MemberCredits]]:
    """Name, role, the bar of what they had, what is left, and how they are."""
    return [
        Column(
            "name",
            QCoreApplication.translate("People", "Member"),
            lambda m: m.name,
            Kind.PERSON,
            aside=lambda m: (m.member_id, ""),
            sort=lambda m: m.name.casefold(),
            width=240,
            stretches=True,
        ),
        Column(
            "role",
            QCoreApplication.translate("People", "Role"),
            lambda m: write_role(m.role),
            Kind.MUTED,
            sort=lambda m: m.role,
            width=110,
        ),
        Column(
            "credits",
            QCoreApplication.translate("People", "Credits"),
            lambda m: f"{m.used}/{m.used + m.held + m.allocated}",
            Kind.BAR,
            aside=lambda m: ((m.used, "used"), (m.held, "held"), (m.allocated, "pool")),
            sort=lambda m: m.used,
            width=210,
        ),
        Column(
            "left",
            QCoreApplication.translate("People", "Left"),
            lambda m: str(m.allocated),
            Kind.NUMBER,
            sort=lambda m: m.allocated,
            width=80,
        ),
        Column(
            "state",
            QCoreApplication.translate("People", "Status"),
            write_state,
            Kind.PILL,
            aside=judge_member,
            sort=write_state,
            width=160,
        ),
    ]
