"""The drawer of one member: who they are, what they may do, their moves, and leaving."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from core.domain.refusals import Malformed
from core.domain.teams import MemberStatus, Role, check_name
from core.schemas.teams import Invite, Member
from desktop_admin.api.errors import ApiError
from desktop_admin.context import Context
from desktop_admin.pages.members.moves_list import MovesList
from desktop_admin.pages.members.words import write_platforms, write_role
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.chips import Chips
from desktop_admin.widgets.field import Field
from desktop_admin.widgets.labels import Label
from desktop_admin.widgets.layouts import Item, make_column, make_row
from desktop_admin.widgets.stacked_bar import Part, StackedBar
from desktop_admin.words import write_day, write_number


class PersonPanel(QWidget):
    """What it asks for is done by the page: `verbs` has rename, role, leave, back and invite."""

    def __init__(
        self,
        context: Context,
        member: Member,
        verbs: dict[str, Callable[..., object]],
        *,
        is_owner: bool,
    ) -> None:
        super().__init__()
        self._context, self.member, self._verbs, self._is_owner = context, member, verbs, is_owner
        self.invite: Invite | None = None
        theme = context.theme
        self.about = Label("", "muted", wraps=True)
        self.facts = {name: Label("", "strong") for name in ("allocated", "held", "used")}
        self.bar = StackedBar(theme)
        self.give = Button(
            theme, self.tr("Give or reclaim credits…"), icon="allocations", run=self._open_credits
        )
        self.invite_button = Button(theme, self.tr("Show their invite"), icon="link", run=self._show_invite)
        self.name = Field(self.tr("Name"))
        self.name.edit.setText(member.name)
        self.save = Button(theme, self.tr("Rename"), kind="small", run=self._rename)
        self.role = Chips(theme)
        self.role_note = Label("", "small", wraps=True)
        self.error = Label("", "error", wraps=True)
        self.leave = Button(theme, self.tr("Deactivate…"), kind="danger", run=partial(self._run, "leave"))
        self.back = Button(theme, self.tr("Let back in"), run=partial(self._run, "back"))
        self.moves = MovesList(context, member.member_id)
        self._lay_out()
        self._connect()
        self.show_member(member, None)

    def show_member(self, member: Member, invite: Invite | None) -> None:
        """They changed."""
        before, self.member, self.invite = self.member, member, invite
        locale = self._context.locale
        since = self.tr("since {day}").format(day=write_day(member.joined_at, locale))
        self.about.setText(f"{write_platforms(member.platforms)} · {write_role(member.role)} · {since}")
        for name, label in self.facts.items():
            label.setText(write_number(getattr(member, name), locale))
        self._show_bar(member)
        if member.name != before.name and self.name.text == before.name:
            self.name.edit.setText(member.name)
        if _list_balances(member) != _list_balances(before):
            self.moves.refresh()
        self._show_role(member)
        self.refresh_buttons()

    def refresh_buttons(self) -> None:
        """What can be done now, and why the rest cannot."""
        member, is_active = self.member, self.member.status == MemberStatus.ACTIVE
        is_online = self._context.connection.is_online
        wait = self.tr("Waits until the server is back.")
        self.save.setVisible(self.name.text not in {"", member.name})
        self.save.allow(is_online, wait)
        self.invite_button.setVisible(self.invite is not None and is_active)
        self.leave.setVisible(is_active)
        self.back.setVisible(not is_active)
        is_owner = member.role is Role.OWNER
        self.leave.allow(
            is_online and not is_owner, self.tr("The owner cannot be deactivated.") if is_owner else wait
        )
        self.back.allow(is_online, wait)

    # ---- its own

    def _lay_out(self) -> None:
        texts = {"allocated": self.tr("Unspent"), "held": self.tr("Held"), "used": self.tr("Used")}
        facts: list[Item] = [
            make_row(Label(text, "muted"), None, self.facts[name]) for name, text in texts.items()
        ]
        self.error.hide()
        named = make_row(self.name, self.save, gap=6)
        named.setStretch(0, 1)
        self.setLayout(
            make_column(
                self.about,
                6,
                *facts,
                self.bar,
                8,
                self.give,
                self.invite_button,
                12,
                named,
                6,
                Label(self.tr("Role"), "strong"),
                make_row(self.role, None),
                self.role_note,
                self.error,
                12,
                Label(self.tr("Moves of their credits"), "section"),
                self.moves,
                16,
                self.leave,
                self.back,
                None,
                gap=6,
            )
        )

    def _connect(self) -> None:
        self.name.edit.textChanged.connect(lambda _text: self.refresh_buttons())
        self.name.edit.returnPressed.connect(self._rename)
        self.role.chosen.connect(self._choose_role)
        self._context.connection.changed.connect(self.refresh_buttons)

    def _show_bar(self, member: Member) -> None:
        self.bar.show_parts(
            [
                Part(member.used, "used", self.tr("{n} used").format(n=member.used)),
                Part(member.held, "held", self.tr("{n} held").format(n=member.held)),
                Part(member.allocated, "free", self.tr("{n} unspent").format(n=member.allocated)),
            ]
        )

    def _show_role(self, member: Member) -> None:
        roles = [Role.OWNER] if member.role is Role.OWNER else [Role.MEMBER, Role.ADMIN]
        self.role.show_choices([(role.value, write_role(role), None) for role in roles])
        self.role.preset(member.role.value)
        why = self._explain_role(member)
        for role in roles:
            self.role.allow(role.value, not why, why)
        self.role_note.setText(why)
        self.role_note.setVisible(bool(why))

    def _explain_role(self, member: Member) -> str:
        if member.role is Role.OWNER:
            return self.tr("The owner's role stays.")
        if not self._is_owner:
            return self.tr("Only the owner may change roles.")
        return "" if self._context.connection.is_online else self.tr("Waits until the server is back.")

    def _open_credits(self) -> None:
        self._context.shell.open_page("allocations", self.member.member_id)

    def _show_invite(self) -> None:
        if self.invite is not None:
            self._verbs["invite"](self.invite)

    def _choose_role(self, role: str) -> None:
        if role != self.member.role.value:
            self._run("role", Role(role))

    def _rename(self) -> None:
        if self.name.text == self.member.name or not self._context.connection.is_online:
            return
        try:
            self._run("rename", check_name(self.name.text))
        except Malformed:
            missing = self.tr("A name has at least one letter.")
            self.name.refuse(self.tr("This name is too long.") if self.name.text else missing)

    def _run(self, verb: str, *words: object) -> None:
        self.error.hide()
        self._verbs[verb](self.member, *words)

    def refuse(self, error: ApiError) -> None:
        """Why nothing was changed."""
        self.error.setText(error.text)
        self.error.show()
        self._show_role(self.member)
        self.refresh_buttons()


def _list_balances(member: Member) -> tuple[int, int, int]:
    return member.allocated, member.held, member.used
