"""One release parks work in every state and is killed; another one takes over its database and finishes all of it."""

import os
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import create_engine, text

from sandbox.telegram.person import Person
from tests.processes import RELEASE, run_closeup
from tests.stories.headshots import PICTURES, order_headshots, receive_headshots
from tests.stories.releases import (
    NoHistory,
    NoRelease,
    find_extended_release,
    find_oldest_of_this_schema,
    make_later_release,
    unpack_release,
)
from tests.stories.scene import Scene, open_scene

pytestmark = pytest.mark.timeout(600)  # a release starts six times

DIE_SECONDS: Final = 90
REFUSED: Final = (
    "closeup: The database belongs to a newer release than this one."
    " Start the newer release again, or put back the backup from before its upgrade.\n"
)


@pytest.fixture(scope="module")
def older_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code of the newest commit whose schema this one extends."""
    return _unpack(find_extended_release, tmp_path_factory.mktemp("older-release"))


@pytest.fixture(scope="module")
def sister_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code of the earliest commit that has this very schema."""
    return _unpack(find_oldest_of_this_schema, tmp_path_factory.mktemp("sister-release"))


def _unpack(find: Callable[[], str], folder: Path) -> Path:
    """Skips without a history, but fails in CI; the first commit of a schema has no sister to go back to."""
    try:
        return unpack_release(find(), folder)
    except NoRelease as reason:
        pytest.skip(str(reason))
    except NoHistory as reason:
        if os.environ.get("CI"):
            pytest.fail(str(reason))
        pytest.skip(str(reason))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of each kind that no release has touched."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'fresh.db'}"
        return
    url: str = request.getfixturevalue("postgresql_url")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as conn:
        for schema in ("public", "dbos"):
            conn.execute(text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))
        conn.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    yield url


@dataclass(frozen=True)
class Parked:
    """Work in every state: Max's pictures half made, Mia's photos half judged, a checkout paid and not told."""

    scene: Scene
    max_: Person
    max_id: str
    mia: Person
    checkout_url: str

    async def check_finished(self) -> None:
        """The release that serves now goes on with all of it, once."""
        scene, max_, mia = self.scene, self.max_, self.mia
        assert len({await max_.download(file) for file in await receive_headshots(max_)}) == PICTURES
        assert await scene.console.list_kinds(self.max_id) == ["allocate", "hold", "settle"]
        await mia.wait_for("6 of 6-14 photos ready.", 60, since=0)
        await mia.press("Casual")
        await mia.press("Generate")
        assert len(await receive_headshots(mia)) == PICTURES
        session_id = self.checkout_url.rpartition("/")[2]
        await scene.till.wait_delivered("checkout.session.completed", about=session_id)


@asynccontextmanager
async def park_work(scene: Scene, selfies: Sequence[bytes]) -> AsyncIterator[Parked]:
    """The scene's release takes work, and is killed three times; nothing serves then."""
    async with scene.serve():
        await scene.stock(10)
        unpaid = await scene.console.order()
    async with scene.serve(), scene.bring("Max") as (max_, max_id), scene.bring("Mia") as (mia, _):
        await order_headshots(max_, selfies[:6])
        await scene.running.kill9()  # type: ignore[union-attr]
        await mia.send_album(selfies[:6])
        await _die_at(scene, "selfie.accepted:2")
        await _die_at(scene, "picture.recorded+")
        assert (await scene.till.pay(unpaid["checkout_url"])).done
        yield Parked(scene, max_, max_id, mia, unpaid["checkout_url"])


async def _die_at(scene: Scene, point: str) -> None:
    code, _, errors = await run_closeup(
        scene.env | {"CLOSEUP_FAILPOINT": point}, "serve", seconds=DIE_SECONDS
    )
    assert code == -9, f"{point} was not reached: {errors[-500:]}"


async def upgrade(scene: Scene) -> None:
    code, _, errors = await run_closeup(scene.env, "db", "upgrade")
    assert code == 0, errors


async def test_work_of_an_older_release_is_finished_by_this_one(
    older_release: Path, empty_database: str, models_dir: Path, tmp_path: Path, selfies: Sequence[bytes]
) -> None:
    async with (
        open_scene(empty_database, tmp_path / "data", older_release) as scene,
        park_work(scene, selfies) as parked,
    ):
        scene.env.pop(RELEASE)
        await upgrade(scene)
        async with scene.serve():
            await parked.check_finished()


async def test_work_of_this_release_is_finished_by_an_older_one(
    sister_release: Path, database_url: str, models_dir: Path, tmp_path: Path, selfies: Sequence[bytes]
) -> None:
    async with open_scene(database_url, tmp_path / "data") as scene, park_work(scene, selfies) as parked:
        scene.env[RELEASE] = str(sister_release)
        async with scene.serve():
            await parked.check_finished()
        scene.env.pop(RELEASE)


async def test_a_newer_schema_is_refused_and_nothing_is_lost(
    empty_database: str, models_dir: Path, tmp_path: Path, selfies: Sequence[bytes]
) -> None:
    newer = make_later_release(tmp_path / "newer-release")
    async with (
        open_scene(empty_database, tmp_path / "data", newer) as scene,
        park_work(scene, selfies) as parked,
    ):
        scene.env.pop(RELEASE)
        for words in (("serve",), ("db", "upgrade"), ("books",)):
            assert await run_closeup(scene.env, *words) == (1, "", REFUSED)
        scene.env[RELEASE] = str(newer)
        async with scene.serve():
            await parked.check_finished()
