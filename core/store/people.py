"""One person's memberships and chat accounts over all teams and platforms: rows in and out."""

from typing import Any, Final

from sqlalchemy import Row, Select, bindparam, func, select, tuple_, update

from core.domain.credits import AccountKind, name_account
from core.domain.generations import OPEN
from core.domain.teams import MemberStatus
from core.store.credits import insert_ignoring
from core.store.engine import Tx
from core.store.tables import (
    accounts,
    conversations,
    generations,
    identities,
    link_codes,
    members,
    selfies,
    teams,
)

# Asked in every turn of a conversation, so built once.
_STANDING: Final = (
    select(
        members,
        teams.c.name.label("team_name"),
        func.coalesce(accounts.c.balance, 0).label("balance"),
        generations.c.id.label("running_id"),
        generations.c.style.label("running_style"),
        generations.c.done.label("running_done"),
    )
    .select_from(
        members.join(teams, teams.c.id == members.c.team_id)
        .outerjoin(accounts, accounts.c.id == bindparam("account"))
        .outerjoin(
            generations,
            (generations.c.member_id == members.c.id)
            & generations.c.status.in_([status.value for status in OPEN]),
        )
    )
    .where(members.c.id == bindparam("member"))
)


def list_memberships(tx: Tx, platform: str, external_id: str) -> list[Row[Any]]:
    """Every active member who is the person behind a chat account, with `team_name`, in joining order.

    Accounts that share a member are one person's, so what another account of theirs joined counts too.
    """
    query = select(members, teams.c.name.label("team_name")).join(teams, teams.c.id == members.c.team_id)
    theirs = members.c.id.in_(_select_members(platform, external_id))
    active = members.c.status == MemberStatus.ACTIVE.value
    return list(tx.conn.execute(query.where(theirs, active).order_by(members.c.created_at, members.c.id)))


def find_standing(tx: Tx, member_id: str) -> Row[Any] | None:
    """What is true of a member now: their row, `team_name`, `balance` in credits, and their open generation.

    That is `running_id`, `running_style` and `running_done`, all None without one.
    """
    mine = {"member": member_id, "account": name_account(AccountKind.MEMBER, member_id)}
    return tx.conn.execute(_STANDING, mine).first()


def find_member_in(tx: Tx, platform: str, external_id: str, team_id: str) -> str | None:
    """The person's member in one team, active or not."""
    theirs = members.c.id.in_(_select_members(platform, external_id))
    return tx.conn.scalar(select(members.c.id).where(theirs, members.c.team_id == team_id))


def list_accounts(tx: Tx, member_ids: list[str]) -> list[tuple[str, str]]:
    """The chat accounts of these members: platform and the platform's id."""
    query = select(identities.c.platform, identities.c.external_id).distinct()
    found = tx.conn.execute(query.where(identities.c.member_id.in_(member_ids)))
    return [(row.platform, row.external_id) for row in found]


def list_conversations_with(tx: Tx, accounts: list[tuple[str, str]]) -> list[Row[Any]]:
    """The conversations with these accounts."""
    keys = tuple_(conversations.c.platform, conversations.c.chat)
    return list(tx.conn.execute(select(conversations).where(keys.in_(accounts))))


def hand_over(tx: Tx, from_member_id: str, to_member_id: str) -> None:
    """What one member made and sent becomes another's, and conversations speak for that one."""
    for table in (generations, selfies, conversations):
        theirs = update(table).where(table.c.member_id == from_member_id)
        tx.conn.execute(theirs.values(member_id=to_member_id))


def add_link_code(tx: Tx, code_hash: str, conversation_id: str, expires_at: Any) -> None:
    """A code that links another chat account with this conversation's; only its hash is kept."""
    row = {"code_hash": code_hash, "conversation_id": conversation_id, "expires_at": expires_at}
    tx.conn.execute(insert_ignoring(tx, link_codes), row | {"created_at": tx.now})


def claim_link_code(tx: Tx, code_hash: str) -> str | None:
    """The conversation that asked for a code, once and in time; None for anything else."""
    claim = update(link_codes).where(
        link_codes.c.code_hash == code_hash, link_codes.c.used_at.is_(None), link_codes.c.expires_at > tx.now
    )
    used = claim.values(used_at=tx.now).returning(link_codes.c.conversation_id)
    conversation_id: str | None = tx.conn.scalar(used)
    return conversation_id


def _select_members(platform: str, external_id: str) -> Select[str]:
    mine = select(identities.c.member_id).where(
        identities.c.platform == platform, identities.c.external_id == external_id
    )
    accounts = select(identities.c.platform, identities.c.external_id).where(identities.c.member_id.in_(mine))
    account = tuple_(identities.c.platform, identities.c.external_id)
    return select(identities.c.member_id).where(account.in_(accounts))
