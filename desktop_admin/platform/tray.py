"""Desktop notifications through the system's tray, where there is one; never the only notice."""

from typing import Final

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon

NOTIFICATIONS: Final = "notifications/on"  # where the choice is kept
SHOWN_MS: Final = 8_000


def is_tray_there() -> bool:
    """Whether this desktop can show notifications for us."""
    return QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()


def wants_notifications(settings: QSettings) -> bool:
    """Whether the person wants them; they do until they say otherwise."""
    return settings.value(NOTIFICATIONS, "true") in ("true", True)


class Tray(QObject):
    """An icon in the tray while notifications are wanted; `pressed` when somebody clicks it or a notification."""

    pressed = Signal()

    def __init__(self, settings: QSettings, icon: QIcon, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings, self._look, self._name = settings, icon, name
        self._icon: QSystemTrayIcon | None = None
        self.refresh()

    @property
    def is_shown(self) -> bool:
        """Whether the icon is there."""
        return self._icon is not None

    def refresh(self) -> None:
        """Come and go with the desktop's tray and the person's wish."""
        wanted = is_tray_there() and wants_notifications(self._settings)
        if wanted and self._icon is None:
            self._icon = QSystemTrayIcon(self._look, self)
            self._icon.setToolTip(self._name)
            self._icon.activated.connect(lambda _reason: self.pressed.emit())
            self._icon.messageClicked.connect(self.pressed)
            self._icon.show()
        elif not wanted and self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
            self._icon = None

    def tell(self, title: str, text: str) -> None:
        """Show a notification, if they are wanted and can be shown."""
        self.refresh()
        if self._icon is not None:
            self._icon.showMessage(title, text, QSystemTrayIcon.MessageIcon.Information, SHOWN_MS)
