"""Puts the console together: the application, its theme and language, the context and the window."""

import random
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QSettings, QThreadPool, QTimer
from PySide6.QtWidgets import QApplication

from desktop_admin.api.api import Api
from desktop_admin.api.client import ApiClient
from desktop_admin.api.live import LiveFeed
from desktop_admin.context import Context
from desktop_admin.faults import install_hook, open_log
from desktop_admin.i18n import LANGUAGE, choose_language, install_language
from desktop_admin.platform.garbage import Collector
from desktop_admin.platform.keyring_store import KeyringStore
from desktop_admin.platform.tray import Tray
from desktop_admin.stores.connection import Connection
from desktop_admin.stores.session import Session
from desktop_admin.stores.stores import Stores
from desktop_admin.theme.theme import THEME_MODE, Theme, ThemeMode
from desktop_admin.window.first_paint import FirstPaint
from desktop_admin.window.main_window import MainWindow
from desktop_admin.window.self_test import find_missing

TICK_MS = 500
LAST_WORK_MS = 2_000  # for what threads have begun when the window is closed


@dataclass(frozen=True)
class Outside:
    """What comes from outside: settings, the keyring, the time, chance and the locale."""

    settings: QSettings
    keyring: KeyringStore
    locale: QLocale
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    new_id: Callable[[], str] = lambda: str(uuid4())
    jitter: Callable[[], float] = random.random


def open_context(outside: Outside) -> Context:
    """Everything but the window."""
    client = ApiClient(outside.new_id)
    api, feed = Api(client), LiveFeed(client, outside.jitter)
    theme = Theme(_read_mode(outside.settings))
    theme.apply()
    return Context(
        api=api,
        feed=feed,
        connection=Connection(client, feed, outside.clock),
        session=Session(api, outside.settings, outside.keyring),
        stores=Stores(api, feed, outside.clock),
        settings=outside.settings,
        theme=theme,
        clock=outside.clock,
        locale=outside.locale,
    )


def run_console(
    server: str = "", *, self_test: bool = False, painted: Callable[[], object] | None = None
) -> int:
    """Open the console and stay until it is closed; the exit code.

    `painted` is called after the first paint. `self_test` then looks for every part, says so and closes.
    """
    application = QApplication(sys.argv[:1])
    application.setOrganizationName("Closeup")
    application.setApplicationName("Closeup")
    application.setDesktopFileName("closeup")
    settings = QSettings()
    locale = _speak(application, settings)
    open_log()
    outside = Outside(settings, KeyringStore(), locale)
    context = open_context(outside)
    install_hook(context.shell)
    window = MainWindow(context)
    if server:
        window.sign_in.prepare(server)
    paint = FirstPaint(window).happened
    paint.connect(lambda: open_tray(window, context))
    paint.connect(context.session.restore)
    if painted is not None:
        paint.connect(painted)
    if self_test:
        paint.connect(lambda: application.exit(_report_parts()))
    window.show()
    ticking, collector = _follow_signals(application), Collector()
    code = application.exec()
    ticking.stop()
    collector.stop()
    close_console(window, context, outside.keyring)
    return code


def open_tray(window: MainWindow, context: Context) -> Tray:
    """Desktop notifications beside what the window says; a click on one brings the window to the front."""
    tray = Tray(context.settings, context.theme.icon("generations", "accent"), "Closeup", window)
    context.shell.announced.connect(tray.tell)
    tray.pressed.connect(window.show)
    tray.pressed.connect(window.raise_)
    tray.pressed.connect(window.activateWindow)
    return tray


def close_console(window: MainWindow, context: Context, keyring: KeyringStore) -> None:
    """End everything in order while the application still lives: left to Python, it would go in any order."""
    context.feed.stop()
    context.stores.clear()
    window.close()
    window.deleteLater()
    context.api.client.close()
    keyring.wait()
    QThreadPool.globalInstance().waitForDone(LAST_WORK_MS)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _speak(application: QApplication, settings: QSettings) -> QLocale:
    """Put the chosen language in force; how dates and numbers are written in it."""
    language = choose_language(str(settings.value(LANGUAGE, "")), QLocale.system())
    install_language(application, language)
    locale = QLocale.system() if QLocale.system().name().startswith(language) else QLocale(language)
    QLocale.setDefault(locale)
    return locale


def _follow_signals(application: QApplication) -> QTimer:
    """End on Ctrl C and on being asked to; without a tick Python would never get to see them while Qt waits."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: application.quit())
    ticking = QTimer(interval=TICK_MS)
    ticking.timeout.connect(lambda: None)
    ticking.start()
    return ticking


def _report_parts() -> int:
    missing = list(find_missing())
    sys.stdout.write(
        f"missing: {', '.join(missing)}\n" if missing else "closeup console: every part is here\n"
    )
    return 1 if missing else 0


def _read_mode(settings: QSettings) -> ThemeMode:
    kept = str(settings.value(THEME_MODE, ""))
    return ThemeMode(kept) if kept in set(ThemeMode) else ThemeMode.SYSTEM
