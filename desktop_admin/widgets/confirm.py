"""Asks before what cannot be taken back, in one sentence that names the exact effect."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from desktop_admin.theme.theme import Theme
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.labels import Label
from desktop_admin.widgets.layouts import make_column, make_row


class ConfirmDialog(QDialog):
    """The safe button has the focus; `run` is called once the other one is pressed."""

    def __init__(
        self,
        theme: Theme,
        title: str,
        effect: str,
        verb: str,
        run: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(420)
        self.keep = Button(theme, self.tr("Keep as it is"), run=self.reject)
        self.go = Button(theme, verb, kind="danger", run=self.accept)
        self.accepted.connect(run)
        self.setLayout(
            make_column(
                Label(title, "section", wraps=True),
                Label(effect, wraps=True),
                12,
                make_row(None, self.keep, self.go),
                margins=(24, 20, 24, 20),
            )
        )
        self.keep.setDefault(True)
        self.keep.setFocus()


def confirm(
    theme: Theme, parent: QWidget, title: str, effect: str, verb: str, run: Callable[[], object]
) -> ConfirmDialog:
    """Open the question without stopping anything else."""
    dialog = ConfirmDialog(theme, title, effect, verb, run, parent.window())
    dialog.open()
    return dialog
