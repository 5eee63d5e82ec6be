"""Puts arrivals on record, many that come at once in one transaction: each waits for one commit, not for all."""

import asyncio
import time
from contextlib import suppress
from math import inf
from typing import Final

from core.services.arrivals import Delivery, record_arrivals
from core.store.threads import ThreadedStore

MOST_AT_ONCE: Final = 100  # as many as Telegram brings in one answer
REMEMBERED: Final = 1000  # conversations whose turn is known to be asked for
MANY: Final = 20  # at once: more is coming
BREATH: Final = 0.08  # seconds in which a platform that has more to bring brings it
LONGEST_INTAKE: Final = 0.4


class Register:
    """One for each process; its order is the order of the calls."""

    def __init__(self, store: ThreadedStore) -> None:
        self._store = store
        self._waiting: list[tuple[Delivery, asyncio.Future[bool]]] = []
        self._asked: dict[str, int] = {}
        self._writing: asyncio.Task[None] | None = None
        self._flooded_at = -inf

    async def record(self, delivery: Delivery) -> bool:
        """Put `delivery` on record; whether it is new. Raises what the database raised."""
        future: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((delivery, future))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        return await future

    async def wait_for_intake(self) -> None:
        """Wait until what is just coming in is on record, but not for long: the others wait for their answers."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST_INTAKE):
                while not self._is_calm():  # noqa: ASYNC110 - time itself is awaited
                    await asyncio.sleep(BREATH / 4)

    def _is_calm(self) -> bool:
        is_writing = self._writing is not None and not self._writing.done()
        return not is_writing and time.monotonic() - self._flooded_at > BREATH

    async def _write(self) -> None:
        while self._waiting:
            if len(self._waiting) >= MANY:
                self._flooded_at = time.monotonic()
            batch, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
            try:
                are_new = await self._put([delivery for delivery, _ in batch])
            except Exception:  # noqa: BLE001 - raised below for the one that is to blame
                await self._write_singly(batch)
            else:
                _settle(batch, are_new)

    async def _write_singly(self, batch: list[tuple[Delivery, asyncio.Future[bool]]]) -> None:
        """One that cannot be recorded must not keep other conversations from it, nor let its own go on without it."""
        failed: dict[tuple[str, str], Exception] = {}
        for delivery, future in batch:
            error = failed.get(delivery.conversation)
            try:
                are_new = [] if error else await self._put([delivery])
            except Exception as fresh:  # noqa: BLE001 - handed to who asked
                error = failed[delivery.conversation] = fresh
            if error is None:
                _settle([(delivery, future)], are_new)
            elif not future.done():
                future.set_exception(error)

    async def _put(self, deliveries: list[Delivery]) -> list[bool]:
        asked = self._asked
        recorded = await self._store.change(lambda tx: record_arrivals(tx, deliveries, asked), first=True)
        # A turn counts the conversation on before it looks, so one that was asked for and not counted is still to come.
        self._asked = {**(asked if len(asked) < REMEMBERED else {}), **recorded.asked}
        return recorded.are_new


def _settle(batch: list[tuple[Delivery, asyncio.Future[bool]]], are_new: list[bool]) -> None:
    for (_, future), is_new in zip(batch, are_new, strict=True):
        if not future.done():
            future.set_result(is_new)
