"""What every test of the console gets: a served team, a signed-in window, a watch on the event thread."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from keyring.errors import PasswordDeleteError
from PySide6.QtCore import QCoreApplication, QLocale, QObject, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_admin.context import Context, Outside, open_context
from desktop_admin.i18n import install_language
from desktop_admin.pages.page import Page
from desktop_admin.platform.garbage import Collector
from desktop_admin.platform.keyring_store import KeyringStore
from desktop_admin.stores.store import Phase
from desktop_admin.theme.theme import ThemeMode, open_theme
from desktop_admin.window.main_window import MainWindow
from tests.databases import Databases
from tests.desktop_admin.served import Served, open_served
from tests.desktop_admin.shots.pictures import choose_folder
from tests.desktop_admin.watchdog import Watchdog

NO_KEYS = Qt.KeyboardModifier.NoModifier
PATIENCE_MS = 20_000
MEMBERS = ("Amara Okafor", "Ben Lindqvist", "Chiara Russo", "Daniel Kim", "Elif Öztürk")


@dataclass
class MemoryVault:
    """A keyring that lives in memory, with the same answers as a real one."""

    kept: dict[tuple[str, str], str] = field(default_factory=dict)

    def get_password(self, service: str, name: str) -> str | None:
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, key: str) -> None:
        self.kept[service, name] = key

    def delete_password(self, service: str, name: str) -> None:
        if self.kept.pop((service, name), None) is None:
            raise PasswordDeleteError(name)


@dataclass
class Driver:
    """A window, and how a test waits for it."""

    window: MainWindow
    context: Context
    bot: QtBot
    vault: MemoryVault

    def wait_until(self, holds: Callable[[], bool]) -> None:
        """Run the event loop until it holds; a failure names nothing but the line."""
        self.bot.waitUntil(holds, timeout=PATIENCE_MS)

    def activate(self) -> None:
        """Bring the window to the front; asking once can come before the window system has shown it."""

        def is_active() -> bool:
            self.window.activateWindow()
            return self.window.isActiveWindow()

        self.wait_until(is_active)

    def press(self, widget: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = NO_KEYS) -> None:
        """Press a key as a person does."""
        QTest.keyClick(widget, key, held)

    def type(self, widget: QWidget, text: str) -> None:
        """Type a text."""
        QTest.keyClicks(widget, text)

    def click(self, widget: QWidget) -> None:
        """Click with the left button."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def open_page(self, name: str) -> Page:
        """Show a page and wait until it has its data."""
        self.window.open_page(name)
        page = self.window.page
        assert page is not None
        self.wait_until(lambda: page.phase is not Phase.LOADING)
        return page

    def wait_live(self) -> None:
        """Wait until changes come by themselves."""
        self.wait_until(lambda: self.context.feed.is_connected)


@pytest.fixture(scope="module")
def served(
    sqlite_databases: Databases, models_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """A served team that a file of tests shares: Ann the owner, five members, credits bought and given."""
    with (
        sqlite_databases.open_fresh() as url,
        open_served(url, tmp_path_factory.mktemp("served")) as served,
    ):
        served.stock(120)
        for name, credits_ in zip(MEMBERS, (40, 30, 0, 20, 10), strict=True):
            served.invite(name, credits_)
        yield served


@pytest.fixture
def vault() -> MemoryVault:
    """A keyring for one test."""
    return MemoryVault()


@pytest.fixture
def context(qtbot: QtBot, tmp_path: Path, vault: MemoryVault) -> Iterator[Context]:
    """Everything but a window, with settings of this test's own; nobody is signed in."""
    del qtbot
    yield from _open_context(tmp_path, vault)


def _open_context(folder: Path, vault: MemoryVault) -> Iterator[Context]:
    settings = QSettings(str(folder / "console.ini"), QSettings.Format.IniFormat)
    settings.setValue("theme/mode", ThemeMode.LIGHT.value)
    keyring = KeyringStore(vault)
    numbers = itertools.count(1)
    outside = Outside(
        settings,
        keyring,
        QLocale("en_GB"),
        clock=lambda: datetime.now(UTC),
        new_id=lambda: f"intent-{folder.name}-{next(numbers)}",
        jitter=lambda: 0.0,
    )
    context = open_context(outside, open_theme(settings))
    yield context
    context.feed.stop()
    context.stores.clear()
    context.api.client.close()
    assert keyring.wait(5000)


@pytest.fixture
def english(qapp: QObject) -> Iterator[None]:
    """English with its plurals, as the application speaks it."""
    application = QCoreApplication.instance()
    assert application is not None
    translators = install_language(application, "en")
    yield
    for translator in translators:
        application.removeTranslator(translator)


@pytest.fixture
def opened(context: Context, vault: MemoryVault, english: None, qtbot: QtBot) -> Driver:
    """A shown window in which nobody is signed in."""
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    return Driver(window, context, qtbot, vault)


@pytest.fixture
def console(opened: Driver, served: Served) -> Driver:
    """A window, signed in as the owner of the served team, live."""
    opened.context.session.adopt(served.account)
    opened.wait_live()
    return opened


@pytest.fixture
def collector() -> Iterator[None]:
    """Collects garbage as the console itself does."""
    collector = Collector()
    yield
    collector.stop()


@pytest.fixture
def watchdog(qapp: QObject) -> Iterator[Watchdog]:
    """Fails the test when the event thread was blocked for more than 50 ms of its own making."""
    with Watchdog() as watchdog:
        yield watchdog
    assert watchdog.blocks == [], watchdog.describe()


@pytest.fixture(scope="session")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of pictures for review."""
    return choose_folder(tmp_path_factory.mktemp("shots"))
