"""Kill -9 between storing photos and noting them: what nobody noted is gone from storage within two hours."""

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import create_engine, text

from tests.s3 import S3Server
from tests.stories.headshots import JUDGING_SECONDS, MAKING_SECONDS
from tests.stories.scene import Scene, open_scene

pytestmark = pytest.mark.timeout(200)

PHOTOS: Final = 6
AN_HOUR: Final = 3600
# The point, how many photos are stored by then, and how many of them somebody keeps.
POINTS: Final = (("file.put:3", 3, 0), ("generation.held+", PHOTOS, PHOTOS))


@pytest.mark.parametrize(("point", "stored", "kept"), POINTS)
async def test_what_a_killed_upload_stored_does_not_stay(
    empty_scene: Scene, selfies: Sequence[bytes], point: str, stored: int, kept: int
) -> None:
    scene = empty_scene
    member_id = await upload_and_die(scene, selfies, point)
    assert len(list_photos(scene.list_files())) == stored
    let_an_hour_pass(scene)
    async with scene.serve():
        await scene.wait_for_files(lambda: has_erased(scene), MAKING_SECONDS)
        assert len(list_photos(scene.list_files())) == kept
        if kept:
            await scene.wait_for_files(lambda: count_headshots(scene) == 4, MAKING_SECONDS)
            return
        assert await scene.console.read_member(member_id) == {"allocated": 1, "held": 0, "used": 0}
        assert (await upload(scene, member_id, selfies)).status_code == 202, "it can be sent again"


async def test_nor_does_it_stay_in_a_bucket(
    sqlite_url: str, models_dir: Path, tmp_path: Path, s3: S3Server, selfies: Sequence[bytes]
) -> None:
    bucket = s3.make_bucket(f"faces-{uuid4()}", is_versioned=True)
    async with open_scene(sqlite_url, tmp_path) as scene:
        scene.env |= s3.write_env(bucket)
        await upload_and_die(scene, selfies, "file.put:3")
        assert len(s3.list_keys(bucket)) == 3
        let_an_hour_pass(scene)
        async with scene.serve():
            await scene.wait_for_files(lambda: has_erased(scene), MAKING_SECONDS)
            assert s3.list_keys(bucket) == []


async def test_what_a_zombie_stored_after_a_deletion_does_not_stay(
    empty_scene: Scene, selfies: Sequence[bytes]
) -> None:
    """No second run comes for it: the next start finds it, once it is an hour old, and nothing that is kept."""
    scene = empty_scene
    async with scene.serve(), scene.bring("Max", 0) as (max_, _), scene.bring("Mia", 0) as (mia, mias_id):
        for person in (max_, mia):
            await person.send_photo(selfies[0])
            await person.wait_for("1 of 6-14 photos ready.", JUDGING_SECONDS)
        (gone,) = [key for key in list_photos(scene.list_files()) if mias_id not in key]
        await max_.say("/delete_my_data")
        await max_.press("Yes, delete everything")
        await max_.wait_for("Your data is deleted")
        await scene.wait_for_files(lambda: has_erased(scene))  # or the next start would do that again
    kept = scene.list_files()
    young = Path(gone).with_name("young.jpg").as_posix()
    for key in (gone, young):
        (scene.files / key).parent.mkdir(parents=True, exist_ok=True)
        (scene.files / key).write_bytes(selfies[0])
    for key in (gone, *kept):
        os.utime(scene.files / key, (time.time() - AN_HOUR - 1,) * 2)
    async with scene.serve():
        await scene.wait_for_files(lambda: scene.list_files() == sorted([*kept, young]), MAKING_SECONDS)


async def upload_and_die(scene: Scene, selfies: Sequence[bytes], point: str) -> str:
    """An admin uploads a member's photos, and the product is killed at a point; the member's id."""
    async with scene.serve():
        await scene.stock(10)
        member_id = str((await scene.console.invite("Max", 1))["member_id"])
    async with scene.serve(point) as running:
        with pytest.raises(httpx.TransportError):
            await upload(scene, member_id, selfies)
        assert await running.process.wait() == -signal.SIGKILL
    return member_id


async def upload(scene: Scene, member_id: str, selfies: Sequence[bytes]) -> httpx.Response:
    """Ask for headshots over HTTP."""
    console = scene.console
    files = [("photos", (f"{n}.jpg", data, "image/jpeg")) for n, data in enumerate(selfies[:PHOTOS])]
    data: dict[str, Any] = {"style": "casual", "consent": "true", "member_id": member_id}
    path = f"/api/teams/{console.team_id}/headshots/generate"
    return await console.http.post(path, data=data, files=files)


def list_photos(keys: Sequence[str]) -> list[str]:
    return [key for key in keys if "/selfies/" in key]


def count_headshots(scene: Scene) -> int:
    return sum("/generations/" in key for key in scene.list_files())


def let_an_hour_pass(scene: Scene) -> None:
    """What was to be done in an hour is due."""
    assert ask_engine(scene, "UPDATE {} SET delay_until_epoch_ms = 0 WHERE status = 'DELAYED'") == 1


def has_erased(scene: Scene) -> bool:
    """Whether the engine is through with what was due."""
    done = "UPDATE {} SET name = name WHERE name = 'erase' AND status = 'SUCCESS'"
    return ask_engine(scene, done) == 1


def ask_engine(scene: Scene, statement: str) -> int:
    """How many of the engine's records a statement is about."""
    engine = create_engine(scene.env["DATABASE_URL"])
    table = "dbos.workflow_status" if engine.dialect.name == "postgresql" else "workflow_status"
    with engine.begin() as conn:
        found = conn.execute(text(statement.format(table))).rowcount
    engine.dispose()
    return found
