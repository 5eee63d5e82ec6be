"""The theme in force: system, light or dark, put on the application as palette and style sheet."""

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from desktop_admin.theme.fonts import choose_font
from desktop_admin.theme.icons import make_icon
from desktop_admin.theme.qss import write_sheet
from desktop_admin.theme.tokens import DARK, LIGHT, Tokens

THEME_MODE: Final = "theme/mode"  # where the choice is kept


class ThemeMode(StrEnum):
    """What a person chose; `system` follows the desktop and is light where the desktop does not say."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """`tokens` are the colours now; `changed` tells those who paint by themselves."""

    changed = Signal()

    def __init__(self, mode: ThemeMode = ThemeMode.SYSTEM, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.mode = mode
        self.tokens: Tokens = LIGHT
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow)

    @property
    def is_dark(self) -> bool:
        """Whether dark colours are shown."""
        return self.tokens is DARK

    def choose(self, mode: ThemeMode) -> None:
        """Change to a mode and show it."""
        self.mode = mode
        self.apply()

    def apply(self) -> None:
        """Put the colours on the application."""
        self.tokens = DARK if self._wants_dark() else LIGHT
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setStyle("Fusion")
            font = choose_font()
            application.setFont(font)
            application.setPalette(write_palette(self.tokens))
            application.setStyleSheet(write_sheet(self.tokens, font.family()))
        self.changed.emit()

    def icon(self, name: str, tint: str = "muted", checked: str = "accent") -> QIcon:
        """One of our icons in a token's colour, in another's while its button is checked, dull while it is disabled."""
        tokens = self.tokens
        return make_icon(name, getattr(tokens, tint), getattr(tokens, checked), tokens.field)

    def _wants_dark(self) -> bool:
        if self.mode is ThemeMode.SYSTEM:
            return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self.mode is ThemeMode.DARK

    def _follow(self) -> None:
        if self.mode is ThemeMode.SYSTEM:
            self.apply()


def open_theme(settings: QSettings) -> Theme:
    """The theme somebody chose, in force; the desktop's until then."""
    kept = str(settings.value(THEME_MODE, ""))
    theme = Theme(ThemeMode(kept) if kept in set(ThemeMode) else ThemeMode.SYSTEM)
    theme.apply()
    return theme


def write_palette(tokens: Tokens) -> QPalette:
    """The palette for what Fusion paints by itself."""
    palette = QPalette()
    role = QPalette.ColorRole
    for name, colour in (
        (role.Window, tokens.bg),
        (role.Base, tokens.surface),
        (role.AlternateBase, tokens.raised),
        (role.Button, tokens.surface),
        (role.WindowText, tokens.text),
        (role.Text, tokens.text),
        (role.ButtonText, tokens.text),
        (role.PlaceholderText, tokens.muted),
        (role.Highlight, tokens.accent),
        (role.HighlightedText, tokens.on_accent),
        (role.Accent, tokens.accent),
        (role.Link, tokens.accent),
        (role.ToolTipBase, tokens.text),
        (role.ToolTipText, tokens.surface),
    ):
        palette.setColor(name, QColor(colour))
    return palette
