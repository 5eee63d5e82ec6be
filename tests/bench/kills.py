"""The product killed 200 times on each database: 0 lost, 0 doubled, 0 stuck. Half an hour, so only when asked for."""

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.bench.figures import Figure
from tests.databases import Databases, open_postgresql, open_sqlite_files
from tests.stories.kills import Tally, play_under_kills
from tests.stories.pictures import draw_selfies
from tests.stories.scene import open_scene

NAMES = ("kills",)
LONG = True
KILLS: Final = 200
SEED: Final = 1
SELFIES: Final = 6


def measure() -> Iterator[Figure]:
    """How many storms did not end as they must; the first sentence of what was wrong goes to standard error."""
    wrong = 0
    with open_sqlite_files() as files, open_postgresql() as servers:
        for name, databases in (("sqlite", files), ("postgresql", servers)):
            try:
                tally = asyncio.run(_play(databases))
            except* (AssertionError, TimeoutError) as errors:
                wrong += 1
                sys.stderr.write(f"kills: {name}, seed {SEED}: {errors.exceptions[0]}\n")
            else:
                sys.stderr.write(f"kills: {name}, seed {SEED}: {tally}\n")
    yield Figure(
        name="kills",
        value=wrong,
        unit=f"lost, doubled or stuck in 2 x {KILLS} kills",
        limit=0,
        ratio=None,
        goal="0",
        holds=not wrong,
    )


async def _play(databases: Databases) -> Tally:
    with databases.open_fresh() as url, tempfile.TemporaryDirectory() as folder:
        async with open_scene(url, Path(folder)) as scene:
            return await play_under_kills(scene, draw_selfies(SELFIES), KILLS, SEED)
