"""The sidebar: team switcher, search, pages, and how fresh everything is."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QWidget

from desktop_admin.context import Context
from desktop_admin.pages.registry import Entry
from desktop_admin.stores.credits import CreditsStore
from desktop_admin.stores.team import TeamStore
from desktop_admin.theme.tokens import SIDEBAR_WIDTH
from desktop_admin.widgets.avatar import Avatar
from desktop_admin.widgets.buttons import Button, follow_choice
from desktop_admin.widgets.cards import Dot
from desktop_admin.widgets.labels import ElidedLabel, Label
from desktop_admin.widgets.layouts import make_column, make_row

_THROUGH: Final = Qt.WidgetAttribute.WA_TransparentForMouseEvents
_LAST_DIGIT: Final = 9


class Sidebar(QFrame):
    """`page_chosen(name)`, `search_wanted()` and `team_pressed()`."""

    page_chosen = Signal(str)
    search_wanted = Signal()
    team_pressed = Signal()

    def __init__(self, context: Context, entries: Sequence[Entry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setProperty("kind", "sidebar")
        self.setFixedWidth(SIDEBAR_WIDTH)
        self._badges: dict[str, Label] = {}
        self.pages: dict[str, Button] = {}
        self._group = QButtonGroup(self)
        self.team = self._build_team()
        self.search = self._build_search()
        above = [self._build_page(entry, n) for n, entry in enumerate(entries, 1) if entry.name != "settings"]
        below = [self._build_page(entry, n) for n, entry in enumerate(entries, 1) if entry.name == "settings"]
        self.status_dot, self.status = Dot(context.theme, "ok", 7), ElidedLabel("", "small")
        status = make_row(self.status_dot, self.status, gap=7, margins=(12, 4, 0, 0))
        status.setStretch(1, 1)
        self.setLayout(
            make_column(
                self.team, 6, self.search, 8, *above, None, *below, status, gap=3, margins=(12, 12, 12, 12)
            )
        )
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self.refresh_status)
        self._second.start()
        for news in (context.connection.changed, context.feed.connected, context.feed.lost):
            news.connect(self.refresh_status)
        context.session.changed.connect(self.refresh_team)
        for store in (context.stores.get(TeamStore), context.stores.get(CreditsStore)):
            store.changed.connect(self.refresh_team)
        context.shell.badge_changed.connect(self.show_badge)
        self.refresh_team()
        self.refresh_status()

    def mark_page(self, name: str) -> None:
        """Show which page is open."""
        if name in self.pages:
            self.pages[name].setChecked(True)

    def show_badge(self, name: str, count: int) -> None:
        """A count beside a page's name; none for 0."""
        badge = self._badges.get(name)
        if badge is not None:
            badge.setText(self._context.locale.toString(count))
            badge.setVisible(count > 0)

    def refresh_team(self) -> None:
        """The team's name and size."""
        account = self._context.session.current
        profile = self._context.stores.get(TeamStore).data
        overview = self._context.stores.get(CreditsStore).data
        name = profile.name if profile else account.title if account else ""
        self._name.setText(name)
        self._avatar.show_person(name, account.team_id if account else "")
        active = [m for m in overview.members if m.status == "active"] if overview else []
        second = self.tr("%n member(s)", "", len(active)) if active else (account.name if account else "")
        self._second_line.setText(second)
        self.team.setAccessibleName(self.tr("Team {name}, change team").format(name=name))

    def refresh_status(self) -> None:
        """How fresh the data is."""
        connection = self._context.connection
        if not connection.is_online:
            self.status_dot.set_token("warn")
            self.status.setText(self.tr("Offline"))
            return
        self.status_dot.set_token("ok" if connection.is_live else "warn")
        live = self.tr("Live") if connection.is_live else self.tr("Connecting")
        if connection.answered_at is None or not connection.is_live:
            self.status.setText(live)
            return
        seconds = max(0, int((self._context.clock() - connection.answered_at).total_seconds()))
        synced = self.tr("synced {n} s ago").format(n=seconds) if seconds else self.tr("synced just now")
        self.status.setText(f"{live} · {synced}")

    def _build_team(self) -> Button:
        button = Button(self._context.theme, kind="team", run=self.team_pressed.emit)
        self._avatar = Avatar(self._context.theme, 32)
        self._name, self._second_line = ElidedLabel("", "strong"), ElidedLabel("", "small")
        arrow = QLabel()
        self._context.theme.changed.connect(lambda: self._tint_arrow(arrow))
        self._tint_arrow(arrow)
        for part in (self._avatar, self._name, self._second_line, arrow):
            part.setAttribute(_THROUGH)
        words = make_column(self._name, self._second_line, gap=0)
        row = make_row(self._avatar, words, arrow, gap=10, margins=(8, 4, 8, 4))
        row.setStretch(1, 1)
        button.setLayout(row)
        return button

    def _tint_arrow(self, arrow: QLabel) -> None:
        arrow.setPixmap(self._context.theme.icon("chevron").pixmap(14, 14))

    def _build_search(self) -> Button:
        button = Button(
            self._context.theme,
            self.tr("Search…"),
            kind="search",
            icon="search",
            run=self.search_wanted.emit,
        )
        button.setAccessibleName(self.tr("Search or run a command"))
        # A child label, since text in the button would be cut off.
        key = Label(
            QKeySequence("Ctrl+K").toString(QKeySequence.SequenceFormat.NativeText).replace("+", " "), "key"
        )
        key.setAttribute(_THROUGH)
        row = make_row(None, margins=(0, 0, 7, 0))
        row.addWidget(key, 0, Qt.AlignmentFlag.AlignVCenter)
        button.setLayout(row)
        return button

    def _build_page(self, entry: Entry, number: int) -> Button:
        button = Button(
            self._context.theme,
            entry.shown_title,
            kind="page",
            icon=entry.icon,
            run=lambda: self.page_chosen.emit(entry.name),
        )
        button.setIconSize(QSize(24, 18))
        button.setCheckable(True)
        follow_choice(button)
        button.setAccessibleName(entry.shown_title)
        if number <= _LAST_DIGIT:
            button.setToolTip(f"{entry.shown_title} (Ctrl+{number})")
        badge = Label("", "badge")
        badge.setAttribute(_THROUGH)
        badge.hide()
        row = make_row(None, margins=(0, 0, 8, 0))
        row.addWidget(badge, 0, Qt.AlignmentFlag.AlignVCenter)
        button.setLayout(row)
        self._badges[entry.name] = badge
        self._group.addButton(button)
        self.pages[entry.name] = button
        return button
