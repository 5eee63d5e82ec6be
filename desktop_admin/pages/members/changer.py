"""Changes members: name, role, leaving and coming back; each says what it did, and undoes what can be undone."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from core.domain.teams import Role
from core.schemas.teams import Departure, Member, MemberChange
from desktop_admin.api.call import Call
from desktop_admin.api.errors import ApiError
from desktop_admin.context import Context
from desktop_admin.shell import Notice
from desktop_admin.stores.members import MembersStore
from desktop_admin.words import embed


class Changer(QObject):
    """The store knows of a change as soon as the server has answered."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._shell, self._api = context.shell, context.api
        self._members = context.stores.get(MembersStore)

    def rename(self, member: Member, name: str) -> Call[Member]:
        """Another name."""
        said = self.tr("{before} is now {after}").format(before=embed(member.name), after=embed(name))
        undo = MemberChange(name=member.name)
        return self._change(member, MemberChange(name=name), said, partial(self._undo, member, undo))

    def give_role(self, member: Member, role: Role) -> Call[Member]:
        """Another role."""
        texts = {
            Role.ADMIN: self.tr("{name} is an admin now"),
            Role.MEMBER: self.tr("{name} is a member now"),
        }
        undo = MemberChange(role=member.role)
        said = texts[role].format(name=embed(member.name))
        return self._change(member, MemberChange(role=role), said, partial(self._undo, member, undo))

    def let_back(self, member: Member) -> Call[Member]:
        """Active again, without credits."""
        said = self.tr("{name} is back in the team").format(name=embed(member.name))
        return self._change(member, MemberChange(status="active"), said, None)

    def deactivate(self, member: Member) -> Call[Departure]:
        """They leave; what is unspent returns to the pool."""

        def finish(done: Departure) -> None:
            back = self.tr("%n credit(s) returned to the pool", "", done.returned)
            text = self.tr("{name} is deactivated").format(name=embed(member.name))
            self._shell.say(f"{text} · {back}" if done.returned else text)

        return self._api.members.remove(member.member_id).cancel_with(self).then(finish)

    def _change(
        self, member: Member, ask: MemberChange, said: str, undo: Callable[[], object] | None
    ) -> Call[Member]:
        def finish(changed: Member) -> None:
            self._members.put([changed])
            self._shell.say(said, undo)

        return self._api.members.change(member.member_id, ask).cancel_with(self).then(finish)

    def _undo(self, member: Member, ask: MemberChange) -> None:
        said = self.tr("Undone: {name} is as before").format(name=embed(member.name))
        self._change(member, ask, said, None).failed.connect(self._tell_refused)

    def _tell_refused(self, error: ApiError) -> None:
        self._shell.notify(Notice("warn", self.tr("It could not be undone."), error.text))
