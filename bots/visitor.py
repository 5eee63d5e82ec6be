"""Who is talking in one conversation, and what is true for them at this moment of the transaction."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from bots.inbound import GenerationStarted, Inbound, PhotosFound, Pressed
from bots.languages import ENGLISH
from bots.state import State
from bots.turn import Member, Running, View
from core.domain.generations import CREDITS_PER_GENERATION, PICTURES
from core.domain.refusals import NotAllowed
from core.domain.styles import Style
from core.domain.teams import CONSENT_VERSION, MemberStatus, Role
from core.store import chat, generations, people
from core.store.engine import Tx


@dataclass(slots=True)
class Visitor:
    """The person at the other end; `member_id` changes when they join or delete themselves."""

    conversation_id: str
    platform: str
    chat: str
    name: str
    member_id: str | None
    language: str = ENGLISH

    def demand_member(self) -> str:
        """The member, or a refusal for a stranger."""
        if self.member_id is None:
            raise NotAllowed("You are not in a team yet.", "Ask your admin for an invite link.")
        return self.member_id


def find_style(state: State, inbound: Inbound) -> Style | None:
    """The style that this is about, whose time is worth looking up."""
    if isinstance(inbound, PhotosFound):
        return inbound.style
    if not isinstance(inbound, Pressed | GenerationStarted):
        return None
    if isinstance(inbound, Pressed) and inbound.value in set(Style):
        return Style(inbound.value)
    holder = state.draft or state.undone
    return holder.style if holder else None


def read_view(tx: Tx, visitor: Visitor, retention_days: int, style: Style | None = None) -> View:
    """What is true now; a deactivated member is a stranger. With `style`, also how long such a set takes."""
    fresh_id = tx.new_id("x").removeprefix("x_")
    member = people.find_standing(tx, visitor.member_id) if visitor.member_id else None
    if member is None or member.status != MemberStatus.ACTIVE.value:
        member = _fall_back(tx, visitor)
    if member is None:
        return View(fresh_id, CONSENT_VERSION, retention_days, language=visitor.language)
    return View(
        fresh_id=fresh_id,
        consent_version=CONSENT_VERSION,
        retention_days=retention_days,
        member=Member(member.id, member.name, Role(member.role), member.team_name, member.consent_version),
        balance=member.balance,
        cost=CREDITS_PER_GENERATION,
        running=_read_running(member),
        estimate=generations.estimate_seconds(tx, style.value) if style else None,
        language=visitor.language,
    )


def _read_running(member: Row[Any]) -> Running | None:
    if member.running_id is None:
        return None
    return Running(member.running_id, Style(member.running_style), member.running_done, PICTURES)


def _fall_back(tx: Tx, visitor: Visitor) -> Row[Any] | None:
    """Who is no member any more here may still be one in another team, or on another platform."""
    rows = people.list_memberships(tx, visitor.platform, visitor.chat)
    if not rows:
        return None
    visitor.member_id = rows[0].id
    chat.update_conversation(tx, visitor.conversation_id, member_id=visitor.member_id)
    return people.find_standing(tx, rows[0].id)
