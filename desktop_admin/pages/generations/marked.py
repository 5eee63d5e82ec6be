"""The bar over the table while several headshots are marked: how many, and what can be done to all of them."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame

from core.schemas.generations import Headshot
from desktop_admin.context import Context
from desktop_admin.pages.generations.verbs import Verbs
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.labels import Label
from desktop_admin.widgets.layouts import make_row

SEVERAL = 2


class MarkedBar(QFrame):
    """In sight from two on; a verb is there as long as it fits one of them."""

    def __init__(self, context: Context, verbs: Verbs) -> None:
        super().__init__()
        self._context = context
        self._shots: Sequence[Headshot] = ()
        self.setProperty("kind", "banner")
        self.setProperty("tone", "info")
        self.count = Label("", "strong")
        theme = context.theme
        self.cancel = Button(theme, self.tr("Cancel…"), kind="outline", run=lambda: verbs.cancel(self._shots))
        self.delete = Button(theme, self.tr("Delete…"), kind="outline", run=lambda: verbs.delete(self._shots))
        self.setLayout(make_row(self.count, None, self.cancel, self.delete, margins=(14, 6, 8, 6)))
        context.connection.changed.connect(self.refresh)
        self.hide()

    def show_marked(self, shots: Sequence[Headshot]) -> None:
        """These are marked now."""
        self._shots = shots
        self.refresh()

    def refresh(self) -> None:
        """How many they are, and what can be done now."""
        shots = self._shots
        is_open = [shot.status.is_open for shot in shots]
        self.count.setText(self.tr("%n selected", "", len(shots)))
        self.cancel.setVisible(any(is_open))
        self.delete.setVisible(not all(is_open))
        for button in (self.cancel, self.delete):
            button.allow(self._context.connection.is_online, self.tr("You are offline."))
        self.setVisible(len(shots) >= SEVERAL)
