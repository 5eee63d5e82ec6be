"""The Members page."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog

from core.domain.teams import Role
from core.schemas.teams import Invite, Member
from desktop_admin.api.call import Call
from desktop_admin.api.errors import ApiError, NotFound
from desktop_admin.commands import Command
from desktop_admin.context import Context
from desktop_admin.pages.members.changer import Changer
from desktop_admin.pages.members.columns import InviteLine, write_receiver
from desktop_admin.pages.members.import_dialog import ImportDialog
from desktop_admin.pages.members.invite_panel import InvitePanel
from desktop_admin.pages.members.invite_view import InviteView
from desktop_admin.pages.members.invites_card import InvitesCard
from desktop_admin.pages.members.people_card import PeopleCard
from desktop_admin.pages.members.person_panel import PersonPanel
from desktop_admin.pages.page import Page
from desktop_admin.shell import Notice
from desktop_admin.stores.attention import PendingInvitesStore
from desktop_admin.stores.credits import CreditsStore
from desktop_admin.stores.members import MembersStore, Roster, balance_members
from desktop_admin.widgets.chips import Chips
from desktop_admin.widgets.confirm import ConfirmDialog, confirm
from desktop_admin.widgets.export import export_table
from desktop_admin.widgets.layouts import make_row
from desktop_admin.words import embed


class MembersPage(Page):
    """The people, or the invites; one of them in the drawer."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "", "", cards=0)
        self.title.setText(self.tr("Members"))
        self.setAccessibleName(self.tr("Members"))
        stores = context.stores
        self.members, self.credits = stores.get(MembersStore), stores.get(CreditsStore)
        self.invites = stores.get(PendingInvitesStore)
        self.changer = Changer(context, self)
        self.views = Chips(context.theme)
        self.people, self.links = PeopleCard(context, self), InvitesCard(context)
        self.panel: PersonPanel | None = None
        self.dialog: ConfirmDialog | None = None
        self.shown: list[Member] = []
        self._wanted: object = None
        self._known: tuple[object, object] | None = None
        self.add_action(self.tr("Export CSV"), self._export, icon="export")
        self.import_button = self.add_action(self.tr("Import CSV…"), self._choose_file, icon="table")
        self.invite_button = self.add_action(self.tr("Invite"), self.open_invite, kind="primary", icon="plus")
        self.links.hide()
        self.body.addLayout(make_row(self.views, None))
        self.body.addWidget(self.people, 1)
        self.body.addWidget(self.links, 1)
        self._connect()
        self.follow(self.members, self.credits, self.invites)

    def _connect(self) -> None:
        self.views.chosen.connect(self._choose_view)
        self.people.table.opened.connect(lambda member: self.open_member(member.member_id))
        self.people.table.peeked.connect(lambda member: self.open_member(member.member_id))
        self.links.show_wanted.connect(self.open_link)
        self.links.revoke_wanted.connect(self._ask_to_revoke)

    @property
    def is_owner(self) -> bool:
        """Whether roles may be given from here."""
        account = self.context.session.current
        return account is not None and account.role == Role.OWNER

    def render_data(self) -> None:
        """Show who is here now, with the balances of now."""
        roster = self.members.data
        if roster is None:
            return
        self._show_people(roster)
        page = self.invites.data
        self.views.show_choices(
            [
                ("people", self.tr("Members"), len(self.shown)),
                ("invites", self.tr("Open invites"), len(self.invites.pending) if page else None),
            ]
        )
        if page is not None and self.views.current == "invites":
            self.links.show_invites(page, {member.member_id: member.name for member in self.shown})
        self._refresh_panel()
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.show_subject(wanted)

    def list_commands(self) -> Iterable[Command]:
        """The verbs of this page."""
        group = self.tr("Members")
        yield Command(self.tr("Invite somebody"), partial(self._go, "invite"), group, icon="plus")
        yield Command(self.tr("Import members from CSV"), partial(self._go, "import"), group, icon="table")
        yield Command(self.tr("Show the invites"), partial(self._go, "invites"), group, icon="link")

    def show_subject(self, subject: object) -> None:
        """`invite`, `invites`, `import`, or a member's id."""
        if subject == "invite":
            self.open_invite()
        elif subject == "import":
            self._choose_file()
        elif self.members.data is None:
            self._wanted = subject
        elif subject == "invites":
            self.views.choose("invites")
        else:
            self.views.choose("people")
            self.open_member(str(subject))
            self.people.table.select_key(str(subject))

    def open_invite(self) -> None:
        """The drawer that invites."""
        panel = InvitePanel(self.context, is_owner=self.is_owner)
        panel.invited.connect(lambda member: self.members.put([member]))
        self.context.shell.open_drawer(self.tr("Invite"), panel)
        panel.first_field.setFocus()

    def open_member(self, member_id: str) -> None:
        """Their drawer."""
        found = next((member for member in self.shown if member.member_id == member_id), None)
        if found is None:
            return
        verbs: dict[str, Callable[..., object]] = {
            "rename": self._rename,
            "role": self._give_role,
            "leave": self._ask_to_deactivate,
            "back": self._let_back,
            "invite": self.open_link,
        }
        panel = PersonPanel(self.context, found, verbs, is_owner=self.is_owner)
        panel.destroyed.connect(partial(self._forget_panel, id(panel)))
        self.panel = panel
        self._refresh_panel()
        self.context.shell.open_drawer(found.name, panel)

    def open_link(self, invite: Invite) -> None:
        """An invite's code, link and QR code."""
        names = {member.member_id: member.name for member in self.shown}
        view = InviteView(self.context, invite)
        self.context.shell.open_drawer(write_receiver(invite, names), view)

    def import_file(self, path: Path) -> ImportDialog:
        """Show what a file says, before anything is done."""
        dialog = ImportDialog(self.context, path, self, is_owner=self.is_owner)
        dialog.open()
        return dialog

    # ---- its own

    def _go(self, subject: str) -> None:
        self.context.shell.open_page("members", subject)

    def _show_people(self, roster: Roster) -> None:
        known = (roster, self.credits.data)
        if self._known is not None and all(a is b for a, b in zip(known, self._known, strict=True)):
            return  # something else changed, and thousands need not be looked through for it
        self._known = known
        self.shown = balance_members(roster.members, self.credits.data)
        self.people.show_members(self.shown)
        self._write_subtitle(is_whole=roster.is_whole)

    def _write_subtitle(self, *, is_whole: bool) -> None:
        groups = self.people.groups
        active, waiting = len(groups["all"]) - len(groups["left"]), len(groups["waiting"])
        told = self.tr("%n active member(s)", "", active)
        rest = self.tr("%n not joined in chat yet", "", waiting) if waiting else ""
        more = "" if is_whole else self.tr("loading more…")
        self.subtitle.setText(", ".join(part for part in (told, rest, more) if part))

    def _choose_view(self, name: str) -> None:
        self.people.setVisible(name != "invites")
        self.links.setVisible(name == "invites")
        self.render_data()
        self.context.shell.close_drawer()

    def _refresh_panel(self) -> None:
        if self.panel is None:
            return
        member_id = self.panel.member.member_id
        found = next((member for member in self.shown if member.member_id == member_id), None)
        if found is not None:
            own = (one for one in self.invites.pending if one.member_id == member_id)
            self.panel.show_member(found, next(own, None))

    def _forget_panel(self, which: int) -> None:
        if self.panel is not None and id(self.panel) == which:
            self.panel = None

    def _rename(self, member: Member, name: str) -> None:
        self._report(self.changer.rename(member, name), member)

    def _give_role(self, member: Member, role: Role) -> None:
        self._report(self.changer.give_role(member, role), member)

    def _let_back(self, member: Member) -> None:
        self._report(self.changer.let_back(member), member)

    def _ask_to_deactivate(self, member: Member) -> None:
        title = self.tr("Deactivate {name}?").format(name=embed(member.name))
        parts = [
            self.tr("%n unused credit(s) return to the pool.", "", member.allocated)
            if member.allocated
            else "",
            self.tr("%n generation(s) under way still finish.", "", member.held) if member.held else "",
            self.tr("They can no longer use the bot or the console. Their history stays."),
        ]
        effect = " ".join(part for part in parts if part)
        run = partial(self._deactivate, member)
        self.dialog = confirm(self.context.theme, self, title, effect, self.tr("Deactivate"), run)

    def _deactivate(self, member: Member) -> None:
        self._report(self.changer.deactivate(member), member)

    def _report(self, call: Call[Any], member: Member) -> None:
        """Say why it was refused, in the drawer if it still shows them."""
        panel = self.panel
        if panel is not None and panel.member.member_id == member.member_id:
            call.failed.connect(panel.refuse)
        else:
            call.failed.connect(self._tell_refused)

    def _tell_refused(self, error: ApiError) -> None:
        self.show_notice(Notice("warn", self.tr("Nothing was changed."), error.text))

    def _ask_to_revoke(self, line: InviteLine) -> None:
        title = self.tr("Take back the invite for {name}?").format(name=embed(line.receiver))
        effect = self.tr("Its code and link stop working at once. Whoever joined by it stays.")
        run = partial(self._revoke, line)
        self.dialog = confirm(self.context.theme, self, title, effect, self.tr("Take back"), run)

    def _revoke(self, line: InviteLine) -> None:
        said = self.tr("The invite for {name} is taken back").format(name=embed(line.receiver))
        call = self.context.api.invites.revoke(line.invite.invite_id).cancel_with(self)
        call.then(partial(self._finish_revoking, said), partial(self._refuse_revoking, said))

    def _finish_revoking(self, said: str, _done: object = None) -> None:
        self.context.shell.say(said)
        self.invites.mark_stale()

    def _refuse_revoking(self, said: str, error: ApiError) -> None:
        if isinstance(error, NotFound):
            self._finish_revoking(said)  # it was gone already, which is what was wanted
        else:
            self._tell_refused(error)

    def _choose_file(self) -> None:
        title, kinds = self.tr("Import members from CSV"), "CSV (*.csv *.txt *.tsv)"
        chosen, _ = QFileDialog.getOpenFileName(self, title, "", kinds)
        if chosen:
            self.import_file(Path(chosen))

    def _export(self) -> None:
        if self.views.current == "invites":
            export_table(self, self.context.shell, self.links.model, "closeup-invites")
        else:
            export_table(self, self.context.shell, self.people.model, "closeup-members")
