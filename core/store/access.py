"""Sign-in codes, keys, remembered requests and the audit log: rows in and out."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, or_, select, update

from core.domain.changes import Noun
from core.domain.teams import MemberStatus
from core.store.changes import add_changes
from core.store.credits import insert_ignoring
from core.store.engine import Tx
from core.store.tables import api_keys, api_requests, audit, members, sign_in_codes


def add_code(tx: Tx, code_hash: str, member_id: str, expires_at: datetime) -> None:
    """Remember the hash of a one-time code."""
    row = {"code_hash": code_hash, "member_id": member_id, "expires_at": expires_at, "created_at": tx.now}
    tx.conn.execute(insert(sign_in_codes), row)


def claim_code(tx: Tx, code_hash: str) -> str | None:
    """Use up a code; whose it was, or None when it is unknown, used or expired."""
    claim = (
        update(sign_in_codes)
        .where(sign_in_codes.c.code_hash == code_hash, sign_in_codes.c.used_at.is_(None))
        .where(sign_in_codes.c.expires_at > tx.now)
        .values(used_at=tx.now)
        .returning(sign_in_codes.c.member_id)
    )
    found = tx.conn.scalar(claim)
    return None if found is None else str(found)


def add_key(tx: Tx, key_hash: str, member_id: str, expires_at: datetime) -> str:
    """Remember the hash of a key; its id."""
    key_id = tx.new_id("key")
    row = {"id": key_id, "key_hash": key_hash, "member_id": member_id, "expires_at": expires_at}
    tx.conn.execute(insert(api_keys), row | {"created_at": tx.now})
    return key_id


def find_key(tx: Tx, key_hash: str) -> Row[*tuple[Any, ...]] | None:
    """Who a live key belongs to: key_id, member_id, team_id, name, role, status, expires_at."""
    query = (
        select(
            api_keys.c.id.label("key_id"),
            members.c.id.label("member_id"),
            members.c.team_id,
            members.c.name,
            members.c.role,
            members.c.status,
            api_keys.c.expires_at,
        )
        .join(members, members.c.id == api_keys.c.member_id)
        .where(
            api_keys.c.key_hash == key_hash, api_keys.c.revoked_at.is_(None), api_keys.c.expires_at > tx.now
        )
    )
    return tx.conn.execute(query).first()


def list_good_keys(tx: Tx, key_ids: Iterable[str]) -> set[str]:
    """Which of these keys still open something: neither revoked nor expired, their member active."""
    live = (api_keys.c.revoked_at.is_(None)) & (api_keys.c.expires_at > tx.now)
    query = select(api_keys.c.id).join(members, members.c.id == api_keys.c.member_id).where(live)
    active = members.c.status == MemberStatus.ACTIVE.value
    return set(tx.conn.scalars(query.where(active, api_keys.c.id.in_(list(key_ids)))))


def list_keys(tx: Tx, team_id: str, limit: int, before: tuple[datetime, str] | None = None) -> list[Row[Any]]:
    """The team's live keys with their members' names, newest first, before the given (created_at, id)."""
    order = (api_keys.c.created_at.desc(), api_keys.c.id.desc())
    live = (api_keys.c.revoked_at.is_(None)) & (api_keys.c.expires_at > tx.now)
    query = (
        select(
            api_keys.c.id, api_keys.c.member_id, members.c.name, api_keys.c.created_at, api_keys.c.expires_at
        )
        .join(members, members.c.id == api_keys.c.member_id)
        .where(members.c.team_id == team_id, live)
        .order_by(*order)
        .limit(limit)
    )
    if before is not None:
        created, key_id = before
        same = (api_keys.c.created_at == created) & (api_keys.c.id < key_id)
        query = query.where(or_(api_keys.c.created_at < created, same))
    return list(tx.conn.execute(query))


def find_key_owner(tx: Tx, team_id: str, key_id: str) -> str | None:
    """The member of this team whose live key that is."""
    query = select(api_keys.c.member_id).join(members, members.c.id == api_keys.c.member_id)
    ours = (api_keys.c.id == key_id) & (members.c.team_id == team_id) & api_keys.c.revoked_at.is_(None)
    found = tx.conn.scalar(query.where(ours))
    return None if found is None else str(found)


def revoke_key(tx: Tx, key_id: str) -> None:
    """One key stops working."""
    tx.conn.execute(update(api_keys).where(api_keys.c.id == key_id).values(revoked_at=tx.now))


def revoke_keys(tx: Tx, member_id: str) -> None:
    """Every key of a member stops working."""
    live = update(api_keys).where(api_keys.c.member_id == member_id, api_keys.c.revoked_at.is_(None))
    tx.conn.execute(live.values(revoked_at=tx.now))


def claim_request(tx: Tx, actor: str, key: str, fingerprint: str) -> bool:
    """Claim an idempotency key; False when it was claimed before."""
    row = {"actor": actor, "key": key, "fingerprint": fingerprint, "created_at": tx.now}
    claim = insert_ignoring(tx, api_requests).on_conflict_do_nothing().returning(api_requests.c.key)
    return tx.conn.execute(claim, row).first() is not None


def find_request(tx: Tx, actor: str, key: str) -> Row[Any]:
    """The remembered request: fingerprint, status, answer."""
    query = select(api_requests).where(api_requests.c.actor == actor, api_requests.c.key == key)
    return tx.conn.execute(query).one()


def settle_request(tx: Tx, actor: str, key: str, status: int, answer: Any) -> None:
    """Remember what was answered."""
    row = update(api_requests).where(api_requests.c.actor == actor, api_requests.c.key == key)
    tx.conn.execute(row.values(status=status, answer=answer))


def add_audit(
    tx: Tx, team_id: str, actor: str, action: str, object_: str, detail: dict[str, Any], origin: str
) -> None:
    """Write down who did what to what, and from where."""
    row = {"team_id": team_id, "actor": actor, "action": action, "object": object_, "detail": detail}
    line = insert(audit).returning(audit.c.id)
    audit_id = tx.conn.execute(line, row | {"origin": origin, "created_at": tx.now}).scalar_one()
    add_changes(tx, team_id, [(Noun.AUDIT.value, f"audit_{audit_id}", "noted")])


def list_audit(
    tx: Tx, team_id: str, limit: int, before: int | None = None, **filters: str | None
) -> list[Row[Any]]:
    """The team's audit rows, newest first; `filters` are columns and their values."""
    query = select(audit).where(audit.c.team_id == team_id).order_by(audit.c.id.desc()).limit(limit)
    for column, value in filters.items():
        if value is not None:
            query = query.where(audit.c[column] == value)
    return list(tx.conn.execute(query if before is None else query.where(audit.c.id < before)))
