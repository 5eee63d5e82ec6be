"""Where selfies and headshots are kept: private files on disk, written whole or not at all."""

import os
import re
import tempfile
import time
from pathlib import Path
from typing import Final, Protocol

from core.domain.refusals import NotFound
from core.failpoints import reach

_KEY = re.compile(r"[A-Za-z0-9_\-]+(/[A-Za-z0-9_\-][A-Za-z0-9_\-.]*)+")
_TORN: Final = ".new-"
_TORN_SECONDS: Final = 60  # no write of ours takes so long: what is older was cut off by a crash


class Files(Protocol):
    """Private objects under slash-separated keys."""

    def put(self, key: str, data: bytes) -> None:
        """Store `data`, replacing what was there; never half."""

    def get(self, key: str) -> bytes:
        """The bytes under `key`, or `NotFound`."""

    def delete(self, key: str) -> None:
        """Remove what is under `key`; nothing there is no harm."""

    def drop_torn(self) -> None:
        """Remove what a crash left half written: it is somebody's face, and no key leads to it."""


class DiskFiles:
    """Files below one folder that only this user can read."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, key: str, data: bytes) -> None:
        """Write beside the target, flush to the disk, then rename over it."""
        path = self._find(key)
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
        try:
            return self._find(key).read_bytes()
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
            raise NotFound from error

    def delete(self, key: str) -> None:
        """Remove the file, and its folder once that is empty."""
        path = self._find(key)
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

    def drop_torn(self) -> None:
        """Remove unfinished writes that are older than a minute."""
        for path in self.root.rglob(f"{_TORN}*"):
            if time.time() - path.stat().st_mtime > _TORN_SECONDS:
                path.unlink(missing_ok=True)

    def _find(self, key: str) -> Path:
        if not _KEY.fullmatch(key) or ".." in key:
            raise NotFound
        return self.root / key


def open_files(root: Path) -> DiskFiles:
    """Files below `root`, which is made if it is missing."""
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    return DiskFiles(root)
