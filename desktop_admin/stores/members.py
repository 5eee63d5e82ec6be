"""Everybody in the team, brought up to date one by one as news of them comes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PySide6.QtCore import QObject

from core.domain.changes import Noun
from core.schemas.changes import Change
from core.schemas.credits import Overview
from core.schemas.shapes import Page
from core.schemas.teams import Member
from desktop_admin.api.api import Api
from desktop_admin.api.call import Call
from desktop_admin.api.errors import ApiError, NotFound
from desktop_admin.stores.store import Store

ONE_BY_ONE: Final = 5  # news of more members at once is a reason to ask for all of them


@dataclass(frozen=True, slots=True)
class Roster:
    """The members in joining order; `is_whole` once the last part has come."""

    members: tuple[Member, ...]
    is_whole: bool = True


class MembersStore(Store[Roster]):
    """All members: the first part is shown while the rest is on its way."""

    NOUNS = frozenset({Noun.MEMBERS})

    def __init__(self, api: Api, clock: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(api, clock, parent)
        self._news: set[str] = set()
        self._wants_all = True

    def fetch(self) -> Call[Roster]:
        """Ask for whoever changed, or for all."""
        news, self._news = self._news, set()
        wants_all, self._wants_all = self._wants_all or not news, False
        if wants_all or self.data is None or not self.data.is_whole or len(news) > ONE_BY_ONE:
            return self._fetch_all()
        return self._fetch_some(sorted(news), list(self.data.members))

    def take_change(self, change: Change) -> None:
        """News of one member asks for that one only; whom we invited ourselves is known already."""
        if change.noun not in self.NOUNS:
            return
        if change.kind == "invited" and self.find(change.subject_id) is not None:
            return
        self._news.add(change.subject_id)
        super().mark_stale()

    def mark_stale(self) -> None:
        """Anybody may have changed."""
        self._wants_all = True
        super().mark_stale()

    def find(self, member_id: str) -> Member | None:
        """One of them."""
        members = self.data.members if self.data else ()
        return next((member for member in members if member.member_id == member_id), None)

    def put(self, members: Sequence[Member]) -> None:
        """What the server answered about some of them: in their place, or new at the end."""
        if self.data is not None:
            self.data = Roster(_merge(self.data.members, members), self.data.is_whole)
            if self._call is not None:
                # What is on its way was read before this; it would take them away again.
                self.mark_stale()
            self.changed.emit()

    def _fail(self, error: ApiError) -> None:
        self._wants_all = True
        super()._fail(error)

    def _fetch_all(self) -> Call[Roster]:
        whole: Call[Roster] = Call(self)
        found: list[Member] = []

        def take(page: Page[Member]) -> None:
            found.extend(page.items)
            if page.next_cursor is None:
                whole.succeed(Roster(tuple(found)))
                return
            if self.data is None:
                self.data = Roster(tuple(found), is_whole=False)
                self.changed.emit()
            ask(page.next_cursor)

        def ask(cursor: str | None) -> None:
            part = self._api.members.list_members(cursor).then(take, whole.fail)
            whole.cancelled.connect(part.cancel)

        ask(None)
        return whole

    def _fetch_some(self, member_ids: list[str], known: list[Member]) -> Call[Roster]:
        whole: Call[Roster] = Call(self)
        found: list[Member] = []

        def take(member: Member) -> None:
            found.append(member)
            if len(found) == len(member_ids):
                whole.succeed(Roster(_merge(known, found)))
            else:
                ask()

        def refuse(error: ApiError) -> None:
            if isinstance(error, NotFound):
                self._fetch_all().then(whole.succeed, whole.fail)
            else:
                whole.fail(error)

        def ask() -> None:
            part = self._api.members.show(member_ids[len(found)]).then(take, refuse)
            whole.cancelled.connect(part.cancel)

        ask()
        return whole


def _merge(known: Sequence[Member], news: Sequence[Member]) -> tuple[Member, ...]:
    fresh = {member.member_id: member for member in news}
    kept = [fresh.pop(member.member_id, member) for member in known]
    return (*kept, *fresh.values())


def balance_members(members: Sequence[Member], overview: Overview | None) -> list[Member]:
    """The members with the balances of now, which the overview knows sooner."""
    if overview is None:
        return list(members)
    now = {member.member_id: (member.allocated, member.held, member.used) for member in overview.members}
    return [_balance(member, now.get(member.member_id)) for member in members]


def _balance(member: Member, now: tuple[int, int, int] | None) -> Member:
    if now is None or now == (member.allocated, member.held, member.used):
        return member
    return member.model_copy(update={"allocated": now[0], "held": now[1], "used": now[2]})
