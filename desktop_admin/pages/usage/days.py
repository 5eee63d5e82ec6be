"""The days of a report, those without anything included, and what the charts make of them."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from PySide6.QtCore import QCoreApplication, QLocale, QObject

from core.schemas.generations import Day, MemberUse, Usage
from desktop_admin.widgets.charts import Point
from desktop_admin.words import write_day_of_year

_MINUTE = 60  # seconds


def list_days(usage: Usage, today: date) -> list[Day]:
    """One for each day from the report's first to today."""
    known = {day.day: day for day in usage.days}
    first = usage.since.date()
    days = (first + timedelta(days=n) for n in range((today - first).days + 1))
    return [known.get(day) or _make_empty(day) for day in days]


def find_rate(use: Day | MemberUse) -> float | None:
    """Completed of completed and failed in percent; None while nothing ended. Who canceled was not failed."""
    ended = use.completed + use.failed
    return 100 * use.completed / ended if ended else None


def list_completed(days: Sequence[Day], locale: QLocale) -> list[Point]:
    """The credits that were used on each day."""
    counts = _Counts()
    return [
        Point(write_label(day.day, locale), day.completed, _tip(day, counts.credits(day.completed), locale))
        for day in days
    ]


def list_rates(days: Sequence[Day], locale: QLocale) -> list[Point]:
    """The success rate of each day in percent."""
    return [_point(day, rate, write_rate(rate, locale), locale) for day in days for rate in [find_rate(day)]]


def list_times(days: Sequence[Day], locale: QLocale) -> list[Point]:
    """The median time to ready of each day in seconds."""
    return [
        _point(day, day.seconds_to_ready, write_seconds(day.seconds_to_ready, locale), locale) for day in days
    ]


@lru_cache(maxsize=1024)  # three charts ask for the same days, again with every live change
def write_label(day: date, locale: QLocale) -> str:
    """`3 Oct`."""
    return write_day_of_year(day, locale)


def write_rate(rate: float | None, locale: QLocale) -> str:
    """`96%`, with a decimal unless it is whole; a dash while it is unknown."""
    if rate is None:
        return "-"
    text = QCoreApplication.translate("UsageDays", "{n}%")
    return text.format(n=locale.toString(rate, "f", 0 if rate == round(rate) else 1))


def write_seconds(seconds: float | None, locale: QLocale) -> str:
    """`42 s` or `3 min 5 s`; a dash while it is unknown."""
    if seconds is None:
        return "-"
    if seconds < _MINUTE:
        return f"{locale.toString(seconds, 'f', 1 if seconds < 10 else 0)} s"  # noqa: PLR2004 - two digits either way
    minutes, rest = divmod(round(seconds), _MINUTE)
    text = QCoreApplication.translate("UsageDays", "{m} min {s} s")
    return text.format(m=locale.toString(minutes), s=rest)


def _point(day: Day, value: float | None, cell: str, locale: QLocale) -> Point:
    text = cell if value is not None else QCoreApplication.translate("UsageDays", "nothing ended")
    return Point(write_label(day.day, locale), value, _tip(day, text, locale), cell)


def _tip(day: Day, text: str, locale: QLocale) -> str:
    return f"{write_label(day.day, locale)} · {text}"


def _make_empty(day: date) -> Day:
    return Day(day=day, started=0, completed=0, failed=0, canceled=0)


class _Counts(QObject):
    """Plurals are found in the sources only as `self.tr`."""

    def credits(self, count: int) -> str:
        return self.tr("%n credit(s)", "", count)
