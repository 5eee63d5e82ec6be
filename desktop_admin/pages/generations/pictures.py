"""Pictures in memory: fetched by signed link, decoded beside the event thread, bounded, never on disk."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRunnable, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

from core.schemas.generations import Headshot
from desktop_admin.api.api import Api
from desktop_admin.api.errors import ApiError

MOST_BYTES: Final = 48_000_000  # about 370 thumbnails of 160x200
AT_ONCE: Final = 6
WAITING: Final = 60  # more than a screen of them were scrolled past meanwhile
LARGEST: Final = QSize(4096, 4096)  # a picture of ours has 1024x1280
FORMAT: Final = b"jpeg"
BEGINNING: Final = b"\xff\xd8"  # of every JPEG (ITU-T T.81, SOI)


class Decoded(QObject):
    """Tells the event thread what a worker decoded; a null image when it was no picture."""

    ready = Signal(QImage)


class _Decode(QRunnable):
    def __init__(self, data: bytes, size: QSize, told: Decoded) -> None:
        super().__init__()
        self._data, self._size, self._told = data, size, told

    def run(self) -> None:
        self._told.ready.emit(decode_picture(self._data, self._size))


def decode_picture(data: bytes, size: QSize) -> QImage:
    """The picture no larger than `size`, decoded at that scale; a null one for anything that is no JPEG.

    No other format is even tried: to see whether something is an SVG, Qt makes objects that wait for a lock while this
    thread has the interpreter's, and the event thread may have them the other way round. Then the window stands still.
    """
    if not data.startswith(BEGINNING):
        return QImage()
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(FORMAT))
    reader.setAutoDetectImageFormat(False)
    whole = reader.size()
    if not whole.isValid() or whole.width() > LARGEST.width() or whole.height() > LARGEST.height():
        return QImage()
    if whole.width() > size.width() or whole.height() > size.height():
        reader.setScaledSize(whole.scaled(size, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


class Decoder(QObject):
    """Decodes one picture after another in one thread of its own."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads = QThreadPool(self, maxThreadCount=1)

    def decode(self, data: bytes, size: QSize, take: Callable[[QImage], object]) -> None:
        """Have `take` called in the event thread with the picture."""
        told = Decoded(self)
        receiver = _Receiver(self, told, take)
        told.ready.connect(receiver.take)
        self._threads.start(_Decode(data, size, told))

    def wait(self) -> None:
        """Let what was begun finish."""
        self._threads.waitForDone()


class _Receiver(QObject):
    """Lives in the event thread, so the picture is delivered there."""

    def __init__(self, decoder: Decoder, told: Decoded, take: Callable[[QImage], object]) -> None:
        super().__init__(decoder)
        self._told, self._take = told, take

    def take(self, image: QImage) -> None:
        self._take(image)
        self._told.deleteLater()
        self.deleteLater()


class Thumbnails(QObject):
    """Small pictures of headshots; `arrived(headshot_id)` when one can be painted.

    Asked for only by what is painted, so only visible ones are fetched; those scrolled past before their turn are
    dropped. Kept by favourite, since a link is another one each time.
    """

    arrived = Signal(str)

    def __init__(
        self, api: Api, size: QSize, parent: QObject | None = None, most_bytes: int = MOST_BYTES
    ) -> None:
        super().__init__(parent)
        self._api, self._size, self._most = api, size, most_bytes
        self._kept: OrderedDict[str, QPixmap] = OrderedDict()
        self._bytes = 0
        self._waiting: OrderedDict[str, Headshot] = OrderedDict()
        self._under_way: set[str] = set()
        self._hopeless: set[str] = set()
        self._turn = 0
        self._decoder = Decoder(self)

    @property
    def count(self) -> int:
        """How many pictures are here."""
        return len(self._kept)

    @property
    def used_bytes(self) -> int:
        """How much memory the kept pictures take."""
        return self._bytes

    def find(self, shot: Headshot) -> QPixmap | None:
        """The picture if it is here; else it is asked for."""
        key = write_key(shot)
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            return kept
        if shot.thumb_url and key not in self._under_way and key not in self._hopeless:
            self._waiting[key] = shot
            self._waiting.move_to_end(key)
            while len(self._waiting) > WAITING:
                self._waiting.popitem(last=False)
            self._go_on()
        return None

    def forget(self) -> None:
        """Drop every picture, as on signing out; one under way is not kept either."""
        self._turn += 1
        self._kept.clear()
        self._waiting.clear()
        self._under_way.clear()
        self._hopeless.clear()
        self._bytes = 0

    def _go_on(self) -> None:
        while self._waiting and len(self._under_way) < AT_ONCE:
            key, shot = self._waiting.popitem()
            self._under_way.add(key)
            self._fetch(key, shot, may_renew=True)

    def _fetch(self, key: str, shot: Headshot, *, may_renew: bool) -> None:
        turn = self._turn
        call = self._api.generations.fetch_picture(shot.thumb_url or "").cancel_with(self)
        call.then(
            lambda data: self._decode(turn, key, shot.headshot_id, data),
            lambda error: self._fail(turn, key, shot, error, may_renew=may_renew),
        )

    def _fail(self, turn: int, key: str, shot: Headshot, error: ApiError, *, may_renew: bool) -> None:
        if turn != self._turn:
            return
        if may_renew and not error.may_repeat:
            # A link is good for 15 minutes; the list may be older.
            again = self._api.generations.show(shot.headshot_id).cancel_with(self)
            again.then(
                lambda fresh: self._fetch(key, fresh, may_renew=False),
                lambda _error: self._give_up(turn, key),
            )
            return
        self._give_up(turn, key, is_final=not error.may_repeat)

    def _give_up(self, turn: int, key: str, *, is_final: bool = True) -> None:
        if turn == self._turn:
            if is_final:
                self._hopeless.add(key)
            self._under_way.discard(key)
            self._go_on()

    def _decode(self, turn: int, key: str, headshot_id: str, data: bytes) -> None:
        if turn == self._turn:
            self._decoder.decode(data, self._size, lambda image: self._keep(turn, key, headshot_id, image))

    def _keep(self, turn: int, key: str, headshot_id: str, image: QImage) -> None:
        if turn != self._turn:
            return
        if image.isNull():
            self._give_up(turn, key)
            return
        self._under_way.discard(key)
        self._kept[key] = QPixmap.fromImage(image)
        self._bytes += image.sizeInBytes()
        while self._bytes > self._most and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= oldest.width() * oldest.height() * 4
        self.arrived.emit(headshot_id)
        self._go_on()


def write_key(shot: Headshot) -> str:
    """What tells one thumbnail from another."""
    return f"{shot.headshot_id}:{shot.favourite or 0}"
