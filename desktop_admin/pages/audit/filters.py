"""The filters above the audit log: who, what and about what."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_admin.context import Context
from desktop_admin.pages.audit.facts import Names
from desktop_admin.pages.audit.lines import CLOSEUP, STRIPE, list_actions
from desktop_admin.stores.audit import AuditFilter
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.choice import Choice
from desktop_admin.widgets.layouts import make_row


class Filters(QWidget):
    """`chosen(AuditFilter)` when another one is wanted."""

    chosen = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.actors = Choice(context.theme, self.tr("Who"), 190)
        self.deeds = Choice(context.theme, self.tr("What"), 220)
        self.about = QLineEdit(clearButtonEnabled=True)
        self.about.setProperty("kind", "field")
        self.about.setPlaceholderText(self.tr("About: an id, then Enter"))
        self.about.setAccessibleName(self.tr("About which id"))
        self.about.setMaxLength(200)
        self.about.setMinimumWidth(180)
        self.about.setMaximumWidth(340)
        self.everything = Button(
            context.theme,
            self.tr("Show everything"),
            kind="quiet",
            run=lambda: self.chosen.emit(AuditFilter()),
        )
        for choice in (self.actors, self.deeds):
            choice.chosen.connect(self._tell)
        self.about.returnPressed.connect(self._tell)
        self.about.textEdited.connect(self._tell_cleared)
        row = make_row(self.actors, self.deeds, self.about, self.everything, None)
        row.setStretch(2, 1)
        self.setLayout(row)

    def show_filter(self, wanted: AuditFilter, names: Names) -> None:
        """The choices, and what is chosen."""
        people = sorted(
            ((f"member:{member_id}", name) for member_id, name in names.items()),
            key=lambda one: one[1].casefold(),
        )
        machines = [(STRIPE, "Stripe"), (CLOSEUP, "Closeup")]
        self.actors.show_choices([("", self.tr("Anybody")), *people, *machines], wanted.actor or "")
        actions = list(list_actions().items())
        if wanted.action and wanted.action not in list_actions():
            actions.append((wanted.action, wanted.action))
        self.deeds.show_choices([("", self.tr("Anything")), *actions], wanted.action or "")
        if not self.about.hasFocus() or wanted.about is not None:
            self.about.setText(wanted.about or "")
        self.everything.setVisible(wanted != AuditFilter())

    def _tell_cleared(self, text: str) -> None:
        if not text:
            self._tell()

    def _tell(self, _choice: str = "") -> None:
        self.chosen.emit(
            AuditFilter(
                self.actors.value or None, self.deeds.value or None, self.about.text().strip() or None
            )
        )
