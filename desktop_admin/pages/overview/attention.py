"""Who needs attention: one line each, with the page that mends it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QWidget

from core.schemas.credits import MemberCredits
from core.schemas.generations import Headshot
from core.schemas.teams import Invite
from desktop_admin.theme.theme import Theme
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.cards import Card, Dot
from desktop_admin.widgets.labels import ElidedLabel, Label
from desktop_admin.widgets.layouts import clear_layout, make_column, make_row
from desktop_admin.words import embed

NAMED = 3


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing to look at: a tone, what it is, more about it, and where it is mended."""

    tone: str
    title: str
    detail: str
    verb: str
    page: str
    subject: str = ""


def list_matters(
    without: Sequence[MemberCredits],
    failed: Sequence[Headshot],
    pending: Sequence[Invite],
    names: dict[str, str],
) -> list[Matter]:
    """What there is, the most pressing first."""
    found, counts = [], _Counts()
    if without:
        title = counts.without(len(without))
        verb = QCoreApplication.translate("Attention", "Give credits")
        found.append(Matter("warn", title, _name(m.name for m in without), verb, "allocations", "without"))
    if failed:
        title = counts.failed(len(failed))
        verb = QCoreApplication.translate("Attention", "Look")
        people = _name(dict.fromkeys(names.get(shot.member_id, "") for shot in failed))
        found.append(Matter("bad", title, people, verb, "generations", "failed"))
    if pending:
        title = counts.pending(len(pending))
        detail = QCoreApplication.translate("Attention", "Send the link again, or take it back.")
        verb = QCoreApplication.translate("Attention", "See invites")
        found.append(Matter("accent", title, detail, verb, "members", "invites"))
    return found


def _name(people: Iterable[str]) -> str:
    names = [embed(name) for name in people if name]
    shown = ", ".join(names[:NAMED])
    rest = len(names) - NAMED
    return f"{shown}, {_Counts().more(rest)}" if rest > 0 else shown


class _Counts(QObject):
    """Plurals are found in the sources only as `self.tr`."""

    def without(self, count: int) -> str:
        return self.tr("%n member(s) without credits", "", count)

    def failed(self, count: int) -> str:
        return self.tr("%n headshot(s) failed", "", count)

    def pending(self, count: int) -> str:
        return self.tr("%n invite(s) not taken yet", "", count)

    def more(self, count: int) -> str:
        return self.tr("%n more", "", count)


class AttentionCard(Card):
    """A line for each matter; when there is none it says that all is well."""

    def __init__(self, theme: Theme, run: Callable[[Matter], object], pages: set[str]) -> None:
        super().__init__()
        self._theme, self._run, self._pages = theme, run, pages
        self.matters: list[Matter] = []
        self.buttons: list[Button] = []
        self._lines = make_column(gap=4)
        self.well = Label(self.tr("Nothing needs you right now."), "muted")
        title = Label(self.tr("Needs attention"), "section")
        self.setLayout(make_column(title, self.well, self._lines, gap=8, margins=(16, 12, 16, 12)))

    def show_matters(self, matters: list[Matter]) -> None:
        """Show these instead, unless they are the same."""
        self.well.setVisible(not matters)
        if matters == self.matters:
            return
        self.matters = matters
        clear_layout(self._lines)
        self.buttons.clear()
        for matter in matters:
            self._lines.addWidget(self._make_line(matter))

    def _make_line(self, matter: Matter) -> QWidget:
        line = QWidget()
        detail = ElidedLabel(matter.detail, "muted")
        button = Button(self._theme, matter.verb, kind="small", run=lambda: self._run(matter))
        button.setAccessibleName(f"{matter.verb}: {matter.title}")
        button.setVisible(matter.page in self._pages)
        self.buttons.append(button)
        row = make_row(Dot(self._theme, matter.tone), Label(matter.title, "strong"), detail, button, gap=10)
        row.setStretch(2, 1)
        line.setLayout(row)
        line.setMinimumHeight(36)
        return line
