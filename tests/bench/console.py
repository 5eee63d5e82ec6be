"""How soon the console shows itself, and how smoothly it scrolls: fresh processes, drawn off the screen."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.figures import Figure, compare_most

NAMES = ("console.first_paint", "console.frames", "console.frames.block")
_ROOT = Path(__file__).resolve().parents[2]
_PAIRS = 9  # alternating, since a shared machine's speed drifts within a minute
_ROWS = 100_000
_FRAMES = 240
_FRAME_MS, _BLOCK_MS = 16.0, 50.0


def measure() -> Iterator[Figure]:
    """First paint beside that of a bare window; frames and blocks while 100,000 rows are scrolled."""
    with TemporaryDirectory() as home:
        yield _measure_paint(home)
        frames = run_apart("scroll", home)
    yield limit_most("console.frames", frames["p95_ms"], "ms of 95 % of the frames, 100,000 rows", _FRAME_MS)
    yield limit_most("console.frames.block", frames["block_ms"], "ms the UI thread was blocked", _BLOCK_MS)


def _measure_paint(home: str) -> Figure:
    for what in ("bare", "console"):
        run_apart(what, home)  # from now on both come from the page cache
    pairs = [(run_apart("bare", home), run_apart("console", home)) for _ in range(_PAIRS)]
    bare = statistics.median(one["ms"] for one, _ in pairs)
    console = statistics.median(other["ms"] for _, other in pairs)
    ratio = statistics.median(other["ms"] / one["ms"] for one, other in pairs)
    return compare_most("console.first_paint", console, "ms", bare, ratio, most=2.5)


def run_apart(what: str, home: str) -> dict[str, float]:
    """Do one thing in a fresh process that keeps its settings below `home`; what it measured."""
    command = [sys.executable, "-m", "tests.bench.console", what]
    places = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), home)
    environment = {
        **os.environ,
        **places,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",  # a desktop's own may ask to be unlocked
    }
    done = subprocess.run(command, cwd=_ROOT, env=environment, capture_output=True, check=True)
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


def limit_most(name: str, value: float, unit: str, most: float) -> Figure:
    """A figure that has a fixed limit and no peer."""
    return Figure(
        name=name,
        value=value,
        unit=unit,
        limit=most,
        ratio=value / most,
        goal=f"<= {most:g} {unit}",
        holds=value <= most,
    )


def paint_bare() -> dict[str, float]:
    """Milliseconds from the first import of Qt to the first paint of a window with nothing in it."""
    started = time.perf_counter()
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtNetwork import QNetworkAccessManager
    from PySide6.QtSvg import QSvgRenderer
    from PySide6.QtWidgets import QApplication, QMainWindow

    painted: list[float] = []

    def note() -> None:
        painted.append(time.perf_counter())
        application.quit()

    class Bare(QMainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - the name is Qt's
            super().paintEvent(event)
            QTimer.singleShot(0, note)

    application = QApplication(["bare"])
    parts = (QNetworkAccessManager(), QSvgRenderer())  # the console has them as well
    window = Bare()
    window.resize(1440, 900)
    window.show()
    application.exec()
    del parts
    return {"ms": (painted[0] - started) * 1000}


def paint_console() -> dict[str, float]:
    """The same of the console, as `closeup console` opens it."""
    started = time.perf_counter()
    from desktop_admin.__main__ import open_console

    painted: list[float] = []
    open_console(painted=lambda: painted.append(time.perf_counter()), self_test=True)
    return {"ms": (painted[0] - started) * 1000}


def scroll_rows() -> dict[str, float]:
    """Frames of a table of 100,000 rows that is scrolled by the wheel and by the page, and the longest block."""
    from PySide6.QtWidgets import QApplication

    from desktop_admin.platform.garbage import Collector
    from tests.bench.rows import open_rows, scroll

    application = QApplication(["rows"])
    collector = Collector()  # as the console has it
    collector.settle()
    table, filling = open_rows(_ROWS)
    frames, scrolling = scroll(table, _FRAMES)
    collector.stop()
    del application
    return {"p95_ms": statistics.quantiles(frames, n=20)[-1], "block_ms": max(filling, scrolling)}


if __name__ == "__main__":
    _WORK = {"bare": paint_bare, "console": paint_console, "scroll": scroll_rows}
    sys.stdout.write(json.dumps(_WORK[sys.argv[1]]()) + "\n")
