"""Web, bots and workers as processes of their own: one worker freezes, one is killed, and no job is lost or doubled."""

import asyncio
import contextlib
import shutil
import signal
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Final
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import create_engine, text

from sandbox.telegram.person import Person
from tests.processes import Running, run_closeup
from tests.s3 import S3Server
from tests.stories.headshots import PICTURES, order_headshots, receive_headshots, send_selfies
from tests.stories.scene import Scene, open_scene

pytestmark = pytest.mark.timeout(400)  # several processes, and silences that must be sat out

SILENCE: Final = {"CLOSEUP_WORKER_SILENCE_SECONDS": "10"}
PATIENT: Final = {"CLOSEUP_WORKER_SILENCE_SECONDS": "3600"}  # it never thinks that it is lost itself
TAKEOVER_SECONDS: Final = 60.0


@pytest.fixture
async def machines(
    postgresql_url: str, models_dir: Path, tmp_path: Path, s3: S3Server
) -> AsyncIterator[Scene]:
    """A scene whose web and bots run, as processes of their own that share a bucket; nobody works yet."""
    bucket = s3.make_bucket(f"faces-{uuid4()}")
    async with open_scene(postgresql_url, tmp_path) as scene:
        scene.env |= s3.write_env(bucket)
        scene.list_bucket = lambda: s3.list_keys(bucket)
        async with scene.serve_part("web", "web"), scene.serve_part("bots", "bots"):
            yield scene
        assert not any(path.is_file() for path in scene.files.rglob("*")), "nothing on any machine's disk"


@contextlib.asynccontextmanager
async def work(scene: Scene, name: str, env: dict[str, str] | None = None) -> AsyncIterator[Running]:
    """A worker of its own."""
    async with scene.serve_part(name, "jobs", env=env or SILENCE) as running:
        yield running


def freeze(running: Running) -> None:
    running.process.send_signal(signal.SIGSTOP)


def thaw(running: Running) -> None:
    running.process.send_signal(signal.SIGCONT)


async def wait_for_new_picture(scene: Scene) -> None:
    """A generation is in its middle."""
    await scene.wait_for_picture(set(scene.list_files()))


async def test_one_frozen_and_one_killed_lose_and_double_nothing(
    machines: Scene, selfies: Sequence[bytes]
) -> None:
    scene = machines
    async with work(scene, "jobs-1") as first:
        await scene.stock(10)
        async with scene.bring("Max") as (max_, max_id), scene.bring("Mia") as (mia, mia_id):
            await send_selfies(mia, selfies[:6])
            await order_headshots(max_, selfies[:6])
            await wait_for_new_picture(scene)
            freeze(first)
            async with work(scene, "jobs-2") as second:
                await mia.press("Professional", TAKEOVER_SECONDS)
                await mia.press("Generate", TAKEOVER_SECONDS)
                await wait_for_new_picture(scene)
                await second.kill9()
            async with work(scene, "jobs-3"):
                await check_delivery(scene, max_, max_id)
                await check_delivery(scene, mia, mia_id)
                thaw(first)
                async with asyncio.timeout(15):
                    assert await first.process.wait() == 1
                said = first.read_errors().splitlines()[-1]
                assert said.startswith("closeup: This worker lost the database, and stops")
                await check_delivery(scene, max_, max_id)


async def check_delivery(scene: Scene, person: Person, member_id: str) -> None:
    """Four different pictures for one credit, settled once."""
    files = await receive_headshots(person)
    assert len({await person.download(file) for file in files}) == PICTURES
    assert await scene.console.list_kinds(member_id) == ["allocate", "hold", "settle"]
    assert (await scene.console.read_member(member_id)) == {"allocated": 0, "held": 0, "used": 1}


@pytest.mark.parametrize("wakes", ["before the end", "after the end"])
async def test_a_zombie_brings_nothing_back(machines: Scene, selfies: Sequence[bytes], wakes: str) -> None:
    """Frozen in a step, it goes on with it when its work is long another's: the engine takes nothing from it."""
    scene = machines
    async with work(scene, "jobs-1", PATIENT) as zombie:
        await scene.stock(10)
        async with scene.bring("Max") as (max_, max_id):
            await order_headshots(max_, selfies[:6])
            await wait_for_new_picture(scene)
            freeze(zombie)
            owner = read_owner(scene)
            async with work(scene, "jobs-2") as second:
                if wakes == "before the end":
                    await wait_for_other_owner(scene, owner)
                    thaw(zombie)
                await check_delivery(scene, max_, max_id)
                assert await second.terminate() == 0
            thaw(zombie)
            # Now it is the only worker: once it answers, it is awake, and has met the end of what it had in hand.
            await max_.say("/balance")
            await max_.wait_for("You have 0 credits", TAKEOVER_SECONDS)
            await check_delivery(scene, max_, max_id)
            assert await zombie.terminate() == 0


def read_owner(scene: Scene) -> str | None:
    """Which worker the engine says has the generation."""
    engine = create_engine(scene.env["DATABASE_URL"])
    with engine.connect() as conn:
        query = "SELECT executor_id FROM dbos.workflow_status WHERE name = 'generate' AND status = 'PENDING'"
        owner = conn.execute(text(query)).scalar()
    engine.dispose()
    return owner


async def wait_for_other_owner(scene: Scene, before: str | None) -> None:
    async with asyncio.timeout(TAKEOVER_SECONDS):
        while True:
            if read_owner(scene) not in {before, None}:
                return
            await asyncio.sleep(0.1)  # the engine announces nothing


async def test_a_copied_worker_is_refused(machines: Scene) -> None:
    folder = machines.files.parent / "parts"
    async with work(machines, "jobs-1"):
        (folder / "copy").mkdir()
        shutil.copy(folder / "jobs-1" / "worker-id", folder / "copy" / "worker-id")
        env = machines.env | {"CLOSEUP_DATA_DIR": str(folder / "copy")}
        code, output, errors = await run_closeup(env, "serve", "--only", "jobs")
        assert (code, output) == (1, "")
        assert errors == (
            "closeup: Another closeup is already working with this data folder."
            " If its data folder was copied, delete the file worker-id in this one.\n"
        )


async def test_the_web_tells_how_the_workers_are(machines: Scene) -> None:
    assert await read_health(machines) == (False, "no worker runs")
    async with work(machines, "jobs-1") as running:
        is_well, jobs = await read_health(machines)
        assert (is_well, jobs.partition(" seen ")[0]) == (True, "elsewhere:")
        assert await running.terminate() == 0
    assert await read_health(machines) == (False, "no worker runs")


async def read_health(scene: Scene) -> tuple[bool, str]:
    """Whether all is well, and how the jobs are."""
    async with httpx.AsyncClient(base_url=scene.url, trust_env=False) as http:
        health = (await http.get("/healthz")).json()
    return health["ok"], health["parts"]["jobs"]


@pytest.mark.parametrize("role", ["web", "bots", "jobs"])
async def test_on_sqlite_nothing_is_split(tmp_path: Path, sqlite_url: str, role: str) -> None:
    env = {"CLOSEUP_DATA_DIR": str(tmp_path), "DATABASE_URL": sqlite_url}
    code, output, errors = await run_closeup(env, "serve", "--only", role)
    assert (code, output) == (1, "")
    assert errors == (
        "closeup: On SQLite one process does everything, so --only cannot split it."
        " Leave --only out, or set DATABASE_URL to a PostgreSQL database.\n"
    )
