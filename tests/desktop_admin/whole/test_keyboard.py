"""The keyboard alone: Tab goes as one reads, Esc leads back, Ctrl Z undoes, and where one is can be seen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_admin.context import Context
from desktop_admin.pages.audit.page import AuditPage
from desktop_admin.pages.members.page import MembersPage
from desktop_admin.pages.overview.page import OverviewPage
from desktop_admin.shell import Notice
from desktop_admin.theme.theme import ThemeMode
from desktop_admin.widgets.banner import Banner
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.chips import Chips
from tests.desktop_admin.conftest import Driver

KINDS = ("", "primary", "danger", "quiet", "small", "icon", "chip", "page", "search", "team")
TONES = ("warn", "bad", "info", "ok")
MOST_STEPS = 60


def follow_tab(console: Driver, name: str) -> list[str]:
    """What Tab comes to on a page, from the sidebar to its end."""
    window = console.window
    window.sidebar.pages[name].setFocus()
    names: list[str] = []
    for _ in range(MOST_STEPS):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        focused = window.focusWidget()
        if focused is window.sidebar.team:
            break
        text = focused.accessibleName() or getattr(focused, "text", str)()
        names.append(text.split(":")[0])
    return names


def test_tab_goes_as_one_reads(console: Driver) -> None:
    page = console.open_page("overview")
    assert isinstance(page, OverviewPage)
    console.wait_until(lambda: sum(button.isVisible() for button in page.attention.buttons) >= 2)
    names = follow_tab(console, "overview")
    assert names[:3] == ["Auto-distribute…", "Invite", "Buy credits"]
    wanted = ("Give credits", "See invites", "30 d", "All 6", "Export CSV", "Members")
    seen = [names.index(one) for one in wanted]
    assert seen == sorted(seen), names
    assert "7 d" not in names, "of chips Tab comes to the chosen one"


def test_tab_comes_to_the_packs_before_the_history(console: Driver) -> None:
    console.open_page("purchases")
    names = follow_tab(console, "purchases")
    assert names[0] == "Buy Starter"
    assert names[-1] == "Purchases"


def test_esc_leads_back_to_the_row_one_came_from(console: Driver) -> None:
    page = console.open_page("audit")
    assert isinstance(page, AuditPage)
    console.window.activateWindow()
    page.table.setFocus()
    page.table.selectRow(1)
    console.press(page.table, Qt.Key.Key_Return)
    console.wait_until(console.window.drawer.close_button.hasFocus)
    console.press(console.window.drawer.close_button, Qt.Key.Key_Escape)
    assert page.table.hasFocus()
    console.press(page.table, Qt.Key.Key_Down)
    assert page.table.currentIndex().row() == 2


def test_space_opens_a_member_from_the_overview(console: Driver) -> None:
    page = console.open_page("overview")
    assert isinstance(page, OverviewPage)
    console.wait_until(lambda: page.people.model.rowCount() >= 6)
    page.people.table.selectRow(1)
    console.press(page.people.table, Qt.Key.Key_Space)
    console.wait_until(lambda: isinstance(console.window.page, MembersPage))


def test_a_page_opened_from_another_is_one_tab_away(console: Driver) -> None:
    window = console.window
    assert window.focusWidget() is window.sidebar.pages["overview"]
    page = console.open_page("overview")
    assert isinstance(page, OverviewPage)
    console.wait_until(page.people.table.isVisible)
    page.people.table.setFocus()
    assert window.focusWidget() is page.people.table
    console.open_page("usage")
    assert window.focusWidget() is window.sidebar.pages["usage"]


def test_the_first_undo_has_room_beside_its_text(console: Driver) -> None:
    toast = console.window.toast
    toast.undo.setText("Rückgängig")
    console.context.shell.say("Moved 5 credits to Daniel Kim", list)
    console.wait_until(lambda: not toast.is_moving)
    assert toast.undo.width() >= toast.undo.sizeHint().width()
    assert toast.text.geometry().right() < toast.undo.geometry().left()


def test_undo_stays_in_the_window_and_ctrl_z_presses_it(console: Driver) -> None:
    console.open_page("overview")
    undone: list[None] = []
    toast = console.window.toast
    console.context.shell.say(f"Moved 5 credits from {'W' * 120} to {'M' * 120}", lambda: undone.append(None))
    console.wait_until(lambda: not toast.is_moving)
    corner = toast.undo.mapTo(console.window, toast.undo.rect().bottomRight())
    assert console.window.rect().contains(corner)
    console.activate()
    console.press(console.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [None]
    assert not toast.isVisible()
    console.press(console.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [None]


def shows_focus(bot: QtBot, button: QWidget, other: QWidget) -> bool:
    """Whether a button looks different with the focus."""
    pictures = []
    for focused in (button, other):
        focused.setFocus()
        bot.waitUntil(focused.hasFocus)
        pictures.append(button.grab().toImage())
    return bool(pictures[0] != pictures[1])


@pytest.mark.parametrize("mode", [ThemeMode.LIGHT, ThemeMode.DARK])
def test_every_kind_of_button_shows_that_it_has_the_focus(
    qtbot: QtBot, context: Context, mode: ThemeMode
) -> None:
    context.theme.choose(mode)
    window, theme = QWidget(), context.theme
    buttons = [Button(theme, "" if kind == "icon" else "Words", kind=kind, icon="check") for kind in KINDS]
    banners = [Banner(theme, Notice(tone, "Words.", "", ("Do", list))) for tone in TONES]
    row, other = QHBoxLayout(window), Button(theme, "Other")
    for widget in (*buttons, *banners, other):
        row.addWidget(widget)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    named = dict(zip(KINDS, buttons, strict=True))
    for banner in banners:
        named[f"of a banner: {banner.notice.tone}"] = next(b for b in banner.findChildren(Button) if b.text())
    blind = [name for name, button in named.items() if not shows_focus(qtbot, button, other)]
    assert blind == []


def test_a_disabled_danger_looks_disabled(qtbot: QtBot, context: Context) -> None:
    button = Button(context.theme, "Delete", kind="danger")
    qtbot.addWidget(button)
    button.show()
    before = button.grab().toImage()
    button.setEnabled(False)
    assert button.grab().toImage() != before


def test_tab_comes_to_the_chosen_chip_and_arrows_choose_others(qtbot: QtBot, context: Context) -> None:
    window = QWidget()
    chosen: list[str] = []
    first, chips = Button(context.theme, "First"), Chips(context.theme)
    chips.show_choices([("a", "A", None), ("b", "B", None), ("c", "C", None)])
    chips.preset("b")
    chips.chosen.connect(chosen.append)
    row = QHBoxLayout(window)
    row.addWidget(first)
    row.addWidget(chips)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    QTest.keyClick(first, Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert isinstance(focused, Button)
    assert focused.text() == "B"
    QTest.keyClick(focused, Qt.Key.Key_Right)
    assert chosen == ["c"]
