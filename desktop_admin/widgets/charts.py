"""Charts drawn by ourselves: bars per day and a line, each with the table it is made from."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_admin.theme.fonts import make_font
from desktop_admin.theme.theme import Theme

LEFT: Final = 44
BOTTOM: Final = 24
TOP: Final = 10
LINES: Final = 4
ROUNDED: Final = 6  # pixels: narrower bars show no round tops, and a year of them would cost a frame


@dataclass(frozen=True, slots=True)
class Point:
    """One value, None where nothing is known: `label` under the axis, `text` in the tip, `cell` in the table."""

    label: str
    value: float | None
    text: str
    cell: str = ""

    @property
    def shown_value(self) -> str:
        """What the table has."""
        return self.cell or ("-" if self.value is None else f"{self.value:g}")


class Chart(QWidget):
    """Points over time; the mouse or Left and Right choose one, whose text is shown and read out.

    `top` is the value of the top line where it is known, as 100 of a percentage; `unit` follows the values at the axis.
    """

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, *, top: int | None = None, unit: str = ""
    ) -> None:
        super().__init__(parent)
        self._theme, self._top, self._unit = theme, top, unit
        self._ceiling = top or round_up(0)
        self.points: tuple[Point, ...] = ()
        self.chosen: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumHeight(150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(600, 190)

    def show_points(self, name: str, points: Sequence[Point]) -> None:
        """Show these under a name that is read out."""
        self.points = tuple(points)
        # Once, not for each point that is drawn: that would be the square of a year.
        self._ceiling = self._top or round_up(max((point.value or 0 for point in points), default=0))
        self.chosen = None
        self.setAccessibleName(name)
        self.setAccessibleDescription("; ".join(point.text for point in self.points if point.value))
        self.update()

    @property
    def ceiling(self) -> int:
        """The value at the top line: a round number that every point fits under."""
        return self._ceiling

    def choose(self, place: int | None) -> None:
        """Point at one."""
        if place != self.chosen:
            self.chosen = place
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at what is under the mouse."""
        step = self._plot().width() / max(len(self.points), 1)
        place = int((event.position().x() - LEFT) // step) if step else -1
        self.choose(place if 0 <= place < len(self.points) else None)

    def leaveEvent(self, event: object) -> None:
        """Point at nothing."""
        del event
        self.choose(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right go from one to the next."""
        steps = {int(Qt.Key.Key_Left): -1, int(Qt.Key.Key_Right): 1}
        step = steps.get(event.key())
        if step is None or not self.points:
            super().keyPressEvent(event)
            return
        start = self.chosen if self.chosen is not None else (len(self.points) if step < 0 else -1)
        self.choose(min(max(start + step, 0), len(self.points) - 1))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Lines, marks, labels and the tip."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(make_font(11, tabular=True))
        self._paint_lines(painter)
        if self.points:
            self.paint_marks(painter, self._plot())
            self._paint_labels(painter)
            if self.chosen is not None:
                self._paint_tip(painter, self.points[self.chosen].text)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.tokens.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def paint_marks(self, painter: QPainter, plot: QRectF) -> None:
        """Draw the points; a subclass's part."""

    def find_spot(self, place: int, plot: QRectF) -> QPointF:
        """Where the top of a point is."""
        step = plot.width() / max(len(self.points), 1)
        height = plot.height() * (self.points[place].value or 0) / (self.ceiling or 1)
        return QPointF(plot.left() + step * (place + 0.5), plot.bottom() - height)

    def _plot(self) -> QRectF:
        return QRectF(LEFT, TOP, max(self.width() - LEFT - 4, 1), max(self.height() - TOP - BOTTOM, 1))

    def _paint_lines(self, painter: QPainter) -> None:
        plot, tokens = self._plot(), self._theme.tokens
        count = min(LINES, self.ceiling) or 1
        for line in range(count + 1):
            y = round(plot.bottom() - plot.height() * line / count) + 0.5
            painter.setPen(QPen(QColor(tokens.border), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(QColor(tokens.muted))
            box = QRectF(0, y - 8, LEFT - 8, 16)
            value = f"{self.ceiling * line // count}{self._unit}"
            painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), value)

    def _paint_labels(self, painter: QPainter) -> None:
        plot = self._plot()
        metrics = QFontMetrics(painter.font())
        step = plot.width() / len(self.points)
        widest = max(metrics.horizontalAdvance(point.label) for point in self.points) + 24
        every = max(1, -(-widest // max(int(step), 1)))
        painter.setPen(QColor(self._theme.tokens.muted))
        for place in range(0, len(self.points), every):
            label = self.points[place].label
            left = plot.left() + step * (place + 0.5) - metrics.horizontalAdvance(label) / 2
            left = min(max(left, plot.left()), plot.right() - metrics.horizontalAdvance(label))
            painter.drawText(QPointF(left, self.height() - 6), label)

    def _paint_tip(self, painter: QPainter, text: str) -> None:
        tokens = self._theme.tokens
        painter.setFont(make_font(12, QFont.Weight.DemiBold))
        width = QFontMetrics(painter.font()).horizontalAdvance(text) + 20
        spot = self.find_spot(self.chosen or 0, self._plot())
        left = min(max(spot.x() - width / 2, LEFT), self.width() - width - 4)
        box = QRectF(left, max(spot.y() - 36, 0), width, 26)
        painter.setPen(QPen(QColor(tokens.border), 1))
        painter.setBrush(QColor(tokens.raised))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(QColor(tokens.text))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)


class BarChart(Chart):
    """A bar for each point."""

    def paint_marks(self, painter: QPainter, plot: QRectF) -> None:
        """Bars with round tops; the chosen one in full colour."""
        tokens = self._theme.tokens
        step = plot.width() / len(self.points)
        width = min(max(step * 0.66, 2), 36)
        chosen, others = QColor(tokens.used), QColor(tokens.free)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.save()
        painter.setClipRect(plot)
        for place, point in enumerate(self.points):
            if not point.value or point.value < 0:
                continue
            spot = self.find_spot(place, plot)
            box = QRectF(spot.x() - width / 2, spot.y(), width, plot.bottom() - spot.y() + 4)
            ink = chosen if place == self.chosen else others
            if width < ROUNDED:
                painter.fillRect(box, ink)
                continue
            painter.setBrush(ink)
            painter.drawRoundedRect(box, 3, 3)
        painter.restore()


class LineChart(Chart):
    """A line through the points; a thin one leads over days of which nothing is known."""

    def paint_marks(self, painter: QPainter, plot: QRectF) -> None:
        """A line, thin over what is unknown, and spots on the chosen point and on those without a neighbour."""
        ink, runs = QColor(self._theme.tokens.used), self.list_runs()
        painter.setPen(QPen(QColor(self._theme.tokens.free), 1))
        for before, after in pairwise(runs):
            painter.drawLine(self.find_spot(before[-1], plot), self.find_spot(after[0], plot))
        for run in runs:
            path = QPainterPath(self.find_spot(run[0], plot))
            for place in run[1:]:
                path.lineTo(self.find_spot(place, plot))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(ink, 2))
            painter.drawPath(path)
            painter.setBrush(ink)
            for place in run:
                if len(run) == 1 or place == self.chosen:
                    painter.drawEllipse(self.find_spot(place, plot), 3, 3)

    def list_runs(self) -> list[list[int]]:
        """The places of the known points, neighbours together."""
        known = (place for place, point in enumerate(self.points) if point.value is not None)
        runs: list[list[int]] = []
        for place in known:
            if runs and place == runs[-1][-1] + 1:
                runs[-1].append(place)
            else:
                runs.append([place])
        return runs


def round_up(value: float) -> int:
    """The next round number that four lines divide: 4, 8, 20, 40, 80, 200 ..."""
    ceiling, factors = 4, (2.0, 2.5, 2.0)
    turn = 0
    while ceiling < value:
        ceiling = int(ceiling * factors[turn % 3])
        turn += 1
    return ceiling
