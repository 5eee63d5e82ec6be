"""The Allocations page."""

from collections.abc import Iterable, Sequence
from functools import partial

from core.domain.teams import MemberStatus
from core.schemas.credits import Distribution, MemberCredits
from desktop_admin.api.errors import ApiError
from desktop_admin.commands import Command
from desktop_admin.context import Context
from desktop_admin.pages.allocations.grid import GridCard
from desktop_admin.pages.allocations.lines import Line
from desktop_admin.pages.allocations.member_panel import MemberPanel
from desktop_admin.pages.allocations.mover import Mover
from desktop_admin.pages.allocations.stage import StageCard
from desktop_admin.pages.page import Action, Page
from desktop_admin.shell import Notice
from desktop_admin.stores.credits import CreditsStore
from desktop_admin.widgets.confirm import ConfirmDialog, confirm
from desktop_admin.widgets.export import export_table
from desktop_admin.words import embed, write_number


class AllocationsPage(Page):
    """The stage above, the grid of members below, one member in the drawer."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "", "", cards=0)
        self.title.setText(self.tr("Allocations"))
        self.setAccessibleName(self.tr("Allocations"))
        self.credits = context.stores.get(CreditsStore)
        self.mover = Mover(context, self)
        self.stage = StageCard(context)
        self.grid = GridCard(context, self, self.mover.give_each, self._ask_to_take_all)
        self.panel: MemberPanel | None = None
        self.dialog: ConfirmDialog | None = None
        self._wanted: object = None
        self.add_action(self.tr("Export CSV"), self._export, icon="export")
        self.distribute_button = self.add_action(
            self.tr("Auto-distribute…"), self._begin, kind="primary", icon="allocations"
        )
        self.stage.hide()
        self.body.addWidget(self.stage)
        self.body.addWidget(self.grid, 1)
        self._connect()
        self.follow(self.credits)

    def _connect(self) -> None:
        self.stage.changed.connect(self._show_lines)
        self.stage.left.connect(self._end)
        self.stage.applied.connect(self._finish_distribution)
        self.grid.table.opened.connect(self._open_line)
        self.grid.table.peeked.connect(self._open_line)
        self.context.connection.changed.connect(self.grid.refresh_foot)

    def render_data(self) -> None:
        """Show the balances of now."""
        overview = self.credits.data
        if overview is None:
            return
        write = partial(write_number, locale=self.context.locale)
        self.subtitle.setText(
            self.tr("{pool} unallocated, {unspent} with members and unspent").format(
                pool=write(overview.pool), unspent=write(overview.allocated)
            )
        )
        self.stage.take_overview(overview)
        self._show_lines()
        if self.panel is not None:
            self.panel.show_overview(overview)
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.show_subject(wanted)

    def describe_empty(self) -> tuple[str, str, Action | None]:
        """Before the first purchase."""
        buy: Action = (self.tr("Buy credits"), lambda: self.context.shell.open_page("purchases", "buy"))
        return (
            self.tr("There are no credits to share yet"),
            self.tr("Buy some, then give them to your members here."),
            buy,
        )

    def list_commands(self) -> Iterable[Command]:
        """The verbs of this page."""
        group = self.tr("Allocations")
        yield Command(self.tr("Auto-distribute credits"), partial(self._go, "distribute"), group)
        yield Command(self.tr("Members without credits"), partial(self._go, "without"), group)
        overview = self.credits.data
        for member in overview.members if overview else []:
            if member.status == MemberStatus.ACTIVE:
                title = self.tr("Give credits to {name}").format(name=member.name)
                yield Command(title, partial(self._go, member.member_id), group, icon="plus")

    def show_subject(self, subject: object) -> None:
        """`distribute`, `without`, or a member's id."""
        overview = self.credits.data
        if overview is None:
            self._wanted = subject
        elif subject == "distribute":
            self._begin()
        elif subject == "without":
            self.grid.filter_by("without")
        else:
            self.open_member(str(subject))

    def open_member(self, member_id: str) -> None:
        """Their drawer."""
        overview = self.credits.data
        found = [m for m in overview.members if m.member_id == member_id] if overview else []
        if overview is None or not found:
            return
        panel = MemberPanel(self.context, self.mover, member_id, overview, self._ask_to_take)
        panel.destroyed.connect(partial(self._forget_panel, id(panel)))
        self.panel = panel
        self.context.shell.open_drawer(found[0].name, panel)
        panel.gift.setFocus()
        panel.gift.selectAll()

    # ---- its own

    def _go(self, subject: str) -> None:
        self.context.shell.open_page("allocations", subject)

    def _forget_panel(self, which: int) -> None:
        if self.panel is not None and id(self.panel) == which:
            self.panel = None

    def _open_line(self, line: Line) -> None:
        self.open_member(line.member.member_id)

    def _show_lines(self) -> None:
        overview = self.credits.data
        if overview is not None:
            self.grid.show_members(overview.members, self.stage.changes, overview.pool)

    def _begin(self) -> None:
        overview = self.credits.data
        if overview is not None:
            self.context.shell.close_drawer()
            self.distribute_button.setEnabled(False)
            self.grid.show_staged(is_staged=True)
            self.stage.begin(overview)

    def _end(self) -> None:
        self.distribute_button.setEnabled(True)
        self.grid.show_staged(is_staged=False)
        self._show_lines()
        self.grid.table.setFocus()

    def _finish_distribution(self, done: Distribution) -> None:
        self.stage.leave()
        members = {m.member_id: m for m in self.credits.data.members} if self.credits.data else {}
        parts = [(members[m.member_id], m.credits) for m in done.moves if m.member_id in members]
        text = self.tr("Gave {credits} to {members}").format(
            credits=self.mover.count(done.credits), members=self.mover.people(len(done.moves))
        )
        self.context.shell.say(text, partial(self.mover.take_back, parts))

    def _ask_to_take(self, member: MemberCredits, credits_: int) -> None:
        asked = self.tr("Reclaim %n unused credit(s) from {name}?", "", credits_).format(
            name=embed(member.name)
        )
        kept = [self._tell_rest(member, credits_), self._tell_used(member)]
        effect = " ".join(part for part in kept if part)
        verb = self.tr("Reclaim %n", "", credits_)
        self.dialog = confirm(
            self.context.theme, self, asked, effect, verb, partial(self._take, member, credits_)
        )

    def _tell_rest(self, member: MemberCredits, credits_: int) -> str:
        rest = member.allocated - credits_
        if rest > 0:
            return self.tr("%n unused credit(s) stay with {name}.", "", rest).format(name=embed(member.name))
        return self.tr("{name} has none left then.").format(name=embed(member.name))

    def _tell_used(self, member: MemberCredits) -> str:
        if member.held:
            text = self.tr("What is used ({used}) or under way ({held}) stays as it is.")
            return text.format(used=member.used, held=member.held)
        if member.used:
            return self.tr("{name} keeps the %n credit(s) already used.", "", member.used).format(
                name=embed(member.name)
            )
        return ""

    def _take(self, member: MemberCredits, credits_: int) -> None:
        call, panel = self.mover.take(member, credits_), self.panel
        if panel is not None and panel.member_id == member.member_id:
            call.then(panel.finish_taking, panel.refuse_taking)
        else:
            call.failed.connect(self._say_refused)

    def _say_refused(self, error: ApiError) -> None:
        self.show_notice(Notice("warn", self.tr("Nothing was moved."), error.text))

    def _ask_to_take_all(self, members: Sequence[MemberCredits]) -> None:
        holding = [member for member in members if member.allocated]
        total = sum(member.allocated for member in holding)
        asked = self.tr("Reclaim {credits} from {members}?").format(
            credits=self.tr("%n unused credit(s)", "", total), members=self.mover.people(len(holding))
        )
        effect = self.tr("Everything they have not used goes back to the pool; they keep what they used.")
        verb = self.tr("Reclaim %n", "", total)
        run = partial(self.mover.take_all, holding)
        self.dialog = confirm(self.context.theme, self, asked, effect, verb, run)

    def _export(self) -> None:
        export_table(self, self.context.shell, self.grid.model, "closeup-allocations")
