"""Purchases and the callbacks that tell of them: rows in and out."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, or_, select, update

from core.domain.purchases import PurchaseStatus, Reversal, ReversalKind
from core.store.credits import insert_ignoring
from core.store.engine import Tx
from core.store.tables import callbacks, purchases, reversals, watermarks


def add_purchase(tx: Tx, row: dict[str, Any]) -> bool:
    """A new purchase; False when its `request_key` was used before."""
    claim = insert_ignoring(tx, purchases).on_conflict_do_nothing(index_elements=["request_key"])
    created = {"status": PurchaseStatus.CREATED.value, "created_at": tx.now}
    return tx.conn.execute(claim.returning(purchases.c.id), row | created).first() is not None


def find_purchase(tx: Tx, purchase_id: str) -> Row[Any] | None:
    """The purchase's row."""
    return tx.conn.execute(select(purchases).where(purchases.c.id == purchase_id)).first()


def find_purchase_by_key(tx: Tx, request_key: str) -> Row[Any] | None:
    """The purchase that a request made."""
    return tx.conn.execute(select(purchases).where(purchases.c.request_key == request_key)).first()


def find_purchase_by_session(tx: Tx, session_id: str) -> Row[Any] | None:
    """The purchase a checkout session belongs to."""
    return tx.conn.execute(select(purchases).where(purchases.c.session_id == session_id)).first()


def update_purchase(
    tx: Tx, purchase_id: str, values: dict[str, Any], only_from: Iterable[PurchaseStatus] | None = None
) -> bool:
    """Set columns of one purchase, if it is still in one of the states `only_from`; whether it was."""
    claim = update(purchases).where(purchases.c.id == purchase_id)
    if only_from is not None:
        claim = claim.where(purchases.c.status.in_([status.value for status in only_from]))
    return tx.conn.execute(claim.values(**values)).rowcount == 1


def explain_purchase(tx: Tx, purchase_id: str, trouble: str) -> None:
    """Note what went wrong, unless a reason is known already: another message may be telling it at this moment."""
    unexplained = (purchases.c.id == purchase_id) & purchases.c.trouble.is_(None)
    tx.conn.execute(update(purchases).where(unexplained).values(trouble=trouble))


def find_purchase_by_payment(tx: Tx, payment_id: str) -> Row[Any] | None:
    """The purchase a payment belongs to."""
    return tx.conn.execute(select(purchases).where(purchases.c.payment_id == payment_id)).first()


def lock_purchase(tx: Tx, purchase_id: str) -> Row[Any] | None:
    """The purchase's row, and nobody else changes it until the transaction ends."""
    return tx.conn.execute(select(purchases).where(purchases.c.id == purchase_id).with_for_update()).first()


def lock_payment(tx: Tx, payment_id: str) -> None:
    """Whoever tells of this payment too waits until the transaction ends; on SQLite every writer does anyway.

    Its refund and its purchase may be told at the same moment, and neither would see what the other has not yet
    committed; there is no row to lock while one of them is unknown.
    """
    if tx.dialect == "postgresql":
        tx.conn.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(payment_id, 0))))


def list_unsettled(tx: Tx) -> list[str]:
    """Purchases whose bank has not decided yet, and those that nobody saw the end of; the ids, oldest first."""
    waiting = purchases.c.status == PurchaseStatus.PROCESSING.value
    overdue = (purchases.c.status == PurchaseStatus.CREATED.value) & (purchases.c.expires_at < tx.now)
    query = select(purchases.c.id).where(or_(waiting, overdue)).order_by(purchases.c.created_at)
    return list(tx.conn.scalars(query))


def put_reversal(
    tx: Tx, reversal_id: str, payment_id: str, reversal: Reversal, step: int, told_at: datetime
) -> None:
    """Note where a refund or dispute stands, unless we know a state that is further along."""
    row = {
        "payment_id": payment_id,
        "kind": reversal.kind.value,
        "amount_cents": reversal.amount_cents,
        "state": reversal.state,
        "step": step,
        "told_at": told_at,
    }
    further = or_(reversals.c.step < step, (reversals.c.step == step) & (reversals.c.told_at <= told_at))
    upsert = insert_ignoring(tx, reversals).on_conflict_do_update(
        index_elements=["id"], set_=row, where=further
    )
    tx.conn.execute(upsert, {"id": reversal_id, **row})


def list_reversals(tx: Tx, payment_id: str) -> list[Reversal]:
    """What was taken back of a payment, as far as we know."""
    query = select(reversals).where(reversals.c.payment_id == payment_id).order_by(reversals.c.id)
    return [Reversal(ReversalKind(r.kind), int(r.amount_cents), r.state) for r in tx.conn.execute(query)]


def read_watermark(tx: Tx, name: str) -> datetime | None:
    """Up to when everything is known."""
    return tx.conn.scalar(select(watermarks.c.moment).where(watermarks.c.name == name))


def put_watermark(tx: Tx, name: str, moment: datetime) -> None:
    """From now on everything up to `moment` is known."""
    upsert = insert_ignoring(tx, watermarks).on_conflict_do_update(
        index_elements=["name"], set_={"moment": moment}
    )
    tx.conn.execute(upsert, {"name": name, "moment": moment})


def list_known_callbacks(tx: Tx, source: str, ids: Sequence[str]) -> set[str]:
    """Which of these callbacks are on record."""
    query = select(callbacks.c.id).where(callbacks.c.source == source, callbacks.c.id.in_(ids))
    return set(tx.conn.scalars(query))


def list_purchases(
    tx: Tx,
    team_id: str,
    limit: int,
    before: tuple[Any, str] | None = None,
    status: PurchaseStatus | None = None,
) -> list[Row[Any]]:
    """The team's purchases, newest first, before the given (created_at, id), in one state or all."""
    order = (purchases.c.created_at.desc(), purchases.c.id.desc())
    query = select(purchases).where(purchases.c.team_id == team_id).order_by(*order).limit(limit)
    if status is not None:
        query = query.where(purchases.c.status == status.value)
    if before is not None:
        created, purchase_id = before
        older = or_(
            purchases.c.created_at < created,
            (purchases.c.created_at == created) & (purchases.c.id < purchase_id),
        )
        query = query.where(older)
    return list(tx.conn.execute(query))


def add_callback(tx: Tx, source: str, callback_id: str, kind: str, body: bytes) -> bool:
    """Record what a provider sent; False when it was recorded before."""
    row = {
        "source": source,
        "id": callback_id,
        "kind": kind,
        "body": body,
        "received_at": tx.now,
        "outcome": "recorded",
    }
    claim = insert_ignoring(tx, callbacks).on_conflict_do_nothing().returning(callbacks.c.id)
    return tx.conn.execute(claim, row).first() is not None


def settle_callback(tx: Tx, source: str, callback_id: str, outcome: str) -> None:
    """Note what came of a callback."""
    row = update(callbacks).where(callbacks.c.source == source, callbacks.c.id == callback_id)
    tx.conn.execute(row.values(outcome=outcome))
