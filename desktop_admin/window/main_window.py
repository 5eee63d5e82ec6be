"""What the frame holds: signing in, or the sidebar, the page, the drawer and what lies over them."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QWidget

from desktop_admin.context import Context
from desktop_admin.pages.page import Page
from desktop_admin.pages.registry import Entry, list_pages, open_page
from desktop_admin.shell import Notice
from desktop_admin.stores.team import TeamStore
from desktop_admin.widgets.drawer import Drawer
from desktop_admin.widgets.layouts import make_column
from desktop_admin.widgets.palette import PaletteDialog
from desktop_admin.widgets.toast import ToastBar
from desktop_admin.window.frame import LAST_PAGE, SMALLEST
from desktop_admin.window.news import News
from desktop_admin.window.sidebar import Sidebar
from desktop_admin.window.sign_in import SignIn
from desktop_admin.window.stops import order_stops
from desktop_admin.window.strip import OfflineStrip
from desktop_admin.window.verbs import list_window_commands

OVERLAY_BELOW = 1280


class MainWindow(QWidget):
    """Knows the pages by name only; each is made when it is first shown."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setMinimumSize(*SMALLEST)
        self.entries: dict[str, Entry] = {entry.name: entry for entry in list_pages()}
        self.pages: dict[str, Page] = {}
        self.sidebar = Sidebar(context, list(self.entries.values()))
        self.stack = QStackedWidget()
        self.drawer = Drawer(context.theme)
        self.strip = OfflineStrip(context)
        self.sign_in = SignIn(context)
        self._outer = QStackedWidget()
        self._inside = QWidget()
        self._row = QHBoxLayout(self._inside)
        self._build()
        self.toast = ToastBar(self)
        self.news = News(context, self)
        self._connect()
        self._bind_keys()
        self.refresh_account()

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Page) and self._outer.currentWidget() is self._inside else None

    def open_page(self, name: str, subject: object = None) -> None:
        """Show a page, and there what was asked for."""
        if name not in self.entries:
            return
        if name not in self.pages:
            self._make_page(name)
        self.drawer.close_drawer()
        held = self.focusWidget()
        self.stack.setCurrentWidget(self.pages[name])
        self.sidebar.mark_page(name)
        if not self.sidebar.isAncestorOf(held):
            # What had the focus is gone; Qt would give it to the first of all.
            self.sidebar.pages[name].setFocus()
        self.context.settings.setValue(LAST_PAGE, name)
        if subject is not None:
            self.pages[name].show_subject(subject)

    def open_palette(self) -> PaletteDialog | None:
        """Search and run."""
        if self._outer.currentWidget() is not self._inside:
            return None
        dialog = PaletteDialog(self.context.theme, self.context.commands, self)
        top = self.mapToGlobal(self.rect().topLeft())
        dialog.move(top.x() + (self.width() - dialog.width()) // 2, top.y() + 96)
        dialog.open()
        dialog.field.setFocus()
        return dialog

    def show_sign_in(self, notice: Notice | None = None) -> None:
        """Ask for a server and a code."""
        self.drawer.close_drawer()
        self.sign_in.say(notice)
        self._outer.setCurrentWidget(self.sign_in)
        self.sign_in.prepare()

    def refresh_account(self) -> None:
        """Another account is in use, or none: nothing of the last one stays."""
        account = self.context.session.current
        self._forget_pages()
        self.context.stores.clear()
        if account is None:
            self.context.feed.stop()
            self.setWindowTitle("Closeup")
            self.show_sign_in()
            return
        self.setWindowTitle(f"{account.title} - Closeup")
        self.context.feed.start()
        self.context.stores.get(TeamStore).watch()
        self._outer.setCurrentWidget(self._inside)
        wanted = str(self.context.settings.value(LAST_PAGE, ""))
        name = wanted if wanted in self.entries else next(iter(self.entries))
        self.open_page(name)
        self.sidebar.pages[name].setFocus()

    def show_notice(self, notice: Notice) -> None:
        """A banner on the page that is shown, or while signing in."""
        if self.page is not None:
            self.page.show_notice(notice)
        else:
            self.sign_in.say(notice)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what floats in its place."""
        super().resizeEvent(event)
        self._place_drawer()
        self.toast.follow_window()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own signature
        """Tab goes through what is shown as it lies there."""
        order_stops(self._outer, self.drawer, self.toast)
        return super().focusNextPrevChild(forward)

    def _build(self) -> None:
        middle = QWidget()
        middle.setProperty("ground", "bg")
        middle.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        middle.setLayout(make_column(self.strip, self.stack, gap=0))
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self.sidebar)
        self._row.addWidget(middle, 1)
        self._row.addWidget(self.drawer)
        self._outer.addWidget(self.sign_in)
        self._outer.addWidget(self._inside)
        self.setLayout(make_column(self._outer, gap=0))

    def _connect(self) -> None:
        shell, session = self.context.shell, self.context.session
        shell.page_wanted.connect(self.open_page)
        shell.toast_wanted.connect(self.toast.show_toast)
        shell.notice_wanted.connect(self.show_notice)
        shell.drawer_wanted.connect(self._open_drawer)
        shell.drawer_closed.connect(self.drawer.close_drawer)
        shell.sign_in_wanted.connect(self.show_sign_in)
        session.changed.connect(self._follow_session)
        session.ended.connect(lambda sentence: self.show_sign_in(Notice("info", sentence)))
        session.keeping_failed.connect(self._say_not_kept)
        self.sign_in.left.connect(lambda: self._outer.setCurrentWidget(self._inside))
        self.sidebar.page_chosen.connect(self.open_page)
        self.sidebar.search_wanted.connect(self.open_palette)
        self.sidebar.team_pressed.connect(self._open_team_menu)
        self.context.connection.fallback.connect(self.context.stores.mark_stale)
        self.context.stores.get(TeamStore).changed.connect(self._take_team)
        self.context.commands.provide(
            "window", lambda: list_window_commands(self.context, list(self.entries.values()))
        )
        self._place = session.current.place if session.current else ""

    def _make_page(self, name: str) -> None:
        # Making a page and painting it for the first time are two turns of the event loop, not one twice as long.
        self.stack.setUpdatesEnabled(False)
        QTimer.singleShot(0, self, lambda: self.stack.setUpdatesEnabled(True))
        page = self.pages[name] = open_page(self.entries[name], self.context)
        self.context.commands.provide(f"page {name}", page.list_commands)
        self.stack.addWidget(page)

    def _bind_keys(self) -> None:
        self._bind("Ctrl+K", self.open_palette)
        self._bind("F5", self.context.stores.refresh)
        self._bind("Esc", self.drawer.close_drawer)
        self._bind("Ctrl+Z", self.toast.take_back)
        self._bind("Ctrl+Q", lambda: self.window().close())
        for number, name in enumerate(self.entries, start=1):
            self._bind(f"Ctrl+{number}", lambda name=name: self._open_by_key(name))

    def _bind(self, keys: str, run: object) -> None:
        action = QAction(self)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _checked=False: run())  # type: ignore[operator] # each one given here is called without words
        self.addAction(action)

    def _open_by_key(self, name: str) -> None:
        if self._outer.currentWidget() is self._inside:
            self.open_page(name)

    def _follow_session(self) -> None:
        current = self.context.session.current
        place = current.place if current else ""
        if place != self._place:
            self._place = place
            self.refresh_account()

    def _take_team(self) -> None:
        profile = self.context.stores.get(TeamStore).data
        if profile is not None:
            self.context.session.rename_team(profile.name)
            self.setWindowTitle(f"{profile.name} - Closeup")

    def _forget_pages(self) -> None:
        self.drawer.close_drawer()
        self.toast.dismiss()
        for name, page in self.pages.items():
            self.context.commands.withdraw(f"page {name}")
            self.stack.removeWidget(page)
            page.deleteLater()
        self.pages.clear()

    def _open_drawer(self, title: str, content: QWidget) -> None:
        self.drawer.open_with(title, content)
        self._place_drawer()
        self.drawer.close_button.setFocus()

    def _place_drawer(self) -> None:
        floats = self.width() < OVERLAY_BELOW
        is_in_row = self._row.indexOf(self.drawer) >= 0
        if floats and is_in_row:
            self._row.removeWidget(self.drawer)
        elif not floats and not is_in_row:
            self._row.addWidget(self.drawer)
        if floats:
            width = self.drawer.width()
            self.drawer.setGeometry(self.width() - width, 0, width, self._inside.height() or self.height())
            self.drawer.raise_()

    def _open_team_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        session, shell = self.context.session, self.context.shell
        for account in session.accounts:
            server = account.server.partition("://")[2]
            action = menu.addAction(f"{account.title}  ·  {server}".replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(session.current is not None and account.place == session.current.place)
            action.triggered.connect(lambda _checked, place=account.place: self._switch(place))
        menu.addSeparator()
        menu.addAction(self.tr("Add a team or server…")).triggered.connect(shell.sign_in_wanted)
        menu.addAction(self.tr("Sign out")).triggered.connect(session.sign_out)
        corner = self.sidebar.team.mapToGlobal(self.sidebar.team.rect().bottomLeft())
        menu.popup(corner)

    def _switch(self, place: str) -> None:
        account = self.context.session.find(place)
        if account is None:
            return
        if account.key:
            self.context.session.use(account)
        else:
            self.show_sign_in()
            self.sign_in.prepare(account.server)

    def _say_not_kept(self) -> None:
        self.show_notice(
            Notice(
                "info",
                self.tr("This computer has no keyring."),
                self.tr("Your key is kept in memory only; sign in again after closing the console."),
            )
        )
