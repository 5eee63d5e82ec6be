"""What a provider was asked to do for generations: rows in and out."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from core.domain.attempts import LEFT, AttemptKind, AttemptState
from core.store.credits import insert_ignoring
from core.store.engine import Tx
from core.store.tables import generations, provider_attempts


def add_attempt(tx: Tx, generation_id: str, kind: AttemptKind, slot: int, n: int) -> tuple[Row[Any], bool]:
    """The row that says a call is about to be made, and whether it is new; else an earlier run wrote it."""
    row = {
        "id": tx.new_id("attempt"),
        "generation_id": generation_id,
        "kind": kind.value,
        "slot": slot,
        "n": n,
        "state": AttemptState.SENDING.value,
        "created_at": tx.now,
    }
    claim = insert_ignoring(tx, provider_attempts).on_conflict_do_nothing().returning(provider_attempts.c.id)
    is_new = tx.conn.execute(claim, row).first() is not None
    keys = ("generation_id", "kind", "slot", "n")
    same = [provider_attempts.c[key] == row[key] for key in keys]
    return tx.conn.execute(select(provider_attempts).where(*same)).one(), is_new


def update_attempt(tx: Tx, attempt_id: str, state: AttemptState, **values: Any) -> None:
    """Move an attempt on; `ended_at` is set when nothing of it runs any more."""
    if state not in (AttemptState.SENDING, AttemptState.RUNNING):
        values["ended_at"] = tx.now
    claim = update(provider_attempts).where(provider_attempts.c.id == attempt_id)
    tx.conn.execute(claim.values(state=state.value, **values))


def drop_attempt(tx: Tx, attempt_id: str) -> None:
    """Forget a call that was surely not taken, so that it may be made again."""
    tx.conn.execute(provider_attempts.delete().where(provider_attempts.c.id == attempt_id))


def list_attempts(tx: Tx, generation_id: str) -> list[Row[Any]]:
    """Everything asked for a generation, the latest try of each slot last."""
    mine = provider_attempts.c.generation_id == generation_id
    order = (provider_attempts.c.kind, provider_attempts.c.slot, provider_attempts.c.n)
    return list(tx.conn.execute(select(provider_attempts).where(mine).order_by(*order)))


def find_attempt(tx: Tx, attempt_id: str | None, provider_id: str) -> Row[Any] | None:
    """By the provider's id, or by ours when its news overtook our own note of that id."""
    by_theirs = select(provider_attempts).where(provider_attempts.c.provider_id == provider_id)
    found = tx.conn.execute(by_theirs).first()
    if found is not None or attempt_id is None:
        return found
    return tx.conn.execute(select(provider_attempts).where(provider_attempts.c.id == attempt_id)).first()


def is_anything_left(tx: Tx, generation_id: str) -> bool:
    """Whether the provider still has, or may have, something of a generation."""
    mine = provider_attempts.c.generation_id == generation_id
    left = provider_attempts.c.state.in_([state.value for state in LEFT])
    return tx.conn.execute(select(provider_attempts.c.id).where(mine, left).limit(1)).first() is not None


def list_left_behind(tx: Tx, ended_before: datetime, limit: int) -> list[str]:
    """Ids of generations that ended before a moment and of which the provider may still have something."""
    left = provider_attempts.c.state.in_([state.value for state in LEFT])
    query = select(generations.c.id).where(generations.c.ended_at < ended_before)
    query = query.where(generations.c.id.in_(select(provider_attempts.c.generation_id).where(left)))
    return list(tx.conn.scalars(query.limit(limit)))
