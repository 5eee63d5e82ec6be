"""The main job with everything in a bucket: nothing on disk, nothing left behind, and a bucket in trouble."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import update

from core.clock import make_id, read_system_clock
from core.store.engine import Tx, open_store
from core.store.tables import generations
from core.store.tables import selfies as selfie_rows
from core.workflows.patience import PATIENCE_SECONDS
from tests.s3 import S3Server
from tests.s3_door import Door, open_door
from tests.stories.headshots import MAKING_SECONDS, list_originals, order_headshots, receive_headshots
from tests.stories.scene import Scene, open_scene

RETENTION = timedelta(days=31)
GIVING_UP_SECONDS = MAKING_SECONDS + 2 * PATIENCE_SECONDS


@dataclass(frozen=True)
class Bucket:
    """The product's bucket, and the door through which it reaches it."""

    server: S3Server
    name: str
    door: Door

    def list_keys(self) -> list[str]:
        """Everything in it, versions too."""
        return self.server.list_keys(self.name)


@pytest.fixture
def bucket(s3: S3Server) -> Iterator[Bucket]:
    """A versioned one: what is deleted by halves would stay in it."""
    with open_door(s3) as door:
        yield Bucket(s3, s3.make_bucket(f"faces-{uuid4()}", is_versioned=True), door)


@pytest.fixture
async def stored(empty_scene: Scene, bucket: Bucket) -> Scene:
    """A scene on each database whose product keeps its pictures in the bucket."""
    empty_scene.env |= bucket.server.write_env(bucket.name, bucket.door.url)
    return empty_scene


@pytest.fixture
async def troubled(sqlite_url: str, models_dir: Path, tmp_path: Path, bucket: Bucket) -> AsyncIterator[Scene]:
    """The same on SQLite only, for what has nothing to do with the database."""
    async with open_scene(sqlite_url, tmp_path) as scene:
        scene.env |= bucket.server.write_env(bucket.name, bucket.door.url)
        yield scene


@pytest.mark.timeout(400)
async def test_deletion_and_retention_leave_the_bucket_empty(
    stored: Scene, bucket: Bucket, selfies: Sequence[bytes]
) -> None:
    async with stored.serve() as running:
        await stored.stock(2)
        async with stored.bring("Max", 1) as (max_, member_id):
            await order_headshots(max_, selfies[:6])
            await receive_headshots(max_)
            kept = bucket.list_keys()
            assert sum("/generations/" in key for key in kept) == 4
            assert sum(f"/members/{member_id}/" in key for key in kept) == 6
            assert not any(path.is_file() for path in stored.files.rglob("*"))
            link = await _find_link(stored)
            assert (await _download(link)).content in [
                await max_.download(file) for file in list_originals(await max_.read_chat())
            ]
            await max_.say("/delete_my_data")
            await max_.press("Yes, delete everything")
            await max_.wait_for("Your data is deleted")
            await stored.wait_for_files(lambda: bucket.list_keys() == [])
            assert (await _download(link)).status_code == 404
        async with stored.bring("Eva", 1) as (eva, _):
            await order_headshots(eva, selfies[:6])
            await receive_headshots(eva)
        assert len(bucket.list_keys()) == 10
        assert await running.terminate() == 0
    _grow_old(stored.env["DATABASE_URL"])
    async with stored.serve():
        await stored.wait_for_files(lambda: bucket.list_keys() == [])


@pytest.mark.timeout(400)
@pytest.mark.parametrize("fault", ["403", "500", "hang"])
async def test_a_bucket_in_trouble_ends_in_plain_words_with_the_credit_back(
    troubled: Scene, bucket: Bucket, selfies: Sequence[bytes], fault: str
) -> None:
    async with troubled.serve() as running:
        await troubled.stock(1)
        async with troubled.bring("Max", 1) as (max_, member_id):
            bucket.door.fault, bucket.door.only = fault, ("PUT", "HEAD")
            await max_.send_album(selfies[:6])
            await _wait_for_storage(troubled, is_well=False)
            bucket.door.fault = ""
            await max_.wait_for("6 of 6-14 photos ready.", 90)
            await max_.press("Professional")
            bucket.door.fault = fault
            await max_.press("Generate")
            failed = await max_.wait_for("Your credit is back (balance 1).", GIVING_UP_SECONDS)
            assert "storage" in failed.text
            assert "words of theirs" not in failed.text
            assert await troubled.console.list_kinds(member_id) == ["allocate", "hold", "release"]
            shown = await troubled.console.ask_team("GET", "headshots")
            assert shown["items"][0]["status"] == "failed"
            assert "storage" in shown["items"][0]["reason"]
            bucket.door.fault = ""
            await max_.press("Try again")
            await max_.press("Generate")
            await receive_headshots(max_)
        await _wait_for_storage(troubled, is_well=True)
        bucket.door.fault = fault
        assert await running.terminate() == 0


async def _wait_for_storage(scene: Scene, *, is_well: bool) -> None:
    """Until /healthz says so; it looks every ten seconds at most."""
    async with httpx.AsyncClient(base_url=scene.url, trust_env=False, timeout=10) as http:
        for _ in range(40):
            health = (await http.get("/healthz")).json()
            if health["ok"] is is_well and health["parts"]["storage"] != "starting":
                assert (health["parts"]["storage"] == "ok") is is_well
                return
            await asyncio.sleep(0.5)  # health is told only to who asks
    raise AssertionError(health)


async def _find_link(scene: Scene) -> str:
    shown = await scene.console.ask_team("GET", "headshots")
    one = await scene.console.ask_team("GET", f"headshots/{shown['items'][0]['headshot_id']}")
    return str(one["pictures"][0]["url"])


async def _download(link: str) -> httpx.Response:
    """As a browser does, following where it is sent."""
    async with httpx.AsyncClient(trust_env=False, follow_redirects=True) as http:
        return await http.get(link)


def _grow_old(url: str) -> None:
    """A month passes for every picture."""
    long_ago = read_system_clock() - RETENTION

    def age(tx: Tx) -> None:
        tx.conn.execute(update(generations).values(created_at=long_ago, ended_at=long_ago))
        tx.conn.execute(update(selfie_rows).values(created_at=long_ago))

    store = open_store(url, read_system_clock, make_id)
    try:
        store.change(age)
    finally:
        store.close()
