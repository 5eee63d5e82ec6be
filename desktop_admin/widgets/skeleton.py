"""Grey shapes where rows will be, from 150 ms on: a quick answer shows none."""

from typing import Final

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from desktop_admin.theme.theme import Theme

PATIENCE_MS: Final = 150
_WIDTHS: Final = (0.62, 0.48, 0.7, 0.55, 0.66, 0.44)


class Skeleton(QWidget):
    """Cards above, rows below; still, since nothing is gained by motion."""

    def __init__(self, theme: Theme, cards: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._cards = theme, cards
        self.is_drawn = False
        self.setAccessibleName(self.tr("Loading"))
        self._timer = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._timer.timeout.connect(self._draw)
        theme.changed.connect(self.update)

    def showEvent(self, event: QShowEvent) -> None:
        """Wait a moment first."""
        super().showEvent(event)
        self.is_drawn = False
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop."""
        super().hideEvent(event)
        self._timer.stop()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The shapes."""
        if not self.is_drawn:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.tokens.border))
        top = 0.0
        if self._cards:
            gap = 12
            width = (self.width() - gap * (self._cards - 1)) / self._cards
            for place in range(self._cards):
                painter.drawRoundedRect(QRectF(place * (width + gap), 0, width, 92), 10, 10)
            top = 116
        for row in range(6):
            y = top + row * 44 + 14
            painter.drawRoundedRect(QRectF(0, y, 26, 26), 13, 13)
            painter.drawRoundedRect(QRectF(40, y + 7, (self.width() - 40) * _WIDTHS[row], 12), 6, 6)

    def _draw(self) -> None:
        self.is_drawn = True
        self.update()
