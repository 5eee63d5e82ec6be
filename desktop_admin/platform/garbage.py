"""Python's collector of cycles, in the event thread alone and in small portions."""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

EVERY_MS: Final = 1_000
MIDDLE_EVERY: Final = 10  # turns
WHOLE_EVERY: Final = 300  # turns: five minutes
MOST: Final = 100_000  # objects looked at in one go, some 15 ms


class Collector(QObject):
    """Collects every second while it lives, and no thread collects meanwhile.

    Left to itself Python collects in whichever thread allocates: a thread that reads a large answer would destroy
    windows and connections, which only their own thread may. It also walks through every row of a large table while
    that is filled. What lives when all is built lives to the end: after `settle` it is never looked at again. Nor are
    the rows of such a table: they go when nothing refers to them any more, as they make no circles.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._turns = 0
        self._grown = [0, 0, 0]  # by at most so many objects since each generation was last looked at
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Take one portion."""
        self._turns += 1
        generation = 2 if self._turns % WHOLE_EVERY == 0 else 1 if self._turns % MIDDLE_EVERY == 0 else 0
        new = max(0, gc.get_count()[0])
        self._grown = [count + new for count in self._grown]
        if self._grown[generation] > MOST:
            gc.freeze()
            self._grown = [0, 0, 0]
        else:
            gc.collect(generation)
            self._grown[: generation + 1] = [0] * (generation + 1)

    def settle(self) -> None:
        """Everything that is needed to the end is here."""
        gc.freeze()

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
