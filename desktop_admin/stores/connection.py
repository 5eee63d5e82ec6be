"""Whether the server answers, and when it last did."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_admin.api.client import ApiClient
from desktop_admin.api.errors import ApiError, Offline
from desktop_admin.api.live import LiveFeed

GRACE_MS: Final = 1_500  # a stream that is back at once was no outage
POLL_MS: Final = 30_000


class Connection(QObject):
    """`changed` when it goes or comes back; `fallback` asks for a look every 30 s while there is no live feed."""

    changed = Signal()
    fallback = Signal()

    def __init__(
        self,
        client: ApiClient,
        feed: LiveFeed,
        clock: Callable[[], datetime],
        grace_ms: int = GRACE_MS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.is_online = True
        self.answered_at: datetime | None = None
        self._feed, self._clock = feed, clock
        self._grace = QTimer(self, singleShot=True, interval=grace_ms)
        self._grace.timeout.connect(self._give_up)
        self._polling = QTimer(self, interval=POLL_MS)
        self._polling.timeout.connect(self._poll)
        self._polling.start()
        client.answered.connect(self._hear)
        client.silent.connect(self._note_silence)
        feed.heard.connect(self._hear)
        feed.connected.connect(self._hear)
        feed.lost.connect(self._note_loss)

    @property
    def is_live(self) -> bool:
        """Whether changes arrive by themselves."""
        return self._feed.is_connected

    @property
    def retry_seconds(self) -> int:
        """How long until the next try."""
        return -(-self._feed.retry_ms // 1000)

    def retry_now(self) -> None:
        """Try at once."""
        self._feed.retry_now()

    def _hear(self) -> None:
        self.answered_at = self._clock()
        self._grace.stop()
        self._set(is_online=True)

    def _note_silence(self, error: ApiError) -> None:
        if isinstance(error, Offline) and not self._feed.is_connected:
            self._set(is_online=False)

    def _note_loss(self, _pause_ms: int) -> None:
        if not self._grace.isActive():
            self._grace.start()

    def _give_up(self) -> None:
        if not self._feed.is_connected:
            self._set(is_online=False)

    def _poll(self) -> None:
        if not self._feed.is_connected:
            self.fallback.emit()

    def _set(self, *, is_online: bool) -> None:
        if self.is_online != is_online:
            self.is_online = is_online
            self.changed.emit()
