"""Numbers, money and times as people of the chosen language read them."""

import unicodedata
from datetime import UTC, date, datetime, timedelta
from typing import Final

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, QTime, QTimeZone

_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)
_RIGHT_TO_LEFT: Final = {"R", "AL", "AN"}


def embed(name: str) -> str:
    """A name for the middle of a sentence: one that runs right to left would take what stands beside it along."""
    runs_left = any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in name)
    return f"\u2068{name}\u2069" if runs_left else name


def write_number(number: int, locale: QLocale) -> str:
    """A whole number with the locale's separators."""
    return locale.toString(number)


def write_money(cents: int, currency: str, locale: QLocale) -> str:
    """Whole cents as an amount; only for people, nothing is computed from it."""
    return locale.toCurrencyString(cents / 100, "$" if currency.lower() == "usd" else f"{currency.upper()} ")


def write_time(moment: datetime, locale: QLocale) -> str:
    """The time of day in the desktop's zone, `14:02`."""
    return locale.toString(to_local(moment).time(), QLocale.FormatType.ShortFormat)


def write_moment(moment: datetime, locale: QLocale) -> str:
    """Date and time in the desktop's zone, exact to the minute."""
    return locale.toString(to_local(moment), QLocale.FormatType.ShortFormat)


def write_exact(moment: datetime, locale: QLocale) -> str:
    """Date and time to the second, with the zone."""
    return locale.toString(to_local(moment), QLocale.FormatType.LongFormat)


def write_day(moment: datetime, locale: QLocale) -> str:
    """The day, `3 Oct 2026`."""
    return locale.toString(to_local(moment).date(), QCoreApplication.translate("Words", "d MMM yyyy"))


def write_day_of_year(day: date, locale: QLocale) -> str:
    """The day where its year is plain, `3 Oct`."""
    return locale.toString(QDate(day.year, day.month, day.day), QCoreApplication.translate("Words", "d MMM"))


def write_moment_of_day(moment: datetime, now: datetime, locale: QLocale) -> str:
    """The time today, else the day with the time."""
    day, time = to_local(moment).date(), write_time(moment, locale)
    if day == to_local(now).date():
        return time
    return f"{write_day_of_year(date(day.year(), day.month(), day.day()), locale)}, {time}"


def write_age(moment: datetime, now: datetime, locale: QLocale) -> str:
    """How long ago, in one or two words; the date once it is over a week."""
    age = now - moment
    if age < _MINUTE:
        return QCoreApplication.translate("Words", "just now")
    if age < _HOUR:
        return QCoreApplication.translate("Words", "{n} min ago").format(n=age // _MINUTE)
    if age < _DAY:
        return QCoreApplication.translate("Words", "{n} h ago").format(n=age // _HOUR)
    if age < _WEEK:
        return QCoreApplication.translate("Words", "{n} d ago").format(n=age // _DAY)
    return write_day(moment, locale)


def to_local(moment: datetime) -> QDateTime:
    """`moment` in the desktop's time zone."""
    utc = moment.astimezone(UTC)
    found = QDateTime(
        QDate(utc.year, utc.month, utc.day), QTime(utc.hour, utc.minute, utc.second), QTimeZone.utc()
    )
    return found.toLocalTime()
