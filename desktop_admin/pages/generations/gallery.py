"""The headshots as a wall of pictures, on the same rows as the table."""

from typing import Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from core.domain.generations import GenerationStatus
from core.schemas.generations import Headshot
from desktop_admin.models.columns import DISPLAY, RECORD
from desktop_admin.models.table_model import TableModel
from desktop_admin.pages.generations.pictures import Thumbnails
from desktop_admin.pages.generations.states import TONES, write_status, write_style
from desktop_admin.theme.fonts import make_font
from desktop_admin.theme.icons import paint_icon
from desktop_admin.theme.theme import Theme

PICTURE: Final = QSize(160, 200)
CELL: Final = QSize(184, 268)
BATCH: Final = 400  # cells that are laid out in one turn of the event loop
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignVCenter.value)
_CENTRE: Final = int(Qt.AlignmentFlag.AlignCenter.value)
_SELECTED: Final = QStyle.StateFlag.State_Selected
_OPEN: Final = {int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter)}
AnyIndex = QModelIndex | QPersistentModelIndex


class Gallery(QListView):
    """`opened(record)` on Enter or a double click, `peeked(record)` on Space or a click, `marked` on any selection."""

    opened = Signal(object)
    peeked = Signal(object)
    marked = Signal()

    def __init__(self, theme: Theme, model: TableModel[Headshot], pictures: Thumbnails) -> None:
        super().__init__()
        self._rows = model
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(BATCH)
        self.setGridSize(CELL)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_Cell(theme, pictures, self))
        self.setModel(model)
        pictures.arrived.connect(self._repaint)
        self.doubleClicked.connect(lambda index: self.opened.emit(model.record(index.row())))
        self.selectionModel().selectionChanged.connect(lambda *_: self.marked.emit())
        theme.changed.connect(self.viewport().update)

    @property
    def selected(self) -> list[Any]:
        """The records of the marked pictures, from the top."""
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        return [self._rows.record(row) for row in rows]

    def select_key(self, key: str) -> bool:
        """Go to a headshot; whether it is here."""
        row = self._rows.find(key)
        if row is not None:
            self.setCurrentIndex(self._rows.index(row, 0))
        return row is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Space peeks; all other keys are Qt's."""
        current = self.currentIndex()
        if current.isValid() and event.key() in _OPEN:
            self.opened.emit(self._rows.record(current.row()))
        elif current.isValid() and event.key() == Qt.Key.Key_Space:
            self.peeked.emit(self._rows.record(current.row()))
        else:
            super().keyPressEvent(event)

    def _repaint(self, headshot_id: str) -> None:
        row = self._rows.find(headshot_id)
        if row is not None and self.isVisible():
            self.update(self._rows.index(row, 0))


class _Cell(QStyledItemDelegate):
    """One picture with its name and how it stands; a plain ground where there is no picture."""

    def __init__(self, theme: Theme, pictures: Thumbnails, parent: Gallery) -> None:
        super().__init__(parent)
        self._theme, self._pictures, self._view = theme, pictures, parent
        self._strong, self._small = make_font(13, QFont.Weight.Medium), make_font(12)
        self._strong_metrics, self._small_metrics = QFontMetrics(self._strong), QFontMetrics(self._small)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        """All are of one size."""
        return CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """The ground, the picture, two lines of words."""
        shot: Headshot = index.data(RECORD)
        tokens = self._theme.tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        cell = QRectF(option.rect).adjusted(4, 4, -4, -4)
        is_current = self._view.hasFocus() and index == self._view.currentIndex()
        if option.state & _SELECTED or is_current:
            painter.setBrush(
                QColor(tokens.accent_soft) if option.state & _SELECTED else Qt.BrushStyle.NoBrush
            )
            painter.setPen(QPen(QColor(tokens.accent), 1.5) if is_current else QPen(Qt.PenStyle.NoPen))
            painter.drawRoundedRect(cell, 10, 10)
        frame = QRectF(cell.left() + 8, cell.top() + 8, PICTURE.width(), PICTURE.height())
        self._paint_picture(painter, frame, shot)
        self._paint_words(painter, frame, shot, index.data(DISPLAY) or "")
        painter.restore()

    def _paint_picture(self, painter: QPainter, frame: QRectF, shot: Headshot) -> None:
        tokens = self._theme.tokens
        found = self._pictures.find(shot) if shot.status is GenerationStatus.COMPLETED else None
        path = QPainterPath()
        path.addRoundedRect(frame, 8, 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.raised))
        painter.drawPath(path)
        if found is not None:
            painter.setClipPath(path)
            painter.drawPixmap(frame.toRect(), found)
            painter.setClipping(False)
        else:
            self._paint_absence(painter, frame, shot)
        if shot.favourite and found is not None:
            spot = QRectF(frame.right() - 32, frame.top() + 8, 24, 24)
            painter.setBrush(QColor(tokens.surface))
            painter.drawEllipse(spot)
            paint_icon(painter, "star-filled", tokens.held, spot.adjusted(4, 4, -4, -4))

    def _paint_absence(self, painter: QPainter, frame: QRectF, shot: Headshot) -> None:
        tokens = self._theme.tokens
        centre = frame.center()
        if shot.status.is_open:
            bar = QRectF(frame.left() + 28, centre.y() - 3, frame.width() - 56, 6)
            painter.setBrush(QColor(tokens.pool))
            painter.drawRoundedRect(bar, 3, 3)
            painter.setBrush(QColor(tokens.used))
            bar.setWidth(bar.width() * shot.done / max(shot.total, 1))
            painter.drawRoundedRect(bar, 3, 3)
            painter.setPen(QColor(tokens.muted))
            painter.setFont(self._small)
            words = QRectF(frame.left(), centre.y() + 10, frame.width(), 20)
            painter.drawText(words, _CENTRE, f"{shot.done}/{shot.total}")
            return
        names = {GenerationStatus.FAILED: "warning", GenerationStatus.CANCELED: "close"}
        tint = tokens.bad if shot.status is GenerationStatus.FAILED else tokens.muted
        box = QRectF(centre.x() - 16, centre.y() - 16, 32, 32)
        paint_icon(painter, names.get(shot.status, "user"), tint, box)

    def _paint_words(self, painter: QPainter, frame: QRectF, shot: Headshot, name: str) -> None:
        tokens = self._theme.tokens
        first = QRectF(frame.left() + 2, frame.bottom() + 7, frame.width() - 4, 19)
        painter.setFont(self._strong)
        painter.setPen(QColor(tokens.text))
        elide, width = Qt.TextElideMode.ElideRight, int(first.width())
        painter.drawText(first, _LEFT, self._strong_metrics.elidedText(name, elide, width))
        second = QRectF(first.left(), first.bottom(), first.width(), 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(tokens, TONES[shot.status])))
        painter.drawEllipse(QRectF(second.left() + 1, second.center().y() - 3, 6, 6))
        painter.setFont(self._small)
        painter.setPen(QColor(tokens.muted))
        words = f"{write_status(shot.status)}  ·  {write_style(shot.style)}"
        rest = second.adjusted(13, 0, 0, 0)
        painter.drawText(rest, _LEFT, self._small_metrics.elidedText(words, elide, int(rest.width())))
