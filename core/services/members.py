"""Changing single members: inviting one by name, renaming, letting one back in."""

from typing import Any

from sqlalchemy import Row

from core.domain.changes import Noun
from core.domain.refusals import NotAllowed, NotFound
from core.domain.teams import MemberStatus, Role, check_name
from core.services.access import Actor, note
from core.services.changes import note_change, note_changes
from core.services.teams import make_invite_code
from core.store import teams
from core.store.engine import Tx


def demand_member(tx: Tx, team_id: str, member_id: str) -> Row[Any]:
    """The member's row, or `NotFound` when the team has no such member."""
    row = teams.find_member(tx, team_id, member_id)
    if row is None:
        raise NotFound
    return row


def invite_member(tx: Tx, actor: Actor, name: str, role: Role) -> tuple[Row[Any], Row[Any]]:
    """A new member, who can be given credits at once, and the invite that is theirs alone; both rows."""
    if role is Role.OWNER:
        raise NotAllowed("A team has one owner.")
    if role is not Role.MEMBER and actor.role is not Role.OWNER:
        raise NotAllowed("Only the owner may invite admins.")
    member_id, code = teams.add_member(tx, actor.team_id, check_name(name), role), make_invite_code()
    teams.add_invite(
        tx, actor.team_id, code, role, cap=1, expires_at=None, created_by=actor.member_id, member_id=member_id
    )
    note(tx, actor, "member.invited", member_id, role=role.value)
    invite = teams.find_invite(tx, code)
    assert invite is not None  # noqa: S101 - inserted above, in this transaction
    invited = (Noun.MEMBERS, member_id, "invited")
    note_changes(tx, actor.team_id, invited, (Noun.INVITES, invite.id, "created"))
    return demand_member(tx, actor.team_id, member_id), invite


def rename(tx: Tx, actor: Actor, member_id: str, name: str) -> None:
    """Give a member another name."""
    demand_member(tx, actor.team_id, member_id)
    teams.update_member(tx, member_id, name=check_name(name))
    note(tx, actor, "member.renamed", member_id)
    note_change(tx, actor.team_id, Noun.MEMBERS, member_id, "renamed")


def reactivate(tx: Tx, actor: Actor, member_id: str) -> None:
    """Let a member who left back in, with no credits; being in already is no harm."""
    if demand_member(tx, actor.team_id, member_id).status == MemberStatus.DEACTIVATED.value:
        teams.update_member(tx, member_id, status=MemberStatus.ACTIVE.value)
        note(tx, actor, "member.reactivated", member_id)
        note_change(tx, actor.team_id, Noun.MEMBERS, member_id, "reactivated")
