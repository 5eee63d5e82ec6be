"""An older release parks work in every state and is killed; this one takes over its database and finishes all of it."""

import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import create_engine, text

from tests.processes import RELEASE, ROOT, run_closeup
from tests.stories.headshots import PICTURES, order_headshots, receive_headshots
from tests.stories.scene import Scene, open_scene

pytestmark = pytest.mark.timeout(300)

MIGRATIONS: Final = "core/store/migrations/versions"
DIE_SECONDS: Final = 90


class NoHistory(Exception):  # noqa: N818 - it says what is missing
    """There is no older release to upgrade from; the message says why."""


@pytest.fixture(scope="module")
def older_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code of the newest commit whose schema this one extends; without a history skips, but fails in CI."""
    try:
        commit = _find_release()
    except NoHistory as reason:
        if os.environ.get("CI"):
            pytest.fail(str(reason))
        pytest.skip(str(reason))
    folder = tmp_path_factory.mktemp("older-release")
    packed = _git("archive", commit)
    with tarfile.open(fileobj=BytesIO(packed)) as files:
        files.extractall(folder, filter="data")
    return folder


def _find_release() -> str:
    """A commit with fewer migrations than this checkout, each the same as here; else the newest with just as many."""
    ours = {path.name: path.read_bytes() for path in (ROOT / MIGRATIONS).glob("0*.py")}
    same = ""
    for commit in _git("log", "--format=%H").decode().split():
        theirs = _read_migrations(commit)
        if not theirs or any(ours.get(name) != data for name, data in theirs.items()):
            continue
        if len(theirs) < len(ours):
            return commit
        same = same or commit
    if not same:
        raise NoHistory("no commit has a schema that this one extends")
    return same


def _read_migrations(commit: str) -> dict[str, bytes]:
    names = _git("ls-tree", "--name-only", commit, f"{MIGRATIONS}/").decode().split()
    wanted = [name for name in names if Path(name).name.startswith("0")]
    return {Path(name).name: _git("show", f"{commit}:{name}") for name in wanted}


def _git(*words: str) -> bytes:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        raise NoHistory("this is no checkout with a history")
    done = subprocess.run(["git", *words], cwd=ROOT, check=False, capture_output=True)
    if done.returncode:
        raise NoHistory(f"git {words[0]} failed: {done.stderr.decode()[-200:]}")
    return done.stdout


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


async def test_work_of_an_older_release_is_finished_by_this_one(
    older_release: Path, empty_database: str, models_dir: Path, tmp_path: Path, selfies: Sequence[bytes]
) -> None:
    async with open_scene(empty_database, tmp_path / "data", older_release) as scene:
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
            scene.env.pop(RELEASE)
            code, _, errors = await run_closeup(scene.env, "db", "upgrade")
            assert code == 0, errors
            async with scene.serve():
                assert len({await max_.download(file) for file in await receive_headshots(max_)}) == PICTURES
                assert await scene.console.list_kinds(max_id) == ["allocate", "hold", "settle"]
                await mia.wait_for("6 of 6-14 photos ready.", 60, since=0)
                await mia.press("Casual")
                await mia.press("Generate")
                assert len(await receive_headshots(mia)) == PICTURES
                session_id = unpaid["checkout_url"].rpartition("/")[2]
                await scene.till.wait_delivered("checkout.session.completed", about=session_id)


async def _die_at(scene: Scene, point: str) -> None:
    code, _, errors = await run_closeup(
        scene.env | {"CLOSEUP_FAILPOINT": point}, "serve", seconds=DIE_SECONDS
    )
    assert code == -9, f"{point} was not reached: {errors[-500:]}"
