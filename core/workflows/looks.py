"""When those who wait look at the provider: spread over time, however many they are and whenever they began."""

import time
from collections.abc import Callable


class Looks:
    """Planned looks, at most `per_second` in any second; who began to wait together does not look together."""

    def __init__(self, per_second: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second, self._clock = per_second, clock
        self._second: dict[str, int] = {}
        self._planned: dict[int, set[str]] = {}

    def plan(self, generation_id: str, seconds: float) -> float:
        """Seconds until its next look: as many as it wants, or more when that second and those after it are full."""
        self.drop(generation_id)
        now = self._clock()
        self._forget_until(int(now))
        wanted = second = int(now + seconds)
        while len(self._planned.get(second, ())) >= self._per_second:
            second += 1
        self._planned.setdefault(second, set()).add(generation_id)
        self._second[generation_id] = second
        if second == wanted:
            return seconds
        return second - int(now)  # whole seconds from now, or all of a second would look at its beginning

    def drop(self, generation_id: str) -> None:
        """It looks now, or has ended; its place is free."""
        second = self._second.pop(generation_id, None)
        if second is not None:
            self._planned[second].discard(generation_id)

    def count(self) -> int:
        """How many looks are planned."""
        return len(self._second)

    def _forget_until(self, now: int) -> None:
        """Who did not come back then was ended by the sweeper, or is another worker's."""
        for past in [second for second in self._planned if second < now]:
            for generation_id in self._planned.pop(past):
                del self._second[generation_id]
