"""Saving pictures where the person says: one file, or the favourites of a filter as one ZIP, whole or not at all."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QObject, QSaveFile, QTimer, Signal

from core.domain.generations import GenerationStatus
from core.schemas.generations import Headshot
from core.schemas.shapes import Page
from desktop_admin.api.api import Api
from desktop_admin.api.call import Call
from desktop_admin.api.errors import ApiError, NotFound, RateLimited
from desktop_admin.stores.headshots import HeadshotFilter, HeadshotsStore

_UNSAFE: Final = re.compile(r"[^\w .()-]+")
_LONGEST: Final = 60  # characters of a name in a file's name


def write_file_name(name: str, shot: Headshot, n: int) -> str:
    """A name for a picture that every file system takes, and that is no other's."""
    person = _UNSAFE.sub("", name)[:_LONGEST].strip(" .") or "headshot"
    return f"{person} - {shot.style.value} - {shot.headshot_id[-8:]}-{n}.jpg"


def save_bytes(path: Path, data: bytes) -> bool:
    """Write a file, whole or not at all; whether it worked."""
    file = QSaveFile(str(path))
    if not file.open(QSaveFile.OpenModeFlag.WriteOnly):
        return False
    return file.write(data) == len(data) and file.commit()


class _Sink:
    """A file that can only be written on, as `zipfile` takes it; raises OSError when the disk refuses."""

    def __init__(self, file: QSaveFile) -> None:
        self._file = file
        self.is_shut = False

    def write(self, data: bytes) -> int:
        """Write on; once it is shut, to nowhere."""
        chunk = bytes(data)
        if not self.is_shut and self._file.write(chunk) != len(chunk):
            raise OSError(self._file.errorString())
        return len(chunk)

    def flush(self) -> None:
        """Nothing is held back here."""

    def close(self) -> None:
        """Write nothing any more."""
        self.is_shut = True


class FavouritesZip(QObject):
    """Writes the favourites that pass a filter into one file, a picture in memory at a time.

    `progressed(done, total)`; `total` is 0 while the list is read. `finished(saved)` with how many pictures are in
    the file, `failed(error)` when it waits for `resume`, `broken` when the disk refused. Nothing is at the chosen
    place before the end.
    """

    progressed = Signal(int, int)
    finished = Signal(int)
    failed = Signal(object)
    broken = Signal()

    def __init__(
        self,
        api: Api,
        store: HeadshotsStore,
        wanted: HeadshotFilter,
        name: Callable[[Headshot], str],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._api, self._store, self._filter, self._name = api, store, wanted, name
        self._file: QSaveFile | None = None
        self._zip: zipfile.ZipFile | None = None
        self._chosen: list[Headshot] = []
        self._place = self._saved = 0
        self._call: Call[Any] | None = None
        self._again: Callable[[], object] = self._list_first
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self.resume)

    def start(self, path: Path) -> None:
        """Begin to write at `path`."""
        self._file = QSaveFile(str(path))
        if not self._file.open(QSaveFile.OpenModeFlag.WriteOnly):
            self._drop()
            QTimer.singleShot(0, self, self.broken.emit)
            return
        # Pictures are compressed already.
        self._sink = _Sink(self._file)
        self._zip = zipfile.ZipFile(self._sink, "w", zipfile.ZIP_STORED)
        self._list_first()

    def stop(self) -> None:
        """Give up; nothing is left behind."""
        self._pause.stop()
        if self._call is not None:
            self._call.cancel()
        self._drop()

    def resume(self) -> None:
        """Go on after an error."""
        if self._zip is not None:
            self._again()

    # ---- which ones

    def _list_first(self) -> None:
        self._try(lambda: self._store.ask(None, self._filter), self._take_page, self._list_first)

    def _list_after(self, cursor: str) -> None:
        self._try(
            lambda: self._store.ask(cursor, self._filter),
            self._take_page,
            lambda: self._list_after(cursor),
        )

    def _take_page(self, page: Page[Headshot]) -> None:
        ready = GenerationStatus.COMPLETED
        self._chosen += [shot for shot in page.items if shot.favourite and shot.status is ready]
        if page.next_cursor:
            self.progressed.emit(len(self._chosen), 0)
            self._list_after(page.next_cursor)
        else:
            self._show_next()

    # ---- each of them

    def _show_next(self) -> None:
        self.progressed.emit(self._place, len(self._chosen))
        if self._place == len(self._chosen):
            self._finish()
            return
        shot = self._chosen[self._place]
        self._try(lambda: self._api.generations.show(shot.headshot_id), self._fetch, self._show_next)

    def _fetch(self, shot: Headshot) -> None:
        picture = next((one for one in shot.pictures if one.n == shot.favourite), None)
        if picture is None:
            self._go_on()
            return
        entry = write_file_name(self._name(shot), shot, picture.n)
        # The link ages while somebody decides to go on: a new try asks for a new one.
        self._try(
            lambda: self._api.generations.fetch_picture(picture.url),
            lambda data: self._add(entry, data),
            self._show_next,
        )

    def _add(self, entry: str, data: bytes) -> None:
        if self._zip is None:
            return
        try:
            self._zip.writestr(zipfile.ZipInfo(entry, (1980, 1, 1, 0, 0, 0)), data)
        except OSError:
            self._break()
            return
        self._saved += 1
        self._go_on()

    def _go_on(self) -> None:
        self._place += 1
        self._show_next()

    def _finish(self) -> None:
        try:
            if self._zip is not None:
                self._zip.close()
        except OSError:
            self._break()
            return
        whole = self._file is not None and self._file.commit()
        self._zip = self._file = None
        if whole:
            self.finished.emit(self._saved)
        else:
            self.broken.emit()

    # ---- what goes wrong

    def _try(
        self,
        ask: Callable[[], Call[Any]],
        take: Callable[..., object],
        again: Callable[[], object],
    ) -> None:
        self._again = again
        self._call = ask().cancel_with(self)
        self._call.then(take, self._refuse)

    def _refuse(self, error: ApiError) -> None:
        if isinstance(error, RateLimited):
            self._pause.start(error.retry_after * 1000)
        elif isinstance(error, NotFound) and self._place < len(self._chosen):
            self._go_on()  # deleted meanwhile
        else:
            self.failed.emit(error)

    def _break(self) -> None:
        self._drop()
        self.broken.emit()

    def _drop(self) -> None:
        if self._zip is not None:
            self._sink.close()
            self._zip.close()
            self._zip = None
        if self._file is not None:
            self._file.cancelWriting()
            self._file = None


def describe_unwritable() -> tuple[str, str]:
    """What to say when the disk refuses, and what to do."""
    return (
        QCoreApplication.translate("Saving", "The file could not be written."),
        QCoreApplication.translate("Saving", "Choose another folder."),
    )
