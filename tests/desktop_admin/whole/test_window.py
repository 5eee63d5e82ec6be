"""The window around the pages: palette, drawer, toast, files, accounts, languages, faults, reduced motion."""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTimer, QTranslator
from PySide6.QtWidgets import (
    QLabel,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QWidget,
)

from desktop_admin.faults import install_hook, open_log
from desktop_admin.i18n import install_language
from desktop_admin.pages.overview.page import OverviewPage
from desktop_admin.theme.theme import ThemeMode
from desktop_admin.widgets.export import save_table
from desktop_admin.widgets.palette import PaletteDialog
from desktop_admin.window.main_window import MainWindow
from tests.desktop_admin.conftest import Driver
from tests.desktop_admin.served import Served
from tests.desktop_admin.shots.pictures import check_picture, find_cut, keep_picture

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_the_sidebar_says_at_once_that_it_is_live(opened: Driver, served: Served) -> None:
    said: list[str] = []
    opened.context.feed.connected.connect(lambda: said.append(opened.window.sidebar.status.text()))
    opened.context.session.adopt(served.account)
    opened.wait_live()
    assert said[-1].startswith("Live"), "not with the next second"


def test_the_palette_opens_runs_and_closes_by_keyboard(console: Driver) -> None:
    console.open_page("overview")
    console.activate()
    console.press(console.window, Qt.Key.Key_K, CONTROL)
    dialog = console.window.findChild(PaletteDialog)
    assert dialog is not None
    console.type(dialog.field, "dark theme")
    console.press(dialog.field, Qt.Key.Key_Return)
    console.wait_until(lambda: console.context.theme.is_dark)
    assert not dialog.isVisible()
    assert console.context.settings.value("theme/mode") == ThemeMode.DARK.value


def test_the_palette_finds_a_member_and_esc_changes_nothing(console: Driver) -> None:
    page = console.open_page("overview")
    dialog = console.window.open_palette()
    assert dialog is not None
    console.type(dialog.field, "chiara")
    console.press(dialog.field, Qt.Key.Key_Down)
    console.press(dialog.field, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert console.window.page is page


def test_the_drawer_takes_the_focus_and_esc_gives_its_room_back(console: Driver) -> None:
    console.open_page("overview")
    before = console.window.stack.width()
    content = QLabel("Details")
    console.context.shell.open_drawer("Chiara <b>Russo</b>", content)
    drawer = console.window.drawer
    console.wait_until(lambda: drawer.isVisible() and console.window.stack.width() < before)
    assert drawer.title.text() == "Chiara <b>Russo</b>"
    gone: list[object] = []
    content.destroyed.connect(lambda: gone.append(None))
    console.press(drawer, Qt.Key.Key_Escape)
    console.wait_until(lambda: not drawer.isVisible() and console.window.stack.width() == before)
    console.wait_until(lambda: bool(gone))


def test_a_narrow_window_has_the_drawer_over_the_page(console: Driver) -> None:
    console.window.resize(1200, 720)
    console.open_page("overview")
    before = console.window.stack.width()
    console.context.shell.open_drawer("Details", QWidget())
    assert console.window.drawer.geometry().right() == console.window.width() - 1
    assert console.window.stack.width() == before


def test_undo_of_a_toast_runs_once_and_the_next_toast_takes_the_place(console: Driver) -> None:
    undone: list[str] = []
    shell, toast = console.context.shell, console.window.toast
    shell.say("Moved 5 credits", lambda: undone.append("first"))
    shell.say("Moved 7 credits", lambda: undone.append("second"))
    assert toast.accessibleName() == "Moved 7 credits"
    console.click(toast.undo)
    assert undone == ["second"]
    assert not toast.isVisible()
    shell.say("Saved")
    assert not toast.undo.isVisible()


class Motion(QProxyStyle):
    """A desktop that wants motion, or wants none."""

    def __init__(self, milliseconds: int) -> None:
        super().__init__("Fusion")
        self._milliseconds = milliseconds

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returned: QStyleHintReturn | None = None,
    ) -> int:
        if hint == QStyle.StyleHint.SH_Widget_Animation_Duration:
            return self._milliseconds
        return super().styleHint(hint, option, widget, returned)


@pytest.mark.parametrize("wanted", [200, 0])
def test_a_desktop_without_motion_gets_none(console: Driver, wanted: int) -> None:
    toast, style = console.window.toast, Motion(wanted)
    style.setParent(toast)  # a widget does not keep its style alive
    toast.setStyle(style)
    console.context.shell.say("Saved")
    assert toast.is_moving is bool(wanted)
    console.wait_until(lambda: not toast.is_moving)
    assert toast.geometry().bottom() < console.window.height()


