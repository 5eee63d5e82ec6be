"""Starts the console: the application, its theme and language, and the frame, which is seen before all else is read."""

import signal
import sys
from collections.abc import Callable

from PySide6.QtCore import QLocale, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from desktop_admin.i18n import LANGUAGE, choose_language, install_language
from desktop_admin.platform.garbage import Collector
from desktop_admin.platform.keyring_store import ACCOUNTS, KeyringStore
from desktop_admin.theme.theme import open_theme
from desktop_admin.window.first_paint import FirstPaint
from desktop_admin.window.frame import Frame
from desktop_admin.window.opening import Opening

TICK_MS = 500


def run_console(
    server: str = "", *, self_test: bool = False, painted: Callable[[], object] | None = None
) -> int:
    """Open the console and stay until it is closed; the exit code.

    `painted` is called after the first paint. `self_test` looks for every part once all is built, says so and closes.
    """
    application = QApplication(sys.argv[:1])
    application.setOrganizationName("Closeup")
    application.setApplicationName("Closeup")
    application.setDesktopFileName("closeup")
    settings = QSettings()
    locale = _speak(application, settings)
    theme = open_theme(settings)
    frame = Frame(theme, settings, is_known=settings.contains(ACCOUNTS))
    opening = Opening(frame, theme, settings, KeyringStore(), locale)
    paint = FirstPaint(frame).happened
    if painted is not None:
        paint.connect(painted)
    paint.connect(lambda: opening.start(server))
    if self_test:
        opening.opened.connect(lambda: application.exit(_report_parts()))
    frame.show()
    ticking, collector = _follow_signals(application), Collector()
    opening.opened.connect(collector.settle)
    code = application.exec()
    ticking.stop()
    collector.stop()
    opening.close()
    return code


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
        # Not `quit`, which closes windows that are still to be painted.
        signal.signal(number, lambda *_: application.exit(0))
    ticking = QTimer(interval=TICK_MS)
    ticking.timeout.connect(lambda: None)
    ticking.start()
    return ticking


def _report_parts() -> int:
    from desktop_admin.window.self_test import find_missing

    missing = list(find_missing())
    sys.stdout.write(
        f"missing: {', '.join(missing)}\n" if missing else "closeup console: every part is here\n"
    )
    return 1 if missing else 0
