"""What every page is: a title and actions, a place for banners, and a body in one of five states."""

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop_admin.commands import Command
from desktop_admin.context import Context
from desktop_admin.shell import Notice
from desktop_admin.stores.store import Phase, Store
from desktop_admin.theme.tokens import GUTTER
from desktop_admin.widgets.banner import Banner
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.empty_state import EmptyState
from desktop_admin.widgets.labels import Label
from desktop_admin.widgets.layouts import make_column, make_row
from desktop_admin.widgets.skeleton import Skeleton

Action = tuple[str, Callable[[], object]]


class Page(QWidget):
    """Fill `self.body`; name the main store in `follow`, and the page shows loading, empty, error and data by it.

    `render` is called whenever a followed store changed and there is data.
    """

    def __init__(self, context: Context, title: str, subtitle: str = "", cards: int = 0) -> None:
        super().__init__()
        self.context = context
        self.title, self.subtitle = Label(title, "title"), Label(subtitle, "muted")
        self._actions = make_row(gap=8)
        self._notices: dict[str, Banner] = {}
        self._banners = make_column(gap=8)
        self.body: QVBoxLayout = make_column(gap=14, margins=(0, 0, GUTTER, GUTTER))
        self.skeleton = Skeleton(context.theme, cards)
        self.empty = EmptyState(context.theme, "info")
        self.trouble = EmptyState(context.theme, "warning", "bad")
        self._stores: list[Store[Any]] = []
        self._was_shown = self._is_outdated = False
        self._stack = QStackedWidget()
        self._area = self._build_area()
        framed = QWidget()
        framed.setLayout(make_column(self.skeleton, margins=(0, 0, GUTTER, GUTTER)))
        for widget in (framed, self._area, self.empty, self.trouble):
            self._stack.addWidget(widget)
        head = make_row(make_column(self.title, self.subtitle, gap=1), None, self._actions)
        over = make_column(head, self._banners, gap=14, margins=(0, 0, GUTTER, 0))
        self.setLayout(make_column(over, self._stack, gap=14, margins=(GUTTER, 18, 0, 0)))
        self.setAccessibleName(title)

    # ---- for pages

    def follow(self, main: Store[Any], *others: Store[Any]) -> None:
        """Load these while the page is shown; `main` decides about the state."""
        self._stores = [main, *others]
        for store in self._stores:
            store.changed.connect(self.refresh_view)
        self.refresh_view()

    def render_data(self) -> None:
        """Show what the stores know; a page's part."""

    def describe_empty(self) -> tuple[str, str, Action | None]:
        """Title, line and button while there is nothing yet; a page's part."""
        return self.tr("Nothing here yet"), "", None

    def list_commands(self) -> Iterable[Command]:
        """The page's verbs for the command palette; a page's part."""
        return ()

    def show_subject(self, subject: object) -> None:
        """Show what somebody asked for on the way here (an id, a filter); a page's part."""

    def add_action(self, text: str, run: Callable[[], object], *, kind: str = "", icon: str = "") -> Button:
        """A button at the right of the title."""
        button = Button(self.context.theme, text, kind=kind, icon=icon, run=run)
        self._actions.addWidget(button)
        return button

    def add_tool(self, widget: QWidget) -> None:
        """Anything else at the right of the title, in sight in every state."""
        self._actions.addWidget(widget)

    def show_notice(self, notice: Notice, name: str = "news") -> None:
        """A banner; one of each `name` at a time."""
        shown = self._notices.get(name)
        if shown is not None and shown.notice == notice:
            return
        self.drop_notice(name)
        banner = Banner(self.context.theme, notice)
        banner.dismissed.connect(lambda: self.drop_notice(name))
        self._notices[name] = banner
        self._banners.addWidget(banner)

    def drop_notice(self, name: str = "news") -> None:
        """Take a banner away."""
        banner = self._notices.pop(name, None)
        if banner is not None:
            banner.hide()
            banner.deleteLater()

    @property
    def phase(self) -> Phase:
        """The state that is shown."""
        return self._stores[0].phase if self._stores else Phase.READY

    # ---- its own

    def refresh_view(self) -> None:
        """Show the state of the stores; while nobody looks that waits until somebody does."""
        self._is_outdated = self._was_shown and not self.isVisible()
        if self._is_outdated:
            return
        phase = self.phase
        if phase is Phase.LOADING:
            self._stack.setCurrentIndex(0)
        elif phase is Phase.EMPTY:
            self.empty.show_words(*self.describe_empty())
            self._stack.setCurrentWidget(self.empty)
        elif phase is Phase.ERROR and self._stores[0].data is None:
            self._show_trouble()
        else:
            self._show_error_beside(phase)
            self.render_data()
            self._stack.setCurrentWidget(self._area)

    def showEvent(self, event: QShowEvent) -> None:
        """Load what is shown."""
        super().showEvent(event)
        self._was_shown = True
        if self._is_outdated:
            self.refresh_view()
        for store in self._stores:
            store.watch()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let what is not shown rest."""
        super().hideEvent(event)
        for store in self._stores:
            store.unwatch()

    def _show_trouble(self) -> None:
        error = self._stores[0].error
        again: Action = (self.tr("Try again"), self._retry)
        if error is not None:
            self.trouble.show_words(error.sentence, error.mend, again)
        self._stack.setCurrentWidget(self.trouble)

    def _show_error_beside(self, phase: Phase) -> None:
        error = self._stores[0].error
        if phase is Phase.ERROR and error is not None:
            again: Action = (self.tr("Try again"), self._retry)
            self.show_notice(Notice("bad", error.sentence, error.mend, again), "loading")
        else:
            self.drop_notice("loading")

    def _retry(self) -> None:
        for store in self._stores:
            store.refresh()

    def _keep_edge(self, least: int, most: int) -> None:
        """The scroll bar stands in the gutter, so that nothing moves when it comes."""
        bar = self._area.verticalScrollBar().sizeHint().width() if most > least else 0
        self.body.setContentsMargins(0, 0, GUTTER - bar, GUTTER)

    def _build_area(self) -> QScrollArea:
        inner = QWidget()
        inner.setLayout(self.body)
        area = QScrollArea(widgetResizable=True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        area.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        area.verticalScrollBar().rangeChanged.connect(self._keep_edge)
        return area
