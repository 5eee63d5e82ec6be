"""Chips: one choice out of a few, with counts."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from desktop_admin.theme.theme import Theme
from desktop_admin.widgets.buttons import Button, follow_choice
from desktop_admin.widgets.layouts import make_row


class Chips(QWidget):
    """`chosen(name)` when another one is pressed."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row = make_row(gap=6)
        self.setLayout(self._row)
        self._group = QButtonGroup(self)
        self._chips: dict[str, Button] = {}

    @property
    def current(self) -> str:
        """The name of the chosen one; empty while there is none."""
        return next((name for name, chip in self._chips.items() if chip.isChecked()), "")

    def show_choices(self, choices: Sequence[tuple[str, str, int | None]]) -> None:
        """Name, text and count (None for none) of each; the chosen one stays chosen."""
        if [name for name, _, _ in choices] != list(self._chips):
            self._rebuild(choices)
        for name, text, count in choices:
            self._chips[name].setText(text if count is None else f"{text} {count}")

    def choose(self, name: str) -> None:
        """Press one."""
        if name in self._chips:
            self._chips[name].click()

    def allow(self, name: str, may: bool, why_not: str = "") -> None:  # noqa: FBT001 - like Button's
        """Enable one, or disable it and say why on hovering."""
        if name in self._chips:
            self._chips[name].allow(may, why_not)

    def _rebuild(self, choices: Sequence[tuple[str, str, int | None]]) -> None:
        before = self.current
        for chip in self._chips.values():
            self._group.removeButton(chip)
            chip.deleteLater()
        self._chips = {}
        for name, text, _ in choices:
            chip = Button(self._theme, text, kind="chip")
            chip.setCheckable(True)
            follow_choice(chip)
            chip.toggled.connect(lambda _on=False, chip=chip: chip.updateGeometry())  # a chosen one is bolder
            chip.clicked.connect(lambda _on=False, name=name: self.chosen.emit(name))
            self._group.addButton(chip)
            self._row.addWidget(chip)
            self._chips[name] = chip
        first = next(iter(self._chips), "")
        if first:
            self._chips[before if before in self._chips else first].setChecked(True)

    def preset(self, name: str) -> None:
        """Mark one as chosen without telling."""
        if name in self._chips:
            self._chips[name].setChecked(True)
