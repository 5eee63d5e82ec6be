"""What an installation costs that nobody uses: everything on, one machine, on the dearer of the two databases."""

import asyncio
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sandbox.slack.app import APP_TOKEN
from tests.bench.figures import Figure
from tests.databases import Databases, open_postgresql, open_sqlite_files
from tests.stories.scene import Scene, open_scene
from tests.stories.test_slack import add_slack

NAMES = ("idle", "idle.memory")
SETTLING: Final = 20.0  # seconds; what a start does is not idleness, and a silence is noticed after 15
WATCHED: Final = 60.0  # a whole turn of what runs each minute
MOST_PERCENT, MOST_MEGABYTES = 3.0, 250.0
MEGABYTE: Final = 1024 * 1024


def measure() -> Iterator[Figure]:
    """Percent of one core over a minute, and the memory at its end, of the product's process and its children."""
    with open_sqlite_files() as files, open_postgresql() as servers:
        seen = [asyncio.run(_watch(databases)) for databases in (files, servers)]
    percent, megabytes = (max(figures) for figures in zip(*seen, strict=True))
    yield _write("idle", percent, "% of a core", MOST_PERCENT)
    yield _write("idle.memory", megabytes, "MB", MOST_MEGABYTES)


def _write(name: str, value: float, unit: str, most: float) -> Figure:
    goal = f"<= {most:g} {unit}"
    return Figure(name=name, value=value, unit=unit, limit=None, ratio=None, goal=goal, holds=value <= most)


async def _watch(databases: Databases) -> tuple[float, float]:
    with databases.open_fresh() as url, tempfile.TemporaryDirectory() as folder:
        async with open_scene(url, Path(folder)) as scene, add_slack(scene, SLACK_APP_TOKEN=APP_TOKEN):
            return await _watch_serving(scene)


async def _watch_serving(scene: Scene) -> tuple[float, float]:
    async with scene.serve() as running:
        await asyncio.sleep(SETTLING)
        began_at, before = time.monotonic(), _read_seconds(running.process.pid)
        await asyncio.sleep(WATCHED)
        spent = _read_seconds(running.process.pid) - before
        percent = 100 * spent / (time.monotonic() - began_at)
        return percent, sum(map(_read_bytes, _list_family(running.process.pid))) / MEGABYTE


def _list_family(pid: int) -> list[int]:
    """The process and its children, as Linux tells them."""
    children = [
        int(word)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for word in (task / "children").read_text().split()
    ]
    return [pid, *(member for child in children for member in _list_family(child))]


def _read_seconds(pid: int) -> float:
    """CPU seconds so far, those of children that ended included."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")
    return own + sum(map(_read_seconds, _list_family(pid)[1:]))


def _read_bytes(pid: int) -> int:
    """Resident memory, what it shares with others counted in part only."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    [line] = [line for line in rollup.splitlines() if line.startswith("Pss:")]
    return int(line.split()[1]) * 1024
