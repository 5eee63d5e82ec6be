"""The filters above the headshots: status, style and member, each with its count; and table or gallery."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QWidget

from core.domain.generations import GenerationStatus
from core.domain.styles import Style
from desktop_admin.context import Context
from desktop_admin.pages.generations.states import STATUSES, STYLES, Members, write_status, write_style
from desktop_admin.stores.headshots import Counts, HeadshotFilter
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.chips import Chips
from desktop_admin.widgets.layouts import make_row

ALL = "all"


class Filters(QWidget):
    """`chosen(HeadshotFilter)` when another one is wanted, `gallery_chosen(is gallery)` for the other view."""

    chosen = Signal(object)
    gallery_chosen = Signal(bool)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.chips = Chips(context.theme)
        self.styles, self.members = QComboBox(), QComboBox()
        for box, name, width in (
            (self.styles, self.tr("Style"), 150),
            (self.members, self.tr("Member"), 190),
        ):
            box.setProperty("kind", "field")
            box.setAccessibleName(name)
            box.setFixedWidth(width)
            box.setMaxVisibleItems(18)
            box.activated.connect(self._tell)
        self.table = self._make_switch("table", self.tr("Show as a table"))
        self.gallery = self._make_switch("gallery", self.tr("Show as pictures"))
        self._switches = QButtonGroup(self)
        self._switches.addButton(self.table)
        self._switches.addButton(self.gallery)
        self.gallery.toggled.connect(self.gallery_chosen)
        self.chips.chosen.connect(self._tell)
        row = make_row(self.chips, None, self.styles, self.members, 4, self.table, self.gallery, gap=8)
        row.setSpacing(8)
        self.setLayout(row)

    @property
    def filter(self) -> HeadshotFilter:
        """What is chosen."""
        status, style, member = self.chips.current, self.styles.currentData(), self.members.currentData()
        return HeadshotFilter(
            status=GenerationStatus(status) if status not in ("", ALL) else None,
            style=Style(style) if style else None,
            member_id=member or None,
        )

    def show_counts(self, counts: Counts, members: Members, wanted: HeadshotFilter) -> None:
        """The choices with how many each would show; `+` where there are more than were counted."""
        more = "" if counts.is_whole else "+"
        choices: list[tuple[str, str, int | None]] = [
            (ALL, self._write(self.tr("All"), counts.statuses.total(), more), None)
        ]
        choices += [
            (one.value, self._write(write_status(one), counts.statuses[one], more), None) for one in STATUSES
        ]
        self.chips.show_choices(choices)
        self.chips.preset(wanted.status.value if wanted.status else ALL)
        styles = [(one.value, self._write(write_style(one), counts.styles[one], more)) for one in STYLES]
        _fill(self.styles, [("", self.tr("Any style")), *styles], wanted.style.value if wanted.style else "")
        people = [
            (member_id, self._write(member.name, counts.members[member_id], more))
            for member_id, member in sorted(members.items(), key=lambda one: one[1].name.casefold())
        ]
        _fill(self.members, [("", self.tr("Everyone")), *people], wanted.member_id or "")

    def show_gallery(self, *, is_gallery: bool) -> None:
        """Mark which view is shown."""
        (self.gallery if is_gallery else self.table).setChecked(True)

    def _write(self, text: str, count: int, more: str) -> str:
        return f"{text} {self._context.locale.toString(count)}{more}"

    def _make_switch(self, icon: str, name: str) -> Button:
        button = Button(self._context.theme, kind="icon", icon=icon, name=name)
        button.setCheckable(True)
        return button

    def _tell(self, _choice: object) -> None:
        self.chosen.emit(self.filter)


def _fill(box: QComboBox, choices: Sequence[tuple[str, str]], chosen: str) -> None:
    """Put the choices in without telling; a list that is open is left alone."""
    shown = [(box.itemData(place), box.itemText(place)) for place in range(box.count())]
    with QSignalBlocker(box):
        if shown != list(choices) and not box.view().isVisible():
            box.clear()
            for value, text in choices:
                box.addItem(text, value)
        place = box.findData(chosen)
        box.setCurrentIndex(max(place, 0))
