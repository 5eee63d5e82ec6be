"""A disk without room, a real one: work waits, ends in plain words with the credit back, and goes on later."""

import asyncio
import contextlib
import os
import subprocess
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
import pytest

from core.gateways.files import StorageFull
from core.workflows.patience import PATIENCE_SECONDS
from tests.databases import migrate
from tests.processes import run_closeup
from tests.stories.headshots import MAKING_SECONDS, PICTURES, receive_headshots, send_selfies
from tests.stories.scene import Scene, open_scene

pytestmark = pytest.mark.timeout(400)

SIZE: Final = 160  # megabytes; a doctor wants 64 of them free
GIVING_UP_SECONDS: Final = MAKING_SECONDS + 2 * PATIENCE_SECONDS


@dataclass(frozen=True)
class SmallDisk:
    """A file system of its own at `root`."""

    root: Path

    def fill(self) -> None:
        """Leave not one byte."""
        with (self.root / "ballast").open("ab", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(4096))

    def free(self) -> None:
        """Make room again."""
        (self.root / "ballast").unlink()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    root = tmp_path / "small"
    root.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "closeup-test", str(root)]
    if os.name != "posix" or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("nobody may mount a small disk here; the limited file size of test_disk.py stands for it")
    try:
        yield SmallDisk(root)
    finally:
        subprocess.run(["umount", "-l", str(root)], check=True)


@pytest.fixture
async def scene(database_url: str, models_dir: Path, disk: SmallDisk) -> AsyncIterator[Scene]:
    """The pictures are on the small disk, the database is elsewhere."""
    async with open_scene(database_url, disk.root / "data") as scene:
        yield scene


async def test_pictures_without_room(scene: Scene, disk: SmallDisk, selfies: Sequence[bytes]) -> None:
    async with scene.serve() as running:
        await scene.stock(10)
        async with scene.bring("Max") as (max_, max_id), scene.bring("Mia") as (mia, _):
            await send_selfies(max_, selfies[:6])
            await max_.press("Professional")
            await max_.wait_for("1 → 0")
            disk.fill()
            await max_.press("Generate")
            await mia.send_album(selfies[:6])
            failed = await max_.wait_for("Your credit is back (balance 1).", GIVING_UP_SECONDS)
            assert StorageFull.sentence in failed.text
            assert await scene.console.list_kinds(max_id) == ["allocate", "hold", "release"]
            await check_admin_is_told(scene)
            disk.free()
            await mia.wait_for("6 of 6-14 photos ready.", GIVING_UP_SECONDS)
            await max_.press("Try again")
            await max_.press("Generate")
            originals = await receive_headshots(max_)
            assert len({await max_.download(file) for file in originals}) == PICTURES
            assert await scene.console.list_kinds(max_id) == ["allocate", "hold", "release", "hold", "settle"]
        assert await running.terminate() == 0


async def check_admin_is_told(scene: Scene) -> None:
    """Where an admin looks: the headshot's reason, the health of the process, the doctor."""
    shown = await scene.console.ask_team("GET", "headshots")
    assert [(row["status"], row["reason"]) for row in shown["items"]] == [("failed", StorageFull.sentence)]
    await wait_for_health(scene, "storage", is_well=False)
    code, output, _ = await run_closeup(scene.env, "doctor")
    assert code == 1
    assert StorageFull.sentence in " ".join(output.split())


async def wait_for_health(scene: Scene, part: str, *, is_well: bool) -> None:
    """Until /healthz says so; it looks every ten seconds at most."""
    async with httpx.AsyncClient(base_url=scene.url, trust_env=False, timeout=10) as http:
        for _ in range(60):
            health = (await http.get("/healthz")).json()
            if health["parts"][part] != "starting" and (health["parts"][part] == "ok") is is_well:
                return
            await asyncio.sleep(0.5)  # health is told only to who asks
    raise AssertionError(health)


async def test_a_database_without_room(disk: SmallDisk, models_dir: Path, selfies: Sequence[bytes]) -> None:
    """SQLite, the pictures and the log on one full disk, as on a small machine: nothing is lost or doubled."""
    folder = disk.root / "data"
    folder.mkdir()
    migrate(url := f"sqlite:///{folder / 'closeup.db'}")
    async with open_scene(url, folder) as scene, scene.serve() as running:
        await scene.stock(10)
        async with scene.bring("Max") as (max_, max_id):
            await send_selfies(max_, selfies[:6])
            await max_.press("Professional")
            await max_.wait_for("1 → 0")
            disk.fill()
            await max_.press("Generate")
            await check_plain_answer(scene)
            assert running.process.returncode is None
            disk.free()
            await max_.wait_for(lambda chat: "Done: 4" in str(chat) or "credit is back" in str(chat), 150)
            if "hold" in (kinds := await scene.console.list_kinds(max_id)) and "release" in kinds:
                await max_.press("Try again")
                await max_.press("Generate")
            originals = await receive_headshots(max_)
            assert len({await max_.download(file) for file in originals}) == PICTURES
            assert (await scene.console.read_member(max_id)) == {"allocated": 0, "held": 0, "used": 1}
            assert await scene.console.invite("Mia")
        assert await running.terminate() == 0


async def check_plain_answer(scene: Scene) -> None:
    """What cannot be recorded is refused, in a sentence, as something that may be tried again."""
    for number in range(200):
        path = f"/api/teams/{scene.console.team_id}/members"
        answer = await scene.console.http.post(path, json={"name": f"Nobody {number}"})
        if not answer.is_success:
            break
    assert (answer.status_code, answer.json()["code"]) == (503, "no_room")
