"""What every storage promises: private objects under keys that follow from what they are, and plain refusals."""

import re
from collections.abc import Iterator
from typing import Final, Protocol

from core.domain.refusals import NotFound, Unavailable

READ_SECONDS: Final = 5  # how long an answer may take
TRIES: Final = 3  # of one call; durable work tries again later, for what takes longer
_KEY: Final = re.compile(r"[A-Za-z0-9_\-]+(/[A-Za-z0-9_\-][A-Za-z0-9_\-.]*)+")
_CONTENT_TYPES: Final = {"jpg": "image/jpeg", "png": "image/png", "zip": "application/zip"}
_ANYTHING: Final = "application/octet-stream"


class StorageTrouble(Unavailable):
    """Any of those below: nothing was stored, nothing was lost, and it may be well again later."""


class StorageUnreachable(StorageTrouble):
    """Nobody answers where the pictures are kept, or not in time."""

    code = "storage_unreachable"
    sentence = "The storage of the pictures is not answering."
    mend = "Try again in a few minutes: nothing was lost."


class StorageRefused(StorageTrouble):
    """The storage answers, and does not let us in."""

    code = "storage_refused"
    sentence = "The storage of the pictures does not let this installation in."
    mend = "An admin can ask closeup doctor what is wrong."


class StorageMissing(StorageTrouble):
    """There is no such bucket."""

    code = "storage_missing"
    sentence = "The storage of the pictures does not exist."
    mend = "Create the bucket, or correct CLOSEUP_S3_BUCKET."


class StorageFull(StorageTrouble):
    """There is no room left."""

    code = "storage_full"
    sentence = "There is no room left to keep pictures."
    mend = "Make room where CLOSEUP_DATA_DIR is, then try again: nothing was lost."


class Files(Protocol):
    """Private objects under slash-separated keys; each call may raise the refusals of this file."""

    def put(self, key: str, data: bytes) -> None:
        """Store `data`, replacing what was there; never half."""

    def get(self, key: str) -> bytes:
        """The bytes under `key`, or `NotFound`."""

    def delete(self, key: str) -> None:
        """Remove what is under `key` and every older version of it; nothing there is no harm."""

    def list_old(self, folder: str, seconds: float) -> Iterator[list[str]]:
        """The keys below `folder` under which nothing was put in the last `seconds`, some at a time."""

    def drop_torn(self) -> None:
        """Remove what a crash left half written: it is somebody's face, and no key leads to it."""

    def close(self) -> None:
        """Ask nothing more of the storage: a call that is under way ends soon, later ones are refused."""

    def check(self) -> None:
        """Look, without changing anything, whether the storage can be used; raises what a use of it would."""


def check_key(key: str) -> str:
    """The key, if it cannot lead outside of the storage; else `NotFound`."""
    if not _KEY.fullmatch(key) or ".." in key:
        raise NotFound
    return key


def find_content_type(key: str) -> str:
    """The media type that belongs to a key's ending, on every machine the same."""
    return _CONTENT_TYPES.get(key.rpartition(".")[2], _ANYTHING)
