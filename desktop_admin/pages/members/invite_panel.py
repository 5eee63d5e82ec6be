"""The drawer that invites: one person by name, or a link for several."""

from datetime import timedelta
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from core.domain.refusals import Malformed
from core.domain.teams import Role, check_name
from core.schemas.teams import MAX_CAP, Invite, InviteAsk, InvitedMember, MemberAsk
from desktop_admin.api.errors import ApiError
from desktop_admin.context import Context
from desktop_admin.pages.members.invite_view import InviteView
from desktop_admin.widgets.amount_edit import AmountEdit
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.chips import Chips
from desktop_admin.widgets.field import Field
from desktop_admin.widgets.labels import Label
from desktop_admin.widgets.layouts import clear_layout, make_column, make_row
from desktop_admin.words import embed

USUAL_CAP: Final = 25
SPANS: Final = (7, 30)  # days


class InvitePanel(QWidget):
    """`invited(member)` when a person was entered."""

    invited = Signal(object)

    def __init__(self, context: Context, *, is_owner: bool) -> None:
        super().__init__()
        self._context = context
        self._intent = ""
        self._words: tuple[object, ...] = ()
        theme = context.theme
        self.kind, self.role, self.end = Chips(theme), Chips(theme), Chips(theme)
        self.name = Field(self.tr("Name"))
        self.cap = AmountEdit(context.locale, 1, MAX_CAP)
        self.places = Field(self.tr("For how many people"), self.cap)
        self.end_label = Label(self.tr("Expires"), "strong")
        self.go = Button(theme, kind="primary", run=self.invite)
        self.error = Label("", "error", wraps=True)
        self.shown: InviteView | None = None
        self._result = make_column(gap=8)
        self._show_choices(is_owner=is_owner)
        self._lay_out(is_owner=is_owner)
        self._connect()
        self._choose_kind()

    def _show_choices(self, *, is_owner: bool) -> None:
        self.kind.show_choices(
            [("person", self.tr("One person"), None), ("several", self.tr("A link for several"), None)]
        )
        self.role.show_choices([("member", self.tr("Member"), None), ("admin", self.tr("Admin"), None)])
        self.role.allow("admin", is_owner, self.tr("Only the owner may invite admins."))
        days = [(str(span), self.tr("in %n day(s)", "", span), None) for span in SPANS]
        self.end.show_choices([("", self.tr("Never"), None), *days])

    def _lay_out(self, *, is_owner: bool) -> None:
        why = Label(self.tr("Only the owner may invite admins."), "small", wraps=True)
        why.setVisible(not is_owner)
        self.error.hide()
        self.cap.set_amount(USUAL_CAP)
        self.setLayout(
            make_column(
                make_row(self.kind, None),
                self.name,
                self.places,
                self.end_label,
                make_row(self.end, None),
                Label(self.tr("Role"), "strong"),
                make_row(self.role, None),
                why,
                self.error,
                6,
                self.go,
                self._result,
                None,
                gap=8,
            )
        )

    def _connect(self) -> None:
        self.kind.chosen.connect(lambda _name: self._choose_kind())
        for edit in (self.name.edit, self.cap):
            edit.returnPressed.connect(self.go.click)
        self._context.connection.changed.connect(self._refresh)

    @property
    def first_field(self) -> QLineEdit:
        """Where typing begins."""
        return self.cap if self.kind.current == "several" else self.name.edit

    def invite(self) -> None:
        """Ask for it; the same wish again has the same intent."""
        is_person = self.kind.current == "person"
        words = (self.kind.current, self.name.text, self.cap.amount, self.end.current, self.role.current)
        if words != self._words:
            self._words, self._intent = words, self._context.api.client.make_intent()
            self._expires_at = self._context.clock() + timedelta(days=int(self.end.current or 0))
        self.error.hide()
        if is_person:
            self._invite_person()
        else:
            self._make_link()

    def _invite_person(self) -> None:
        try:
            name = check_name(self.name.text)
        except Malformed:
            missing = self.tr("Say who it is.")
            self.name.refuse(self.tr("This name is too long.") if self.name.text else missing)
            return
        self.go.setEnabled(False)
        ask = MemberAsk(name=name, role=Role(self.role.current))
        call = self._context.api.members.invite(ask, self._intent)
        call.cancel_with(self).then(self._take_person, self._refuse)

    def _make_link(self) -> None:
        if self.cap.amount is None:
            self.places.refuse(self.cap.problem or self.tr("Say for how many."))
            return
        self.go.setEnabled(False)
        words = {"expires_at": self._expires_at} if self.end.current else {}
        ask = InviteAsk(role=Role(self.role.current), cap=self.cap.amount, **words)
        call = self._context.api.invites.create(ask, self._intent)
        call.cancel_with(self).then(self._show_invite, self._refuse)

    def _take_person(self, found: InvitedMember) -> None:
        said = self.tr("{name} is invited. Send them this:").format(name=embed(found.member.name))
        self.name.edit.clear()
        self._show_invite(found.invite, said)
        self.invited.emit(found.member)

    def _show_invite(self, invite: Invite, said: str = "") -> None:
        self._words = ()  # whatever is asked for next is a new wish
        clear_layout(self._result)
        self.shown = InviteView(self._context, invite)
        title = Label(said or self.tr("The link is ready. Send it to everybody:"), "section", wraps=True)
        self._result.addSpacing(10)
        self._result.addWidget(title)
        self._result.addWidget(self.shown)
        self._refresh()
        self.first_field.setFocus()

    def _refuse(self, error: ApiError) -> None:
        field = self.name if error.code == "malformed" and self.kind.current == "person" else None
        if field is not None:
            field.refuse(error.text)
        else:
            self.error.setText(error.text)
            self.error.show()
        self._refresh()

    def _choose_kind(self) -> None:
        is_person = self.kind.current == "person"
        self.name.setVisible(is_person)
        for widget in (self.places, self.end_label, self.end):
            widget.setVisible(not is_person)
        self.go.setText(self.tr("Make the invite") if is_person else self.tr("Make the link"))
        self._refresh()

    def _refresh(self) -> None:
        self.go.allow(self._context.connection.is_online, self.tr("Waits until the server is back."))
