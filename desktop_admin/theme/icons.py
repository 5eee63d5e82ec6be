"""Our own icons, tinted by token and drawn for each screen's pixel ratio."""

from functools import cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

FOLDER: Final = Path(__file__).parent / "icons"


@cache
def _read_drawing(name: str) -> str:
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8")


@cache
def _open_renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_read_drawing(name).replace("currentColor", colour).encode()))


def paint_icon(painter: QPainter, name: str, colour: str, where: QRectF) -> None:
    """Draw an icon into a square."""
    _open_renderer(name, colour).render(painter, where)


class _Engine(QIconEngine):
    def __init__(self, name: str, colour: str, checked: str, disabled: str) -> None:
        super().__init__()
        self._name, self._colour, self._checked, self._disabled = name, colour, checked, disabled

    def paint(self, painter: QPainter, rect: object, mode: QIcon.Mode, state: QIcon.State) -> None:
        colour = self._checked if state == QIcon.State.On else self._colour
        if mode == QIcon.Mode.Disabled:
            colour = self._disabled
        box = QRectF(rect)  # type: ignore[call-overload] # Qt hands a QRect
        side = min(box.width(), box.height())  # a wider place leaves air before the text
        paint_icon(painter, self._name, colour, QRectF(box.left(), box.top(), side, side))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, picture.rect(), mode, state)
        painter.end()
        return picture

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._colour, self._checked, self._disabled)


def make_icon(name: str, colour: str, checked: str, disabled: str) -> QIcon:
    """An icon in one colour, in another while its button is checked, and in a third while that is disabled."""
    return QIcon(_Engine(name, colour, checked, disabled))


def list_icons() -> list[str]:
    """The names of every icon."""
    return sorted(path.stem for path in FOLDER.glob("*.svg"))
