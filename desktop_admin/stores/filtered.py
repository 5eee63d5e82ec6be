"""A list of the server's through a filter: what is shown is always the answer to what it says it is."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar, Final, Generic, TypeVar

from PySide6.QtCore import QObject

from core.schemas.shapes import Page
from desktop_admin.api.api import Api
from desktop_admin.api.call import Call
from desktop_admin.api.errors import ApiError
from desktop_admin.stores.store import Store

T = TypeVar("T")
F = TypeVar("F")
PACE_MS: Final = 400  # many people at work report all the time; twice a second is live enough


class FilteredStore(Store[Page[T]], Generic[T, F]):
    """`data` is the newest page of `shown`, the filter whose answer came last; `filter` is the one asked for."""

    EVERYTHING: ClassVar[object]

    def __init__(self, api: Api, clock: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(api, clock, parent)
        self._soon.setInterval(PACE_MS)
        everything: F = self.EVERYTHING  # type: ignore[assignment] # the subclass's own
        self.filter, self.shown, self._asked = everything, everything, everything
        self._everything = everything

    def ask(self, cursor: str | None, wanted: F) -> Call[Page[T]]:
        """Ask for a page of what passes a filter; a subclass's part."""
        raise NotImplementedError

    def choose(self, wanted: F) -> None:
        """Ask through another filter; what is shown stays until the answer is here."""
        if wanted == self.filter:
            return
        self.filter = wanted
        if self._call is not None:
            self._call.cancel()
        self.refresh()

    def fetch(self) -> Call[Page[T]]:
        """Ask for the newest that pass."""
        self._asked = self.filter
        return self.ask(None, self.filter)

    def fetch_more(self, cursor: str) -> Call[Page[T]]:
        """Ask for those after `cursor`."""
        return self.ask(cursor, self.shown)

    def is_empty(self, data: Page[T]) -> bool:
        """Whether there is nothing at all; a filter that nothing passes is not that."""
        return not data.items and self.shown == self._everything == self.filter

    def clear(self) -> None:
        """Forget everything, as on signing out."""
        self.filter = self.shown = self._asked = self._everything
        super().clear()

    def _take(self, data: Page[T]) -> None:
        self.shown = self._asked
        super()._take(data)

    def _fail(self, error: ApiError) -> None:
        if self.shown != self._asked and self.data is not None:
            # Rows of another filter would be taken for the answer to this one.
            self.shown, self.data = self._asked, Page[T](items=[], next_cursor=None)
        super()._fail(error)
