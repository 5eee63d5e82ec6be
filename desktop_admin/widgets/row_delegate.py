"""Paints every cell of a table: pills, bars, avatars and plain text, without a widget per row."""

from typing import Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_admin.models.columns import DISPLAY, EXTRA, FRESH, KEY, Kind
from desktop_admin.models.table_model import TableModel
from desktop_admin.theme.fonts import make_font
from desktop_admin.theme.theme import Theme
from desktop_admin.theme.tokens import ROW_HEIGHT
from desktop_admin.widgets.avatar import paint_avatar

AnyIndex = QModelIndex | QPersistentModelIndex
PAD: Final = 10
BAR_WIDTH: Final = 96
_MIDDLE: Final = int(Qt.AlignmentFlag.AlignVCenter.value)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight.value) | _MIDDLE
# As integers: two flags of Qt's cost more to compare than a text costs to paint.
_SELECTED: Final = int(QStyle.StateFlag.State_Selected.value)
_PILL: Final = int(Kind.PILL)
_WIDEST: Final = 20  # pixels: no letter of ours is wider, so that a short text need not be measured
TONES: Final = {"ok", "warn", "bad", "accent", "muted"}


def _elide(metrics: QFontMetrics, text: str, room: float) -> str:
    if len(text) * _WIDEST <= room:
        return text
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room))


class RowDelegate(QStyledItemDelegate):
    """One for each table; colours are made once for each theme.

    It asks the model directly: through the index every answer would cross from Python to Qt and back.

    Extras: a pill's is its tone (ok, warn, bad, accent, muted), a bar's `((amount, token), ...)` of a whole, a
    person's `(key, second text)`.
    """

    def __init__(self, theme: Theme, model: TableModel[Any], parent: QAbstractItemView) -> None:
        super().__init__(parent)
        self._theme = theme
        self._read = model.data
        self._kinds = tuple(int(column.kind) for column in model.columns)
        self._view = parent
        self._paints = {
            int(Kind.BAR): self._paint_bar,
            int(Kind.PERSON): self._paint_person,
        }
        theme.changed.connect(self._retint)
        self._retint()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        """Every row is as high as the next."""
        return QSize(80, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """One cell: its ground, its content, the rule below."""
        painter.save()
        box = QRectF(option.rect)
        state, column = option.state.value, index.column()
        fill = self._soft if state & _SELECTED else self._fresh if self._read(index, FRESH) else None
        if fill is not None:
            painter.fillRect(box, fill)
        painter.setPen(self._rule)
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if column == 0 and self._view.hasFocus() and index.row() == self._view.currentIndex().row():
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), self._accent)
        kind = self._kinds[column]
        paint = self._paints.get(kind)
        inner = box.adjusted(PAD, 0, -PAD, 0)
        if kind == _PILL:
            self._paint_pill(painter, inner, index, fill)
        elif paint is None:
            self._paint_text(painter, inner, self._read(index, DISPLAY) or "", kind)
        else:
            paint(painter, inner, index)
        painter.restore()

    def _paint_text(self, painter: QPainter, box: QRectF, text: str, kind: int) -> None:
        painter.setPen(self._muted if kind == int(Kind.MUTED) else self._text)
        is_number = kind == int(Kind.NUMBER)
        painter.setFont(self._figures if is_number else self._body)
        metrics = self._figure_metrics if is_number else self._metrics
        shown = _elide(metrics, text, box.width())
        painter.drawText(box, _RIGHT if is_number else _MIDDLE, shown)

    def _paint_pill(self, painter: QPainter, box: QRectF, index: AnyIndex, behind: QColor | None) -> None:
        text, tone = self._read(index, DISPLAY) or "", self._read(index, EXTRA) or "muted"
        if not text:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, ground = self._pills[tone if tone in TONES else "muted"]
        if ground == behind:
            ground = self._surface  # on a row of its own colour it would be gone
        width = min(self._chip_metrics.horizontalAdvance(text) + 28, box.width())
        middle = box.center().y()
        pill = QRectF(box.left(), middle - 11, width, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(pill, 11, 11)
        painter.setBrush(ink)
        painter.drawEllipse(QRectF(pill.left() + 9, middle - 3, 6, 6))
        painter.setPen(ink)
        painter.setFont(self._chip)
        room = pill.adjusted(20, 0, -6, 0)
        shown = _elide(self._chip_metrics, text, room.width())
        painter.drawText(room, _MIDDLE, shown)

    def _paint_bar(self, painter: QPainter, box: QRectF, index: AnyIndex) -> None:
        parts = self._read(index, EXTRA) or ()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        text = self._read(index, DISPLAY) or ""
        room = self._figure_metrics.horizontalAdvance(text) + 12
        bar = QRectF(box.left(), box.center().y() - 3, max(min(BAR_WIDTH, box.width() - room), 12), 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colours["pool"])
        painter.drawRoundedRect(bar, 3, 3)
        whole, left = sum(amount for amount, _ in parts), bar.left()
        for amount, token in parts:
            width = bar.width() * amount / whole if whole else 0
            if width > 0 and token != "pool":  # noqa: S105 - the name of a colour
                painter.setBrush(self._colours[token])
                painter.drawRoundedRect(QRectF(left, bar.top(), width, bar.height()), 3, 3)
            left += width
        painter.setPen(self._text)
        painter.setFont(self._figures)
        painter.drawText(QRectF(bar.right() + 10, box.top(), room, box.height()), _MIDDLE, text)

    def _paint_person(self, painter: QPainter, box: QRectF, index: AnyIndex) -> None:
        name, extra = self._read(index, DISPLAY) or "", self._read(index, EXTRA)
        key, second = extra or (self._read(index, KEY) or "", "")
        avatar = QRectF(box.left(), box.center().y() - 13, 26, 26)
        paint_avatar(painter, self._theme, avatar, name, key)
        room = box.adjusted(36, 0, 0, 0)
        painter.setFont(self._strong)
        painter.setPen(self._text)
        shown = _elide(self._strong_metrics, name, room.width())
        painter.drawText(room, _MIDDLE, shown)
        left = self._strong_metrics.horizontalAdvance(shown) + 8
        if second and room.width() - left > 40:  # noqa: PLR2004 - less than that shows no word
            rest = room.adjusted(left, 0, 0, 0)
            painter.setFont(self._chip)
            painter.setPen(self._muted)
            painter.drawText(rest, _MIDDLE, _elide(self._chip_metrics, second, rest.width()))

    def _retint(self) -> None:
        tokens = self._theme.tokens
        self._text, self._muted = QColor(tokens.text), QColor(tokens.muted)
        self._rule, self._accent = QColor(tokens.border), QColor(tokens.accent)
        self._soft, self._fresh = QColor(tokens.accent_soft), QColor(tokens.ok_soft)
        self._surface = QColor(tokens.surface)
        self._colours = {name: QColor(getattr(tokens, name)) for name in ("used", "held", "free", "pool")}
        self._pills = {
            tone: (QColor(getattr(tokens, tone)), QColor(getattr(tokens, f"{tone}_soft", tokens.raised)))
            for tone in TONES
        }
        self._body, self._figures = make_font(13), make_font(13, tabular=True)
        self._strong, self._chip = make_font(13, QFont.Weight.Medium), make_font(12)
        self._metrics, self._strong_metrics = QFontMetrics(self._body), QFontMetrics(self._strong)
        self._chip_metrics, self._figure_metrics = QFontMetrics(self._chip), QFontMetrics(self._figures)
        self._view.viewport().update()
