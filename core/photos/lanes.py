"""A lane of worker processes for one kind of task: started when needed, replaced when lost, let go when idle."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from core.photos.frames import Message
from core.photos.workers import Worker, WorkerLost


class Lane:
    """Up to `size` tasks at once, `per_worker` of them in one process, first come first served."""

    def __init__(
        self, open_worker: Callable[[], Worker], size: int, per_worker: int, idle_seconds: float
    ) -> None:
        self._open_worker, self._per_worker, self._idle_seconds = open_worker, per_worker, idle_seconds
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="photo-lane")
        self._lock = threading.Lock()
        self._workers: list[Worker] = []
        self._timer: threading.Timer | None = None
        self._closed = False

    def submit(self, head: dict[str, Any], body: bytes, seconds: float) -> "Future[Message]":
        """Queue one task; the future answers, or raises WorkerLost. `seconds` count from the task's own start."""
        with self._lock:
            if not self._closed:
                return self._threads.submit(self._run, head, body, seconds)
        closed: Future[Message] = Future()
        closed.set_exception(WorkerLost("closed"))
        return closed

    @property
    def pids(self) -> list[int]:
        """The processes alive now."""
        with self._lock:
            return [worker.pid for worker in self._workers if worker.is_alive()]

    def close(self) -> None:
        """End every worker, also in the middle of a task; what runs or waits is lost as `closed`."""
        with self._lock:
            self._closed = True
            workers, self._workers = self._workers, []
            if self._timer is not None:
                self._timer.cancel()
        for worker in workers:
            worker.end()
        self._threads.shutdown()

    def _run(self, head: dict[str, Any], body: bytes, seconds: float) -> Message:
        try:
            return self._ask(head, body, seconds)
        except WorkerLost as lost:
            if self._closed:
                raise WorkerLost("closed") from None
            if lost.why != "died":
                raise
            # Another task in the same process, or the system in need of memory, may be to blame: once more.
            return self._ask(head, body, seconds)

    def _ask(self, head: dict[str, Any], body: bytes, seconds: float) -> Message:
        worker = self._take_worker()
        try:
            return worker.ask(head, body, seconds)
        finally:
            self._give_back(worker)

    def _take_worker(self) -> Worker:
        with self._lock:
            if self._closed:
                raise WorkerLost("closed")
            self._drop_dead()
            free = [worker for worker in self._workers if worker.load < self._per_worker]
            worker = free[0] if free else self._open_worker()
            if not free:
                self._workers.append(worker)
            worker.load += 1
            return worker

    def _drop_dead(self) -> None:
        dead = [worker for worker in self._workers if not worker.is_alive()]
        self._workers = [worker for worker in self._workers if worker not in dead]
        for worker in dead:
            worker.end()

    def _give_back(self, worker: Worker) -> None:
        with self._lock:
            worker.load -= 1
            worker.idle_since = time.monotonic()
            self._wake_later()

    def _wake_later(self) -> None:
        if self._timer is None and not self._closed:
            self._timer = threading.Timer(self._idle_seconds, self._let_go)
            self._timer.daemon = True
            self._timer.start()

    def _let_go(self) -> None:
        """End the workers that had nothing to do for a while, so that an idle service stays small."""
        due = time.monotonic() - self._idle_seconds
        with self._lock:
            self._timer = None
            spent = [worker for worker in self._workers if worker.load == 0 and worker.idle_since <= due]
            self._workers = [worker for worker in self._workers if worker not in spent]
            if self._workers:
                self._wake_later()
        for worker in spent:
            worker.end()
