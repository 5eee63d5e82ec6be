"""Sign-in codes, keys, remembered requests and the audit log: rows in and out."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

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
    tx.conn.execute(insert(audit), row | {"origin": origin, "created_at": tx.now})


def list_audit(tx: Tx, team_id: str, limit: int, before: int | None = None) -> list[Row[Any]]:
    """The team's audit rows, newest first."""
    query = select(audit).where(audit.c.team_id == team_id).order_by(audit.c.id.desc()).limit(limit)
    return list(tx.conn.execute(query if before is None else query.where(audit.c.id < before)))
