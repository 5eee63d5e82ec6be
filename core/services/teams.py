"""Teams and their people: founding, inviting, joining, consent, leaving."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row

from core.domain.changes import Noun
from core.domain.refusals import Malformed, NotAllowed, NotFound
from core.domain.teams import (
    CONSENT_VERSION,
    InviteExpired,
    InviteFull,
    InviteUnknown,
    InviteUsed,
    MemberStatus,
    Role,
    check_name,
)
from core.services import credits as credit_services
from core.services.access import Actor, issue_code, note
from core.services.changes import note_change, note_changes
from core.store import access, people, teams
from core.store.engine import Tx

MAX_PEOPLE: Final = 10_000


@dataclass(frozen=True, slots=True)
class Founding:
    """A new team: the owner's one-time console code and chat invite, and the invite for everybody."""

    team_id: str
    owner_id: str
    console_code: str
    owner_invite: str
    invite_code: str


@dataclass(frozen=True, slots=True)
class Membership:
    """Who somebody in chat is: `consent_version` is None until they agreed."""

    member_id: str
    team_id: str
    team_name: str
    name: str
    role: Role
    consent_version: str | None


def found_team(tx: Tx, team_name: str, owner_name: str) -> Founding:
    """A team with its owner, a sign-in code, an invite for the owner and one for everybody."""
    team_id = teams.add_team(tx, check_name(team_name))
    owner_id = teams.add_member(tx, team_id, check_name(owner_name), Role.OWNER)
    own, code = make_invite_code(), make_invite_code()
    teams.add_invite(
        tx, team_id, own, Role.OWNER, cap=1, expires_at=None, created_by=owner_id, member_id=owner_id
    )
    teams.add_invite(tx, team_id, code, Role.MEMBER, cap=MAX_PEOPLE, expires_at=None, created_by=None)
    access.add_audit(
        tx, team_id, f"member:{owner_id}", "team.founded", team_id, {"name": team_name}, "command line"
    )
    return Founding(team_id, owner_id, issue_code(tx, owner_id), own, code)


def make_invite_code() -> str:
    """An opaque code of 22 characters that fits a Telegram deep link (at most 64 of A-Za-z0-9_-)."""
    return secrets.token_urlsafe(16)


def invite(tx: Tx, actor: Actor, role: Role, cap: int, expires_at: datetime | None) -> Row[Any]:
    """A new invite for up to `cap` people; its row."""
    if not 1 <= cap <= MAX_PEOPLE:
        raise Malformed(f"An invite is for 1 to {MAX_PEOPLE:,} people.")
    if expires_at is not None and (expires_at.tzinfo is None or expires_at <= tx.now):
        raise Malformed(
            "An invite must end in the future.", "Send expires_at as an RFC 3339 time with its zone."
        )
    if role is not Role.MEMBER and actor.role is not Role.OWNER:
        raise NotAllowed("Only the owner may invite admins.")
    if role is Role.OWNER:
        raise NotAllowed("A team has one owner.")
    code = make_invite_code()
    invite_id = teams.add_invite(
        tx, actor.team_id, code, role, cap=cap, expires_at=expires_at, created_by=actor.member_id
    )
    note(tx, actor, "invite.created", invite_id, role=role.value, cap=cap)
    note_change(tx, actor.team_id, Noun.INVITES, invite_id, "created")
    row = teams.find_invite(tx, code)
    assert row is not None  # noqa: S101 - inserted two lines above, in this transaction
    return row


def revoke_invite(tx: Tx, actor: Actor, invite_id: str) -> None:
    """Take an invite back; people who joined by it stay."""
    if not teams.revoke_invite(tx, actor.team_id, invite_id):
        raise NotFound
    note(tx, actor, "invite.revoked", invite_id)
    note_change(tx, actor.team_id, Noun.INVITES, invite_id, "revoked")


