"""One bar of several parts, in the colours of their cards."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop_admin.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class Part:
    """So much of the whole, in a token's colour; `text` is read out and shown on hovering."""

    amount: int
    token: str
    text: str


class StackedBar(QWidget):
    """Parts side by side; what is below zero takes no room."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.parts: tuple[Part, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(10)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(200, 10)

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Show these, in this order."""
        self.parts = tuple(parts)
        self.setAccessibleName(", ".join(part.text for part in self.parts))
        self.update()

    def measure_parts(self) -> list[tuple[Part, float, float]]:
        """Each part with its left edge and width in pixels."""
        whole = sum(max(part.amount, 0) for part in self.parts)
        placed, left = [], 0.0
        for part in self.parts:
            width = self.width() * max(part.amount, 0) / whole if whole else 0.0
            placed.append((part, left, width))
            left += width
        return placed

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Parts with a hair of ground between them, round at both ends."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), self.height() / 2, self.height() / 2)
        painter.setClipPath(outline)
        painter.fillRect(self.rect(), QColor(self._theme.tokens.raised))
        for part, left, width in self.measure_parts():
            if width > 0:
                box = QRectF(left, 0, max(width - 1, 1), self.height())
                painter.fillRect(box, QColor(getattr(self._theme.tokens, part.token)))

    def event(self, event: QEvent) -> bool:
        """The part under the mouse says what it is."""
        if isinstance(event, QHelpEvent):
            for part, left, width in self.measure_parts():
                if left <= event.pos().x() < left + width:
                    QToolTip.showText(event.globalPos(), part.text, self)
            return True
        return super().event(event)
