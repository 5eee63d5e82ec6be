"""The store for the event loop: each transaction, and any other blocking call, runs in a thread."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final, TypeVar

from core.store.engine import Store, Tx
from core.store.together import Together

T = TypeVar("T")
# At most one of them runs Python at a time: with 16 the same work took twice the CPU, and with two instead of four
# an acknowledgement came in half of the time, because it has fewer to wait for.
CHANGING_THREADS: Final = 2
READING_THREADS: Final = 2  # of their own: a report over a year must not keep a turn from its place
URGENT_THREADS: Final = 2
ERRAND_THREADS: Final = 16


class ThreadedStore:
    """`change` and `read` as in `Store`, awaitable; `run` does the same for any blocking call.

    On SQLite changes that wait together are committed together; on PostgreSQL the server does that by itself.
    """

    def __init__(self, store: Store) -> None:
        self.blocking = store
        self._changing = ThreadPoolExecutor(CHANGING_THREADS, thread_name_prefix="closeup-change")
        self._reading = ThreadPoolExecutor(READING_THREADS, thread_name_prefix="closeup-read")
        self._together = Together(store) if store.gate is not None else None
        # What somebody's platform waits for does not queue behind the turns of a hundred conversations.
        self._urgent = ThreadPoolExecutor(URGENT_THREADS, thread_name_prefix="closeup-urgent")
        # Apart from the transactions: a storage that hangs must not keep the database from anybody.
        self._errands = ThreadPoolExecutor(ERRAND_THREADS, thread_name_prefix="closeup-errand")

    async def change(self, work: Callable[[Tx], T], *, first: bool = False) -> T:
        """One change, wholly done or not at all; `first` goes before the others that wait."""
        if self._together is not None:
            done: T = await asyncio.wrap_future(self._together.ask(work, first=first))
            return done
        return await _run_in(self._urgent if first else self._changing, self.blocking.change, work)

    async def read(self, work: Callable[[Tx], T]) -> T:
        """One reading transaction."""
        return await _run_in(self._reading, self.blocking.read, work)

    async def run(self, call: Callable[..., T], *args: Any) -> T:
        """Any blocking call."""
        return await _run_in(self._errands, call, *args)

    def close(self) -> None:
        """Wait for what runs, then let the connections go."""
        self._errands.shutdown(wait=True, cancel_futures=True)
        self._reading.shutdown(wait=True, cancel_futures=True)
        self._changing.shutdown(wait=True, cancel_futures=True)
        if self._together is not None:
            self._together.close()
        self._urgent.shutdown(wait=True, cancel_futures=True)
        self.blocking.close()


async def _run_in(threads: ThreadPoolExecutor, call: Callable[..., T], *args: Any) -> T:
    return await asyncio.get_running_loop().run_in_executor(threads, partial(call, *args))
