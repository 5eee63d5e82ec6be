"""The languages of the chat: gettext catalogues beside this file, and which of them is spoken right now."""

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Final

ENGLISH: Final = "en"
LANGUAGES: Final = {ENGLISH: "English", "de": "Deutsch"}
DOMAIN: Final = "closeup"


@cache
def _open_catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, Path(__file__).parent, [language], fallback=language == ENGLISH)


_spoken: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


@contextmanager
def speak(language: str) -> Iterator[None]:
    """Within the block every phrase comes in `language`; one we do not have is English."""
    token = _spoken.set(language if language in LANGUAGES else ENGLISH)
    try:
        yield
    finally:
        _spoken.reset(token)


def choose_language(tag: str | None) -> str:
    """Our language for an IETF tag as a platform gives it (`de`, `de-AT`); English for any other."""
    language = (tag or "").replace("_", "-").partition("-")[0].lower()
    return language if language in LANGUAGES else ENGLISH


def say(english: str) -> str:
    """`english` in the language spoken now; itself when the catalogue does not have it."""
    return _open_catalogue(_spoken.get()).gettext(english) if english else ""


def say_counted(one: str, many: str, count: int) -> str:
    """The form for `count`, in the language spoken now, with {n} filled in."""
    return _open_catalogue(_spoken.get()).ngettext(one, many, count).format(n=count)


def mark(english: str) -> str:
    """A phrase that is translated when it goes out; the extraction finds it by this name."""
    return english
