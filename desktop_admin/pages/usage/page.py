"""The Usage page."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final

from core.schemas.generations import Day
from desktop_admin.commands import Command
from desktop_admin.context import Context
from desktop_admin.models.table_model import TableModel
from desktop_admin.pages.page import Action, Page
from desktop_admin.pages.usage.days import list_completed, list_days, list_rates, list_times
from desktop_admin.pages.usage.members import MembersCard, list_day_columns
from desktop_admin.pages.usage.numbers import ReportNumbers
from desktop_admin.stores.usage import ReportStore
from desktop_admin.widgets.chart_card import ChartCard
from desktop_admin.widgets.charts import BarChart, LineChart
from desktop_admin.widgets.chips import Chips
from desktop_admin.widgets.export import export_table
from desktop_admin.widgets.layouts import make_row

SPANS: Final = (7, 30, 90, 366)  # days; the last is the longest that the server reports
_SPAN: Final = "usage/days"


class UsagePage(Page):
    """Four numbers, three charts with their tables, and the members, over a span of days."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "", "", cards=4)
        self.title.setText(self.tr("Usage"))
        self.subtitle.setText(self.tr("Days are counted in UTC"))
        self.setAccessibleName(self.tr("Usage"))
        self.report = context.stores.get(ReportStore)
        self.report.days = self._read_span()
        self.spans = Chips(context.theme)
        self.spans.setAccessibleName(self.tr("Span"))
        self.spans.show_choices([(str(days), self._write_span(days), None) for days in SPANS])
        self.spans.preset(str(self.report.days))
        self.spans.chosen.connect(lambda days: self.choose_span(int(days)))
        self.add_tool(self.spans)
        self.export = self.add_action(self.tr("Export days"), self._export, icon="export")
        self.numbers = ReportNumbers(context)
        theme = context.theme
        self.used = ChartCard(theme, self.tr("Credits used per day"), BarChart(theme))
        self.rates = ChartCard(theme, self.tr("Success rate"), LineChart(theme, top=100, unit="%"))
        self.times = ChartCard(theme, self.tr("Time to ready"), LineChart(theme, unit=" s"))
        self.members = MembersCard(context)
        self.body.addWidget(self.numbers)
        self.body.addWidget(self.used)
        self.body.addLayout(make_row(self.rates, self.times, gap=12))
        self.body.addWidget(self.members)
        self.body.addStretch(1)
        self.follow(self.report)

    def render_data(self) -> None:
        """Show what is known; the charts begin where the report does."""
        usage = self.report.data
        if usage is None:
            return
        days, locale = self.list_days(), self.context.locale
        self.numbers.show_report(usage)
        day = self.tr("Day")
        total = sum(one.completed for one in days)
        self.used.show_points(
            list_completed(days, locale), (day, self.tr("Credits")), self.tr("%Ln in all", "", total)
        )
        self.rates.show_points(
            list_rates(days, locale), (day, self.tr("Success rate")), self.tr("per day, of those that ended")
        )
        self.times.show_points(
            list_times(days, locale), (day, self.tr("Time to ready")), self.tr("median of each day")
        )
        self.members.show_members(usage.members)

    def describe_empty(self) -> tuple[str, str, Action | None]:
        """Nobody asked for anything in this time."""
        title = self.tr("No headshots in this time")
        if self.report.days < SPANS[-1]:
            widest: Action = (self.tr("Show a year"), lambda: self.spans.choose(str(SPANS[-1])))
            return title, self.tr("Look at a longer time."), widest
        return title, self.tr("They are counted here as soon as a member asks the bot for some."), None

    def list_commands(self) -> Iterable[Command]:
        """The spans."""
        for days in SPANS:
            title = self.tr("Usage of {span}").format(span=self._write_span(days))
            yield Command(title, partial(self._open_span, days), self.tr("Usage"), icon="usage")

    def show_subject(self, subject: object) -> None:
        """A number of days."""
        if str(subject) in {str(days) for days in SPANS}:
            self.spans.choose(str(subject))

    def choose_span(self, days: int) -> None:
        """Report over another number of days, and remember it."""
        self.context.settings.setValue(_SPAN, days)
        self.report.choose_days(days)

    def list_days(self) -> Sequence[Day]:
        """The days of the report that is shown."""
        usage = self.report.data
        return list_days(usage, self.context.clock().date()) if usage else []

    def make_export(self) -> TableModel[Day]:
        """The days that are shown, with everything that is known of each."""
        model = TableModel(list_day_columns(), lambda day: day.day.isoformat())
        model.show(self.list_days())
        return model

    def _export(self) -> None:
        export_table(self, self.context.shell, self.make_export(), "closeup-usage-days")

    def _open_span(self, days: int) -> None:
        self.context.shell.open_page("usage", days)

    def _read_span(self) -> int:
        kept = str(self.context.settings.value(_SPAN, ""))
        return int(kept) if kept in {str(days) for days in SPANS} else SPANS[1]

    def _write_span(self, days: int) -> str:
        return self.tr("1 year") if days == SPANS[-1] else self.tr("{n} days").format(n=days)
