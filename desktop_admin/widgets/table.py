"""A table for the keyboard: Up and Down, Space, Enter, X and Ctrl C; its columns are remembered."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QSettings,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop_admin.models.table_model import TableModel
from desktop_admin.theme.theme import Theme
from desktop_admin.theme.tokens import HEADER_HEIGHT, ROW_HEIGHT
from desktop_admin.widgets.row_delegate import AnyIndex, RowDelegate

_Mode = QHeaderView.ResizeMode
_Selection = QItemSelectionModel.SelectionFlag
_HELD: Final = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
_OPEN: Final = {int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter)}


class Table(QTableView):
    """`peeked(record)` on Space, `opened(record)` on Enter or a double click, `marked()` when the selection changes.

    Moving selects the row it comes to, until X has marked one: then it leaves the marks alone, and X turns each over.
    """

    peeked = Signal(object)
    opened = Signal(object)
    marked = Signal()

    def __init__(
        self,
        theme: Theme,
        model: TableModel[Any],
        settings: QSettings,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows, self._settings, self._place = model, settings, f"columns/{name}"
        self._widths: Mapping[str, int] = {}
        self._has_marks = False
        self.setModel(model)
        self.setItemDelegate(RowDelegate(theme, model, self))
        self._prepare()
        self._size_columns()
        self.horizontalHeader().sectionResized.connect(self._remember)
        self.doubleClicked.connect(self._open_index)
        self.selectionModel().selectionChanged.connect(lambda *_: self.marked.emit())

    @property
    def selected(self) -> list[Any]:
        """The records of the marked rows, from the top."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._rows.record(row) for row in rows]

    def select_key(self, key: str) -> bool:
        """Go to the row of a key; whether it is here."""
        row = self._rows.find(key)
        self._has_marks = False
        if row is not None:
            self.setCurrentIndex(self._rows.index(row, 0))
        return row is not None

    def give_way(self, widths: Mapping[str, int]) -> None:
        """Hide these columns while the table is narrower than so many pixels."""
        self._widths = widths
        self._hide_by_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep room for what matters most."""
        super().resizeEvent(event)
        self._hide_by_width()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of this table; all others are Qt's."""
        current = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText("\n".join(self._write_selection()))
        elif not current.isValid():
            super().keyPressEvent(event)
        elif event.key() in _OPEN:
            self._open_index(current)
        elif event.key() == Qt.Key.Key_Space:
            self.peeked.emit(self._rows.record(current.row()))
        elif event.key() == Qt.Key.Key_X and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self._mark(current)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses as everywhere."""
        self._has_marks = False
        super().mousePressEvent(event)

    def selectionCommand(self, index: AnyIndex, event: QEvent | None = None) -> _Selection:
        """What coming to a row does to the marks."""
        if self._is_marking and isinstance(event, QKeyEvent) and not event.modifiers() & _HELD:
            return _Selection.NoUpdate
        return super().selectionCommand(index, event)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Where one is shows at the left of the row, whichever cell was clicked."""
        super().currentChanged(current, previous)
        for index in (current, previous):
            if index.isValid():
                self.update(index.sibling(index.row(), 0))

    @property
    def _is_marking(self) -> bool:
        return self._has_marks and self.selectionModel().hasSelection()

    def _mark(self, current: QModelIndex) -> None:
        deed = _Selection.Toggle if self._is_marking else _Selection.Select
        self._has_marks = True
        self.selectionModel().select(current, deed | _Selection.Rows)

    def _open_index(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self._rows.record(index.row()))

    def _hide_by_width(self) -> None:
        for place, column in enumerate(self._rows.columns):
            if column.name in self._widths:
                self.setColumnHidden(place, self.width() < self._widths[column.name])

    def _write_selection(self) -> Iterator[str]:
        texts = self._rows.list_texts()
        for index in sorted(self.selectionModel().selectedRows(), key=lambda one: one.row()):
            yield "\t".join(texts[index.row()])

    def _prepare(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(_Mode.Fixed)
        rows.setMinimumSectionSize(ROW_HEIGHT)
        rows.setDefaultSectionSize(ROW_HEIGHT)

    def _size_columns(self) -> None:
        header = self.horizontalHeader()
        header.setFixedHeight(HEADER_HEIGHT)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(48)
        self.setSortingEnabled(any(c.sort or c.sort_name for c in self._rows.columns))
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        for place, column in enumerate(self._rows.columns):
            header.setSectionResizeMode(place, _Mode.Stretch if column.stretches else _Mode.Interactive)
            kept = self._settings.value(f"{self._place}/{column.name}")
            self.setColumnWidth(place, int(kept) if str(kept).isdecimal() else column.width)

    def _remember(self, place: int, _before: int, width: int) -> None:
        column = self._rows.columns[place]
        if width and not column.stretches:
            self._settings.setValue(f"{self._place}/{column.name}", width)
