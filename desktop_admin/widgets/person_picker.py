"""Chooses one person out of many, by typing a part of the name."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget


class PersonPicker(QComboBox):
    """`chosen(key)`; empty while nobody is chosen."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "field")
        self.setAccessibleName(name)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMinimumContentsLength(10)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMaxVisibleItems(12)
        self._keys: list[str] = []
        edit = QLineEdit()
        self.setLineEdit(edit)
        edit.setPlaceholderText(name)
        completer = QCompleter(self.model(), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(completer)
        self.currentIndexChanged.connect(lambda _place: self.chosen.emit(self.current))
        self._edit = edit
        edit.textEdited.connect(self._leave_choice)

    @property
    def current(self) -> str:
        """The key of the chosen person."""
        place = self.currentIndex()
        return self._keys[place] if 0 <= place < len(self._keys) else ""

    def show_people(self, people: Sequence[tuple[str, str]]) -> None:
        """Key and text of each; whoever is chosen stays chosen while there."""
        if [key for key, _ in people] == self._keys and [text for _, text in people] == self._list_texts():
            return
        kept = self.current
        self.blockSignals(True)
        self.clear()
        self._keys = [key for key, _ in people]
        self.addItems([text for _, text in people])
        self.setCurrentIndex(self._keys.index(kept) if kept in self._keys else -1)
        self.blockSignals(False)
        if kept and kept not in self._keys:
            self.chosen.emit("")

    def choose(self, key: str) -> None:
        """Choose a person."""
        self.setCurrentIndex(self._keys.index(key) if key in self._keys else -1)

    def _list_texts(self) -> list[str]:
        return [self.itemText(place) for place in range(self.count())]

    def _leave_choice(self, text: str) -> None:
        # A half-typed name must not stand for the person that was chosen before.
        if self.currentIndex() >= 0 and text != self.itemText(self.currentIndex()):
            self.blockSignals(True)
            self.setCurrentIndex(-1)
            self.blockSignals(False)
            self._edit.setText(text)
            self.chosen.emit("")
