"""The product killed 200 times on each database with each generator: 0 lost, 0 doubled, 0 stuck.

More than an hour, so only when asked for.
"""

import asyncio
import sys
from collections.abc import Iterator
from typing import Final

from tests.bench.figures import Figure
from tests.databases import Databases, open_postgresql, open_sqlite_files
from tests.stories.kills import GENERATORS, Tally, play_long

NAMES = ("kills", "kills.replicate")  # with each of `GENERATORS`
LONG = True
KILLS: Final = 200
SEED: Final = 1


def measure() -> Iterator[Figure]:
    """How many storms did not end as they must; the first sentence of what was wrong goes to standard error."""
    with open_sqlite_files() as files, open_postgresql() as servers:
        for figure, generator in zip(NAMES, GENERATORS, strict=True):
            places = (("sqlite", files), ("postgresql", servers))
            wrong = sum(not _holds(name, databases, generator) for name, databases in places)
            yield Figure(
                name=figure,
                value=wrong,
                unit=f"lost, doubled or stuck in 2 x {KILLS} kills",
                limit=0,
                ratio=None,
                goal="0",
                holds=not wrong,
            )


def _holds(name: str, databases: Databases, generator: str) -> bool:
    about = f"kills: {name}, {generator}, seed {SEED}"
    tally: Tally | None = None
    try:
        tally = asyncio.run(play_long(databases, KILLS, SEED, generator))
    except* (AssertionError, TimeoutError) as errors:
        sys.stderr.write(f"{about}: {errors.exceptions[0]}\n")
    else:
        sys.stderr.write(f"{about}: {tally}\n")
    return tally is not None
