"""A table tuned to paint 100,000 rows without a dropped frame: rows are tuples, strings are made once."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from desktop_admin.models.columns import (
    ACCESSIBLE,
    ALIGNMENT,
    DISPLAY,
    EXTRA,
    FRESH,
    KEY,
    RECORD,
    TOOLTIP,
    Column,
)

R = TypeVar("R")
AnyIndex = QModelIndex | QPersistentModelIndex
BATCH_MS: Final = 100  # live changes are shown ten times a second at most
FRESH_MS: Final = 1_500
SORTED_HERE: Final = 2_000  # more rows are sorted by the server
SLICE: Final = 200  # rows made in one turn of the event loop, some 10 ms
FEW: Final = 100  # rows that come and go one by one; more are shown anew
_HORIZONTAL: Final = Qt.Orientation.Horizontal

# key, record, texts, extras, hints
Row = tuple[str, Any, tuple[str, ...], tuple[Any, ...], tuple[str, ...]]


class TableModel(QAbstractTableModel, Generic[R]):
    """Rows of records.

    `more_wanted(cursor)` asks for the next 200; `sort_wanted(name, descending)` asks the server for another order,
    when the column has a `sort_name`. Live changes come through `put` and never move the selection.
    """

    more_wanted = Signal(str)
    sort_wanted = Signal(str, bool)

    def __init__(
        self, columns: Sequence[Column[R]], key: Callable[[R], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._key = key
        self._rows: list[Row] = []
        self._places: dict[str, int] = {}
        self._cursor: str | None = None
        self._is_fetching = False
        self._waiting: dict[str, R] = {}
        self._fresh: set[str] = set()
        self._rest: list[R] = []
        self._rest_cursor: str | None = None
        self._sorted: tuple[Callable[[R], Any], bool] | None = None
        self._feeding = QTimer(self, singleShot=True, interval=0)
        self._feeding.timeout.connect(self._feed)
        self._titles = tuple(column.title for column in self.columns)
        self._alignments = tuple(column.alignment for column in self.columns)
        self._batch = QTimer(self, singleShot=True, interval=BATCH_MS)
        self._batch.timeout.connect(self.flush)
        self._fading = QTimer(self, singleShot=True, interval=FRESH_MS)
        self._fading.timeout.connect(self._fade)

    # ---- what a page does

    def show(self, records: Iterable[R], cursor: str | None = None) -> None:
        """Show these rows instead, as they were last sorted here; `cursor` fetches what follows."""
        self._rest = []
        rows = [self._make_row(record) for record in self._arrange(records)]
        self.beginResetModel()
        self._rows = rows
        self._places = {row[0]: place for place, row in enumerate(self._rows)}
        self._cursor, self._is_fetching = cursor, False
        self._waiting.clear()
        self.endResetModel()

    def fill(self, records: Iterable[R], cursor: str | None = None) -> None:
        """Like `show` for thousands of rows: a slice in every turn of the event loop, so that nothing waits."""
        arranged = self._arrange(records)
        if len(arranged) <= SLICE:
            self.show(arranged, cursor)
            return
        self.show(arranged[:SLICE])
        self._rest, self._rest_cursor = arranged[SLICE:], cursor
        self._feeding.start()

    def append(self, records: Iterable[R], cursor: str | None = None) -> None:
        """Add the next page; a row that is there already is only brought up to date."""
        rows = [self._make_row(record) for record in records]
        new = [row for row in rows if row[0] not in self._places]
        if new:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
            self._rows += new
            self._places |= {row[0]: first + n for n, row in enumerate(new)}
            self.endInsertRows()
            if self._sorted is not None:
                self._sort_here(self._sorted[0], descending=self._sorted[1])
        self._cursor, self._is_fetching = cursor, False

    def reconcile(self, records: Sequence[R], cursor: str | None = None) -> None:
        """Show these rows, changing only what differs: what is selected stays selected, nothing jumps."""
        keys = [self._key(record) for record in records]
        if not self._rest and keys == [row[0] for row in self._rows]:
            self._cursor = cursor
            self.put(records)
            return
        wanted = set(keys)
        gone = [place for place, row in enumerate(self._rows) if row[0] not in wanted]
        new = sum(key not in self._places for key in keys)
        if self._rest or not self._rows or len(gone) + new > FEW or not self._is_in_order(keys):
            self.fill(records, cursor)
            return
        self._remove(gone)
        self._insert(records, keys)
        self._cursor = cursor
        self.put(records)

    def reconcile_head(self, records: Sequence[R], cursor: str | None = None) -> None:
        """Like `reconcile` for a fresh first page: the rows of further pages stay as they are."""
        keys = [self._key(record) for record in records]
        last = self._places.get(keys[-1]) if keys else None
        if cursor is None or last is None or last == len(self._rows) - 1 or self._sorted or self._rest:
            self.reconcile(records, cursor)
            return
        wanted = set(keys)
        gone = [place for place, row in enumerate(self._rows[: last + 1]) if row[0] not in wanted]
        staying = [row[0] for row in self._rows[: last + 1] if row[0] in wanted]
        known = [key for key in keys if key in self._places]
        if staying != known or len(gone) + len(keys) - len(known) > FEW:
            self.reconcile(records, cursor)
            return
        if gone:
            self._remove(gone)
        self._insert(records, keys)
        self.put(records)

    def put(self, records: Iterable[R]) -> None:
        """Live news of rows that are shown; shown together within 100 ms."""
        self._waiting |= {
            key: record for record in records if self._is_news(key := self._key(record), record)
        }
        if self._waiting and not self._batch.isActive():
            self._batch.start()

    def flush(self) -> None:
        """Show what waits, row by row in one go per run of neighbours."""
        waiting, self._waiting = self._waiting, {}
        changed = []
        for key, record in waiting.items():
            place = self._places.get(key)
            if place is None:
                continue
            row = self._make_row(record)
            if row[2:] != self._rows[place][2:]:
                changed.append(place)
                self._fresh.add(key)
            self._rows[place] = row
        self._announce(sorted(changed))
        if changed:
            self._fading.start()

    def remake(self, is_touched: Callable[[R], bool]) -> None:
        """Write these rows anew, when what their texts are made of besides the record has changed."""
        places = [place for place, row in enumerate(self._rows) if is_touched(row[1])]
        for place in places:
            self._rows[place] = self._make_row(self._rows[place][1])
        self._announce(places)

    def fail_more(self) -> None:
        """The next page did not come; scrolling asks again."""
        self._is_fetching = False

    def record(self, row: int) -> R:
        """The record of a row."""
        found: R = self._rows[row][1]
        return found

    def find(self, key: str) -> int | None:
        """The row of a key."""
        return self._places.get(key)

    def list_texts(self) -> list[tuple[str, ...]]:
        """Every row as it is shown, for the export."""
        return [row[2] for row in self._rows]

    @property
    def cursor(self) -> str | None:
        """Where the next page begins; None when all rows are here."""
        return self._cursor

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of the columns."""
        return self._titles

    # ---- what Qt asks

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many rows are here."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many columns."""
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: AnyIndex, role: int = DISPLAY) -> Any:  # noqa: PLR0911 - one comparison per role is the fast way
        """A part of a cell; the roles are compared as integers, most frequent first."""
        if role == DISPLAY:
            return self._rows[index.row()][2][index.column()] if index.isValid() else None
        if not index.isValid():
            return None
        if role == EXTRA:
            return self._rows[index.row()][3][index.column()]
        if role == FRESH:
            return bool(self._fresh) and self._rows[index.row()][0] in self._fresh
        if role == ALIGNMENT:
            return self._alignments[index.column()]
        if role == TOOLTIP:
            return self._rows[index.row()][4][index.column()] or None
        if role == RECORD:
            return self._rows[index.row()][1]
        if role == KEY:
            return self._rows[index.row()][0]
        if role == ACCESSIBLE:
            return f"{self._titles[index.column()]}: {self._rows[index.row()][2][index.column()]}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        """A column's title."""
        if orientation != _HORIZONTAL or not 0 <= section < len(self._titles):
            return None
        if role == DISPLAY:
            return self._titles[section]
        return self._alignments[section] if role == ALIGNMENT else None

    def canFetchMore(self, parent: AnyIndex) -> bool:
        """Whether the server has more."""
        return not parent.isValid() and self._cursor is not None and not self._is_fetching

    def fetchMore(self, parent: AnyIndex) -> None:
        """Ask for the next page."""
        if self.canFetchMore(parent) and self._cursor is not None:
            self._is_fetching = True
            self.more_wanted.emit(self._cursor)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort here while everything is here and short, else ask the server."""
        if not 0 <= column < len(self.columns):
            self._sorted = None
            return
        chosen = self.columns[column]
        descending = order == Qt.SortOrder.DescendingOrder
        self._sorted = None
        if chosen.sort_name and (self._cursor is not None or len(self._rows) > SORTED_HERE):
            self.sort_wanted.emit(chosen.sort_name, descending)
        elif chosen.sort is not None:
            self._sorted = (chosen.sort, descending)
            self._sort_here(chosen.sort, descending=descending)

    # ---- its own

    def _sort_here(self, sort: Callable[[R], Any], *, descending: bool) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        keys = [(self._rows[index.row()][0], index.column()) for index in before]
        self._rows.sort(key=lambda row: sort(row[1]), reverse=descending)
        self._places = {row[0]: place for place, row in enumerate(self._rows)}
        self.changePersistentIndexList(before, [self.index(self._places[key], col) for key, col in keys])
        self.layoutChanged.emit()

    def _arrange(self, records: Iterable[R]) -> list[R]:
        """In the order that was last asked for here."""
        if self._sorted is None:
            return list(records)
        return sorted(records, key=self._sorted[0], reverse=self._sorted[1])

    def _feed(self) -> None:
        slice_, self._rest = self._rest[:SLICE], self._rest[SLICE:]
        self.append(slice_, None if self._rest else self._rest_cursor)
        if self._rest:
            self._feeding.start()

    def _is_news(self, key: str, record: R) -> bool:
        place = self._places.get(key)
        if place is None:
            return False
        before = self._waiting.get(key, self._rows[place][1])
        return before is not record and bool(before != record)

    def _is_in_order(self, keys: Sequence[str]) -> bool:
        """Whether the rows that stay are in the order of `keys`; rows sorted here keep their own."""
        if self._sorted is not None:
            return True
        wanted = set(keys)
        staying = [row[0] for row in self._rows if row[0] in wanted]
        return staying == [key for key in keys if key in self._places]

    def _remove(self, places: list[int]) -> None:
        for first, end in reversed(list_runs(places)):
            self.beginRemoveRows(QModelIndex(), first, end)
            del self._rows[first : end + 1]
            self.endRemoveRows()
        self._find_places()

    def _insert(self, records: Sequence[R], keys: Sequence[str]) -> None:
        """Put the rows that are not here where they belong."""
        known = set(self._places)
        if known.issuperset(keys):
            return
        for place, (key, record) in enumerate(zip(keys, records, strict=True)):
            if key not in known:
                target = place if self._sorted is None else len(self._rows)
                self.beginInsertRows(QModelIndex(), target, target)
                self._rows.insert(target, self._make_row(record))
                self.endInsertRows()
        self._find_places()
        if self._sorted is not None:
            self._sort_here(self._sorted[0], descending=self._sorted[1])

    def _find_places(self) -> None:
        self._places = {row[0]: place for place, row in enumerate(self._rows)}

    def _make_row(self, record: R) -> Row:
        columns = self.columns
        return (
            self._key(record),
            record,
            tuple(column.text(record) for column in columns),
            tuple(column.aside(record) if column.aside else None for column in columns),
            tuple(column.hint(record) if column.hint else "" for column in columns),
        )

    def _announce(self, places: list[int]) -> None:
        last = len(self._titles) - 1
        roles = [DISPLAY, EXTRA, FRESH, TOOLTIP]
        for first, end in list_runs(places):
            self.dataChanged.emit(self.index(first, 0), self.index(end, last), roles)

    def _fade(self) -> None:
        places = sorted(self._places[key] for key in self._fresh if key in self._places)
        self._fresh.clear()
        last = len(self._titles) - 1
        for first, end in list_runs(places):
            self.dataChanged.emit(self.index(first, 0), self.index(end, last), [FRESH])


def list_runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Sorted numbers as runs of neighbours, first and last of each."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and place == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs
