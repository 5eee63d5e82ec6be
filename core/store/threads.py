"""The store for the event loop: each transaction, and any other blocking call, runs in a thread."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final, TypeVar

from core.store.engine import Store, Tx

T = TypeVar("T")
THREADS: Final = 16


class ThreadedStore:
    """`change` and `read` as in `Store`, awaitable; `run` does the same for any blocking call."""

    def __init__(self, store: Store) -> None:
        self.blocking = store
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="closeup")

    async def change(self, work: Callable[[Tx], T]) -> T:
        """One writing transaction."""
        return await self.run(self.blocking.change, work)

    async def read(self, work: Callable[[Tx], T]) -> T:
        """One reading transaction."""
        return await self.run(self.blocking.read, work)

    async def run(self, call: Callable[..., T], *args: Any) -> T:
        """Any blocking call."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(call, *args))

    def close(self) -> None:
        """Wait for what runs, then let the connections go."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        self.blocking.close()
