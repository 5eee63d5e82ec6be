"""Numbers, times and days as people read them, in the language spoken now."""

from datetime import date
from typing import Final

from bots.languages import mark, say, say_counted

LONG_SECONDS: Final = 90
MONTHS: Final = (
    mark("January"), mark("February"), mark("March"), mark("April"), mark("May"), mark("June"),
    mark("July"), mark("August"), mark("September"), mark("October"), mark("November"), mark("December"),
)  # fmt: skip


def count_credits(credits_: int) -> str:
    """`1 credit`, `2 credits`."""
    return say_counted("{n} credit", "{n} credits", credits_)


def count_photos(photos: int) -> str:
    """`1 photo`, `2 photos`."""
    return say_counted("{n} photo", "{n} photos", photos)


def tell_time(seconds: int | None) -> str:
    """An honest guess from what earlier sets took, or nothing; ends with a space."""
    if seconds is None:
        return ""
    if seconds >= LONG_SECONDS:
        return (
            say_counted("It takes about {n} minute.", "It takes about {n} minutes.", round(seconds / 60))
            + " "
        )
    return say("It takes about {n} seconds.").format(n=max(5, 5 * round(seconds / 5))) + " "


def tell_day(made_on: str) -> str:
    """A day as people write it."""
    day = date.fromisoformat(made_on)
    month = say(MONTHS[day.month - 1])
    return say("{day} {month} {year}").format(day=day.day, month=month, year=day.year)