def test_a_csv_is_what_is_shown_and_no_formula(console: Driver, served: Served, tmp_path: Path) -> None:
    served.invite("=1+1 & <b>Sum</b>")
    page = console.open_page("overview")
    assert isinstance(page, OverviewPage)
    console.wait_until(lambda: any("Sum" in row[0] for row in page.people.model.list_texts()))
    file = tmp_path / "members.csv"
    assert save_table(console.context.shell, page.people.model, file)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines))
    assert tuple(rows[0]) == page.people.model.titles
    assert len(rows) == page.people.model.rowCount() + 1
    assert [row[0] for row in rows if "Sum" in row[0]] == ["'=1+1 & <b>Sum</b>"]


def test_a_folder_that_cannot_be_written_is_said_and_nothing_is_left(console: Driver, tmp_path: Path) -> None:
    page = console.open_page("overview")
    assert isinstance(page, OverviewPage)
    assert not save_table(console.context.shell, page.people.model, tmp_path / "nowhere" / "members.csv")
    assert list(tmp_path.glob("nowhere*")) == []


def test_several_accounts_keep_their_pages_apart(console: Driver, served: Served) -> None:
    session = console.context.session
    console.wait_until(lambda: session.current is not None and bool(session.current.team))
    first = session.current
    assert first is not None
    page = console.open_page("overview")
    assert isinstance(page, OverviewPage)
    console.wait_until(lambda: page.people.model.rowCount() >= 6)
    session.adopt(served.sign_in_again())
    other = console.open_page("overview")
    assert other is not page, "nothing of the first team stays"
    assert len(session.accounts) == 2
    titles = [command.title for command in console.context.commands.search("")]
    assert first.title in titles
    session.use(first)
    again = console.open_page("overview")
    assert isinstance(again, OverviewPage)
    console.wait_until(lambda: again.people.model.rowCount() >= 6)


def test_signing_out_of_one_team_leads_to_the_next(console: Driver, served: Served) -> None:
    session = console.context.session
    first = session.current
    session.adopt(served.sign_in_again())
    session.sign_out()
    assert session.current == first
    assert console.window.page is not None


def test_a_slot_that_fails_is_written_down_and_said_and_nothing_stops(
    console: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = console.open_page("overview")
    path = open_log(tmp_path)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # put back afterwards: pytest-qt has its own
    install_hook(console.context.shell)
    with pytest.raises(ValueError, match="cu_123") as raised:
        int("a secret cu_123")
    sys.excepthook(raised.type, raised.value, raised.tb)
    console.wait_until(lambda: "ValueError" in path.read_text(encoding="utf-8"))
    assert "cu_123" not in path.read_text(encoding="utf-8")
    assert "Something in the console went wrong." in " ".join(
        label.text() for label in page.findChildren(QLabel)
    )
    fired: list[object] = []
    QTimer.singleShot(0, lambda: fired.append(None))
    console.wait_until(lambda: bool(fired))


@pytest.fixture
def german(context: object) -> Iterator[None]:
    """German, as the application speaks it."""
    yield from put_in_force([])


def put_in_force(extra: list[QTranslator]) -> Iterator[None]:
    application = QCoreApplication.instance()
    assert application is not None
    translators = [*install_language(application, "de"), *extra]
    yield
    for translator in translators:
        application.removeTranslator(translator)


def test_a_german_window_speaks_german_everywhere(console: Driver, german: None, shots: Path) -> None:
    window = MainWindow(console.context)
    console.bot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    console.wait_until(lambda: window.page is not None and bool(window.page.findChildren(QLabel)))
    texts = {label.text() for label in window.findChildren(QLabel)}
    assert "Übersicht" in texts
    assert not texts & {"Overview", "Members", "Credits used per day", "Needs attention"}
    check_picture(keep_picture(window, shots, "overview-german", ThemeMode.LIGHT), window)


class LongTexts(QTranslator):
    """A made-up language whose texts are 40 % longer, with the same places for values."""

    def translate(self, _context: str, source: str, _comment: str = "", _count: int = -1) -> str:  # type: ignore[override] # Qt's own signature in words
        return f"{source} {'ä' * round(len(source) * 0.4 - 1)}" if len(source) > 2 else source

    def isEmpty(self) -> bool:
        return False


@pytest.fixture
def long_texts(context: object) -> Iterator[None]:
    """The made-up language."""
    application = QCoreApplication.instance()
    assert application is not None
    translator = LongTexts()
    application.installTranslator(translator)
    yield
    application.removeTranslator(translator)


@pytest.mark.parametrize("name", ["overview", "purchases", "usage"])
def test_longer_texts_find_room(console: Driver, long_texts: None, name: str, shots: Path) -> None:
    window = MainWindow(console.context)
    console.bot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    window.open_page(name)
    console.wait_until(lambda: window.page is not None and window.page.phase.value != "loading")
    keep_picture(window, shots, f"{name}-long", ThemeMode.LIGHT)
    assert find_cut(window) == []
