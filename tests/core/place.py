"""A storage of either kind, and everything that is really in it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from core.gateways.files import Files, open_files
from core.gateways.files.s3 import Bucket, S3Files
from tests.s3 import KEY_ID, REGION, SECRET, S3Server


@dataclass(frozen=True)
class Place:
    """`list_keys` sees older versions and what a delete only hid, too."""

    files: Files
    list_keys: Callable[[], list[str]]


def open_folder(folder: Path) -> Place:
    """A folder of this machine."""
    disk = open_files(folder)
    return Place(disk, lambda: list_below(disk.root))


def open_bucket(server: S3Server, *, is_versioned: bool) -> Place:
    """A bucket of its own."""
    name = server.make_bucket(f"faces-{uuid4()}", is_versioned=is_versioned)
    files = S3Files(Bucket(name, REGION, server.url, KEY_ID, SECRET))
    return Place(files, lambda: server.list_keys(name))


def list_below(root: Path) -> list[str]:
    """The files below a folder."""
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
