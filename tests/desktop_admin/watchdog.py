"""Watches the event thread: how long it was kept from its events by work and waiting of ours, not of the machine's.

A gap between two beats is made of three things that Linux tells apart for a thread: time on a processor, time spent
ready and waiting for one, and time asleep. The first is our work. The second is the machine's business and does not
count. The third is ours as well where it is longer than waiting for the interpreter's lock can make it: see
`find_lock_wait`. What waits often and shortly, as for a disk, is not seen.
"""

import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, TracebackType
from typing import Final, Self

from PySide6.QtCore import Qt, QTimer

from tests.desktop_admin.turns import Spent, Turns

BEAT_MS: Final = 5
_HOLD_MS: Final = 5.0  # so long a thread at work keeps the interpreter's lock
_HAND_MS: Final = 20.0
_LOCK_MS: Final = 5.5  # one wait for the interpreter's lock, and being woken from it
LIMIT_MS: Final = 50.0  # milliseconds
_KEPT: Final = 12  # places
_LOOP: Final = "qt_compat.py"  # where pytest-qt lets the event loop run
_LATE_MS: Final = 20
_TESTS: Final = Path(__file__).parents[1]
_ROOT: Final = str(_TESTS.parent)


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
        self._turns = Turns()
        self._spent = self._turns.read()
        self._gap = Gap()
        self._seen: list[str] = []

    def __enter__(self) -> Self:
        self._thread.start()
        self._turns.find_others()
        self._spent = self._turns.read()
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.stop()
        self._stop.set()
        self._thread.join()
        self._beat()
        self._turns.close()

    def describe(self) -> str:
        """What was seen."""
        return f"the event thread was kept for {[round(ms) for ms in self.blocks]} ms: {self._seen[-_KEPT:]}"

    def _beat(self) -> None:
        before, after = self._spent, self._turns.read()
        gap, self._gap, self._spent = self._gap, Gap(), after
        whole = after.at - before.at
        if whole <= self.limit_ms or (gap.is_exempt and not gap.is_ours):
            return
        work = after.work - before.work
        asleep = whole - work - (after.ready - before.ready)
        block = work + max(0.0, asleep - find_lock_wait(before, after))
        self.longest_ms = max(self.longest_ms, block)
        if block > self.limit_ms:
            self.blocks.append(block)
            self._seen.append(f"{work:.0f} ms work, {asleep:.0f} ms asleep of {whole:.0f}")

    def _look_on(self) -> None:
        while not self._stop.wait(BEAT_MS / 1000):
            if time.perf_counter() * 1000 - self._spent.at > _LATE_MS:
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


def find_lock_wait(before: Spent, after: Spent) -> float:
    """For how long it may have waited for the interpreter's lock: never longer than others worked or were ready.

    Who waits for it is woken every 5 ms. But who is asked for it, after 5 ms at work, sleeps until another has taken
    it, which needs a processor first: on a busy machine that is as long as the others were ready without one. Who
    worked less may have been asked too, having the lock and no processor itself; but then little is taken on trust.
    """
    pairs = [(before.others[n], after.others[n]) for n in before.others.keys() & after.others.keys()]
    worked = sum(now.work - then.work for then, now in pairs)
    ready = sum(now.ready - then.ready for then, now in pairs)
    waits = max(0, after.sleeps - before.sleeps - 1)
    is_asked = after.work - before.work >= _HOLD_MS
    handing = ready if is_asked else min(ready, waits * _HAND_MS)
    return min(worked + ready, waits * _LOCK_MS + handing)


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
