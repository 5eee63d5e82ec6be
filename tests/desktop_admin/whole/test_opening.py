"""How the console opens: a frame at once, what it holds soon after, and nothing that keeps the event thread."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QSettings
from pytestqt.qtbot import QtBot

from desktop_admin.platform.keyring_store import ACCOUNTS, KeyringStore
from desktop_admin.theme.theme import open_theme
from desktop_admin.window.first_paint import FirstPaint
from desktop_admin.window.frame import SMALLEST, Frame
from desktop_admin.window.opening import Opening
from tests.desktop_admin.conftest import PATIENCE_MS, MemoryVault
from tests.desktop_admin.served import Served
from tests.desktop_admin.watchdog import Watchdog
from tests.house.sources import ROOT

READ_LATER = ("pydantic", "keyring", "segno", "PySide6.QtNetwork", "desktop_admin.pages", "desktop_admin.api")
ASKING = """
import sys
from desktop_admin.app import run_console
def look():
    print(*[name for name in sys.argv[1].split(",") if name in sys.modules], sep=",")
sys.exit(run_console(painted=look, self_test=True))
"""


class SlowVault(MemoryVault):
    """A keyring that asks its owner first."""

    def __init__(self) -> None:
        super().__init__()
        self.unlocked = threading.Event()

    def get_password(self, service: str, name: str) -> str | None:
        self.unlocked.wait(PATIENCE_MS / 1000)
        return super().get_password(service, name)


@pytest.fixture
def settings(tmp_path: Path, qtbot: QtBot) -> QSettings:
    """Settings of this test's own."""
    return QSettings(str(tmp_path / "console.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def start(
    settings: QSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Opening]]:
    """Opens the console as the application does, with a keyring of the test's."""
    started: list[Opening] = []
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))  # where the log goes
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)

    def run(vault: MemoryVault) -> Opening:
        theme = open_theme(settings)
        frame = Frame(theme, settings, is_known=settings.contains(ACCOUNTS))
        opening = Opening(frame, theme, settings, KeyringStore(vault), QLocale("en_GB"))
        FirstPaint(frame).happened.connect(opening.start)
        frame.show()
        started.append(opening)
        return opening

    yield run
    for opening in started:
        opening.close()


Start = Callable[[MemoryVault], Opening]


def sign_in(opening: Opening, served: Served, qtbot: QtBot) -> None:
    """As the page for signing in does once the server has answered."""
    with qtbot.waitSignal(opening.opened, timeout=PATIENCE_MS):
        pass
    assert opening.window is not None
    qtbot.waitUntil(opening.window.sign_in.server.edit.hasFocus, timeout=PATIENCE_MS)
    opening.window.context.session.adopt(served.account)


def has_page(opening: Opening) -> bool:
    return opening.window is not None and opening.window.page is not None and opening.window.isVisible()


def test_the_first_paint_waits_for_nothing_that_it_does_not_show(tmp_path: Path) -> None:
    places = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), str(tmp_path))
    done = subprocess.run(
        [sys.executable, "-c", ASKING, ",".join(READ_LATER)],
        cwd=ROOT,
        env={**os.environ, **places, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "\ncloseup console: every part is here\n"), done.stderr


def test_who_was_signed_in_finds_page_size_and_title_again(
    start: Start, served: Served, vault: MemoryVault, qtbot: QtBot
) -> None:
    first = start(vault)
    sign_in(first, served, qtbot)
    assert first.window is not None
    first.window.open_page("audit")
    first.frame.resize(SMALLEST[0], 720)
    first.close()
    second = start(vault)
    seen: list[bool] = []
    FirstPaint(second.frame).happened.connect(lambda: seen.append(second.window is None))
    qtbot.waitUntil(lambda: has_page(second), timeout=PATIENCE_MS)
    assert seen == [True], "the frame was painted before there was anything in it"
    assert second.window is not None
    assert second.window.page is second.window.pages["audit"]
    assert not second.window.sign_in.isVisible()
    assert (second.frame.width(), second.frame.height()) == (SMALLEST[0], 720)
    qtbot.waitUntil(lambda: second.frame.windowTitle().endswith(" - Closeup"), timeout=PATIENCE_MS)


def test_a_keyring_that_asks_first_keeps_nobody_waiting(start: Start, served: Served, qtbot: QtBot) -> None:
    vault = SlowVault()
    sign_in(start(vault), served, qtbot)
    vault.unlocked.clear()
    opening = start(vault)
    with qtbot.waitSignal(opening.opened, timeout=PATIENCE_MS):
        pass
    assert opening.window is not None
    qtbot.waitUntil(opening.window.sign_in.isVisible, timeout=PATIENCE_MS)
    vault.unlocked.set()
    qtbot.waitUntil(lambda: has_page(opening), timeout=PATIENCE_MS)


def test_opening_does_not_keep_the_event_thread(
    start: Start, served: Served, vault: MemoryVault, collector: None, qtbot: QtBot
) -> None:
    sign_in(start(vault), served, qtbot)
    kept = []
    for _ in range(5):  # what blocks by itself does so every time
        opening = start(vault)
        with Watchdog() as watchdog:
            qtbot.waitUntil(partial(has_page, opening), timeout=PATIENCE_MS)
        kept.append(watchdog.blocks)
    assert [] in kept, kept


def test_closing_at_once_is_no_fault(start: Start, vault: MemoryVault, qtbot: QtBot) -> None:
    opening = start(vault)
    with qtbot.waitSignal(FirstPaint(opening.frame).happened, timeout=PATIENCE_MS):
        pass
    opening.close()
    assert not opening.frame.isVisible()
