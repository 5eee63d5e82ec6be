"""Python's collector of cycles, in the event thread alone and in small portions."""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

EVERY_MS: Final = 1_000
MIDDLE_EVERY: Final = 10  # turns
WHOLE_EVERY: Final = 300  # turns: five minutes


class Collector(QObject):
    """Collects every second while it lives, and no thread collects meanwhile.

    Left to itself Python collects in whichever thread allocates: a thread that reads a large answer would destroy
    windows and connections, which only their own thread may. It also walks through every row of a large table while
    that is filled. What lives at the start lives to the end, so it is never looked at again.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        self._turns = 0
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Take one portion."""
        self._turns += 1
        gc.collect(2 if self._turns % WHOLE_EVERY == 0 else 1 if self._turns % MIDDLE_EVERY == 0 else 0)

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
