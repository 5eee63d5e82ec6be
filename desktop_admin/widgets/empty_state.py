"""What a page shows instead of data: nothing yet, or why it could not be loaded; one line, one button."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from desktop_admin.theme.theme import Theme
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.labels import Label
from desktop_admin.widgets.layouts import make_column, make_row


class EmptyState(QWidget):
    """An icon, a title, one line and one button, in the middle."""

    def __init__(self, theme: Theme, icon: str, tint: str = "muted", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icon, self._tint = theme, icon, tint
        self._picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.title, self.text = Label("", "section"), Label("", "muted", wraps=True)
        for label in (self.title, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text.setMinimumWidth(420)
        self._run: Callable[[], object] | None = None
        self.button = Button(theme, kind="primary", run=self._press)
        self.setLayout(
            make_column(
                None,
                self._picture,
                8,
                self.title,
                make_row(None, self.text, None),
                8,
                make_row(None, self.button, None),
                None,
                margins=(24, 48, 24, 48),
            )
        )
        theme.changed.connect(self._retint)
        self._retint()

    def show_words(self, title: str, text: str, action: tuple[str, Callable[[], object]] | None) -> None:
        """Say what is the matter, and offer the one thing to do."""
        self.title.setText(title)
        self.text.setText(text)
        self.button.setVisible(action is not None)
        if action is not None:
            self.button.setText(action[0])
            self._run = action[1]

    def _press(self) -> None:
        if self._run is not None:
            self._run()

    def _retint(self) -> None:
        self._picture.setPixmap(self._theme.icon(self._icon, self._tint).pixmap(40, 40))
