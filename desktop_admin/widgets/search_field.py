"""The field that narrows a table while one types; `/` goes there."""

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_admin.theme.theme import Theme

PAUSE_MS: Final = 120
WIDTH: Final = 220


class SearchField(QLineEdit):
    """`wanted(text)` a moment after the last letter; Esc empties it."""

    wanted = Signal(str)

    def __init__(self, theme: Theme, name: str, page: QWidget) -> None:
        super().__init__()
        self.setProperty("kind", "field")
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self.setMinimumWidth(WIDTH // 2)
        self.setMaximumWidth(WIDTH)
        self.setClearButtonEnabled(True)
        self._theme = theme
        self._picture = QAction(self)
        self.addAction(self._picture, QLineEdit.ActionPosition.LeadingPosition)
        self._soon = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._soon.timeout.connect(lambda: self.wanted.emit(self.text().strip()))
        self.textChanged.connect(lambda _text: self._soon.start())
        keys = QShortcut(QKeySequence("/"), page)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.setFocus)
        theme.changed.connect(self._retint)
        self._retint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties it before it does anything else."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def _retint(self) -> None:
        self._picture.setIcon(self._theme.icon("search", "muted"))


def has_words(text: str, wanted: str) -> bool:
    """Whether `text` has every word of `wanted`, whatever their case."""
    low = text.casefold()
    return all(word in low for word in wanted.casefold().split())
