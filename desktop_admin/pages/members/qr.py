"""A QR code of a link, painted black on white in either theme, as cameras want it."""

from typing import Final

import segno
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

SIDE: Final = 208  # pixels; five to a module of a usual invite
QUIET: Final = 4  # modules of white around it (ISO/IEC 18004, 5.3.8)


class QrCode(QWidget):
    """Shows a text; its alternative is the text itself beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[list[bool]] = []
        self.setFixedSize(QSize(SIDE, SIDE))

    def show_text(self, text: str, name: str) -> None:
        """Show another one; `name` is read out."""
        code = segno.make(text, error="m", micro=False)
        self.rows = [[bool(module) for module in row] for row in code.matrix]
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Whole pixels for each module, so that it stays sharp."""
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#FFFFFF"))
        painter.drawRoundedRect(self.rect(), 8, 8)
        if not self.rows:
            return
        count = len(self.rows) + 2 * QUIET
        module = max(self.width() // count, 1)
        edge = (self.width() - module * len(self.rows)) // 2
        painter.setBrush(QColor("#000000"))
        for y, row in enumerate(self.rows):
            for x, is_dark in enumerate(row):
                if is_dark:
                    painter.drawRect(QRectF(edge + x * module, edge + y * module, module, module))
