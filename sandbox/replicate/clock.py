"""The stand-in's time: the machine's plus what a test has wound it forward, and what is due when."""

import asyncio
import heapq
import itertools
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

Act: TypeAlias = Callable[[], object]
# How often a clock handed in from outside is looked at, since nobody tells us when it jumps.
_LOOK_SECONDS = 1.0


class Clock:
    """Unix seconds as a float; `wind` jumps ahead and cannot go back."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._ahead = 0.0
        self._due: list[tuple[float, int, Act]] = []
        self._numbers = itertools.count()
        self._sooner = asyncio.Event()

    def now(self) -> float:
        """The stand-in's time."""
        return self._now() + self._ahead

    def machine(self) -> int:
        """The unwound time in whole seconds, which a receiver compares with a signature's."""
        return int(self._now())

    def call_at(self, due: float, act: Act) -> None:
        """Call `act` once the stand-in's time has reached `due`."""
        heapq.heappush(self._due, (due, next(self._numbers), act))
        if self._due[0][0] == due:
            self._sooner.set()

    async def reach(self, due: float) -> None:
        """Wait until the stand-in's time has reached `due`."""
        if due <= self.now():
            return
        reached: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.call_at(due, lambda: None if reached.done() else reached.set_result(None))
        await reached

    def wind(self, seconds: float) -> None:
        """Jump ahead by this much (a negative jump is none) and do what has become due."""
        self._ahead += max(0.0, seconds)
        self.catch_up()

    def catch_up(self) -> None:
        """Do what is due, oldest first."""
        while self._due and self._due[0][0] <= self.now():
            heapq.heappop(self._due)[2]()

    async def run(self) -> None:
        """Keep time for ever; ends when cancelled."""
        while True:
            self.catch_up()
            self._sooner.clear()
            left = self._due[0][0] - self.now() if self._due else _LOOK_SECONDS
            try:
                await asyncio.wait_for(self._sooner.wait(), min(max(left, 0.0), _LOOK_SECONDS))
            except TimeoutError:
                continue


def write_time(seconds: float) -> str:
    """A time as Replicate writes it, such as `2023-09-08T16:19:34.765994Z`."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def read_time(text: str) -> float:
    """The Unix seconds of an RFC 3339 time; raises ValueError."""
    found = datetime.fromisoformat(text)
    return found.replace(tzinfo=found.tzinfo or UTC).timestamp()
