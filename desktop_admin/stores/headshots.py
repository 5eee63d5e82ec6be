"""The headshots of the team, newest first, through a filter; and the counts beside the filters."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject

from core.domain.changes import Noun
from core.domain.generations import GenerationStatus
from core.domain.styles import Style
from core.schemas.generations import Headshot
from core.schemas.shapes import Page
from desktop_admin.api.api import Api
from desktop_admin.api.call import Call
from desktop_admin.stores.filtered import PACE_MS, FilteredStore
from desktop_admin.stores.store import Store


@dataclass(frozen=True, slots=True)
class HeadshotFilter:
    """Which headshots are wanted; None is any."""

    status: GenerationStatus | None = None
    style: Style | None = None
    member_id: str | None = None

    def takes(self, headshot: Headshot) -> bool:
        """Whether a headshot passes."""
        return (
            self.status in (None, headshot.status)
            and self.style in (None, headshot.style)
            and self.member_id in (None, headshot.member_id)
        )


class HeadshotsStore(FilteredStore[Headshot, HeadshotFilter]):
    """The newest headshots through a filter."""

    NOUNS = frozenset({Noun.GENERATIONS})
    EVERYTHING = HeadshotFilter()

    def ask(self, cursor: str | None, wanted: HeadshotFilter) -> Call[Page[Headshot]]:
        """Ask for a page of them."""
        return self._api.generations.list_headshots(
            cursor, member_id=wanted.member_id, status=wanted.status, style=wanted.style
        )


class NewestStore(Store[Page[Headshot]]):
    """The newest headshots without any filter, for the counts beside the filters."""

    NOUNS = frozenset({Noun.GENERATIONS})

    def __init__(self, api: Api, clock: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(api, clock, parent)
        self._soon.setInterval(PACE_MS)

    def fetch(self) -> Call[Page[Headshot]]:
        """Ask for them."""
        return self._api.generations.list_headshots()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are by status, style and member, each under the other filters; `is_whole` if none was left out."""

    statuses: Counter[GenerationStatus]
    styles: Counter[Style]
    members: Counter[str]
    is_whole: bool


def count_headshots(headshots: Iterable[Headshot], wanted: HeadshotFilter, *, is_whole: bool) -> Counts:
    """Count for each choice of a filter what it would show, as the other filters stand."""
    statuses, styles, members = Counter[GenerationStatus](), Counter[Style](), Counter[str]()
    for shot in headshots:
        is_status = wanted.status in (None, shot.status)
        is_style = wanted.style in (None, shot.style)
        is_member = wanted.member_id in (None, shot.member_id)
        statuses[shot.status] += is_style and is_member
        styles[shot.style] += is_status and is_member
        members[shot.member_id] += is_status and is_style
    return Counts(statuses, styles, members, is_whole)
