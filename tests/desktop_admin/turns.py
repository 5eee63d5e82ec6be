"""What Linux knows of threads: how long they worked or were ready and got no processor, and how often they slept."""

import contextlib
import ctypes
import os
import resource
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

_BRIEF: Final = 0.001  # seconds
_TRIES: Final = 5
_RENEWED: Final = 100  # readings
# Read without letting go of the interpreter's lock: others would take it, and the reading would be what it measures.
_libc: Final = ctypes.PyDLL(None)


class Share(NamedTuple):
    """How long a thread worked and how long it was ready for it, in milliseconds."""

    work: float
    ready: float


@dataclass(frozen=True)
class Spent:
    """A moment, and what a thread has spent until then, all in milliseconds: at work, and ready for it.

    `sleeps` is how often it fell asleep, `others` what Python's other threads have spent, by their numbers.
    """

    at: float
    work: float
    ready: float
    sleeps: int
    others: Mapping[int, Share]


class Turns:
    """The turns that the thread it is made in, and those beside it, are given on a processor."""

    def __init__(self) -> None:
        self._own = self._open(threading.get_native_id())
        self._others: dict[int, int] = {}
        self._readings = 0

    def close(self) -> None:
        """Read no more."""
        for file in (self._own, *self._others.values()):
            if file is not None:
                os.close(file)

    def read(self) -> Spent:
        """All of it, of one moment: as soon as nothing else was on the processor meanwhile."""
        if self._readings % _RENEWED == 0:
            self.find_others()
        self._readings += 1
        for _ in range(_TRIES):
            began = time.perf_counter()
            spent = self._read_once(began * 1000)
            if time.perf_counter() - began < _BRIEF:
                break
        return spent

    def _read_once(self, at: float) -> Spent:
        work = time.thread_time() * 1000
        if self._own is None:  # another system than Linux: only the thread's own work is known
            return Spent(at, work, at - work, 0, {})
        own = _read_share(self._own)
        sleeps = resource.getrusage(resource.RUSAGE_THREAD).ru_nvcsw
        others = {thread: _read_share(file) for thread, file in self._others.items()}
        known = {thread: share for thread, share in others.items() if share is not None}
        return Spent(at, work, own.ready if own else 0.0, sleeps, known)

    def find_others(self) -> None:
        """Look which threads there are; reading does it now and then."""
        if self._own is None:
            return
        alive = {one.native_id for one in threading.enumerate()} - {threading.get_native_id()}
        for ended in set(self._others) - alive:
            os.close(self._others.pop(ended))
        for thread in alive - set(self._others):
            file = self._open(thread)
            if thread is not None and file is not None:
                self._others[thread] = file

    @staticmethod
    def _open(thread: int | None) -> int | None:
        with contextlib.suppress(OSError):
            return os.open(Path(f"/proc/self/task/{thread}/schedstat"), os.O_RDONLY)
        return None


def _read_share(file: int) -> Share | None:
    """What a thread has spent; None once it has ended."""
    buffer = ctypes.create_string_buffer(96)
    length = _libc.pread(file, buffer, 95, ctypes.c_long(0))
    if length <= 0:
        return None
    work, ready = (int(word) / 1e6 for word in buffer.raw[:length].split()[:2])
    return Share(work, ready)
