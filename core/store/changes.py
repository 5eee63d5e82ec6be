"""Live changes: noted with what they tell of, read in the order in which they were committed.

On PostgreSQL a row with a lower id may be committed later than one with a higher id. So the order is the number of the
writing transaction, then the id; and only rows of transactions below the oldest one still running are read: nothing
can come in before them any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, func, literal_column, select, tuple_

from core.store.engine import Tx
from core.store.tables import changes

_OLDEST_RUNNING: Any = literal_column("pg_snapshot_xmin(pg_current_snapshot())::text::bigint")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a change stands in the order of all changes."""

    xid: int
    id: int


def add_changes(tx: Tx, team_id: str, noted: Sequence[tuple[str, str, str]]) -> None:
    """Note what changes in this transaction: each a noun, the id of what changed, and what happened."""
    # On the way of every credit: the dialect's own text, as building it costs more than running it.
    values = [value for change in noted for value in (team_id, *change, _write_moment(tx))]
    tx.conn.exec_driver_sql(_write_insert(tx.dialect, len(noted)), tuple(values))


@cache
def _write_insert(dialect: str, count: int) -> str:
    mark = "%s" if dialect == "postgresql" else "?"
    row = f"({', '.join([mark] * 5)})"
    return (
        f"INSERT INTO changes (team_id, noun, subject_id, kind, created_at) VALUES {', '.join([row] * count)}"  # noqa: S608 - made of constants
    )


def _write_moment(tx: Tx) -> datetime | str:
    """As `columns.Moment` writes it: on SQLite UTC without a zone."""
    if tx.dialect == "postgresql":
        return tx.now
    return tx.now.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def read_head(tx: Tx) -> Place:
    """A place after everything that is committed and in order, and before everything that will be."""
    if tx.dialect == "postgresql":
        return Place(int(tx.conn.execute(select(_OLDEST_RUNNING)).scalar_one()), 0)
    return Place(0, int(tx.conn.scalar(select(func.max(changes.c.id))) or 0))


def list_changes(tx: Tx, team_id: str, after: Place, limit: int) -> list[Row[Any]]:
    """The team's changes after a place, in their order."""
    place = tuple_(changes.c.xid, changes.c.id)
    query = select(changes).where(changes.c.team_id == team_id, place > (after.xid, after.id))
    if tx.dialect == "postgresql":
        query = query.where(changes.c.xid < _OLDEST_RUNNING)
    return list(tx.conn.execute(query.order_by(changes.c.xid, changes.c.id).limit(limit)))


def has_change(tx: Tx, team_id: str, place: Place) -> bool:
    """Whether the team's change at this place is still known, and everything after it therefore too."""
    query = select(changes.c.id).where(
        changes.c.team_id == team_id, changes.c.xid == place.xid, changes.c.id == place.id
    )
    if tx.dialect == "postgresql":
        # After a restore from a backup the numbers of transactions begin again, below those in it.
        query = query.where(changes.c.xid < _OLDEST_RUNNING)
    return tx.conn.scalar(query) is not None


def place_change(row: Any) -> Place:
    """Where a row stands."""
    return Place(row.xid, row.id)


def drop_changes(tx: Tx, before: datetime) -> int:
    """Forget everything up to the last change from before a moment, so that no gap opens; how many there were."""
    order = (changes.c.xid.desc(), changes.c.id.desc())
    old = select(changes.c.xid, changes.c.id).where(changes.c.created_at < before).order_by(*order).limit(1)
    last = tx.conn.execute(old).first()
    if last is None:
        return 0
    place = tuple_(changes.c.xid, changes.c.id)
    return tx.conn.execute(changes.delete().where(place <= (last.xid, last.id))).rowcount
