"""Files on disk: whole or not at all, for this user only, and never outside their folder."""

import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.domain.refusals import NotFound
from core.gateways.files import DiskFiles, open_files

KEY = "teams/team_1/generations/headshot_1/headshot-1.jpg"


@pytest.fixture
def files(tmp_path: Path) -> DiskFiles:
    return open_files(tmp_path / "data" / "files")


def list_files(files: DiskFiles) -> list[str]:
    return sorted(path.relative_to(files.root).as_posix() for path in files.root.rglob("*") if path.is_file())


@pytest.mark.parametrize("data", [b"", b"\x00\xff", b"x" * 1_000_000])
def test_what_is_put_is_got(files: DiskFiles, data: bytes) -> None:
    files.put(KEY, data)
    assert files.get(KEY) == data
    assert list_files(files) == [KEY]


def test_putting_again_replaces(files: DiskFiles) -> None:
    files.put(KEY, b"long before")
    files.put(KEY, b"new")
    assert files.get(KEY) == b"new"
    assert list_files(files) == [KEY]


def test_only_this_user_can_read(files: DiskFiles) -> None:
    before = os.umask(0)
    try:
        files.put(KEY, b"a face")
    finally:
        os.umask(before)
    assert stat.S_IMODE(files.root.stat().st_mode) == 0o700
    assert stat.S_IMODE((files.root / KEY).stat().st_mode) == 0o600


def test_what_was_never_put_is_not_found(files: DiskFiles) -> None:
    with pytest.raises(NotFound):
        files.get(KEY)


def test_deleting_removes_the_file_and_its_empty_folders(files: DiskFiles) -> None:
    other = KEY.replace("headshot_1", "headshot_2")
    files.put(KEY, b"1")
    files.put(other, b"2")
    files.delete(KEY)
    assert list_files(files) == [other]
    assert not (files.root / KEY).parent.exists()
    files.delete(other)
    assert list(files.root.iterdir()) == []


def test_deleting_what_is_not_there_is_no_harm(files: DiskFiles) -> None:
    files.put(KEY, b"1")
    files.delete(KEY.replace("-1.jpg", "-2.jpg"))
    for _ in range(2):
        files.delete(KEY)
    files.delete("teams/never/there.jpg")
    assert files.root.exists()


@pytest.mark.parametrize(
    "key",
    [
        "",
        "/",
        "alone.jpg",
        "/etc/passwd",
        "../outside.jpg",
        "teams/../../outside.jpg",
        "teams/..",
        "teams/a..b/c.jpg",
        "teams//double.jpg",
        "teams/.",
        "teams/./x.jpg",
        "teams/.hidden/x.jpg",
        "teams/x.jpg\n",
        "teams/x.jpg\x00",
        "teams/x y.jpg",
        "teams\\x.jpg",
        "teams/é.jpg",
        "~/x.jpg",
    ],
)
def test_a_key_that_could_lead_elsewhere_is_refused(files: DiskFiles, key: str) -> None:
    for call in (lambda: files.put(key, b"x"), lambda: files.get(key), lambda: files.delete(key)):
        with pytest.raises(NotFound):
            call()
    assert list_files(files) == []
    assert list(files.root.parent.iterdir()) == [files.root]


def test_a_folder_is_no_file(files: DiskFiles) -> None:
    files.put(KEY, b"1")
    with pytest.raises(NotFound):
        files.get("teams/team_1")
    with pytest.raises(NotFound):
        files.get(f"{KEY}/below")


@pytest.fixture
def full_disk(files: DiskFiles) -> Iterator[DiskFiles]:
    """Files may grow to 64 kB, as on a disk that is nearly full."""
    resource = pytest.importorskip("resource", reason="only POSIX limits the size of files")
    import signal

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, limits[1]))
    yield files
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    signal.signal(signal.SIGXFSZ, handler)


def test_a_put_that_fails_leaves_what_was_there(full_disk: DiskFiles) -> None:
    full_disk.put(KEY, b"before")
    with pytest.raises(OSError, match="large"):
        full_disk.put(KEY, b"x" * 200_000)
    assert full_disk.get(KEY) == b"before"
    assert list_files(full_disk) == [KEY]


def test_a_reader_never_sees_half(files: DiskFiles) -> None:
    versions = [bytes([n]) * 300_000 for n in range(3)]
    files.put(KEY, versions[0])
    is_over = threading.Event()

    def write() -> None:
        for _ in range(20):
            for version in versions:
                files.put(KEY, version)
        is_over.set()

    writer = threading.Thread(target=write)
    writer.start()
    seen = []
    while not is_over.is_set():
        seen.append(files.get(KEY) in versions)
    writer.join()
    assert seen
    assert all(seen)


def test_opening_makes_the_folder_once(tmp_path: Path) -> None:
    open_files(tmp_path / "files").put(KEY, b"1")
    assert open_files(tmp_path / "files").get(KEY) == b"1"
