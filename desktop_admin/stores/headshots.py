"""The headshots of the team, newest first, through a filter; and the counts beside the filters."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PySide6.QtCore import QObject

from core.domain.changes import Noun
from core.domain.generations import GenerationStatus
from core.domain.styles import Style
from core.schemas.generations import Headshot
from core.schemas.shapes import Page
from desktop_admin.api.api import Api
from desktop_admin.api.call import Call
from desktop_admin.api.errors import ApiError
from desktop_admin.stores.store import Store

PACE_MS: Final = 400  # fifty people at work report progress all the time; twice a second is live enough


@dataclass(frozen=True, slots=True)
class HeadshotFilter:
    """Which headshots are wanted; None is any."""

    status: GenerationStatus | None = None
    style: Style | None = None
    member_id: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether everything is wanted."""
        return self == HeadshotFilter()

    def takes(self, headshot: Headshot) -> bool:
        """Whether a headshot passes."""
        return (
            self.status in (None, headshot.status)
            and self.style in (None, headshot.style)
            and self.member_id in (None, headshot.member_id)
        )


class HeadshotsStore(Store[Page[Headshot]]):
    """`data` is the newest page of `shown`, the filter whose answer came last; `filter` is the one asked for."""

    NOUNS = frozenset({Noun.GENERATIONS})

    def __init__(self, api: Api, clock: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(api, clock, parent)
        self._soon.setInterval(PACE_MS)
        self.filter = HeadshotFilter()
        self.shown = HeadshotFilter()
        self._asked = HeadshotFilter()

    def choose(self, wanted: HeadshotFilter) -> None:
        """Ask through another filter; what is shown stays until the answer is here."""
        if wanted == self.filter:
            return
        self.filter = wanted
        if self._call is not None:
            self._call.cancel()
        self.refresh()

    def fetch(self) -> Call[Page[Headshot]]:
        """Ask for the newest that pass."""
        self._asked = self.filter
        return self._ask(None, self.filter)

    def fetch_more(self, cursor: str, wanted: HeadshotFilter | None = None) -> Call[Page[Headshot]]:
        """Ask for those after `cursor`."""
        return self._ask(cursor, wanted or self.shown)

    def fetch_first(self, wanted: HeadshotFilter) -> Call[Page[Headshot]]:
        """Ask for the newest that pass another filter, for somebody's own use."""
        return self._ask(None, wanted)

    def is_empty(self, data: Page[Headshot]) -> bool:
        """Whether nobody asked for any yet; a filter that nothing passes is not that."""
        return not data.items and self.shown.is_open and self.filter.is_open

    def clear(self) -> None:
        """Forget everything, as on signing out."""
        self.filter = self.shown = self._asked = HeadshotFilter()
        super().clear()

    def _ask(self, cursor: str | None, wanted: HeadshotFilter) -> Call[Page[Headshot]]:
        return self._api.generations.list_headshots(
            cursor, member_id=wanted.member_id, status=wanted.status, style=wanted.style
        )

    def _take(self, data: Page[Headshot]) -> None:
        self.shown = self._asked
        super()._take(data)

    def _fail(self, error: ApiError) -> None:
        if self.shown != self._asked and self.data is not None:
            # Rows of another filter would be taken for the answer to this one.
            self.shown, self.data = self._asked, Page[Headshot](items=[], next_cursor=None)
        super()._fail(error)


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
