"""A field of a form: its label above, what is wrong below."""

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from desktop_admin.widgets.labels import Label, restyle
from desktop_admin.widgets.layouts import make_column


class Field(QWidget):
    """A line edit with its label; `refuse` shows a sentence until the text changes."""

    def __init__(self, label: str, edit: QLineEdit | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = edit or QLineEdit()
        self.edit.setProperty("kind", "field")
        self.edit.setAccessibleName(label)
        self.label: QLabel = Label(label, "strong")
        self.label.setBuddy(self.edit)
        self.error = Label("", "error", wraps=True)
        self.error.hide()
        self.setLayout(make_column(self.label, self.edit, self.error, gap=5))
        self.edit.textEdited.connect(lambda _text: self.accept_input())

    @property
    def text(self) -> str:
        """What was typed, without outer spaces."""
        return self.edit.text().strip()

    def refuse(self, sentence: str) -> None:
        """Say what is wrong with it."""
        self._mark(sentence)
        self.edit.setFocus()

    def accept_input(self) -> None:
        """Nothing is wrong with it any more."""
        if self.error.text():
            self._mark("")

    def _mark(self, sentence: str) -> None:
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))
        self.edit.setProperty("wrong", bool(sentence))
        self.edit.setAccessibleDescription(sentence)
        restyle(self.edit)
