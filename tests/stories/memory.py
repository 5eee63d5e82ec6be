"""How much memory a process and its children use, read from /proc while a story goes on."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PROC: Final = Path("/proc")
_PAUSE_SECONDS: Final = 0.02


@dataclass
class Peak:
    """The most that was seen, in bytes."""

    bytes: int = 0


@contextlib.asynccontextmanager
async def watch_memory(pid: int) -> AsyncIterator[Peak]:
    """Look at the resident memory of `pid` and all its children, fifty times a second, while a block lasts."""
    peak = Peak(measure_tree(pid))

    async def look() -> None:
        while True:
            peak.bytes = max(peak.bytes, measure_tree(pid))
            # Memory announces nothing: it can only be looked at.
            await asyncio.sleep(_PAUSE_SECONDS)

    looking = asyncio.create_task(look())
    try:
        yield peak
    finally:
        looking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await looking


def measure_tree(pid: int) -> int:
    """Resident bytes of `pid` and everything below it now; what ends meanwhile counts nothing."""
    return sum(_measure(found) for found in list_tree(pid))


def list_tree(pid: int) -> Iterator[int]:
    """`pid` and every process below it."""
    yield pid
    for path in PROC.glob(f"{pid}/task/*/children"):
        with contextlib.suppress(OSError):
            for child in path.read_text().split():
                yield from list_tree(int(child))


def _measure(pid: int) -> int:
    with contextlib.suppress(OSError):
        for line in (PROC / str(pid) / "status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
    return 0
