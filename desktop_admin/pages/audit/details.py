"""The drawer of one line of the audit log: everything it says, and the way to more of the same."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.schemas.teams import AuditLine
from desktop_admin.context import Context
from desktop_admin.pages.audit.facts import Names, list_pairs
from desktop_admin.pages.audit.lines import write_action, write_actor, write_object, write_origin
from desktop_admin.stores.audit import AuditFilter
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.labels import Label
from desktop_admin.widgets.layouts import Item, make_column, make_row
from desktop_admin.words import write_exact


class Details(QWidget):
    """`wanted(AuditFilter)` for everything by the same person or about the same thing."""

    wanted = Signal(object)

    def __init__(self, context: Context, line: AuditLine, names: Names) -> None:
        super().__init__()
        self._context, self.line = context, line
        theme = context.theme
        facts = [
            (self.tr("Who"), write_actor(line.actor, names)),
            (self.tr("What"), write_action(line.action)),
            (self.tr("About"), write_object(line.object, names)),
            (self.tr("When"), write_exact(line.created_at, context.locale)),
            (self.tr("From"), write_origin(line.origin) or "-"),
        ]
        self.facts = make_column(gap=10)
        for name, value in facts:
            self.facts.addLayout(self._make_fact(name, value))
        self.details = make_column(gap=10)
        for name, value in list_pairs(line.detail, names, context.locale):
            self.details.addLayout(self._make_fact(name, value))
        same_actor, same_object = AuditFilter(actor=line.actor), AuditFilter(about=line.object)
        self.by = Button(theme, self.tr("All by the same"), run=lambda: self.wanted.emit(same_actor))
        self.about = Button(theme, self.tr("All about this"), run=lambda: self.wanted.emit(same_object))
        self.copy = Button(theme, self.tr("Copy the id"), icon="copy", run=lambda: self._copy(line.object))
        self.setLayout(self._lay_out())

    def _lay_out(self) -> QVBoxLayout:
        line = self.line
        items: list[Item] = [self.facts]
        if line.detail:
            items += [6, Label(self.tr("Details"), "section"), self.details]
        items += [6, Label(self.tr("As the server keeps it"), "section")]
        raw = make_column(gap=10)
        for name, value in (
            (self.tr("Action"), line.action),
            (self.tr("Object"), line.object),
            (self.tr("Line"), line.audit_id),
        ):
            raw.addLayout(self._make_fact(name, value))
        items += [raw, 8, make_row(self.by, self.about), self.copy, None]
        return make_column(*items, gap=8)

    @staticmethod
    def _make_fact(name: str, value: str) -> QVBoxLayout:
        text = Label(value, wraps=True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return make_column(Label(name, "small"), text, gap=1)

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._context.shell.say(self.tr("Copied."))
