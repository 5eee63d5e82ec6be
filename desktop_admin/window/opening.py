"""Reads and builds what the frame holds, after its first paint: code in a thread beside it, widgets turn by turn."""

import importlib
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QLocale,
    QObject,
    QSettings,
    QThread,
    QThreadPool,
    QTimer,
    Signal,
)
from PySide6.QtWidgets import QWidget

from desktop_admin.platform.keyring_store import ACCOUNTS, KeyringStore
from desktop_admin.theme.theme import Theme
from desktop_admin.window.frame import LAST_PAGE, Frame

if TYPE_CHECKING:
    from desktop_admin.context import Context
    from desktop_admin.platform.tray import Tray
    from desktop_admin.window.main_window import MainWindow

LAST_WORK_MS: Final = 2_000  # for what threads have begun when the window is closed
KEYRING_MS: Final = 1_500  # a keyring that asks its owner first takes longer; signing in is offered meanwhile
_BASE: Final = ("desktop_admin.faults", "desktop_admin.platform.tray", "desktop_admin.window.main_window")


class Opening(QObject):
    """`opened` once the window stands; `start` it after the first paint of `frame`."""

    opened = Signal()

    def __init__(
        self, frame: Frame, theme: Theme, settings: QSettings, keyring: KeyringStore, locale: QLocale
    ) -> None:
        super().__init__(frame)
        self.frame, self._theme, self._settings, self._locale = frame, theme, settings, locale
        self._keyring = keyring
        self._server = ""
        self._context: Context | None = None
        self.window: MainWindow | None = None
        self._reading = _Reading(self, _name_first_page(settings))
        self._reading.base_read.connect(self._build_context)

    def start(self, server: str = "") -> None:
        """Begin; `server` is where to sign in, unless somebody is."""
        self._server = server
        self._reading.start()

    def close(self) -> None:
        """End what was begun, in order."""
        self.frame.close()
        self.frame.takeCentralWidget()  # what goes while it is in a closed window would still be painted there
        self._reading.wait()
        if self.window is not None and self._context is not None:
            from desktop_admin.faults import close_log

            close_console(self.window, self._context, self._keyring)
            close_log()
            self.window = self._context = None

    def _build_context(self) -> None:
        try:
            from desktop_admin.context import Outside, open_context
            from desktop_admin.faults import install_hook, open_log
        except ImportError as error:
            sys.stderr.write(
                f"closeup: {error.name or 'A part'} cannot be loaded here."
                " See the list of system packages in docs/console.md.\n"
            )
            QCoreApplication.exit(1)
            return
        open_log()
        context = self._context = open_context(
            Outside(self._settings, self._keyring, self._locale), self._theme
        )
        install_hook(context.shell)
        QTimer.singleShot(0, self, self._build_window)

    def _build_window(self) -> None:
        from desktop_admin.window.main_window import MainWindow

        context = self._context
        if context is None:
            return
        self.window = MainWindow(context)
        context.session.restored.connect(lambda: QTimer.singleShot(0, self, self._show))
        QTimer.singleShot(KEYRING_MS, self, self._show)
        QTimer.singleShot(0, self, context.session.restore)

    def _show(self) -> None:
        window, context = self.window, self._context
        if window is None or context is None or window.parent() is not None:
            return
        self.frame.hold(window)
        if window.page is None:
            window.sign_in.prepare(self._server)
        open_tray(self.frame, context)
        self.opened.emit()


def _name_first_page(settings: QSettings) -> str:
    """The page that is seen first; empty where somebody has to sign in before."""
    return str(settings.value(LAST_PAGE, "overview")) if settings.contains(ACCOUNTS) else ""


class _Reading(QThread):
    """Imports: first what every window has and the page that is shown first, if any, then the others.

    What cannot be read here says so where it is used.
    """

    base_read = Signal()

    def __init__(self, parent: QObject, first_page: str) -> None:
        super().__init__(parent)
        self._first_page = first_page

    def run(self) -> None:
        """Read."""
        with suppress(ImportError):
            for name in _BASE:
                importlib.import_module(name)
            from desktop_admin.pages.registry import list_pages

            pages = sorted(list_pages(), key=lambda entry: entry.name != self._first_page)
            if self._first_page:
                importlib.import_module(pages[0].module)
            self.base_read.emit()
            for entry in pages:
                importlib.import_module(entry.module)
            return
        self.base_read.emit()


def open_tray(frame: QWidget, context: "Context") -> "Tray":
    """Desktop notifications beside what the window says; a click on one brings the window to the front."""
    from desktop_admin.platform.tray import Tray

    tray = Tray(context.settings, context.theme.icon("generations", "accent"), "Closeup", frame)
    context.shell.announced.connect(tray.tell)
    tray.pressed.connect(frame.show)
    tray.pressed.connect(frame.raise_)
    tray.pressed.connect(frame.activateWindow)
    return tray


def close_console(window: "MainWindow", context: "Context", keyring: KeyringStore) -> None:
    """End everything in order while the application still lives: left to Python, it would go in any order."""
    context.feed.stop()
    context.stores.clear()
    window.close()
    window.deleteLater()
    context.api.client.close()
    keyring.wait()
    QThreadPool.globalInstance().waitForDone(LAST_WORK_MS)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
