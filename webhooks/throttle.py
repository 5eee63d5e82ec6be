"""How often one address or key may try something; counted in memory, in each process of its own."""

import ipaddress
import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from core.domain.refusals import TooManyRequests

EXCHANGES: Final = "10/minute"
REQUESTS: Final = "1200/minute"  # of one key: a console that fetches everything afresh needs about 20


class Throttle:
    """A moving window such as `10/minute`."""

    def __init__(self, rate: str) -> None:
        self._rate = parse(rate)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def demand(self, address: str) -> None:
        """Count one try; `TooManyRequests` when it is one too many."""
        who = name_network(address)
        if not self._limiter.hit(self._rate, who):
            reset = self._limiter.get_window_stats(self._rate, who).reset_time
            raise TooManyRequests(max(1, math.ceil(reset - time.time())))


def name_network(address: str) -> str:
    """Whom an address stands for: an IPv6 customer has a whole /64 to choose from."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:  # noqa: PLR2004 - the version of IP
        return str(parsed)
    return str(ipaddress.ip_network((parsed, 64), strict=False))


class Places:
    """A few places for long work; who finds none is asked to come back."""

    def __init__(self, count: int, retry_seconds: int = 30) -> None:
        self._free = count
        self._retry_seconds = retry_seconds

    @contextmanager
    def take(self) -> Iterator[None]:
        """Hold a place; `TooManyRequests` when none is free."""
        if not self._free:
            raise TooManyRequests(self._retry_seconds)
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1
