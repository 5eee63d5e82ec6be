"""Cards: the ground of a section, and a number with its name."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from desktop_admin.theme.theme import Theme
from desktop_admin.widgets.labels import ElidedLabel, Label, restyle
from desktop_admin.widgets.layouts import make_column, make_row


class Card(QFrame):
    """A surface with a border."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")


class Dot(QWidget):
    """A spot in a token's colour; never alone, a word stands beside it."""

    def __init__(self, theme: Theme, token: str, size: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self.token = theme, token
        self.setFixedSize(QSize(size, size))
        theme.changed.connect(self.update)

    def set_token(self, token: str) -> None:
        """Another colour."""
        self.token = token
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A filled circle, with a rim so that a pale one can be seen on white."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(self._theme.tokens, self.token)))
        painter.drawEllipse(self.rect())


class NumberCard(Card):
    """One number: a dot and its name above, a line about it below."""

    def __init__(self, theme: Theme, token: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self.number, self.note = Label("-", "display"), ElidedLabel(" ", "small")
        head = make_row(Dot(theme, token), Label(title, "muted"), None, gap=7)
        self.setLayout(make_column(head, self.number, self.note, gap=3, margins=(16, 13, 16, 13)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_number(self, number: str, note: str, *, is_bad: bool = False) -> None:
        """Show the number; `is_bad` marks the note."""
        self.number.setText(number)
        self.note.setText(note)
        role = "error" if is_bad else "small"
        if self.note.property("role") != role:
            self.note.setProperty("role", role)
            restyle(self.note)
        self.setAccessibleName(f"{self._title}: {number}. {note}")
