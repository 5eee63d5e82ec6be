"""Text on the window: always plain, since names and reasons are written by strangers."""

import html

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class Label(QLabel):
    """A text in one of the style sheet's roles: display, title, section, strong, muted, small, error, key, badge."""

    def __init__(
        self, text: str = "", role: str = "", parent: QWidget | None = None, *, wraps: bool = False
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(wraps)
        self.setText(text)


class ElidedLabel(Label):
    """A text that ends in an ellipsis where there is no room; the whole of it is its tooltip."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, role, parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """It may be as narrow as need be."""
        return QSize(24, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what fits."""
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(write_tooltip(self.text()) if shown != self.text() else "")
        painter.setPen(self.palette().windowText().color())
        painter.drawText(self.rect(), int(self.alignment()), shown)


def write_tooltip(text: str) -> str:
    """`text` for a tooltip, which would take markup for markup."""
    return html.escape(text) if "<" in text or "&" in text else text


def restyle(widget: QWidget) -> None:
    """Have a changed property take effect in the style sheet."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
