"""Loads the rest of a list, page by page, for what needs all of it: the export of a view."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QPushButton

from core.schemas.shapes import Page
from desktop_admin.api.call import Call
from desktop_admin.api.errors import ApiError, RateLimited
from desktop_admin.models.table_model import TableModel


class ListLoader(QObject):
    """`progressed(rows)` after every page, then `finished`, or `failed(error)`.

    `ask(cursor)` gives the call for a page, or None when the list has become another one meanwhile.
    """

    progressed = Signal(int)
    finished = Signal()
    failed = Signal(object)

    def __init__(
        self, model: TableModel[Any], ask: Callable[[str], Call[Page[Any]] | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._model, self._ask = model, ask
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self.load)

    def load(self) -> None:
        """Ask for the next page, or end."""
        cursor = self._model.cursor
        call = self._ask(cursor) if cursor is not None else None
        if call is None:
            self.finished.emit()
            return
        call.cancel_with(self).then(self._take, self._refuse)

    def _take(self, page: Page[Any]) -> None:
        self._model.append(page.items, page.next_cursor)
        self.progressed.emit(self._model.rowCount())
        # Through the event loop, so that the window lives while thousands of rows come.
        self._pause.start(0)

    def _refuse(self, error: ApiError) -> None:
        if isinstance(error, RateLimited):
            self._pause.start(error.retry_after * 1000)
        else:
            self.failed.emit(error)


class Exporter(QObject):
    """Has the whole view loaded, then calls `save`; the button says how far it is."""

    def __init__(
        self,
        button: QPushButton,
        model: TableModel[Any],
        ask: Callable[[str], Call[Page[Any]] | None],
        save: Callable[[], object],
        refuse: Callable[[ApiError], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._button, self._text = button, button.text()
        self._save, self._refuse = save, refuse
        self._loader = ListLoader(model, ask, self)
        self._loader.progressed.connect(self._tell)
        self._loader.finished.connect(self._finish)
        self._loader.failed.connect(self._fail)

    def run(self) -> None:
        """Begin."""
        self._button.setEnabled(False)
        self._loader.load()

    def _tell(self, rows: int) -> None:
        self._button.setText(self.tr("Loading rows: {n}").format(n=rows))

    def _rest(self) -> None:
        self._button.setText(self._text)
        self._button.setEnabled(True)

    def _finish(self) -> None:
        self._rest()
        self._save()

    def _fail(self, error: ApiError) -> None:
        self._rest()
        self._refuse(error)