def join(tx: Tx, code: str, platform: str, external_id: str, name: str) -> Membership:
    """Join by an invite: the member of this chat account in that team, made if they are new.

    Raises one of `InviteUnknown`, `InviteExpired`, `InviteUsed`, `InviteFull`. Joining again by any invite
    of the same team takes no place.
    """
    found = teams.find_invite(tx, code.strip())
    if found is None:
        raise InviteUnknown
    # One account that joins twice at once is one member: the second one finds what the first one made.
    teams.lock_joining(tx, found.team_id)
    known = people.find_member_in(tx, platform, external_id, found.team_id)
    if known is not None:
        teams.add_identity(tx, platform, external_id, known)
        return _reactivate(tx, known, found)
    _demand_open(tx, found)
    if not teams.claim_invite(tx, found.id):
        raise InviteUsed if found.cap == 1 else InviteFull
    member_id = found.member_id or _find_owner(tx, found, name)
    member_id = member_id or teams.add_member(
        tx, found.team_id, check_name(name or "Member"), Role(found.role)
    )
    teams.add_identity(tx, platform, external_id, member_id)
    access.add_audit(
        tx, found.team_id, f"member:{member_id}", "member.joined", member_id, {"invite": found.id}, platform
    )
    joined = (Noun.MEMBERS, member_id, "joined")
    note_changes(tx, found.team_id, joined, (Noun.INVITES, found.id, "used"))
    return describe_member(tx, member_id)


def _find_owner(tx: Tx, found: Row[Any], name: str) -> str | None:
    """The owner may use the team's first invite like everybody: its very first use, under the owner's name."""
    is_first_use = found.created_by is None and found.used == 0
    owner = teams.find_unlinked_owner(tx, found.team_id) if is_first_use else None
    return str(owner.id) if owner is not None and owner.name.casefold() == name.strip().casefold() else None


def _demand_open(tx: Tx, found: Row[Any]) -> None:
    if found.revoked_at is not None or (found.expires_at is not None and found.expires_at <= tx.now):
        raise InviteExpired


def _reactivate(tx: Tx, member_id: str, found: Row[Any]) -> Membership:
    """A deactivated member needs an open invite to come back; an active one is simply here."""
    member = teams.find_any_member(tx, member_id)
    if member is not None and member.status == MemberStatus.DEACTIVATED.value:
        _demand_open(tx, found)
        if not teams.claim_invite(tx, found.id):
            raise InviteUsed if found.cap == 1 else InviteFull
        teams.update_member(tx, member_id, status=MemberStatus.ACTIVE.value)
        back = (Noun.MEMBERS, member_id, "reactivated")
        note_changes(tx, found.team_id, back, (Noun.INVITES, found.id, "used"))
    return describe_member(tx, member_id)


def describe_member(tx: Tx, member_id: str) -> Membership:
    """The membership of a member; `NotFound` when there is none."""
    row = teams.find_any_member(tx, member_id)
    if row is None:
        raise NotFound
    return Membership(row.id, row.team_id, row.team_name, row.name, Role(row.role), row.consent_version)


def record_consent(tx: Tx, member_id: str, origin: str, version: str = CONSENT_VERSION) -> None:
    """The member agreed to `version` of the consent text, now."""
    member = describe_member(tx, member_id)
    teams.update_member(tx, member_id, consent_version=version, consented_at=tx.now)
    access.add_audit(
        tx, member.team_id, f"member:{member_id}", "consent.given", member_id, {"version": version}, origin
    )
    note_change(tx, member.team_id, Noun.MEMBERS, member_id, "consented")


def change_role(tx: Tx, actor: Actor, member_id: str, role: Role) -> None:
    """Give a member another role; only the owner may, and nobody becomes or stops being the owner."""
    member = teams.find_member(tx, actor.team_id, member_id)
    if member is None:
        raise NotFound
    if actor.role is not Role.OWNER or Role.OWNER in (role, Role(member.role)):
        raise NotAllowed("Only the owner may change roles, and the owner's role stays.")
    teams.update_member(tx, member_id, role=role.value)
    if not role.runs_team:
        access.revoke_keys(tx, member_id)
    note(tx, actor, "member.role", member_id, role=role.value)
    note_change(tx, actor.team_id, Noun.MEMBERS, member_id, "role")


def deactivate(tx: Tx, actor: Actor, member_id: str) -> int:
    """A member leaves: unspent credits go back to the pool (how many), keys stop working; held ones resolve."""
    member = teams.find_member(tx, actor.team_id, member_id)
    if member is None:
        raise NotFound
    if Role(member.role) is Role.OWNER:
        raise NotAllowed("The owner cannot be deactivated.")
    teams.update_member(tx, member_id, status=MemberStatus.DEACTIVATED.value)
    access.revoke_keys(tx, member_id)
    returned = credit_services.reclaim_all(tx, actor.label, actor.team_id, member_id, "left the team")
    note(tx, actor, "member.deactivated", member_id, returned=returned)
    note_change(tx, actor.team_id, Noun.MEMBERS, member_id, "deactivated")
    return returned
