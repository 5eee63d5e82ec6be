"""Files below one folder of this machine: written whole or not at all, for this user only."""

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Final

import structlog

from core.domain.refusals import NotFound
from core.failpoints import reach
from core.gateways.files.storage import StorageFull, StorageRefused, check_key

log = structlog.get_logger()

_TORN: Final = ".new-"
_TORN_SECONDS: Final = 60  # no write of ours takes so long: what is older was cut off by a crash
_NO_ROOM: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_PAGE: Final = 500  # keys
_LITTLE: Final = 64 * 1024 * 1024  # bytes; a generation with its selfies takes about 10 MB


class DiskFiles:
    """Files below one folder that only this user can read."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, key: str, data: bytes) -> None:
        """Write beside the target, flush to the disk, then rename over it."""
        path = self._find(key)
        with _map_errors():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=_TORN)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                reach("file.half_put")
                Path(name).replace(path)
                reach("file.put")
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise

    def get(self, key: str) -> bytes:
        """Read it whole."""
        with _map_errors():
            try:
                return self._find(key).read_bytes()
            except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
                raise NotFound from error

    def delete(self, key: str) -> None:
        """Remove the file, and its folder once that is empty."""
        path = self._find(key)
        with _map_errors():
            path.unlink(missing_ok=True)
        for folder in path.parents:
            if folder == self.root:
                return
            try:
                folder.rmdir()
            except FileNotFoundError:
                continue
            except OSError:
                return  # something else is in it

    def list_old(self, folder: str, seconds: float) -> Iterator[list[str]]:
        """By the moment of the last write."""
        with _map_errors():
            old = self._find_old(self._find(folder), time.time() - seconds)
            while page := list(islice(old, _PAGE)):
                yield page

    def _find_old(self, folder: Path, before: float) -> Iterator[str]:
        for path in self._walk(folder):
            with suppress(FileNotFoundError):  # deleted meanwhile
                if not path.name.startswith(_TORN) and path.stat().st_mtime < before:
                    yield path.relative_to(self.root).as_posix()

    def _walk(self, folder: Path) -> Iterator[Path]:
        """Every file; unlike `rglob`, `os.walk` goes on when a folder is removed under its feet."""
        for parent, _, names in os.walk(folder):
            yield from (Path(parent, name) for name in names)

    def drop_torn(self) -> None:
        """Remove unfinished writes that are older than a minute."""
        before = time.time() - _TORN_SECONDS
        for path in self._walk(self.root):
            with suppress(FileNotFoundError):  # another process may share the folder, and tidy it too
                if path.name.startswith(_TORN) and path.stat().st_mtime < before:
                    path.unlink()

    def close(self) -> None:
        """Nothing is open, and no call takes long."""

    def check(self) -> None:
        """Whether the folder can be written, and has room for a few more pictures."""
        with _map_errors():
            if not os.access(self.root, os.R_OK | os.W_OK | os.X_OK):
                raise StorageRefused
            if shutil.disk_usage(self.root).free < _LITTLE:
                raise StorageFull

    def _find(self, key: str) -> Path:
        return self.root / check_key(key)


@contextmanager
def _map_errors() -> Iterator[None]:
    """The system's errors as refusals; a file's path stays out of every answer."""
    try:
        yield
    except OSError as error:
        log.warning("disk refused", error=errno.errorcode.get(error.errno or 0, "unknown"))
        raise (StorageFull if error.errno in _NO_ROOM else StorageRefused) from error


def open_files(root: Path) -> DiskFiles:
    """Files below `root`, which is made if it is missing."""
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    return DiskFiles(root)
