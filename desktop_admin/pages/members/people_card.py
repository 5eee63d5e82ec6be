"""The list of members: filters with counts, and search."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.domain.teams import MemberStatus, Role
from core.schemas.teams import Member
from desktop_admin.context import Context
from desktop_admin.models.table_model import TableModel
from desktop_admin.pages.members.columns import list_member_columns
from desktop_admin.pages.members.words import write_platforms, write_role
from desktop_admin.widgets.cards import Card
from desktop_admin.widgets.chips import Chips
from desktop_admin.widgets.labels import Label
from desktop_admin.widgets.layouts import make_column, make_row
from desktop_admin.widgets.search_field import SearchField, has_words
from desktop_admin.widgets.table import Table

GROUPS: Final = ("all", "waiting", "run", "without", "left")
_ACTIVE: Final = MemberStatus.ACTIVE.value  # comparing plain texts is the fast way


class PeopleCard(Card):
    """A table of everybody in joining order."""

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__()
        self.groups: dict[str, list[Member]] = {name: [] for name in GROUPS}
        self.model = TableModel(list_member_columns(context.locale), lambda member: member.member_id, self)
        self.table = Table(context.theme, self.model, context.settings, "members")
        self.table.setAccessibleName(self.tr("Members"))
        self.table.give_way({"joined": 900, "credits": 800, "chat": 640})
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.chips = Chips(context.theme)
        self.search = SearchField(context.theme, self.tr("Search members"), page)
        self.nobody = Label(self.tr("Nobody matches this."), "muted")
        self.nobody.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head = make_row(self.chips, None, self.search, gap=8, margins=(15, 10, 15, 6))
        self.setLayout(make_column(head, self.table, self.nobody, gap=2, margins=(1, 0, 1, 6)))
        self.chips.chosen.connect(lambda _name: self._show_anew())
        self.search.wanted.connect(lambda _text: self._show_anew())
        self.search.returnPressed.connect(self.table.setFocus)

    def show_members(self, members: Sequence[Member]) -> None:
        """Show these through filter and search."""
        self.groups = group_members(members)
        names = {
            "all": self.tr("All"),
            "waiting": self.tr("Not joined yet"),
            "run": self.tr("Admins"),
            "without": self.tr("Out of credits"),
            "left": self.tr("Deactivated"),
        }
        self.chips.show_choices([(name, names[name], len(self.groups[name])) for name in GROUPS])
        self.model.reconcile(self._find_shown())
        self._note_nobody()

    def _find_shown(self) -> list[Member]:
        wanted, found = self.search.text().strip(), self.groups[self.chips.current or "all"]
        return search_members(found, wanted) if wanted else found

    def _show_anew(self) -> None:
        self.model.fill(self._find_shown())
        self._note_nobody()

    def _note_nobody(self) -> None:
        self.nobody.setVisible(not self.model.rowCount())
        self.table.setVisible(bool(self.model.rowCount()))


def group_members(members: Sequence[Member]) -> dict[str, list[Member]]:
    """Who belongs under which chip, in one go: a live list of thousands is grouped several times a second."""
    groups: dict[str, list[Member]] = {name: [] for name in GROUPS}
    groups["all"] = list(members)
    for member in members:
        if member.status != _ACTIVE:
            groups["left"].append(member)
            continue
        if not member.platforms:
            groups["waiting"].append(member)
        if member.role is not Role.MEMBER:
            groups["run"].append(member)
        if not member.allocated and not member.held:
            groups["without"].append(member)
    return groups


def search_members(members: Sequence[Member], wanted: str) -> list[Member]:
    """Whose name, role, platform or id has every word."""
    roles = {role: write_role(role) for role in Role}
    chats: dict[tuple[str, ...], str] = {}
    found = []
    for member in members:
        chat = tuple(member.platforms)
        if chat not in chats:
            chats[chat] = write_platforms(chat)
        if has_words(f"{member.name} {roles[member.role]} {chats[chat]} {member.member_id}", wanted):
            found.append(member)
    return found
