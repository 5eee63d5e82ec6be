"""Watches the event thread: how long it was kept from its events by work and waiting of ours, not of the machine's.

A gap between two beats is made of three things that Linux tells apart for a thread: time on a processor, time spent
ready and waiting for one, and time asleep. The first is our work. The second is the machine's business and does not
count. The third is ours as well where it is longer than waiting for the interpreter's lock can make it: from that a
thread is woken every 5 ms, and how often it fell asleep is counted too. What waits often and shortly, as for a disk,
is not seen.
"""

import resource
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, TracebackType
from typing import Final, Self

from PySide6.QtCore import Qt, QTimer

BEAT_MS: Final = 5
_LOCK_MS: Final = 6.0  # one wait for the interpreter's lock, and being woken from it
LIMIT_MS: Final = 50.0  # milliseconds
_KEPT: Final = 12  # places
_LOOP: Final = "qt_compat.py"  # where pytest-qt lets the event loop run
_LATE_MS: Final = 20
_TESTS: Final = Path(__file__).parents[1]
_ROOT: Final = str(_TESTS.parent)


@dataclass(frozen=True)
class Spent:
    """What a thread has spent so far, in milliseconds: at work and ready for it; and how often it fell asleep."""

    work: float
    ready: float
    sleeps: int


@dataclass
class Gap:
    """Whose code was seen since the last beat."""

    is_exempt: bool = False
    is_ours: bool = False


@dataclass
class Watchdog:
    """`blocks` are the times in milliseconds, above the limit, for which the thread it was made in was kept.

    What code in the folder `exempt` does in that thread does not count.
    """

    limit_ms: float = LIMIT_MS
    exempt: Path | None = _TESTS
    blocks: list[float] = field(default_factory=list)
    longest_ms: float = 0.0

    def __post_init__(self) -> None:
        self._timer = QTimer(interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look_on, daemon=True)
        self._watched = threading.get_ident()
        self._turns = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._has_turns = self._turns.exists()
        self._gap = Gap()
        self._seen: list[str] = []

    def __enter__(self) -> Self:
        self._start_gap()
        self._thread.start()
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.stop()
        self._stop.set()
        self._thread.join()
        self._end_gap()

    def describe(self) -> str:
        """What was seen."""
        return f"the event thread was kept for {[round(ms) for ms in self.blocks]} ms: {self._seen[-_KEPT:]}"

    def _beat(self) -> None:
        self._end_gap()
        self._start_gap()

    def _start_gap(self) -> None:
        self._gap, self._spent = Gap(), self._read_spent()
        self._last = time.perf_counter()

    def _end_gap(self) -> None:
        whole = (time.perf_counter() - self._last) * 1000
        gap = self._gap
        if whole <= self.limit_ms or (gap.is_exempt and not gap.is_ours):
            return
        before, after = self._spent, self._read_spent()
        work = after.work - before.work
        asleep = whole - work - (after.ready - before.ready)
        for_the_lock = _LOCK_MS * (after.sleeps - before.sleeps - 1)
        block = work + max(0.0, asleep - max(0.0, for_the_lock))
        self.longest_ms = max(self.longest_ms, block)
        if block > self.limit_ms:
            self.blocks.append(block)
            self._seen.append(f"{work:.0f} ms work, {asleep:.0f} ms asleep of {whole:.0f}")

    def _look_on(self) -> None:
        while not self._stop.wait(BEAT_MS / 1000):
            if (time.perf_counter() - self._last) * 1000 > _LATE_MS:
                self._judge(self._gap, list_places(sys._current_frames().get(self._watched)))

    def _judge(self, gap: Gap, places: list[tuple[str, int]]) -> None:
        files = [file for file, _ in places]
        if not files or files[0].endswith(_LOOP):
            return
        inner = next((file for file in files if file.startswith(_ROOT) and "/.venv/" not in file), "")
        if self.exempt is not None and inner.startswith(str(self.exempt)):
            gap.is_exempt = True
            return
        gap.is_ours = True
        shown = [f"{Path(file).name}:{line}" for file, line in reversed(places[:6])]
        self._seen.append(" > ".join(shown))

    def _read_spent(self) -> Spent:
        """Of the thread that asks, which is the watched one."""
        work = time.thread_time() * 1000
        if not self._has_turns:  # another system than Linux: only the thread's own work is known
            return Spent(work, time.perf_counter() * 1000 - work, 0)
        ready = int(self._turns.read_text().split()[1]) / 1e6
        return Spent(work, ready, resource.getrusage(resource.RUSAGE_THREAD).ru_nvcsw)


def list_places(frame: FrameType | None) -> list[tuple[str, int]]:
    """File and line of a frame and of those around it, inside out.

    Quick, and nothing of a frame is kept: whoever holds it last destroys its widgets and ends its paint, which only
    the thread it belongs to may do. So nothing here lets another thread run meanwhile, as reading a file would.
    """
    places = []
    while frame is not None:
        places.append((frame.f_code.co_filename, frame.f_lineno))
        frame = frame.f_back
    return places
