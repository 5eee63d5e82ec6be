"""Teams, members, their identities and invites: rows in and out."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, bindparam, delete, insert, select, update

from core.domain.credits import Holding
from core.domain.teams import MemberStatus, Role
from core.store.credits import insert_ignoring, list_member_balances, open_accounts
from core.store.engine import Tx
from core.store.tables import identities, invites, members, teams

# Asked in every turn of a conversation, so built once.
_ANY_MEMBER: Final = (
    select(members, teams.c.name.label("team_name"))
    .join(teams, teams.c.id == members.c.team_id)
    .where(members.c.id == bindparam("mine"))
)


def add_team(tx: Tx, name: str) -> str:
    """A new team with its accounts; its id."""
    team_id = tx.new_id("team")
    tx.conn.execute(insert(teams), {"id": team_id, "name": name, "created_at": tx.now})
    open_accounts(tx, team_id)
    return team_id


def add_member(tx: Tx, team_id: str, name: str, role: Role) -> str:
    """A new active member with their accounts; the id."""
    member_id = tx.new_id("member")
    row = {"id": member_id, "team_id": team_id, "name": name, "role": role.value, "created_at": tx.now}
    tx.conn.execute(insert(members), row | {"status": MemberStatus.ACTIVE.value})
    open_accounts(tx, team_id, member_id)
    return member_id


def list_team_ids(tx: Tx) -> list[str]:
    """The ids of all teams."""
    return list(tx.conn.scalars(select(teams.c.id).order_by(teams.c.id)))


def find_team(tx: Tx, team_id: str) -> Row[Any] | None:
    """The team's row."""
    return tx.conn.execute(select(teams).where(teams.c.id == team_id)).first()


def put_customer(tx: Tx, team_id: str, customer_id: str) -> None:
    """Remember the team's customer at Stripe."""
    tx.conn.execute(update(teams).where(teams.c.id == team_id).values(stripe_customer_id=customer_id))


def drop_customer(tx: Tx, team_id: str, customer_id: str | None) -> None:
    """Forget this customer, if it is still the team's."""
    theirs = (teams.c.id == team_id) & (teams.c.stripe_customer_id == customer_id)
    tx.conn.execute(update(teams).where(theirs).values(stripe_customer_id=None))


def find_member(tx: Tx, team_id: str, member_id: str) -> Row[Any] | None:
    """The member's row, only if they are of that team."""
    query = select(members).where(members.c.id == member_id, members.c.team_id == team_id)
    return tx.conn.execute(query).first()


def find_any_member(tx: Tx, member_id: str) -> Row[Any] | None:
    """The member's row with `team_name`, whatever the team."""
    return tx.conn.execute(_ANY_MEMBER, {"mine": member_id}).first()


def lock_member(tx: Tx, member_id: str) -> None:
    """Let nobody else change this member or their photos until the transaction ends."""
    tx.conn.execute(select(members.c.id).where(members.c.id == member_id).with_for_update())


def keep_member(tx: Tx, member_id: str) -> None:
    """Let the member not leave until the transaction ends: what they get meanwhile would be stranded."""
    tx.conn.execute(select(members.c.id).where(members.c.id == member_id).with_for_update(read=True))


def lock_joining(tx: Tx, team_id: str) -> None:
    """Let nobody else join the team until the transaction ends; rows that only refer to the team may come."""
    tx.conn.execute(select(teams.c.id).where(teams.c.id == team_id).with_for_update(key_share=True))


def keep_team(tx: Tx, team_id: str) -> None:
    """Let nobody leave the team until the transaction ends."""
    everybody = select(members.c.id).where(members.c.team_id == team_id).order_by(members.c.id)
    tx.conn.execute(everybody.with_for_update(read=True))


def find_identity(tx: Tx, platform: str, external_id: str, team_id: str) -> str | None:
    """The member of `team_id` behind a chat account, if any."""
    query = select(identities.c.member_id).join(members, members.c.id == identities.c.member_id)
    found = query.where(
        identities.c.platform == platform,
        identities.c.external_id == external_id,
        members.c.team_id == team_id,
    )
    return tx.conn.scalar(found)


def add_identity(tx: Tx, platform: str, external_id: str, member_id: str) -> None:
    """Link a chat account to a member; again is no harm."""
    row = {"platform": platform, "external_id": external_id, "member_id": member_id, "created_at": tx.now}
    tx.conn.execute(insert_ignoring(tx, identities).on_conflict_do_nothing(), row)


def drop_identities(tx: Tx, member_id: str) -> None:
    """Unlink every chat account of a member."""
    tx.conn.execute(delete(identities).where(identities.c.member_id == member_id))


def find_unlinked_owner(tx: Tx, team_id: str) -> Row[Any] | None:
    """The team's owner, as long as no chat account is theirs."""
    linked = select(identities.c.member_id)
    query = select(members).where(members.c.team_id == team_id, members.c.role == Role.OWNER.value)
    return tx.conn.execute(query.where(members.c.id.not_in(linked))).first()


def update_member(tx: Tx, member_id: str, **values: Any) -> None:
    """Set columns of one member."""
    tx.conn.execute(update(members).where(members.c.id == member_id).values(**values))


def list_holdings(tx: Tx, team_id: str) -> list[Holding]:
    """Active members with their unspent credits, in joining order."""
    rows = list_member_balances(tx, team_id)
    return [Holding(row.id, int(row.allocated)) for row in rows if row.status == MemberStatus.ACTIVE.value]


def add_invite(
    tx: Tx,
    team_id: str,
    code: str,
    role: Role,
    *,
    cap: int,
    expires_at: datetime | None,
    created_by: str | None,
    member_id: str | None = None,
) -> str:
    """A new invite; its id. With `member_id` it lets that very member into chat."""
    invite_id = tx.new_id("invite")
    row = {"id": invite_id, "team_id": team_id, "code": code, "role": role.value, "cap": cap, "used": 0}
    more = {"expires_at": expires_at, "created_by": created_by, "member_id": member_id, "created_at": tx.now}
    tx.conn.execute(insert(invites), row | more)
    return invite_id


def find_invite(tx: Tx, code: str) -> Row[Any] | None:
    """The invite with this code."""
    return tx.conn.execute(select(invites).where(invites.c.code == code)).first()


def claim_invite(tx: Tx, invite_id: str) -> bool:
    """Take one place of an invite; False when none is left."""
    claim = update(invites).where(invites.c.id == invite_id, invites.c.used < invites.c.cap)
    return tx.conn.execute(claim.values(used=invites.c.used + 1)).rowcount == 1


def list_invites(tx: Tx, team_id: str, limit: int, after: str | None = None) -> list[Row[Any]]:
    """The team's invites by id, at most `limit`, with ids above `after`."""
    query = select(invites).where(invites.c.team_id == team_id).order_by(invites.c.id).limit(limit)
    return list(tx.conn.execute(query if after is None else query.where(invites.c.id > after)))


def revoke_invite(tx: Tx, team_id: str, invite_id: str) -> bool:
    """Take an invite back; False when the team has no such invite."""
    claim = update(invites).where(invites.c.id == invite_id, invites.c.team_id == team_id)
    return tx.conn.execute(claim.values(revoked_at=tx.now)).rowcount == 1
