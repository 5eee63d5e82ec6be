"""A person as two letters on a colour of their own."""

import zlib
from functools import cache, lru_cache
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_admin.theme.fonts import make_font
from desktop_admin.theme.theme import Theme

# Ground in light and in dark; the letters are the text colour of each.
GROUNDS: Final = (
    ("#F4D6E4", "#5A2D46"),
    ("#CBD6F4", "#2B3A66"),
    ("#CDEBE3", "#1F4C42"),
    ("#E5D8F2", "#46315F"),
    ("#DDE8C4", "#3E4B1F"),
    ("#F2DCC8", "#5A3D22"),
    ("#D0E6F0", "#20465A"),
    ("#F3D3CF", "#5C2D2A"),
)


@lru_cache(maxsize=4_096)
def write_initials(name: str) -> str:
    """The first letters of the first and last word, as far as there are letters."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@lru_cache(maxsize=4_096)
def choose_ground(key: str, *, is_dark: bool) -> QColor:
    """The same colour for the same key in every session."""
    return QColor(GROUNDS[zlib.crc32(key.encode()) % len(GROUNDS)][int(is_dark)])


@cache
def _open_colour(colour: str) -> QColor:
    return QColor(colour)


def paint_avatar(painter: QPainter, theme: Theme, box: QRectF, name: str, key: str) -> None:
    """Draw it into a square."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(choose_ground(key, is_dark=theme.is_dark))
    painter.drawEllipse(box)
    painter.setPen(_open_colour(theme.tokens.text))
    painter.setFont(make_font(max(9, int(box.height() * 0.38)), QFont.Weight.DemiBold))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), write_initials(name))


class Avatar(QWidget):
    """The picture beside a name; the name itself is read out there."""

    def __init__(self, theme: Theme, size: int = 28, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._name, self._key = theme, "", ""
        self.setFixedSize(QSize(size, size))
        theme.changed.connect(self.update)

    def show_person(self, name: str, key: str) -> None:
        """Show another one."""
        self._name, self._key = name, key
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        paint_avatar(QPainter(self), self._theme, QRectF(self.rect()), self._name, self._key)
