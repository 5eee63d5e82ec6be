"""Files on disk: for this user only, no empty folders left, and a full or locked disk in plain words."""

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from textwrap import dedent

import pytest

from core.domain.refusals import NotFound
from core.gateways.files import DiskFiles, StorageFull, StorageRefused, open_files
from tests.processes import ROOT

KEY = "teams/team_1/generations/headshot_1/headshot-1.jpg"


@pytest.fixture
def files(tmp_path: Path) -> DiskFiles:
    return open_files(tmp_path / "data" / "files")


def list_files(files: DiskFiles) -> list[str]:
    return sorted(path.relative_to(files.root).as_posix() for path in files.root.rglob("*") if path.is_file())


def test_only_this_user_can_read(files: DiskFiles) -> None:
    before = os.umask(0)
    try:
        files.put(KEY, b"a face")
    finally:
        os.umask(before)
    assert stat.S_IMODE(files.root.stat().st_mode) == 0o700
    assert stat.S_IMODE((files.root / KEY).stat().st_mode) == 0o600


def test_deleting_removes_the_empty_folders_too(files: DiskFiles) -> None:
    other = KEY.replace("headshot_1", "headshot_2")
    files.put(KEY, b"1")
    files.put(other, b"2")
    files.delete(KEY)
    assert list_files(files) == [other]
    assert not (files.root / KEY).parent.exists()
    files.delete(other)
    assert list(files.root.iterdir()) == []


def test_a_long_list_comes_in_pages(files: DiskFiles) -> None:
    keys = [KEY.replace("headshot_1", f"headshot_{n}") for n in range(1200)]
    for key in keys:
        (files.root / key).parent.mkdir(parents=True)
        (files.root / key).write_bytes(b"1")
    (files.root / keys[0]).with_name(".new-torn").write_bytes(b"half")
    os.utime(files.root / keys[0], (0, 0))
    assert list(files.list_old("teams/team_1", 3600)) == [[keys[0]]]
    pages = list(files.list_old("teams/team_1", 0))
    assert [len(page) for page in pages] == [500, 500, 200]
    assert {key for page in pages for key in page} == set(keys)


def test_folders_that_vanish_meanwhile_are_no_harm(files: DiskFiles) -> None:
    keys = [KEY.replace("headshot_1", f"headshot_{n}") for n in range(20)]
    is_over = threading.Event()

    def come_and_go() -> None:
        while not is_over.is_set():
            for key in keys:
                (files.root / key).parent.mkdir(parents=True)
                (files.root / key).write_bytes(b"1")
            for key in keys:
                files.delete(key)

    with ThreadPoolExecutor(1) as threads:
        coming = threads.submit(come_and_go)
        try:
            for _ in range(600):
                files.drop_torn()
                assert {key for page in files.list_old("teams/team_1", 0) for key in page} <= set(keys)
        finally:
            is_over.set()
        coming.result()


def test_what_a_crash_left_half_written_is_dropped_after_a_minute(files: DiskFiles) -> None:
    files.put(KEY, b"whole")
    torn = files.root / "teams" / ".new-torn"
    torn.write_bytes(b"half a face")
    files.drop_torn()
    assert torn.exists()  # somebody may be writing it just now
    os.utime(torn, (0, 0))
    files.drop_torn()
    assert list_files(files) == [KEY]


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


def test_a_put_that_finds_no_room_leaves_what_was_there(full_disk: DiskFiles) -> None:
    full_disk.put(KEY, b"before")
    with pytest.raises(StorageFull):
        full_disk.put(KEY, b"x" * 200_000)
    assert full_disk.get(KEY) == b"before"
    assert list_files(full_disk) == [KEY]


_ON_A_SMALL_DISK = """
    import os, subprocess, sys
    from pathlib import Path
    from core.gateways.files import StorageFull, open_files

    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "closeup", sys.argv[1]], check=True)
    files = open_files(Path(sys.argv[1]) / "files")
    files.put("a/1.jpg", b"x" * 300_000)
    try:
        files.put("a/1.jpg", b"y" * 2_000_000)
    except StorageFull as refused:
        print(refused.sentence)
    assert files.get("a/1.jpg") == b"x" * 300_000
    assert [path.name for path in files.root.rglob("*")] == ["a", "1.jpg"]
    try:
        files.check()
    except StorageFull as refused:
        print(refused.sentence)
    files.delete("a/1.jpg")
    files.put("a/2.jpg", b"z" * 500_000)
"""


def test_a_real_disk_that_is_full_is_said_and_emptied(tmp_path: Path) -> None:
    """In a mount namespace of its own, so that nothing is left mounted whatever happens."""
    can_mount = subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False).returncode == 0
    if not can_mount:
        pytest.skip("this machine lets nobody mount a small disk; the limited file size above stands for it")
    done = subprocess.run(
        ["unshare", "-rm", sys.executable, "-c", dedent(_ON_A_SMALL_DISK), str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]},
    )
    assert done.returncode == 0, done.stderr
    said = [line for line in done.stdout.splitlines() if line.startswith("There is no room")]
    assert len(said) == 2


def test_a_folder_in_the_way_is_refused_in_plain_words(files: DiskFiles) -> None:
    """As for a disk that is write-protected, which root would not notice."""
    (files.root / "teams").write_bytes(b"a file where a folder belongs")
    with pytest.raises(StorageRefused) as refused:
        files.put(KEY, b"1")
    assert str(files.root) not in f"{refused.value.sentence} {refused.value.mend}"
    with pytest.raises(NotFound):
        files.get(KEY)


def test_opening_makes_the_folder_once(tmp_path: Path) -> None:
    open_files(tmp_path / "files").put(KEY, b"1")
    assert open_files(tmp_path / "files").get(KEY) == b"1"
