"""Commits together what waits together: SQLite writes one transaction at a time, and each costs a trip to the disk."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final

from core.store.engine import Store, Tx, Undone

LONGEST: Final = 0.03  # seconds that changes may go on together before they are committed

Work = Callable[[Tx], Any]
Wanted = tuple[Work, "Future[Any]"]


class Together:
    """One thread that writes; a future has its answer once its change is committed, in the order of asking."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="closeup-writer")
        self._first: deque[Wanted] = deque()
        self._others: deque[Wanted] = deque()

    def ask(self, work: Work, *, first: bool) -> "Future[Any]":
        """Have `work` done in a transaction that others may share; `first` goes before all that are not."""
        future: Future[Any] = Future()
        (self._first if first else self._others).append((work, future))
        self._thread.submit(self._write)
        return future

    def close(self) -> None:
        """Finish what runs; what waits is never done."""
        self._thread.shutdown(wait=True, cancel_futures=True)
        for _, future in (*self._first, *self._others):
            future.cancel()

    def _write(self) -> None:
        """Called once for each change: the first call of several does them all, the others find nothing."""
        first = bool(self._first)
        if not first and not self._others:
            return
        taken: list[Wanted] = []
        try:
            done = self._store.change_together(self._take(taken, first=first), first=first)
        except Exception:  # noqa: BLE001 - each is tried alone below, and ends with its own error
            for wanted in taken:
                self._write_alone(wanted)
            return
        for (_, future), answer in zip(taken, done, strict=True):
            if isinstance(answer, Undone):
                future.set_exception(answer.error)
            else:
                future.set_result(answer)

    def _take(self, taken: list[Wanted], *, first: bool) -> Iterator[Work]:
        """What waits, until it has taken long enough or something more urgent has come."""
        waiting = self._first if first else self._others
        began = time.monotonic()
        while waiting:
            work, future = waiting.popleft()
            if future.set_running_or_notify_cancel():
                taken.append((work, future))
                yield work
            if time.monotonic() - began > LONGEST or (self._first and not first):
                return

    def _write_alone(self, wanted: Wanted) -> None:
        work, future = wanted
        try:
            future.set_result(self._store.change(work))
        except Exception as error:  # noqa: BLE001 - handed to who asked
            future.set_exception(error)
