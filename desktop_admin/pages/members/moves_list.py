"""The moves of one member's credits, newest first, a few at a time."""

from typing import Final

from PySide6.QtWidgets import QWidget

from core.schemas.credits import LedgerMove
from core.schemas.shapes import Page
from desktop_admin.api.errors import ApiError
from desktop_admin.context import Context
from desktop_admin.pages.members.words import write_move
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.labels import Label, write_tooltip
from desktop_admin.widgets.layouts import clear_layout, make_column, make_row
from desktop_admin.words import write_age, write_moment

AT_ONCE: Final = 15


class MovesList(QWidget):
    """Fetches by itself; `refresh` after the balance changed."""

    def __init__(self, context: Context, member_id: str) -> None:
        super().__init__()
        self._context, self._member_id = context, member_id
        self._cursor: str | None = None
        self._is_asking = False
        self.moves: list[LedgerMove] = []
        self._lines = make_column(gap=6)
        self.note = Label(self.tr("Loading…"), "muted", wraps=True)
        self.more = Button(context.theme, self.tr("Show more"), kind="quiet", run=self._fetch_more)
        self.more.hide()
        self.setLayout(make_column(self._lines, self.note, make_row(self.more, None), gap=6))
        self.refresh()

    def refresh(self) -> None:
        """From the newest again."""
        if not self._is_asking:
            self._ask(None)

    def _fetch_more(self) -> None:
        if self._cursor is not None and not self._is_asking:
            self._ask(self._cursor)

    def _ask(self, cursor: str | None) -> None:
        self._is_asking = True
        call = self._context.api.credits.ledger(cursor, member_id=self._member_id, limit=AT_ONCE)
        call.cancel_with(self).then(self._append if cursor else self._replace, self._refuse)

    def _replace(self, page: Page[LedgerMove]) -> None:
        clear_layout(self._lines)
        self.moves = []
        self._append(page)

    def _append(self, page: Page[LedgerMove]) -> None:
        self._is_asking, self._cursor = False, page.next_cursor
        self.moves += page.items
        for move in page.items:
            self._lines.addWidget(self._make_line(move))
        self.note.setText(self.tr("No credits were moved yet."))
        self.note.setVisible(not self.moves)
        self.more.setVisible(page.next_cursor is not None)

    def _refuse(self, error: ApiError) -> None:
        self._is_asking = False
        self.note.setText(error.text)
        self.note.show()
        self.more.setText(self.tr("Try again") if not self.moves else self.tr("Show more"))

    def _make_line(self, move: LedgerMove) -> QWidget:
        text, change = write_move(move, self._member_id)
        locale = self._context.locale
        line = QWidget()
        age = Label(write_age(move.created_at, self._context.clock(), locale), "small")
        line.setToolTip(write_tooltip(f"{write_moment(move.created_at, locale)} · {move.move_id}"))
        row = make_row(Label(text), age, None, Label(change, "strong"), gap=8)
        line.setLayout(row)
        return line
