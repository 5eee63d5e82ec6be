"""A link that is shown for copying, because it may not be opened or could not be."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_admin.context import Context
from desktop_admin.stores.team import TeamStore
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.labels import Label
from desktop_admin.widgets.layouts import make_column, make_row


class LinkLine(QWidget):
    """One sentence, the link in a field that cannot be changed, and Copy."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.field = QLineEdit(readOnly=True)
        self.field.setProperty("kind", "field")
        self.field.setAccessibleName(self.tr("Link"))
        why = Label(
            self.tr("This link was not opened from here. Copy it into a browser if you trust its address."),
            "muted",
            wraps=True,
        )
        self.copy = Button(context.theme, self.tr("Copy link"), icon="copy", run=self.copy_link)
        row = make_row(self.field, self.copy)
        row.setStretch(0, 1)
        self.setLayout(make_column(why, row, gap=6))
        self.hide()

    def show_link(self, link: str) -> None:
        """Show this one from its beginning, where its host is."""
        self.field.setText(link)
        self.field.setCursorPosition(0)
        self.show()

    def copy_link(self) -> None:
        """Put it on the clipboard."""
        copy_text(self._context, self.field.text())


def copy_text(context: Context, text: str) -> None:
    """Put a text on the clipboard and say so."""
    QGuiApplication.clipboard().setText(text)
    context.shell.say(QCoreApplication.translate("Purchases", "Copied."))


def list_checkout_hosts(context: Context) -> list[str]:
    """Where the server says people pay."""
    profile = context.stores.get(TeamStore).data
    return profile.checkout_hosts if profile else []


def list_receipt_hosts(context: Context) -> list[str]:
    """Where the server says receipts are."""
    profile = context.stores.get(TeamStore).data
    return profile.receipt_hosts if profile else []
