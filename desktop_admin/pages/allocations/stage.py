"""The stage: a way to share out, its amount, what would happen, and Apply."""

from collections.abc import Mapping

from PySide6.QtCore import Signal

from core.schemas.credits import Distribution, Overview
from desktop_admin.context import Context
from desktop_admin.pages.allocations.preview import Preview, Strategy, count_given
from desktop_admin.widgets.amount_edit import AmountEdit
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.cards import Card
from desktop_admin.widgets.chips import Chips
from desktop_admin.widgets.labels import Label, restyle
from desktop_admin.widgets.layouts import make_column, make_row
from desktop_admin.words import write_number

USUAL_TARGET = 10  # credits


class StageCard(Card):
    """`changed` when the grid shows other changes, `applied(distribution)` when it is done, `left` on Discard."""

    changed = Signal()
    applied = Signal(object)
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._overview: Overview | None = None
        self.preview = Preview(context, self)
        self.chips = Chips(context.theme)
        self.chips.show_choices(
            [("equal", self.tr("Equal shares"), None), ("top-up", self.tr("Top up"), None)]
        )
        self.amount = AmountEdit(context.locale)
        self.amount.setFixedWidth(110)
        self.before, self.sentence = Label("", "strong"), Label("", "muted", wraps=True)
        self.apply_button = Button(
            context.theme, self.tr("Apply"), kind="primary", icon="check", run=self.preview.apply
        )
        self.discard = Button(context.theme, self.tr("Discard"), run=self.leave)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.before.setBuddy(self.amount)
        title = Label(self.tr("Auto-distribute"), "section")
        choice = make_row(title, 8, self.chips, 16, self.before, self.amount, None, gap=8)
        effect = make_row(self.sentence, self.discard, self.apply_button, gap=8)
        effect.setStretch(0, 1)
        self.setLayout(make_column(choice, effect, gap=10, margins=(16, 12, 16, 12)))
        self.setAccessibleName(self.tr("Auto-distribute"))

    def _connect(self) -> None:
        self.chips.chosen.connect(lambda _name: self._choose())
        self.amount.amount_changed.connect(lambda _amount: self._ask())
        self.amount.returnPressed.connect(self.preview.apply)
        self.preview.changed.connect(self._render)
        self.preview.applied.connect(self.applied)
        self._context.connection.changed.connect(self._render)

    @property
    def strategy(self) -> Strategy:
        """The chosen way."""
        return "top-up" if self.chips.current == "top-up" else "equal"

    @property
    def changes(self) -> Mapping[str, int]:
        """What each member would get, as it is shown."""
        shown = self.preview.shown
        return {move.member_id: move.credits for move in shown.moves} if shown else {}

    def begin(self, overview: Overview) -> None:
        """Stage the usual: all that is unallocated, in equal shares."""
        self._overview = overview
        self.show()
        self._choose()
        self.amount.setFocus()
        self.amount.selectAll()

    def take_overview(self, overview: Overview) -> None:
        """Balances changed: look whether they change what is staged."""
        before, self._overview = self._overview, overview
        if not self.isHidden() and overview != before:
            self.preview.look_again()

    def leave(self) -> None:
        """Stage nothing."""
        self.preview.drop()
        self.hide()
        self.left.emit()

    def _choose(self) -> None:
        is_equal = self.strategy == "equal"
        self.before.setText(self.tr("Credits to share") if is_equal else self.tr("Everybody up to"))
        self.amount.setAccessibleName(self.before.text())
        pool = max(self._overview.pool, 0) if self._overview else 0
        self.amount.setText(str(pool if is_equal else USUAL_TARGET) if pool or not is_equal else "")
        self._ask()

    def _ask(self) -> None:
        self.preview.ask_for(self.strategy, self.amount.amount)

    def _render(self) -> None:
        preview, connection = self.preview, self._context.connection
        moves = len(preview.shown.moves) if preview.shown else 0
        text = self.tr("Apply to %n member(s)", "", moves) if moves else self.tr("Apply")
        self.apply_button.setText(self.tr("Try again") if preview.is_uncertain else text)
        why = self._explain_no() if connection.is_online else self.tr("Waits until the server is back.")
        self.apply_button.allow(preview.may_apply and connection.is_online, why)
        self.amount.setEnabled(not preview.is_uncertain and not preview.is_applying)
        self.chips.setEnabled(self.amount.isEnabled())
        self.discard.setEnabled(not preview.is_applying)
        self.sentence.setText(self._write_sentence())
        self.sentence.setProperty("role", "error" if preview.error or self.amount.problem else "muted")
        restyle(self.sentence)
        self.changed.emit()

    def _explain_no(self) -> str:
        return self.tr("There is nothing to apply yet.")

    def _write_sentence(self) -> str:
        preview, overview = self.preview, self._overview
        if preview.error is not None:
            return preview.error.text
        if preview.is_applying:
            return self.tr("Applying…")
        if self.amount.amount is None:
            nothing = overview is not None and overview.pool <= 0 and self.strategy == "equal"
            nothing = nothing and not self.amount.text()
            calm = self.tr("There are no unallocated credits to share. Buy some first.")
            return calm if nothing else self.amount.problem or self.tr("Say how many.")
        if preview.shown is None:
            return self.tr("Asking the server what this would do…")
        told = self._describe(preview.shown)
        changed = self.tr("The team changed meanwhile, so this is a new preview.")
        return f"{changed} {told}" if preview.is_outdated else told

    def _describe(self, found: Distribution) -> str:
        if not found.moves:
            return self.tr("Everybody has as many already, so there is nothing to do.")
        total = self.tr("%n credit(s)", "", found.credits)
        people = self.tr("%n member(s)", "", len(found.moves))
        rest = self.tr("{n} stay unallocated.").format(n=write_number(found.pool, self._context.locale))
        left = rest if found.pool else self.tr("None stays unallocated.")
        if self.strategy == "top-up":
            return self.tr("{credits} to {members} who have less.").format(credits=total, members=people) + (
                f" {left}"
            )
        return f"{self._describe_shares(found, total, people)} {left}"

    def _describe_shares(self, found: Distribution, total: str, people: str) -> str:
        least, most = count_given(found)
        told = self.tr("{credits} to {members}, {n} each.").format(credits=total, members=people, n=least)
        if least == most:
            return told
        first = sum(move.credits == most for move in found.moves)
        more = self.tr("One more for the %n who joined first.", "", first)
        return f"{told} {more}"
