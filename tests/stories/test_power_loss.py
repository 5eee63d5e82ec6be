"""The database is cut off in the middle of work: PostgreSQL crashes and comes back, a SQLite machine loses power."""

import asyncio
import os
import random
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import pytest

from tests.databases import migrate
from tests.postgresql import start_crashing_postgresql
from tests.processes import Running, run_closeup
from tests.stories.headshots import PICTURES, order_headshots, receive_headshots
from tests.stories.scene import Scene, open_scene

pytestmark = pytest.mark.timeout(300)

COPIES: Final = 6
SEED: Final = 1


@pytest.fixture
def crashing_server(postgresql_url: str) -> Iterator[tuple[str, Callable[[], None]]]:
    """A PostgreSQL server of its own, migrated; asked for after the shared one, which says if there can be any."""
    with start_crashing_postgresql() as (url, crash):
        migrate(url)
        yield url, crash


async def test_postgresql_crashes_in_the_middle_of_work(
    crashing_server: tuple[str, Callable[[], None]],
    models_dir: Path,
    tmp_path: Path,
    selfies: Sequence[bytes],
) -> None:
    """While photos are judged, while pictures are made, while they are posted: the same process goes on each time."""
    url, crash = crashing_server
    async with open_scene(url, tmp_path) as scene, scene.serve() as running:
        await scene.stock(10)
        async with scene.bring("Max") as (max_, member_id):
            await max_.send_album(selfies[:6])
            await scene.wait_for_files(lambda: any(scene.list_files()))
            await asyncio.to_thread(crash)
            await max_.wait_for("6 of 6-14 photos ready.", 60, since=0)
            await max_.press("Professional")
            await max_.press("Generate")
            await scene.wait_for_picture(set(scene.list_files()))
            await asyncio.to_thread(crash)
            await max_.wait_for("Done: 4 Professional headshots.", 90, since=0)
            await asyncio.to_thread(crash)
            assert len({await max_.download(file) for file in await receive_headshots(max_)}) == PICTURES
            assert await scene.console.list_kinds(member_id) == ["allocate", "hold", "settle"]
            assert running.process.returncode is None
            assert await running.terminate() == 0


async def test_what_a_power_cut_leaves_is_whole_and_goes_on(
    sqlite_url: str, models_dir: Path, tmp_path: Path, selfies: Sequence[bytes]
) -> None:
    """Copies of the file and its log, taken at one instant each: every one is sound, and the last is gone on with."""
    async with open_scene(sqlite_url, tmp_path / "first") as scene, scene.serve() as running:
        await scene.stock(10)
        async with scene.bring("Max") as (max_, member_id):
            taking = asyncio.create_task(_take_copies(scene, running, tmp_path))
            await order_headshots(max_, selfies[:6])
            await scene.wait_for_picture(set())
            await taking
            last = _take_copy(scene, running, tmp_path / "last", keep_frozen=True)
            await running.kill9()
            for number in range(COPIES):
                await _check_copy(scene, tmp_path / f"copy-{number}")
            _check_soundness(last)
            _put_back(scene, last)
            async with scene.serve():
                assert len(await receive_headshots(max_)) >= PICTURES
                assert await scene.console.list_kinds(member_id) == ["allocate", "hold", "settle"]


async def _take_copies(scene: Scene, running: Running, folder: Path) -> None:
    chance = random.Random(SEED)
    for number in range(COPIES):
        await asyncio.sleep(chance.uniform(0.1, 0.8))  # the instant is drawn, there is nothing to wait for
        _take_copy(scene, running, folder / f"copy-{number}")


def _take_copy(scene: Scene, running: Running, folder: Path, *, keep_frozen: bool = False) -> Path:
    """The database file and its log as they are on the disk at one instant; the copy's database file."""
    source = Path(scene.env["DATABASE_URL"].removeprefix("sqlite:///"))
    folder.mkdir()
    os.kill(running.process.pid, signal.SIGSTOP)
    for suffix in ("", "-wal"):
        if source.with_name(source.name + suffix).exists():
            shutil.copyfile(source.with_name(source.name + suffix), folder / f"closeup.db{suffix}")
    if not keep_frozen:
        os.kill(running.process.pid, signal.SIGCONT)
    return folder / "closeup.db"


async def _check_copy(scene: Scene, folder: Path) -> None:
    """Sound as SQLite has it, and the books in it add up."""
    _check_soundness(folder / "closeup.db")
    env = scene.env | {"CLOSEUP_DATA_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder / 'closeup.db'}"}
    code, output, errors = await run_closeup(env, "books")
    assert code == 0, f"{folder.name}: {output} {errors}"


def _check_soundness(database: Path) -> None:
    with sqlite3.connect(database) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
    conn.close()


def _put_back(scene: Scene, copy: Path) -> None:
    """What the next start finds is what was on the disk when the power went."""
    target = Path(scene.env["DATABASE_URL"].removeprefix("sqlite:///"))
    for suffix in ("", "-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
        if copy.with_name(copy.name + suffix).exists():
            shutil.copyfile(copy.with_name(copy.name + suffix), target.with_name(target.name + suffix))
