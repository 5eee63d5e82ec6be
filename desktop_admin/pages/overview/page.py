"""The Overview page."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial

from core.domain.teams import MemberStatus
from desktop_admin.commands import Command
from desktop_admin.context import Context
from desktop_admin.pages.overview.attention import AttentionCard, Matter, list_matters
from desktop_admin.pages.overview.days import count_lately, list_points
from desktop_admin.pages.overview.numbers import NumberRow
from desktop_admin.pages.overview.people import PeopleCard
from desktop_admin.pages.page import Action, Page
from desktop_admin.stores.attention import FailedStore, PendingInvitesStore, read_end
from desktop_admin.stores.credits import CreditsStore
from desktop_admin.stores.usage import SPANS, UsageStore
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.chart_card import ChartCard
from desktop_admin.widgets.charts import BarChart

MENDED_ON = {"allocations", "generations", "members", "purchases"}


class OverviewPage(Page):
    """Four numbers, a bar, a chart, what needs attention, and the members."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "", "", cards=4)
        self.title.setText(self.tr("Overview"))
        self.subtitle.setText(self.tr("Credits across your team, updated live"))
        self.setAccessibleName(self.tr("Overview"))
        stores = context.stores
        self.credits, self.usage = stores.get(CreditsStore), stores.get(UsageStore)
        self.failed, self.invites = stores.get(FailedStore), stores.get(PendingInvitesStore)
        self.verbs = self._build_actions()
        self.numbers = NumberRow(context)
        spans = [(str(days), self.tr("{n} d").format(n=days)) for days in SPANS]
        self.chart = ChartCard(context.theme, self.tr("Credits used per day"), BarChart(context.theme), spans)
        self.chart.spans.preset(str(self.usage.days))
        self.chart.span_chosen.connect(lambda days: self.usage.choose_days(int(days)))
        self.attention = AttentionCard(context.theme, self._mend, MENDED_ON)
        self.people = PeopleCard(context)
        for widget in (self.numbers, self.attention, self.chart, self.people):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.follow(self.credits, self.usage, self.failed, self.invites)
        context.connection.changed.connect(self._allow_actions)
        self._allow_actions()

    def render_data(self) -> None:
        """Show what is known; the numbers come from one answer, so that they always add up."""
        overview, numbers = self.credits.data, self.credits.numbers
        if overview is None or numbers is None:
            return
        active = sum(member.status == MemberStatus.ACTIVE for member in overview.members)
        today, usage = self._find_today(), self.usage.data
        lately = None if usage is None or self.usage.days < SPANS[0] else count_lately(usage, today)
        self.numbers.show_numbers(numbers, active, lately)
        if usage is not None:
            self._render_chart(today)
        names = {member.member_id: member.name for member in overview.members}
        failed = self.failed.list_unmended(self._find_seen())
        self.attention.show_matters(
            list_matters(self.credits.without_credits, failed, self.invites.pending, names)
        )
        self.people.show_members(overview.members)

    def describe_empty(self) -> tuple[str, str, Action | None]:
        """Before the first purchase."""
        buy: Action = (self.tr("Buy credits"), lambda: self.context.shell.open_page("purchases", "buy"))
        return (
            self.tr("Your team has no credits yet"),
            self.tr("One credit is one set of four headshots."),
            buy,
        )

    def list_commands(self) -> Iterable[Command]:
        """Every member by name."""
        overview = self.credits.data
        group = self.tr("Member")
        for member in overview.members if overview else []:
            yield Command(
                member.name,
                partial(self.context.shell.open_page, "members", member.member_id),
                group,
                words=member.member_id,
                icon="user",
            )

    def _render_chart(self, today: date) -> None:
        usage = self.usage.data
        if usage is None:
            return
        points = list_points(usage, self.usage.days, today, self.context.locale)
        total = sum(int(point.value or 0) for point in points)
        self.chart.show_points(points, (self.tr("Day"), self.tr("Credits")), self.tr("%n in all", "", total))

    def _build_actions(self) -> tuple[Button, ...]:
        shell = self.context.shell
        return (
            self.add_action(
                self.tr("Auto-distribute…"),
                lambda: shell.open_page("allocations", "distribute"),
                icon="allocations",
            ),
            self.add_action(self.tr("Invite"), lambda: shell.open_page("members", "invite"), icon="link"),
            self.add_action(
                self.tr("Buy credits"),
                lambda: shell.open_page("purchases", "buy"),
                kind="primary",
                icon="plus",
            ),
        )

    def _allow_actions(self) -> None:
        wait = self.tr("Waits until the server is back.")
        for button in (*self.verbs, self.empty.button):
            button.allow(self.context.connection.is_online, wait)

    def _find_seen(self) -> datetime | None:
        kept = str(self.context.settings.value(self._name_seen(), ""))
        try:
            return datetime.fromisoformat(kept)
        except ValueError:
            return None

    def _name_seen(self) -> str:
        account = self.context.session.current
        return f"overview/failed_seen/{account.team_id if account else ''}"

    def _mend(self, matter: Matter) -> None:
        failed = self.failed.list_unmended(self._find_seen())
        if matter.page == "generations" and failed:
            # Whoever has looked at them knows; another one is news again.
            self.context.settings.setValue(self._name_seen(), max(map(read_end, failed)).isoformat())
            self.render_data()
        self.context.shell.open_page(matter.page, matter.subject)

    def _find_today(self) -> date:
        return self.context.clock().date()
