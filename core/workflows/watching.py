"""A watch on somebody's cancel, for work that is long in one piece."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable
from typing import Final, TypeVar

from sqlalchemy.exc import DBAPIError

from core.workflows.generators import is_canceled
from core.workflows.house import House

T = TypeVar("T")
LOOK_SECONDS: Final = 1.0  # somebody has pressed Cancel and looks at the screen


@contextlib.asynccontextmanager
async def watch_cancel(house: House, generation_id: str) -> AsyncIterator[asyncio.Event]:
    """An event that is set within about a second of a cancel, for the length of the block."""
    canceled = asyncio.Event()
    looking = asyncio.create_task(_look(house, generation_id, canceled))
    try:
        yield canceled
    finally:
        looking.cancel()


async def unless(canceled: asyncio.Event, work: Awaitable[T]) -> T | None:
    """What `work` gives; None as soon as nobody wants it any more."""
    working, giving_up = asyncio.ensure_future(work), asyncio.ensure_future(canceled.wait())
    try:
        await asyncio.wait({working, giving_up}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        working.cancel()
        giving_up.cancel()


async def _look(house: House, generation_id: str, canceled: asyncio.Event) -> None:
    while not canceled.is_set():
        with contextlib.suppress(DBAPIError):  # the work itself meets it too, and knows what to do
            if await is_canceled(house, generation_id):
                canceled.set()
        await asyncio.sleep(LOOK_SECONDS)
