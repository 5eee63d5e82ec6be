"""The list of invites: how often each was used, until when it opens; copy, show and take back."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication

from core.schemas.shapes import Page
from core.schemas.teams import Invite
from desktop_admin.api.errors import ApiError
from desktop_admin.context import Context
from desktop_admin.models.table_model import TableModel
from desktop_admin.pages.members.columns import (
    InviteLine,
    list_invite_columns,
    make_invite_line,
)
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.cards import Card
from desktop_admin.widgets.chips import Chips
from desktop_admin.widgets.labels import ElidedLabel, Label
from desktop_admin.widgets.layouts import make_column, make_row
from desktop_admin.widgets.table import Table


class InvitesCard(Card):
    """`revoke_wanted(line)` and `show_wanted(invite)` are done by the page."""

    revoke_wanted = Signal(object)
    show_wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._invites: list[Invite] = []
        self._names: Mapping[str, str] = {}
        self._cursor: str | None = None
        self.model = TableModel(list_invite_columns(context.locale), lambda line: line.invite.invite_id, self)
        self.table = Table(context.theme, self.model, context.settings, "invites")
        self.table.setAccessibleName(self.tr("Invites"))
        self.table.give_way({"link": 1200, "code": 900, "created": 640})
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.chips = Chips(context.theme)
        self.nobody = Label(self.tr("There is no invite like this."), "muted")
        self.nobody.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme = context.theme
        self.told = ElidedLabel("", "muted")
        self.copy = Button(theme, self.tr("Copy link"), kind="small", icon="copy", run=self._copy)
        self.show_button = Button(theme, self.tr("Show"), kind="small", run=self._show_chosen)
        self.revoke = Button(theme, self.tr("Take back…"), kind="small", run=self._revoke)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = make_row(self.chips, None, gap=8, margins=(15, 10, 15, 6))
        foot = make_row(self.told, self.copy, self.show_button, self.revoke, gap=8, margins=(15, 8, 15, 10))
        foot.setStretch(0, 1)
        self.setLayout(make_column(head, self.table, self.nobody, foot, gap=2, margins=(1, 0, 1, 1)))

    def _connect(self) -> None:
        self.chips.chosen.connect(lambda _name: self._show())
        self.model.more_wanted.connect(self._fetch_more)
        self.table.marked.connect(self.refresh_foot)
        self.table.opened.connect(lambda line: self.show_wanted.emit(line.invite))
        self.table.peeked.connect(lambda line: self.show_wanted.emit(line.invite))
        self._context.connection.changed.connect(self.refresh_foot)

    @property
    def chosen(self) -> InviteLine | None:
        """The one that is marked."""
        selected: list[InviteLine] = self.table.selected
        return selected[0] if len(selected) == 1 else None

    def show_invites(self, page: Page[Invite], names: Mapping[str, str]) -> None:
        """The newest ones, those fetched further down, and whose they are."""
        fresh = {invite.invite_id for invite in page.items}
        oldest = page.items[-1].created_at if page.items else None
        older = [one for one in self._invites if oldest and one.created_at < oldest]
        if page.next_cursor is None:
            older = []
        self._cursor = page.next_cursor if not older else self._cursor
        kept = [one for one in older if one.invite_id not in fresh]
        self._invites, self._names = [*page.items, *kept], names
        self._show()

    def refresh_foot(self) -> None:
        """Say what is chosen and what can be done with it."""
        line, is_online = self.chosen, self._context.connection.is_online
        for button in (self.copy, self.show_button, self.revoke):
            button.setVisible(line is not None)
        self.told.setText(line.receiver if line else self.tr("%n invite(s)", "", self.model.rowCount()))
        self.revoke.allow(is_online, self.tr("Waits until the server is back."))
        if line is not None:
            self.copy.setText(self.tr("Copy link") if line.invite.telegram_link else self.tr("Copy code"))

    def _show(self) -> None:
        now = self._context.clock()
        lines = [make_invite_line(invite, self._names, now) for invite in self._invites]
        names = {
            "open": ("ok", self.tr("Open")),
            "used": ("muted", self.tr("Used up")),
            "expired": ("warn", self.tr("Expired")),
        }
        counts = {name: sum(line.tone == tone for line in lines) for name, (tone, _) in names.items()}
        self.chips.show_choices(
            [
                *((name, text, counts[name]) for name, (_, text) in names.items()),
                ("all", self.tr("All"), len(lines)),
            ]
        )
        tone = names.get(self.chips.current, ("", ""))[0]
        self.model.reconcile([line for line in lines if tone in {"", line.tone}], self._cursor)
        self.nobody.setVisible(not self.model.rowCount())
        self.table.setVisible(bool(self.model.rowCount()))
        self.refresh_foot()

    def _fetch_more(self, cursor: str) -> None:
        call = self._context.api.invites.list_invites(cursor)
        call.cancel_with(self).then(self._take_more, self._fail_more)

    def _take_more(self, page: Page[Invite]) -> None:
        known = {invite.invite_id for invite in self._invites}
        self._invites += [invite for invite in page.items if invite.invite_id not in known]
        self._cursor = page.next_cursor
        self.model.fail_more()
        self._show()

    def _fail_more(self, _error: ApiError) -> None:
        self.model.fail_more()

    def _copy(self) -> None:
        line = self.chosen
        if line is not None:
            link = line.invite.telegram_link
            QGuiApplication.clipboard().setText(link or line.invite.code)
            self._context.shell.say(self.tr("Link copied") if link else self.tr("Code copied"))

    def _show_chosen(self) -> None:
        if self.chosen is not None:
            self.show_wanted.emit(self.chosen.invite)

    def _revoke(self) -> None:
        if self.chosen is not None:
            self.revoke_wanted.emit(self.chosen)
