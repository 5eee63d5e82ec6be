"""Every store, opened when it is first asked for, kept in step by the live feed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from PySide6.QtCore import QObject

from core.schemas.changes import Change
from desktop_admin.api.api import Api
from desktop_admin.api.live import LiveFeed
from desktop_admin.stores.store import Store

S = TypeVar("S", bound=Store[Any])


class Stores(QObject):
    """One store of each kind for the account in use."""

    def __init__(
        self, api: Api, feed: LiveFeed, clock: Callable[[], datetime], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._api, self._clock = api, clock
        self._open: dict[type[Store[Any]], Store[Any]] = {}
        feed.changed.connect(self._tell)
        feed.reset.connect(self.mark_stale)
        feed.connected.connect(self._recover)

    def get(self, kind: type[S]) -> S:
        """The store of a kind."""
        found = self._open.get(kind)
        if found is None:
            found = self._open[kind] = kind(self._api, self._clock, self)
        assert isinstance(found, kind)  # noqa: S101 - it was put there under its own type
        return found

    def refresh(self) -> None:
        """Fetch again what somebody looks at, as F5 asks."""
        for store in self._open.values():
            store.mark_stale()

    def mark_stale(self) -> None:
        """Anything may have changed."""
        for store in self._open.values():
            store.mark_stale()

    def clear(self) -> None:
        """Forget everything, as on signing out."""
        for store in self._open.values():
            store.clear()

    def _recover(self) -> None:
        for store in self._open.values():
            if store.error is not None:
                store.mark_stale()

    def _tell(self, change: Change) -> None:
        for store in self._open.values():
            store.take_change(change)
