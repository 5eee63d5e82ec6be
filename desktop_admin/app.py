"""Puts the console together: the application, its theme and language, the context and the window."""

import random
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from PySide6.QtCore import QLocale, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from desktop_admin.api.api import Api
from desktop_admin.api.client import ApiClient
from desktop_admin.api.live import LiveFeed
from desktop_admin.context import Context
from desktop_admin.faults import install_hook, open_log
from desktop_admin.i18n import choose_language, install_language
from desktop_admin.platform.keyring_store import KeyringStore
from desktop_admin.stores.connection import Connection
from desktop_admin.stores.session import Session
from desktop_admin.stores.stores import Stores
from desktop_admin.theme.theme import Theme, ThemeMode
from desktop_admin.window.main_window import MainWindow
from desktop_admin.window.verbs import THEME_MODE

LANGUAGE = "language"


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


def run_console(server: str = "", *, self_test: bool = False) -> int:
    """Open the console and stay until it is closed; the exit code. `self_test` closes it after the first paint."""
    application = QApplication(sys.argv[:1])
    application.setOrganizationName("Closeup")
    application.setApplicationName("Closeup")
    application.setDesktopFileName("closeup")
    settings = QSettings()
    language = choose_language(str(settings.value(LANGUAGE, "")), QLocale.system())
    install_language(application, language)
    locale = QLocale.system() if QLocale.system().name().startswith(language) else QLocale(language)
    QLocale.setDefault(locale)
    open_log()
    outside = Outside(settings, KeyringStore(), locale)
    context = open_context(outside)
    install_hook(context.shell)
    window = MainWindow(context)
    if server:
        window.sign_in.prepare(server)
    window.show()
    context.session.restore()
    # Without a tick Python would never get to see Ctrl C while Qt waits.
    signal.signal(signal.SIGINT, lambda *_: application.quit())
    ticking = QTimer(interval=500)
    ticking.timeout.connect(lambda: None)
    ticking.start()
    if self_test:
        QTimer.singleShot(200, application.quit)
    code = application.exec()
    context.feed.stop()
    outside.keyring.wait()
    return code


def _read_mode(settings: QSettings) -> ThemeMode:
    kept = str(settings.value(THEME_MODE, ""))
    return ThemeMode(kept) if kept in set(ThemeMode) else ThemeMode.SYSTEM
