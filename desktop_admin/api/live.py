"""The live feed: server-sent events on Qt's network, resumed after every break."""

from collections.abc import Callable
from typing import Final

from pydantic import ValidationError
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QNetworkReply, QNetworkRequest

from core.domain.changes import Noun
from core.schemas.changes import HELLO, RESET, Change, Hello
from desktop_admin.api.client import ApiClient
from desktop_admin.api.events import EventReader, WireEvent

SILENCE_MS: Final = 40_000  # the server sends a comment every 15 s
FIRST_PAUSE_MS: Final = 1_000
LONGEST_PAUSE_MS: Final = 30_000
NOUNS: Final = frozenset(noun.value for noun in Noun)
_OK: Final = 200
_UNAUTHORIZED: Final = 401


class LiveFeed(QObject):
    """`changed(Change)` for each event, `reset` when anything may have changed, `connected` and `lost` for breaks."""

    changed = Signal(object)
    reset = Signal()
    connected = Signal()
    lost = Signal(int)
    heard = Signal()

    def __init__(
        self,
        client: ApiClient,
        jitter: Callable[[], float],
        silence_ms: int = SILENCE_MS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.is_connected = False
        self._client, self._jitter = client, jitter
        self._reply: QNetworkReply | None = None
        self._reader = EventReader()
        self._last_id = ""
        self._tries = 0
        self._wants = False
        self._watchdog = QTimer(self, singleShot=True, interval=silence_ms)
        self._watchdog.timeout.connect(self._drop)
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self._open)

    def start(self) -> None:
        """Listen as the account in use, from now."""
        self.stop()
        self._last_id, self._tries, self._wants = "", 0, True
        self._open()

    def stop(self) -> None:
        """Listen no more."""
        self._wants = False
        self._pause.stop()
        self._close()

    def retry_now(self) -> None:
        """Do not wait for the next try."""
        if self._wants and self._reply is None:
            self._pause.stop()
            self._open()

    @property
    def retry_ms(self) -> int:
        """How long until the next try, in milliseconds; 0 while there is a connection or a try."""
        return max(0, self._pause.remainingTime())

    def _open(self) -> None:
        reply = self._client.open_stream("events", self._last_id)
        if reply is None:
            return
        self._reply, self._reader = reply, EventReader()
        reply.readyRead.connect(self._read)
        reply.finished.connect(self._drop)
        self._watchdog.start()

    def _read(self) -> None:
        reply = self._reply
        if reply is None or reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute) != _OK:
            return
        self._watchdog.start()
        if not self.is_connected:
            self.is_connected, self._tries = True, 0
            self.connected.emit()
        self.heard.emit()
        for event in self._reader.feed(bytes(reply.readAll().data())):
            self._take(event)

    def _take(self, event: WireEvent) -> None:
        self._last_id = event.id or self._last_id
        try:
            if event.name == RESET or (
                event.name == HELLO and not Hello.model_validate_json(event.data).resumed
            ):
                self.reset.emit()
            elif event.name in NOUNS:
                self.changed.emit(Change.model_validate_json(event.data))
        except ValidationError:
            # A newer server may say what we cannot read: then everything is fetched again.
            self.reset.emit()

    def _drop(self) -> None:
        if self._reply is None:
            return
        status = self._reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
        self._close()
        if status == _UNAUTHORIZED and self._client.account is not None:
            self._client.key_refused.emit(self._client.account.key)
        elif self._wants:
            pause = min(FIRST_PAUSE_MS * 2 ** min(self._tries, 10), LONGEST_PAUSE_MS)
            self._tries += 1
            self._pause.start(int(pause * (0.5 + self._jitter() / 2)))
            self.lost.emit(self._pause.interval())

    def _close(self) -> None:
        self._watchdog.stop()
        reply, self._reply = self._reply, None
        self.is_connected = False
        if reply is not None:
            reply.abort()
            reply.deleteLater()
