"""The section of accounts: every team and server this console knows; switching and signing out."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop_admin.api.account import Account
from desktop_admin.context import Context
from desktop_admin.pages.settings.sections import Section, make_badge
from desktop_admin.widgets.avatar import Avatar
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.confirm import ConfirmDialog, confirm
from desktop_admin.widgets.labels import ElidedLabel
from desktop_admin.widgets.layouts import clear_layout, make_column, make_row


class AccountsSection(Section):
    """One row for each; the one in use says so."""

    def __init__(self, context: Context) -> None:
        super().__init__("")
        self._context = context
        self.title.setText(self.tr("Teams and servers"))
        self.setAccessibleName(self.tr("Teams and servers"))
        self.switches: dict[str, Button] = {}
        self.leaves: dict[str, Button] = {}
        self._list = make_column(gap=10)
        self.add = Button(
            context.theme,
            self.tr("Add a team or server…"),
            icon="plus",
            run=context.shell.sign_in_wanted.emit,
        )
        self.rows.addLayout(self._list)
        self.rows.addLayout(make_row(self.add, None))
        self._shown: list[Account] = []
        context.session.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """The accounts of now."""
        session = self._context.session
        accounts = [*session.accounts, *([session.current] if session.current else [])]
        if accounts == self._shown:
            return
        self._shown = accounts
        clear_layout(self._list)
        self.switches, self.leaves = {}, {}
        for account in session.accounts:
            self._list.addWidget(self._make_row(account))

    def leave(self, account: Account) -> ConfirmDialog:
        """Ask, then sign out of an account."""
        effect = self.tr(
            "The key of this computer for {team} stops working on the server and is forgotten here. "
            "The team and its credits stay as they are."
        )
        return confirm(
            self._context.theme,
            self,
            self.tr("Sign out of {team}?").format(team=account.title),
            effect.format(team=account.title),
            self.tr("Sign out"),
            lambda: self._context.session.sign_out_of(account.place),
        )

    def _make_row(self, account: Account) -> QWidget:
        theme, session = self._context.theme, self._context.session
        row = QWidget()
        avatar = Avatar(theme, 32)
        avatar.show_person(account.title, account.team_id)
        server = account.server.partition("://")[2]
        words = make_column(
            ElidedLabel(account.title, "strong"), ElidedLabel(f"{server} · {account.name}", "small"), gap=0
        )
        is_current = session.current is not None and session.current.place == account.place
        leave = Button(theme, self.tr("Sign out…"), kind="small", run=lambda: self.leave(account))
        leave.setAccessibleName(self.tr("Sign out of {team}").format(team=account.title))
        self.leaves[account.place] = leave
        line = make_row(avatar, words, gap=10)
        line.setStretch(1, 1)
        if is_current:
            line.addWidget(make_badge(self.tr("In use")), 0, Qt.AlignmentFlag.AlignVCenter)
        else:
            text = self.tr("Switch to it") if account.key else self.tr("Sign in…")
            switch = Button(theme, text, kind="small", run=lambda: self._switch(account))
            switch.setAccessibleName(f"{text}: {account.title}")
            self.switches[account.place] = switch
            line.addWidget(switch)
        line.addWidget(leave)
        row.setLayout(line)
        return row

    def _switch(self, account: Account) -> None:
        if account.key:
            self._context.session.use(account)
        else:
            self._context.shell.sign_in_wanted.emit()
