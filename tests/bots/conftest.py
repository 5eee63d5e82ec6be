"""What the tests of the desk and the post get: a stage on each kind of database, and Mia on it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.telegram.person import Person
from tests.bots.stage import MIA, Stage, open_stage


@pytest.fixture
async def stage(database_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with open_stage(database_url, tmp_path) as stage:
        yield stage


@pytest.fixture
async def lite_stage(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """For tests in which the kind of database plays no part."""
    async with open_stage(sqlite_url, tmp_path) as stage:
        yield stage


@pytest.fixture
async def guest(stage: Stage) -> AsyncIterator[Person]:
    """Mia, in the chat and not yet in the team."""
    async with Person(stage.url, MIA, "Mia") as mia:
        yield mia


@pytest.fixture
async def lite_guest(lite_stage: Stage) -> AsyncIterator[Person]:
    async with Person(lite_stage.url, MIA, "Mia") as mia:
        yield mia
