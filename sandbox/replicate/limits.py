"""The rate limits, counted by the minute: https://replicate.com/docs/topics/predictions/rate-limits."""

from math import ceil

from sandbox.replicate.clock import Clock
from sandbox.replicate.refusals import too_many_requests

CREATES_PER_MINUTE = 600
OTHERS_PER_MINUTE = 3000
_MINUTE = 60.0


class Limits:
    """Counts requests of two sorts within the running minute; the numbers can be changed at any time."""

    def __init__(self, clock: Clock) -> None:
        self.creates, self.others = CREATES_PER_MINUTE, OTHERS_PER_MINUTE
        self._clock = clock
        self._begun = clock.now()
        self._counts = {True: 0, False: 0}

    def count(self, *, create: bool) -> None:
        """Count one request; raises ReplicateRefusal 429 above the limit."""
        now = self._clock.now()
        if now - self._begun >= _MINUTE:
            self._begun = now
            self._counts = {True: 0, False: 0}
        self._counts[create] += 1
        if self._counts[create] > (self.creates if create else self.others):
            raise too_many_requests(ceil(self._begun + _MINUTE - now))
