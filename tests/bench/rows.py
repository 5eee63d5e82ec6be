"""A console table of very many rows, scrolled as a person would: how long each frame takes."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEventLoop, QPoint, QPointF, QSettings, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from desktop_admin.models.columns import Column, Kind
from desktop_admin.models.table_model import TableModel
from desktop_admin.theme.theme import Theme, ThemeMode
from desktop_admin.widgets.table import Table
from tests.desktop_admin.watchdog import Watchdog

_SIZE: Final = (1180, 800)
_NOTCH: Final = 120
_EVERY: Final = 12  # a page in every so many frames, notches of the wheel between them


@dataclass(frozen=True)
class Made:
    """A row as the pages have them: a person, a state, numbers and a time."""

    key: str
    name: str
    credits: int
    state: str


COLUMNS: Final = (
    Column[Made]("name", "Name", lambda m: m.name, Kind.PERSON, aside=lambda m: (m.key, m.state), width=280),
    Column[Made]("state", "State", lambda m: m.state, Kind.PILL, aside=lambda _: "ok"),
    Column[Made]("credits", "Credits", lambda m: str(m.credits), Kind.NUMBER, sort=lambda m: m.credits),
    Column[Made]("bar", "Use", lambda _: "", Kind.BAR, aside=lambda m: ((m.credits, "used"), (9, "free"))),
    Column[Made]("key", "Id", lambda m: m.key, Kind.MUTED),
    Column[Made]("when", "When", lambda m: f"{m.credits} min ago", stretches=True),
)


def open_rows(count: int) -> tuple[Table, float]:
    """A shown table of `count` rows, and the longest block of the event thread while they were put in, in ms."""
    theme = Theme(ThemeMode.LIGHT)
    theme.apply()
    model: TableModel[Made] = TableModel(COLUMNS, lambda made: made.key)
    table = Table(theme, model, QSettings("", QSettings.Format.IniFormat), "rows")
    table.resize(*_SIZE)
    table.show()
    made = [Made(f"m{n}", f"Person {n}", n % 50, "completed" if n % 3 else "running") for n in range(count)]
    QApplication.processEvents()
    with Watchdog(limit_ms=0, exempt=None) as watchdog:
        model.fill(made)
        _run_until(lambda: model.rowCount() == count)
    return table, watchdog.longest_ms


def scroll(table: Table, frames: int) -> tuple[list[float], float]:
    """Scroll and paint so many frames: the milliseconds of each, and the longest block of the event thread."""
    times = []
    bar = table.verticalScrollBar()
    with Watchdog(limit_ms=0, exempt=None) as watchdog:
        for number in range(frames):
            started = time.perf_counter()
            if number % _EVERY:
                _turn_wheel(table)
            else:
                bar.setValue(bar.value() + bar.pageStep())
            table.viewport().repaint()
            times.append((time.perf_counter() - started) * 1000)
            QApplication.processEvents()
    return times, watchdog.longest_ms


def _turn_wheel(table: Table) -> None:
    middle = QPointF(table.viewport().rect().center())
    none = Qt.KeyboardModifier.NoModifier
    wheel = QWheelEvent(
        middle,
        QPointF(table.viewport().mapToGlobal(middle)),
        QPoint(0, 0),
        QPoint(0, -_NOTCH),
        Qt.MouseButton.NoButton,
        none,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(table.viewport(), wheel)


def _run_until(holds: Callable[[], bool]) -> None:
    loop, asking = QEventLoop(), QTimer(interval=10)
    asking.timeout.connect(lambda: loop.quit() if holds() else None)
    asking.start()
    loop.exec()
