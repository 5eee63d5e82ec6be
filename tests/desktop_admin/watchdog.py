"""Watches the event thread: how long it was blocked, less what the machine itself was late by."""

import sys
import threading
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from PySide6.QtCore import Qt, QTimer

BEAT_MS = 5
LIMIT_MS = 50.0  # milliseconds
_KEPT = 12  # places
_IN_TIME_MS = 20.0
_LOOP = "qt_compat.py"  # where pytest-qt lets the event loop run: there the thread waits for its turn


@dataclass
class Watchdog:
    """`blocks` are the times in milliseconds for which the event thread did nothing else.

    A gap between two beats counts by the processor time the thread itself spent in it. Where a thread that only beats
    was in time, and this one was seen at work, what it waited for counts as well; on a busy machine both are late.
    """

    limit_ms: float = LIMIT_MS
    blocks: list[float] = field(default_factory=list)
    longest_ms: float = 0.0

    def __post_init__(self) -> None:
        self._timer = QTimer(interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._stop = threading.Event()
        self._reference = 0.0
        self._thread = threading.Thread(target=self._beat_beside, daemon=True)
        self._watched = threading.get_ident()
        self._seen: list[str] = []
        self._was_busy = not self.limit_ms

    def __enter__(self) -> Self:
        self._last, self._last_cpu = time.perf_counter(), time.thread_time()
        self._thread.start()
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.stop()
        self._stop.set()
        self._thread.join()

    def describe(self) -> str:
        """What was seen."""
        return (
            f"the event thread was blocked for {[round(ms) for ms in self.blocks]} ms, seen at {self._seen}"
        )

    def _beat(self) -> None:
        now, cpu = time.perf_counter(), time.thread_time()
        gap, own = (now - self._last) * 1000, (cpu - self._last_cpu) * 1000
        late, self._reference = self._reference, 0.0
        self._last, self._last_cpu = now, cpu
        waited = gap - late if self._was_busy and late < _IN_TIME_MS else 0.0
        block = max(own, waited) if gap > self.limit_ms else 0.0
        self._was_busy = not self.limit_ms  # without a limit nobody looks at where it is
        self.longest_ms = max(self.longest_ms, block)
        if block > self.limit_ms:
            self.blocks.append(block)

    def _beat_beside(self) -> None:
        last = time.perf_counter()
        while not self._stop.wait(BEAT_MS / 1000):
            now = time.perf_counter()
            self._reference = max(self._reference, (now - last) * 1000)
            last = now
            if self.limit_ms and (now - self._last) * 1000 > self.limit_ms:
                self._note_place()

    def _note_place(self) -> None:
        frame = sys._current_frames().get(self._watched)
        if frame is None or Path(frame.f_code.co_filename).name == _LOOP:
            return
        self._was_busy = True
        places = [f"{Path(one.filename).name}:{one.lineno}" for one in traceback.extract_stack(frame, 12)]
        self._seen = [*self._seen, " > ".join(places[-6:])][-_KEPT:]
