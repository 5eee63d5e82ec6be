"""The table by keyboard: X marks rows one by one, and a marked row stays readable."""

from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_admin.models.columns import Column, Kind
from desktop_admin.models.table_model import TableModel
from desktop_admin.theme.theme import ThemeMode, open_theme
from desktop_admin.widgets.table import Table


class Letter(NamedTuple):
    """A row."""

    name: str
    state: str = "Waiting"


TONES = {"Waiting": "accent", "Done": "ok"}  # the colours of a row that is marked, and of one that is fresh
COLUMNS = [
    Column[Letter]("name", "Name", lambda one: one.name, width=120),
    Column[Letter](
        "state", "State", lambda one: one.state, Kind.PILL, aside=lambda one: TONES[one.state], width=120
    ),
]
ROW, PILL = 40, QPoint(120 + 16, 14)


@pytest.fixture
def table(qtbot: QtBot, tmp_path: Path) -> Table:
    """Five rows, shown, with the focus on the first."""
    settings = QSettings(str(tmp_path / "console.ini"), QSettings.Format.IniFormat)
    settings.setValue("theme/mode", ThemeMode.LIGHT.value)
    model = TableModel(COLUMNS, lambda one: one.name)
    model.show([Letter(name) for name in "abcde"], None)
    table = Table(open_theme(settings), model, settings, "letters")
    model.setParent(table)
    qtbot.addWidget(table)
    table.resize(300, 300)
    table.show()
    table.setFocus()
    table.select_key("a")
    return table


def press(table: Table, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(table, key)


def list_marked(table: Table) -> str:
    return "".join(one.name for one in table.selected)


def test_x_marks_rows_that_are_not_neighbours(table: Table) -> None:
    press(table, Qt.Key.Key_X, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_X, Qt.Key.Key_Down)
    assert list_marked(table) == "ac"
    assert table.currentIndex().row() == 3, "where one is moves on"
    press(table, Qt.Key.Key_Up, Qt.Key.Key_X)
    assert list_marked(table) == "a"


def test_without_marks_moving_selects_again(table: Table) -> None:
    press(table, Qt.Key.Key_X, Qt.Key.Key_X, Qt.Key.Key_Down)
    assert list_marked(table) == "b"


def test_a_click_ends_the_marking(table: Table) -> None:
    press(table, Qt.Key.Key_X, Qt.Key.Key_Down, Qt.Key.Key_X)
    QTest.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(20, 3 * ROW + 20)
    )
    assert list_marked(table) == "d"
    press(table, Qt.Key.Key_Down)
    assert list_marked(table) == "e"


def test_shift_still_takes_everything_between(table: Table) -> None:
    press(table, Qt.Key.Key_X)
    for _ in range(2):
        QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert list_marked(table) == "abc"


@pytest.mark.parametrize("is_fresh", [False, True])
def test_a_pill_is_seen_on_a_row_of_its_own_colour(table: Table, *, is_fresh: bool) -> None:
    if is_fresh:
        table.clearSelection()
        model = table.model()
        assert isinstance(model, TableModel)
        model.put([Letter("a", "Done")])
        model.flush()
    picture = table.viewport().grab().toImage()
    spots = [QPoint(4, 6), PILL]  # the row's ground, the pill's
    ground, pill = (picture.pixelColor(spot * picture.devicePixelRatio()) for spot in spots)
    assert ground != pill
