"""The filters above the headshots: status, style and member, each with its count; and table or gallery."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QWidget

from core.domain.generations import GenerationStatus
from core.domain.styles import Style
from desktop_admin.context import Context
from desktop_admin.pages.generations.states import STATUSES, STYLES, Members, write_status, write_style
from desktop_admin.stores.headshots import Counts, HeadshotFilter
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.chips import Chips
from desktop_admin.widgets.choice import Choice
from desktop_admin.widgets.layouts import make_row

ALL = "all"
ONE_ROW = 960  # pixels


class Filters(QWidget):
    """`chosen(HeadshotFilter)` when another one is wanted, `gallery_chosen(is gallery)` for the other view."""

    chosen = Signal(object)
    gallery_chosen = Signal(bool)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.chips = Chips(context.theme)
        self.styles = Choice(context.theme, self.tr("Style"), 150)
        self.members = Choice(context.theme, self.tr("Member"), 190)
        for choice in (self.styles, self.members):
            choice.chosen.connect(self._tell)
        self.table = self._make_switch("table", self.tr("Show as a table"))
        self.gallery = self._make_switch("gallery", self.tr("Show as pictures"))
        self._switches = QButtonGroup(self)
        self._switches.addButton(self.table)
        self._switches.addButton(self.gallery)
        self.gallery.toggled.connect(self.gallery_chosen)
        self.chips.chosen.connect(self._tell)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(10)
        self._box.addLayout(make_row(self.chips, None), 1)
        self._box.addLayout(make_row(self.styles, self.members, None, self.table, self.gallery, gap=8))

    def fit(self, width: int) -> None:
        """Two rows where one has no room."""
        direction = QBoxLayout.Direction
        self._box.setDirection(direction.LeftToRight if width >= ONE_ROW else direction.TopToBottom)

    @property
    def filter(self) -> HeadshotFilter:
        """What is chosen."""
        status, style, member = self.chips.current, self.styles.value, self.members.value
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
        self.styles.show_choices(
            [("", self.tr("Any style")), *styles], wanted.style.value if wanted.style else ""
        )
        people = [
            (member_id, self._write(member.name, counts.members[member_id], more))
            for member_id, member in sorted(members.items(), key=lambda one: one[1].name.casefold())
        ]
        self.members.show_choices([("", self.tr("Everyone")), *people], wanted.member_id or "")

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
