"""The four numbers of a report."""

from PySide6.QtWidgets import QWidget

from core.schemas.generations import Usage
from desktop_admin.context import Context
from desktop_admin.pages.usage.days import write_rate, write_seconds
from desktop_admin.widgets.cards import NumberCard
from desktop_admin.widgets.layouts import make_row
from desktop_admin.words import write_number

_ALL = 100


class ReportNumbers(QWidget):
    """Credits used, success rate, time to ready, and how many people were at it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._locale = context.locale
        theme = context.theme
        self.used = NumberCard(theme, "used", self.tr("Credits used"))
        self.rate = NumberCard(theme, "ok", self.tr("Success rate"))
        self.time = NumberCard(theme, "held", self.tr("Time to ready"))
        self.people = NumberCard(theme, "free", self.tr("People"))
        self.setLayout(make_row(self.used, self.rate, self.time, self.people, gap=12))

    def show_report(self, usage: Usage) -> None:
        """Show these; what is not known yet is a dash."""
        locale = self._locale
        started, completed, failed, canceled = (
            sum(getattr(day, name) for day in usage.days)
            for name in ("started", "completed", "failed", "canceled")
        )
        asked = self.tr("%Ln headshot(s) asked for", "", started)
        self.used.show_number(write_number(completed, locale), asked)
        rate = None if usage.success_rate is None else _ALL * usage.success_rate
        ends = self.tr("{failed} failed, {canceled} canceled").format(
            failed=write_number(failed, locale), canceled=write_number(canceled, locale)
        )
        self.rate.show_number(write_rate(rate, locale), ends)
        slow = usage.seconds_to_ready_p95
        note = (
            " "
            if slow is None
            else self.tr("95 of 100 within {time}").format(time=write_seconds(slow, locale))
        )
        self.time.show_number(write_seconds(usage.seconds_to_ready, locale), note)
        active = sum(member.started > 0 for member in usage.members)
        self.people.show_number(write_number(active, locale), self.tr("asked for a headshot"))
