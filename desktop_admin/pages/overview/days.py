"""Days of usage as points of a chart, those without any included."""

from datetime import date, timedelta

from PySide6.QtCore import QLocale, QObject

from core.schemas.generations import Usage
from desktop_admin.widgets.charts import Point
from desktop_admin.words import write_day_of_year


def list_points(usage: Usage, days: int, today: date, locale: QLocale) -> list[Point]:
    """One point for each of the last `days` days: the credits that were used on it."""
    used = {day.day: day.completed for day in usage.days}
    return [
        _write_point(day, used.get(day, 0), locale)
        for day in (today - timedelta(days=days - 1 - n) for n in range(days))
    ]


def count_lately(usage: Usage, today: date, days: int = 7) -> int:
    """The credits used in the last `days` days, today included."""
    first = today - timedelta(days=days - 1)
    return sum(day.completed for day in usage.days if day.day >= first)


def _write_point(day: date, used: int, locale: QLocale) -> Point:
    label = write_day_of_year(day, locale)
    return Point(label, used, f"{label} · {_Counts().credits(used)}")


class _Counts(QObject):
    """Plurals are found in the sources only as `self.tr`."""

    def credits(self, count: int) -> str:
        return self.tr("%n credit(s)", "", count)
