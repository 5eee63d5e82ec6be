"""Reads how generations are used: per day, per member, and how long they took."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Row, func, select

from core.domain.generations import GenerationStatus
from core.store.engine import Tx
from core.store.tables import generations


def count_by_day(tx: Tx, team_id: str, since: datetime) -> list[Row[Any]]:
    """How many generations began on each day (UTC, as `2026-11-22`) and where they stand: key, status, number."""
    day = func.date(generations.c.created_at)
    return _count_by(tx, day.label("key"), team_id, since)


def count_by_member(tx: Tx, team_id: str, since: datetime) -> list[Row[Any]]:
    """The same for each member: key, status, number."""
    return _count_by(tx, generations.c.member_id.label("key"), team_id, since)


def _count_by(tx: Tx, key: Any, team_id: str, since: datetime) -> list[Row[Any]]:
    query = (
        select(key, generations.c.status, func.count().label("number"))
        .where(generations.c.team_id == team_id, generations.c.created_at >= since)
        .group_by(key, generations.c.status)
        .order_by(key)
    )
    return list(tx.conn.execute(query))


def list_seconds_to_ready(tx: Tx, team_id: str, since: datetime, limit: int) -> list[tuple[str, float]]:
    """How many seconds the newest `limit` completed generations took from asking to ready, each after its day (UTC)."""
    columns: tuple[Column[Any], ...] = (generations.c.created_at, generations.c.ended_at)
    query = (
        select(*columns)
        .where(generations.c.team_id == team_id, generations.c.created_at >= since)
        .where(generations.c.status == GenerationStatus.COMPLETED.value, generations.c.ended_at.is_not(None))
        .order_by(generations.c.created_at.desc())
        .limit(limit)
    )
    return [
        (row.created_at.date().isoformat(), (row.ended_at - row.created_at).total_seconds())
        for row in tx.conn.execute(query)
    ]
