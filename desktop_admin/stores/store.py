"""What every store does: load, refresh on live changes without flooding, and keep the last data when it fails."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Final, Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from core.domain.changes import Noun
from core.schemas.changes import Change
from desktop_admin.api.api import Api
from desktop_admin.api.call import Call
from desktop_admin.api.errors import ApiError, Offline, Timeout

T = TypeVar("T")
COALESCE_MS: Final = 150  # a thousand events at once are one request


class Phase(StrEnum):
    """What a page shows: skeleton, data, nothing yet, an error, or old data with the strip."""

    LOADING = "loading"
    READY = "ready"
    EMPTY = "empty"
    ERROR = "error"
    OFFLINE = "offline"


class Store(QObject, Generic[T]):
    """A part of the server's state.

    `data` is the last answer, `loaded_at` its time, `error` why the last try failed. `changed` follows every change
    of any of them. A subclass says which nouns it follows, how to `fetch` and when its data `is_empty`.
    """

    changed = Signal()
    NOUNS: ClassVar[frozenset[Noun]] = frozenset()

    def __init__(self, api: Api, clock: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.data: T | None = None
        self.loaded_at: datetime | None = None
        self.error: ApiError | None = None
        self._api, self._clock = api, clock
        self._call: Call[Any] | None = None
        self._is_stale = True
        self._is_watched = False
        self._soon = QTimer(self, singleShot=True, interval=COALESCE_MS)
        self._soon.timeout.connect(self.refresh)

    @property
    def phase(self) -> Phase:
        """What there is to show."""
        if self.error is not None:
            is_away = isinstance(self.error, Offline | Timeout)
            return Phase.OFFLINE if is_away and self.data is not None else Phase.ERROR
        if self.data is None:
            return Phase.LOADING
        return Phase.EMPTY if self.is_empty(self.data) else Phase.READY

    def fetch(self) -> Call[T]:
        """Ask the server; a subclass's part."""
        raise NotImplementedError

    def is_empty(self, data: T) -> bool:
        """Whether there is nothing in it yet."""
        del data
        return False

    def watch(self) -> None:
        """A page shows this now: load it if it is missing or old, and follow changes."""
        self._is_watched = True
        if self._is_stale and self._call is None:
            self.refresh()

    def unwatch(self) -> None:
        """Nobody looks: changes only mark it as old."""
        self._is_watched = False

    def refresh(self) -> None:
        """Fetch again; one request at a time, and one more when something changed meanwhile."""
        self._soon.stop()
        if self._call is not None:
            self._is_stale = True
            return
        self._is_stale = False
        self._call = self.fetch()
        self._call.then(self._take, self._fail).settled.connect(self._end)

    def take_change(self, change: Change) -> None:
        """Something changed on the server."""
        if change.noun in self.NOUNS:
            self.mark_stale()

    def mark_stale(self) -> None:
        """The data may be old: fetch it soon if somebody looks."""
        self._is_stale = True
        if self._is_watched and not self._soon.isActive():
            self._soon.start()

    def clear(self) -> None:
        """Forget everything, as on signing out."""
        if self._call is not None:
            call, self._call = self._call, None
            call.cancel()
        self._soon.stop()
        self.data, self.loaded_at, self.error = None, None, None
        self._is_stale = True
        self.changed.emit()

    def _take(self, data: T) -> None:
        self.data, self.loaded_at, self.error = data, self._clock(), None
        self.changed.emit()

    def _fail(self, error: ApiError) -> None:
        self.error = error
        self._is_stale = True
        self.changed.emit()

    def _end(self) -> None:
        failed = self.error is not None
        self._call = None
        if self._is_stale and self._is_watched and not failed:
            self._soon.start()
