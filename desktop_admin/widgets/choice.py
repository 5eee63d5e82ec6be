"""One choice out of a list that may be long."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSignalBlocker, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QWidget

from desktop_admin.theme.icons import paint_icon
from desktop_admin.theme.theme import Theme

MOST_SEEN: Final = 18
_ARROW: Final = 14


class Choice(QComboBox):
    """`chosen(value)` when a person picks another one."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, name: str, width: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("kind", "field")
        self.setAccessibleName(name)
        self.setMaxVisibleItems(MOST_SEEN)
        if width:
            self.setFixedWidth(width)
        self.activated.connect(lambda _place: self.chosen.emit(self.value))
        theme.changed.connect(self.update)

    @property
    def value(self) -> str:
        """What is chosen."""
        return str(self.currentData() or "")

    def show_choices(self, choices: Sequence[tuple[str, str]], chosen: str) -> None:
        """Value and text of each, without telling; a list that is open is left alone."""
        shown = [(self.itemData(place), self.itemText(place)) for place in range(self.count())]
        with QSignalBlocker(self):
            if shown != list(choices) and not self.view().isVisible():
                self.clear()
                for value, text in choices:
                    self.addItem(text, value)
            self.setCurrentIndex(max(self.findData(chosen), 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The style sheet leaves the arrow to us, so that it has the colours of the theme."""
        super().paintEvent(event)
        box = QRectF(self.width() - _ARROW - 9, (self.height() - _ARROW) / 2, _ARROW, _ARROW)
        paint_icon(QPainter(self), "chevron", self._theme.tokens.muted, box)
