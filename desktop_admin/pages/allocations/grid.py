"""The grid of members: filters with counts, search, and what can be done with several at once."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.domain.teams import MemberStatus, Role
from core.schemas.credits import MemberCredits
from desktop_admin.context import Context
from desktop_admin.models.table_model import TableModel
from desktop_admin.pages.allocations.lines import (
    STAGED,
    UNSTAGED,
    Line,
    list_columns,
    make_lines,
    write_role,
)
from desktop_admin.widgets.amount_edit import AmountEdit
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.cards import Card
from desktop_admin.widgets.chips import Chips
from desktop_admin.widgets.labels import ElidedLabel, Label
from desktop_admin.widgets.layouts import make_column, make_row
from desktop_admin.widgets.search_field import SearchField, has_words
from desktop_admin.widgets.table import Table

USUAL_GIFT = 5  # credits
FOOT_HEIGHT = 48
AT_ONCE = 500  # rows changed in one go


class GridCard(Card):
    """`give_each(members, credits)` and `take_all(members)` are the page's."""

    def __init__(
        self,
        context: Context,
        page: QWidget,
        give_each: Callable[[list[MemberCredits], int], object],
        take_all: Callable[[list[MemberCredits]], object],
    ) -> None:
        super().__init__()
        self._context, self._give_each, self._take_all = context, give_each, take_all
        self._lines: list[Line] = []
        self._shown: list[Line] = []
        self._pool = 0
        self._changes: Mapping[str, int] = {}
        self.model = TableModel(list_columns(), lambda line: line.member.member_id, self)
        self.table = Table(context.theme, self.model, context.settings, "allocations")
        self.table.setAccessibleName(self.tr("Members and their credits"))
        self.table.give_way({"role": 760})
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.chips = Chips(context.theme)
        self.search = SearchField(context.theme, self.tr("Search members"), page)
        self.nobody = Label(self.tr("Nobody matches this."), "muted")
        self.nobody.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._build_foot()
        head = make_row(self.chips, None, self.search, gap=8, margins=(15, 10, 15, 6))
        self.setLayout(make_column(head, self.table, self.nobody, self.foot, gap=2, margins=(1, 0, 1, 1)))
        self._connect()
        self.show_staged(is_staged=False)

    def _build_foot(self) -> None:
        theme = self._context.theme
        self.told = ElidedLabel("", "muted")
        self.amount = AmountEdit(self._context.locale)
        self.amount.setFixedWidth(80)
        self.amount.set_amount(USUAL_GIFT)
        self.amount.setAccessibleName(self.tr("Credits for each"))
        self.give = Button(theme, self.tr("Give each"), kind="small", icon="plus", run=self._give)
        self.take = Button(theme, self.tr("Reclaim…"), kind="small", run=self._take)
        self.release = Button(theme, self.tr("Clear"), kind="quiet", run=self.table.clearSelection)
        self._verbs = QWidget()
        self._verbs.setLayout(make_row(self.amount, self.give, self.take, self.release, gap=8))
        row = make_row(self.told, self._verbs, gap=12, margins=(15, 0, 15, 0))
        row.setStretch(0, 1)
        self.foot = QWidget()
        self.foot.setFixedHeight(FOOT_HEIGHT)
        self.foot.setLayout(row)

    def _connect(self) -> None:
        self.chips.chosen.connect(lambda _name: self._show_anew())
        self.search.wanted.connect(lambda _text: self._show_anew())
        self.search.returnPressed.connect(self.table.setFocus)
        self.table.marked.connect(self.refresh_foot)
        self.amount.amount_changed.connect(lambda _amount: self.refresh_foot())
        self.amount.returnPressed.connect(self.give.click)

    # ---- what the page does

    def show_members(self, members: Sequence[MemberCredits], changes: Mapping[str, int], pool: int) -> None:
        """Show these with what is staged, through filter and search."""
        self._lines, self._pool = make_lines(members, changes), pool
        names = {
            "all": self.tr("All"),
            "without": self.tr("Without credits"),
            "busy": self.tr("Generating"),
            "left": self.tr("Deactivated"),
        }
        self.chips.show_choices([(name, text, len(self._filter(name))) for name, text in names.items()])
        self._shown = self._find_shown()
        if len(changes) > AT_ONCE and changes != self._changes:
            self.model.fill(self._shown)
        else:
            self.model.reconcile(self._shown)
        if changes != self._changes:
            self.model.flush()  # what may be applied is what can be seen
        self._changes = changes
        self._note_nobody()
        self.refresh_foot()

    def show_staged(self, *, is_staged: bool) -> None:
        """Before and after, or the state of each."""
        for place, column in enumerate(self.model.columns):
            if column.name in STAGED:
                self.table.setColumnHidden(place, not is_staged)
            elif column.name in UNSTAGED:
                self.table.setColumnHidden(place, is_staged)

    def filter_by(self, name: str) -> None:
        """Press a chip."""
        self.search.clear()
        self.chips.choose(name)

    @property
    def selected(self) -> list[MemberCredits]:
        """Who is marked."""
        return [line.member for line in self.table.selected]

    def refresh_foot(self) -> None:
        """Say how many are shown or marked, and what can be done with them."""
        chosen = self.selected
        self._verbs.setVisible(len(chosen) > 1)
        self.told.setText(self._tell_chosen(chosen) if len(chosen) > 1 else self._tell_shown())
        is_online = self._context.connection.is_online
        wait = self.tr("Waits until the server is back.")
        active = [member for member in chosen if member.status == MemberStatus.ACTIVE]
        need = (self.amount.amount or 0) * len(active)
        self.give.allow(
            is_online and 0 < need <= self._pool, self._explain_giving(need) if is_online else wait
        )
        unspent = sum(member.allocated for member in chosen)
        nothing = self.tr("They have nothing unspent.")
        self.take.allow(is_online and unspent > 0, nothing if is_online else wait)

    # ---- its own

    def _tell_chosen(self, chosen: list[MemberCredits]) -> str:
        chosen_text = self.tr("%n selected", "", len(chosen))
        return f"{chosen_text} · {self._tell_unspent(sum(member.allocated for member in chosen))}"

    def _tell_shown(self) -> str:
        shown = self._shown
        shown_text = self.tr("%n member(s)", "", len(shown))
        return f"{shown_text} · {self._tell_unspent(sum(line.member.allocated for line in shown))}"

    def _tell_unspent(self, credits_: int) -> str:
        return self.tr("%n credit(s) unspent", "", credits_)

    def _explain_giving(self, need: int) -> str:
        if not need:
            return self.amount.problem or self.tr("Say how many credits each gets.")
        return self.tr("That needs {need} credits and {pool} are unallocated.").format(
            need=need, pool=self._pool
        )

    def _filter(self, name: str) -> list[Line]:
        tone = {"without": "bad", "busy": "accent", "left": "muted"}.get(name)
        return self._lines if tone is None else [line for line in self._lines if line.tone == tone]

    def _find_shown(self) -> list[Line]:
        wanted = self.search.text().strip()
        found = self._filter(self.chips.current)
        if not wanted:
            return found
        roles = {role.value: write_role(role) for role in Role}
        return [line for line in found if has_words(_write_words(line, roles), wanted)]

    def _show_anew(self) -> None:
        self._shown = self._find_shown()
        self.model.fill(self._shown)
        self._note_nobody()
        self.refresh_foot()

    def _note_nobody(self) -> None:
        self.nobody.setVisible(not self.model.rowCount())
        self.table.setVisible(bool(self.model.rowCount()))

    def _give(self) -> None:
        active = [member for member in self.selected if member.status == MemberStatus.ACTIVE]
        if self.amount.amount and active:
            self._give_each(active, self.amount.amount)

    def _take(self) -> None:
        self._take_all(self.selected)


def _write_words(line: Line, roles: Mapping[str, str]) -> str:
    member = line.member
    return f"{member.name} {roles.get(member.role, member.role)} {member.member_id}"
