"""How often work is looked for: often while anybody is about, seldom once nobody was for minutes.

A look costs the engine 2-5 ms of a core, and most of an installation's life is a night or a weekend.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Final

import structlog
from sqlalchemy.exc import DBAPIError

from core.services.arrivals import CONVERSE
from core.services.deletion import ERASE
from core.services.generations import GENERATE
from core.services.providers import FORGET
from core.services.purchases import WATCH
from core.services.selfies import JUDGE
from core.store import chat
from core.store.threads import ThreadedStore
from core.workflows.payments import RECONCILE

log = structlog.get_logger()

QUIET: Final = timedelta(minutes=2)
LOOK_SECONDS: Final = 15.0
# Seconds between two looks. The first message after a silence waits for a drowsy look, every later one for a lively.
LIVELY: Final = {
    CONVERSE: 0.2,
    JUDGE: 0.4,
    GENERATE: 0.5,
    WATCH: 2.0,
    RECONCILE: 5.0,
    ERASE: 4.0,
    FORGET: 4.0,
}
DROWSY: Final = {
    CONVERSE: 0.8,
    JUDGE: 2.0,
    GENERATE: 2.5,
    WATCH: 5.0,
    RECONCILE: 15.0,
    ERASE: 15.0,
    FORGET: 15.0,
}

SetPace = Callable[[Mapping[str, float]], Awaitable[None]]


class Drowsing:
    """One for each worker; several agree, because each looks at the same arrivals."""

    def __init__(self, store: ThreadedStore, set_pace: SetPace, quiet: timedelta = QUIET) -> None:
        self._store, self._set_pace, self._quiet = store, set_pace, quiet
        self._is_drowsy = False
        self._roused = asyncio.Event()

    def rouse(self) -> None:
        """Somebody is about: look often again, at once."""
        if self._is_drowsy:
            self._roused.set()

    async def keep(self, pause: float = LOOK_SECONDS) -> None:
        """Look every `pause` seconds, and when roused, whether anybody is about; never returns."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._roused.wait()
            self._roused.clear()
            try:
                await self._choose()
            except DBAPIError as error:
                log.info("pace not kept", error=type(error).__name__)

    async def _choose(self) -> None:
        silence = await self._store.read(chat.read_silence)
        is_drowsy = silence is None or silence > self._quiet
        if is_drowsy is not self._is_drowsy:
            await self._set_pace(DROWSY if is_drowsy else LIVELY)
            self._is_drowsy = is_drowsy
