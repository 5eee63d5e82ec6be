"""The section of keys: who is signed in to this team's console, and ending that."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.schemas.teams import Key
from desktop_admin.api.errors import ApiError, NotFound
from desktop_admin.context import Context
from desktop_admin.pages.settings.sections import Section, make_badge
from desktop_admin.shell import Notice
from desktop_admin.stores.keys import KeysStore
from desktop_admin.widgets.avatar import Avatar
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.confirm import ConfirmDialog, confirm
from desktop_admin.widgets.labels import ElidedLabel, Label
from desktop_admin.widgets.layouts import clear_layout, make_column, make_row
from desktop_admin.words import embed, write_day, write_moment

MOST_ROWS: Final = 50


class KeysSection(Section):
    """One row for each key in force, newest first."""

    def __init__(self, context: Context, keys: KeysStore) -> None:
        super().__init__("")
        self._context, self._keys = context, keys
        self.title.setText(self.tr("Who is signed in"))
        self.setAccessibleName(self.tr("Who is signed in"))
        self.text.setText(
            self.tr(
                "Every console signed in to this team has a key of its own. Revoke one that should not be."
            )
        )
        self.text.show()
        self.ends: dict[str, Button] = {}
        self.more = Label("", "muted")
        self._list = make_column(gap=10)
        self.rows.addLayout(self._list)
        self.rows.addWidget(self.more)
        self._shown: list[Key] | None = None
        context.connection.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """The keys of now, or why they are not here."""
        data, error = self._keys.data, self._keys.error
        if data is None:
            self.more.setText(error.text if error else self.tr("Loading…"))
            self.more.show()
            return
        if data.items != self._shown:
            self._shown = list(data.items)
            clear_layout(self._list)
            self.ends = {}
            for key in data.items[:MOST_ROWS]:
                self._list.addWidget(self._make_row(key))
        hidden = len(data.items) - MOST_ROWS
        self.more.setText(self.tr("%n more", "", hidden) if hidden > 0 else "")
        self.more.setVisible(hidden > 0)
        for button in self.ends.values():
            button.allow(self._context.connection.is_online, self.tr("You are offline."))

    def revoke(self, key: Key) -> ConfirmDialog:
        """Ask, then end a key."""
        when = write_moment(key.created_at, self._context.locale)
        effect = self.tr(
            "The console that {name} signed in on {when} is signed out at once. Nothing else changes; "
            "they can sign in again with a new code."
        ).format(name=embed(key.name), when=when)
        if key.is_yours:
            effect = self.tr("This is the key of this console: you are signed out at once.")
        intent = self._context.api.client.make_intent()
        return confirm(
            self._context.theme,
            self,
            self.tr("Revoke this key?"),
            effect,
            self.tr("Revoke"),
            lambda: self._revoke(key, intent),
        )

    def _revoke(self, key: Key, intent: str) -> None:
        call = self._context.api.team.revoke_key(key.key_id, intent)
        call.then(
            lambda _none: self._tell(key),
            lambda error: self._refuse(error, lambda: self._revoke(key, intent)),
        )

    def _tell(self, key: Key) -> None:
        self._context.shell.say(self.tr("Signed out: {name}").format(name=embed(key.name)))
        self._keys.mark_stale()

    def _refuse(self, error: ApiError, again: Callable[[], object]) -> None:
        if isinstance(error, NotFound):
            self._keys.mark_stale()
            return
        action = (self.tr("Try again"), again) if error.may_repeat else None
        self._context.shell.notify(Notice("bad", error.sentence, error.mend, action))

    def _make_row(self, key: Key) -> QWidget:
        theme, locale = self._context.theme, self._context.locale
        row = QWidget()
        avatar = Avatar(theme, 32)
        avatar.show_person(key.name, key.member_id)
        since = self.tr("Since {when}, until {day}").format(
            when=write_moment(key.created_at, locale), day=write_day(key.expires_at, locale)
        )
        words = make_column(ElidedLabel(key.name, "strong"), ElidedLabel(since, "small"), gap=0)
        line = make_row(avatar, words, gap=10)
        line.setStretch(1, 1)
        if key.is_yours:
            line.addWidget(make_badge(self.tr("This console")), 0, Qt.AlignmentFlag.AlignVCenter)
        end = Button(theme, self.tr("Revoke…"), kind="small", run=lambda: self.revoke(key))
        end.setAccessibleName(self.tr("Revoke the key of {name}").format(name=embed(key.name)))
        self.ends[key.key_id] = end
        line.addWidget(end)
        row.setLayout(line)
        return row
