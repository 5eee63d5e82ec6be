"""What holds on every page: names for those who do not see it, the keyboard, a clock that is wrong, sharp screens."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.domain.generations import GenerationStatus as Status
from desktop_admin.context import Context
from desktop_admin.models.columns import Column
from desktop_admin.models.table_model import TableModel
from desktop_admin.pages.registry import list_pages
from desktop_admin.theme.icons import make_icon
from desktop_admin.theme.theme import open_theme
from desktop_admin.widgets.table import Table
from desktop_admin.window.main_window import MainWindow
from tests.desktop_admin.conftest import Driver
from tests.desktop_admin.headshots import open_maker
from tests.desktop_admin.served import Served

PAGES = [entry.name for entry in list_pages()]
CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView)
SKIPPED = re.compile(r"-\d+ ?(s|min|h|d)\b")
MOST_STEPS = 200


@pytest.fixture(scope="module")
def busy(served: Served) -> Served:
    """The served team with headshots that ended in every way."""
    member_id = served.ask("GET", "members")["items"][1]["member_id"]
    with open_maker(served) as maker:
        for status in (Status.COMPLETED, Status.FAILED, Status.CANCELED):
            maker.make(member_id, status)
    return served


def list_controls(window: QWidget) -> Iterator[QWidget]:
    for kind in CONTROLS:
        for control in window.findChildren(kind):
            if control.isVisible() and control.focusPolicy() != Qt.FocusPolicy.NoFocus:
                yield control


@pytest.mark.parametrize("name", PAGES)
def test_every_control_says_what_it_is(console: Driver, busy: Served, name: str) -> None:
    console.open_page(name)
    nameless = [
        f"{type(control).__name__} in {type(control.parentWidget()).__name__}"
        for control in list_controls(console.window)
        if not QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name)
    ]
    assert nameless == []


@pytest.mark.parametrize("name", PAGES)
def test_the_tab_key_reaches_every_control(console: Driver, busy: Served, name: str) -> None:
    page = console.open_page(name)
    console.wait_until(lambda: not any(store._call for store in console.context.stores._open.values()))
    console.window.activateWindow()
    console.window.sidebar.pages[name].setFocus()
    console.wait_until(console.window.sidebar.pages[name].hasFocus)
    reached: set[QWidget] = set()
    for _ in range(MOST_STEPS):
        QTest.keyClick(QApplication.focusWidget() or console.window, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        if focused is None or focused in reached:
            break
        reached.add(focused)
    tabbed = {
        control
        for control in list_controls(page)
        if control.isEnabled() and control.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    groups = {one.group() for one in reached if isinstance(one, QAbstractButton) and one.group() is not None}
    missed = [
        f"{type(control).__name__} {control.accessibleName() or getattr(control, 'text', str)()}"
        for control in tabbed - reached
        # Of exclusive buttons one is reached by Tab, the others from there by the arrows.
        if not (isinstance(control, QAbstractButton) and control.group() in groups)
    ]
    assert missed == []


@pytest.mark.parametrize("days", [-2, 2])
def test_a_clock_that_is_wrong_breaks_nothing(
    context: Context, busy: Served, english: None, qtbot: QtBot, days: int
) -> None:
    wrong = replace(context, clock=lambda: datetime.now(UTC) + timedelta(days=days))
    window = MainWindow(wrong)
    qtbot.addWidget(window)
    window.show()
    wrong.session.adopt(busy.account)
    for name in PAGES:
        window.open_page(name)
        page = window.page
        assert page is not None
        qtbot.waitUntil(lambda page=page: page.phase.value in {"ready", "empty"}, timeout=20_000)  # type: ignore[misc] # of the loop
        texts = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
        for view in window.findChildren(Table):
            texts += [text for row in view._rows.list_texts() for text in row]
        assert [text for text in texts if SKIPPED.search(text)] == []


def test_columns_are_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "console.ini"), QSettings.Format.IniFormat)
    columns = (
        Column[str]("first", "First", str, width=120),
        Column[str]("last", "Last", str, stretches=True),
    )

    def open_table() -> Table:
        table = Table(open_theme(settings), TableModel(columns, str), settings, "names")
        qtbot.addWidget(table)
        table.show()
        return table

    open_table().setColumnWidth(0, 233)
    assert open_table().columnWidth(0) == 233


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_icons_are_drawn_for_the_screen_they_are_on(qtbot: QtBot, ratio: float) -> None:
    picture = make_icon("members", "#000000", "#000000", "#000000").pixmap(QSize(20, 20), ratio)
    assert (picture.width(), picture.devicePixelRatio()) == (20 * ratio, ratio)
    assert picture.toImage().pixelColor(0, 0).alpha() == 0
