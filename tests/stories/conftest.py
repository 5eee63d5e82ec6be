"""What every story gets: drawn selfies, and a scene on each database that a file of stories shares."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from tests.stories.pictures import draw_selfies
from tests.stories.scene import Scene, open_scene

if TYPE_CHECKING:
    from tests.databases import Databases

CREDITS = 100


@pytest.fixture(scope="session")
def selfies() -> list[bytes]:
    """Eight different drawn photos of one person."""
    return draw_selfies(8)


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["sqlite", "postgresql"])
async def scene(
    request: pytest.FixtureRequest, models_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Scene]:
    """A scene that a file of stories shares, its product serving, with credits in the pool."""
    databases: Databases = request.getfixturevalue(f"{request.param}_databases")
    with databases.open_fresh() as url:
        async with open_scene(url, tmp_path_factory.mktemp("story")) as scene, scene.serve() as running:
            await scene.stock(CREDITS)
            yield scene
            assert await running.terminate() == 0
            assert "Traceback" not in running.read_errors()


@pytest.fixture
async def empty_scene(database_url: str, models_dir: Path, tmp_path: Path) -> AsyncIterator[Scene]:
    """A scene of one story's own, on each database; the product does not run yet."""
    async with open_scene(database_url, tmp_path) as scene:
        yield scene
