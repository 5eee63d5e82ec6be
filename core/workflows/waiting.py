"""Who waits for a look at the provider: the more there are, the rarer looks must be."""

import time
from collections.abc import Callable
from typing import Final

OVERDUE: Final = 60.0  # seconds; thousands that wake at once take a while


class Waiting:
    """Who waits, and until when. One that does not come back then was ended by the sweeper, or is another worker's."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}  # in the order in which they began to wait

    def enter(self, generation_id: str, seconds: float) -> None:
        """It waits for news, or for so long."""
        self._until[generation_id] = self._clock() + seconds

    def leave(self, generation_id: str) -> None:
        """It waits no more."""
        self._until.pop(generation_id, None)

    def count(self) -> int:
        """How many wait. Who is long overdue is forgotten, from the front on: most waits are about as long."""
        now = self._clock()
        while self._until and now - next(iter(self._until.values())) > OVERDUE:
            del self._until[next(iter(self._until))]
        return len(self._until)
