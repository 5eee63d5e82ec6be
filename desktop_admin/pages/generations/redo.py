"""Asks in which style headshots are made again, and says what it costs."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from core.domain.styles import Style
from desktop_admin.context import Context
from desktop_admin.pages.generations.states import STYLES, write_style
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.chips import Chips
from desktop_admin.widgets.labels import Label
from desktop_admin.widgets.layouts import make_column, make_row
from desktop_admin.words import embed


class RedoDialog(QDialog):
    """`chosen(style)` once the person agrees to one more credit."""

    chosen = Signal(object)

    def __init__(
        self, context: Context, name: str, style: Style, credits_left: int | None, parent: QWidget
    ) -> None:
        super().__init__(parent.window())
        title = self.tr("Make headshots again?")
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(460)
        effect = self.tr(
            "Four new pictures are made from the same photos. This takes 1 more credit from {name}; "
            "the pictures that are there stay."
        )
        self.effect = Label(effect.format(name=embed(name)), wraps=True)
        self.balance = Label("", "muted", wraps=True)
        if credits_left is not None:
            self.balance.setText(self.tr("%n credit(s) left before this.", "", credits_left))
        self.chips = Chips(context.theme)
        self.chips.show_choices([(one.value, write_style(one), None) for one in STYLES])
        self.chips.preset(style.value)
        self.keep = Button(context.theme, self.tr("Keep as it is"), run=self.reject)
        self.go = Button(context.theme, self.tr("Redo for 1 credit"), kind="primary", run=self.accept)
        self.go.allow(credits_left != 0, self.tr("No credits left. Give some on the Allocations page."))
        self.accepted.connect(lambda: self.chosen.emit(Style(self.chips.current)))
        self.setLayout(
            make_column(
                Label(title, "section"),
                self.effect,
                self.balance,
                6,
                Label(self.tr("Style"), "strong"),
                make_row(self.chips, None),
                14,
                make_row(None, self.keep, self.go),
                margins=(24, 20, 24, 20),
            )
        )
        self.keep.setDefault(True)
        self.keep.setFocus()
