"""What the tests of the HTTP wing get: an installation served on a real socket, on each database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.webhooks.site import Site, open_site


@pytest.fixture
async def site(database_url: str, tmp_path: Path) -> AsyncIterator[Site]:
    """A served installation with a team, whose books must add up whatever the test did."""
    async with open_site(database_url, tmp_path) as opened:
        yield opened


@pytest.fixture
async def light_site(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Site]:
    """The same on SQLite alone, for what does not touch the store."""
    async with open_site(sqlite_url, tmp_path) as opened:
        yield opened
