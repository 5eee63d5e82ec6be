"""What a page may ask of the window around it, as signals, so that pages know no window."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Toast:
    """Something is done; `undo` takes it back and is offered for 8 seconds."""

    text: str
    undo: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A line under the page's title: `tone` is info, ok, warn or bad; `action` is a button's text and its work."""

    tone: str
    strong: str
    text: str = ""
    action: tuple[str, Callable[[], object]] | None = field(default=None, compare=False)


class Shell(QObject):
    """The window's services."""

    page_wanted = Signal(str, object)
    toast_wanted = Signal(object)
    notice_wanted = Signal(object)
    drawer_wanted = Signal(str, object)
    drawer_closed = Signal()
    sign_in_wanted = Signal()
    badge_changed = Signal(str, int)
    announced = Signal(str, str)

    def open_page(self, name: str, subject: object = None) -> None:
        """Show a page; `subject` is what it should show, by the page's own understanding (an id, a filter)."""
        self.page_wanted.emit(name, subject)

    def say(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """A toast for what is done."""
        self.toast_wanted.emit(Toast(text, undo))

    def notify(self, notice: Notice) -> None:
        """A banner on the page that is shown."""
        self.notice_wanted.emit(notice)

    def announce(self, title: str, text: str) -> None:
        """News worth a desktop notification: whoever shows those listens to `announced`."""
        self.announced.emit(title, text)

    def open_drawer(self, title: str, content: QWidget) -> None:
        """Show `content` at the right; Esc closes it and destroys the content."""
        self.drawer_wanted.emit(title, content)

    def close_drawer(self) -> None:
        """Close it, if it is open."""
        self.drawer_closed.emit()

    def set_badge(self, page: str, count: int) -> None:
        """A count beside the page's name in the sidebar; 0 for none."""
        self.badge_changed.emit(page, count)
