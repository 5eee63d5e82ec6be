"""The drawer of one member: what they hold, give, move and reclaim."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from core.domain.teams import MemberStatus
from core.schemas.credits import MemberCredits, Overview
from desktop_admin.api.errors import ApiError
from desktop_admin.context import Context
from desktop_admin.pages.allocations.lines import write_role
from desktop_admin.pages.allocations.mover import Mover
from desktop_admin.widgets.amount_edit import AmountEdit
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.labels import Label
from desktop_admin.widgets.layouts import Item, make_column, make_row
from desktop_admin.widgets.person_picker import PersonPicker
from desktop_admin.widgets.stacked_bar import Part, StackedBar
from desktop_admin.words import embed, write_number

STEPS = (5, 10, 25)  # credits
USUAL_GIFT = 10  # credits


class MemberPanel(QWidget):
    """`take(member, credits)` asks before it reclaims; it is the page's."""

    def __init__(
        self,
        context: Context,
        mover: Mover,
        member_id: str,
        overview: Overview,
        take: Callable[[MemberCredits, int], object],
    ) -> None:
        super().__init__()
        self._context, self._mover, self.member_id, self._take = context, mover, member_id, take
        self._overview = overview
        self.about = Label("", "muted", wraps=True)
        self.facts = {name: Label("", "strong") for name in ("allocated", "held", "used")}
        self.bar = StackedBar(context.theme)
        self.gift, self.moved, self.taken = (self._make_amount() for _ in range(3))
        self.give_effect = Label("", "small", wraps=True)
        self.giver = PersonPicker(self.tr("Another member"))
        self.give_error, self.move_error, self.take_error = (Label("", "error", wraps=True) for _ in range(3))
        theme = context.theme
        self.give_button = Button(theme, kind="primary", run=self._give)
        self.move_button = Button(theme, self.tr("Move here"), run=self._move)
        self.take_button = Button(theme, self.tr("Reclaim…"), kind="danger", run=self._ask_to_take)
        self._lay_out()
        self._connect()
        self.gift.set_amount(USUAL_GIFT)
        self.show_overview(overview)

    @property
    def member(self) -> MemberCredits | None:
        """Whom it shows, as they are now."""
        return _find(self._overview, self.member_id)

    def show_overview(self, overview: Overview) -> None:
        """Balances changed."""
        self._overview = overview
        member = self.member
        if member is None:
            return
        locale = self._context.locale
        left = self.tr("Deactivated") if member.status != MemberStatus.ACTIVE else ""
        self.about.setText(" · ".join(word for word in (write_role(member.role), left) if word))
        for name, label in self.facts.items():
            label.setText(write_number(getattr(member, name), locale))
        self.bar.show_parts(
            [
                Part(member.used, "used", self.tr("{n} used").format(n=member.used)),
                Part(member.held, "held", self.tr("{n} held").format(n=member.held)),
                Part(member.allocated, "free", self.tr("{n} unspent").format(n=member.allocated)),
            ]
        )
        others = [m for m in overview.members if m.member_id != member.member_id and m.allocated]
        self.giver.show_people([(m.member_id, f"{m.name} ({m.allocated})") for m in others])
        if not self.taken.text() and member.allocated:
            self.taken.set_amount(member.allocated)
        self.refresh_buttons()

    def refresh_buttons(self) -> None:
        """What can be done now, and why the rest cannot."""
        member = self.member
        if member is None:
            return
        self._allow_giving(member)
        self._allow_moving(member)
        self._allow_taking(member)

    # ---- its own

    def _make_amount(self) -> AmountEdit:
        edit = AmountEdit(self._context.locale)
        edit.setMinimumWidth(70)
        return edit

    def _lay_out(self) -> None:
        texts = {
            "allocated": self.tr("Unspent"),
            "held": self.tr("Held"),
            "used": self.tr("Used"),
        }
        facts: list[Item] = [
            make_row(Label(text, "muted"), None, self.facts[name]) for name, text in texts.items()
        ]
        self.setLayout(
            make_column(
                self.about,
                6,
                *facts,
                self.bar,
                14,
                Label(self.tr("Give credits"), "section"),
                self._make_gift_row(),
                self.give_effect,
                self.give_error,
                self.give_button,
                14,
                Label(self.tr("Move from another member"), "section"),
                self.giver,
                make_row(self.moved, self.move_button),
                self.move_error,
                14,
                Label(self.tr("Reclaim unspent credits"), "section"),
                make_row(self.taken, self.take_button),
                self.take_error,
                None,
                gap=6,
            )
        )
        for label in (self.give_error, self.move_error, self.take_error):
            label.hide()

    def _make_gift_row(self) -> Item:
        steps = [
            Button(self._context.theme, f"+{step}", kind="small", run=partial(self._add, step))
            for step in STEPS
        ]
        return make_row(self.gift, *steps, gap=6)

    def _connect(self) -> None:
        self.gift.setAccessibleName(self.tr("Credits to give"))
        self.moved.setAccessibleName(self.tr("Credits to move"))
        self.taken.setAccessibleName(self.tr("Credits to reclaim"))
        for edit, error in (
            (self.gift, self.give_error),
            (self.moved, self.move_error),
            (self.taken, self.take_error),
        ):
            edit.amount_changed.connect(partial(self._take_amount, error))
        self.gift.returnPressed.connect(self.give_button.click)
        self.moved.returnPressed.connect(self.move_button.click)
        self.taken.returnPressed.connect(self.take_button.click)
        self.giver.chosen.connect(self._choose_giver)
        self._context.connection.changed.connect(self.refresh_buttons)

    def _take_amount(self, error: Label, _amount: object) -> None:
        error.hide()
        self.refresh_buttons()

    def _choose_giver(self, member_id: str) -> None:
        giver = _find(self._overview, member_id)
        if giver is not None and not self.moved.text():
            self.moved.set_amount(giver.allocated)
        self.move_error.hide()
        self.refresh_buttons()

    def _add(self, step: int) -> None:
        self.gift.set_amount((self.gift.amount or 0) + step)

    def _allow_giving(self, member: MemberCredits) -> None:
        amount, pool = self.gift.amount or 0, self._overview.pool
        self.give_button.setText(
            self.tr("Give %n credit(s)", "", amount) if amount else self.tr("Give credits")
        )
        if member.status != MemberStatus.ACTIVE:
            why = self.tr("A deactivated member gets no credits. Let them back in first.")
        elif amount > max(pool, 0):
            why = self.tr("Only {pool} are unallocated.").format(pool=max(pool, 0))
        else:
            why = "" if amount else self.gift.problem or self.tr("Say how many.")
        after = self.tr("Unallocated: {before} → {after}").format(before=pool, after=pool - amount)
        self.give_effect.setText(why or after)
        self._allow(self.give_button, why)

    def _allow_moving(self, member: MemberCredits) -> None:
        giver = _find(self._overview, self.giver.current)
        if member.status != MemberStatus.ACTIVE:
            why = self.tr("A deactivated member gets no credits. Let them back in first.")
        elif giver is None:
            why = self.tr("Choose from whom.")
        elif (self.moved.amount or 0) > giver.allocated:
            why = self.tr("{name} has {n} unspent.").format(name=embed(giver.name), n=giver.allocated)
        else:
            why = "" if self.moved.amount else self.tr("Say how many.")
        self._allow(self.move_button, why)

    def _allow_taking(self, member: MemberCredits) -> None:
        if not member.allocated:
            why = self.tr("There is nothing unspent.")
        elif (self.taken.amount or 0) > member.allocated:
            why = self.tr("{name} has {n} unspent.").format(name=embed(member.name), n=member.allocated)
        else:
            why = "" if self.taken.amount else self.tr("Say how many.")
        self._allow(self.take_button, why)

    def _allow(self, button: Button, why: str) -> None:
        is_online = self._context.connection.is_online
        button.allow(is_online and not why, why if is_online else self.tr("Waits until the server is back."))

    def _give(self) -> None:
        member, amount = self.member, self.gift.amount
        if member is not None and amount is not None:
            self.give_button.setEnabled(False)
            self._mover.give(member, amount).then(self._finish, self._refuse_giving)

    def _move(self) -> None:
        member, giver = self.member, _find(self._overview, self.giver.current)
        amount = self.moved.amount
        if member is not None and giver is not None and amount is not None:
            self.move_button.setEnabled(False)
            self._mover.move(giver, member, amount).then(self._finish_move, self._refuse_moving)

    def _ask_to_take(self) -> None:
        member, amount = self.member, self.taken.amount
        if member is not None and amount is not None:
            self._take(member, amount)

    # Bound methods: Qt forgets them with the drawer, whatever is still under way.

    def _finish(self, _made: object) -> None:
        self.refresh_buttons()

    def _finish_move(self, _made: object) -> None:
        self.moved.clear()
        self.giver.choose("")
        self.refresh_buttons()

    def finish_taking(self, _made: object) -> None:
        """It was reclaimed: the next amount is the next wish."""
        self.taken.clear()

    def _refuse_giving(self, error: ApiError) -> None:
        self._refuse(self.give_error, error)

    def _refuse_moving(self, error: ApiError) -> None:
        self._refuse(self.move_error, error)

    def refuse_taking(self, error: ApiError) -> None:
        """Why nothing was reclaimed."""
        self._refuse(self.take_error, error)

    def _refuse(self, label: Label, error: ApiError) -> None:
        label.setText(error.text)
        label.show()
        self.refresh_buttons()


def _find(overview: Overview, member_id: str) -> MemberCredits | None:
    return next((member for member in overview.members if member.member_id == member_id), None)
