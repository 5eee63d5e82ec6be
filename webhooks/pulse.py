"""How an outside part is, for /healthz: asked about often, looked at seldom, and never waited for long."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final

from core.domain.refusals import Refusal

WAIT_SECONDS: Final = 2.0
FRESH_SECONDS: Final = 10.0


class Pulse:
    """Looks with `check`, which raises a refusal when the part is not well; one look at a time."""

    def __init__(self, check: Callable[[], Awaitable[None]]) -> None:
        self._check = check
        self._looking: asyncio.Task[str] | None = None
        self._seen_at = 0.0
        self._last = "starting"

    async def ask(self) -> str:
        """`ok`, or the refusal's code, as far as is known: a look that takes its time is not waited for."""
        if self._looking is None or (self._looking.done() and self._is_stale()):
            self._looking = asyncio.create_task(self._look())
        done, _ = await asyncio.wait([self._looking], timeout=WAIT_SECONDS)
        if done:
            self._last = self._looking.result()
        return self._last

    async def _look(self) -> str:
        try:
            await self._check()
        except Refusal as refusal:
            return refusal.code
        finally:
            self._seen_at = time.monotonic()
        return "ok"

    def _is_stale(self) -> bool:
        return time.monotonic() - self._seen_at > FRESH_SECONDS
