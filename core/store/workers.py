"""Workers and what was taken over from them: rows in and out, timed by the database's own clock where it has one."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, func, select, update

from core.store.credits import insert_ignoring
from core.store.engine import Tx
from core.store.tables import takeovers, workers


def read_clock(tx: Tx) -> datetime:
    """The moment that workers are compared by: machines' clocks differ, PostgreSQL has one for all of them."""
    if tx.dialect != "postgresql":
        return tx.now
    moment: datetime = tx.conn.execute(select(func.clock_timestamp())).scalar_one()
    return moment


def note_beat(tx: Tx, worker_id: str) -> None:
    """This worker lives."""
    now = read_clock(tx)
    beat = insert_ignoring(tx, workers).values(id=worker_id, seen_at=now, created_at=now)
    tx.conn.execute(
        beat.on_conflict_do_update(index_elements=[workers.c.id], set_={"seen_at": now, "ended_at": None})
    )


def note_end(tx: Tx, worker_id: str) -> None:
    """This worker stopped in good order: what it left need not wait until it has been silent for long."""
    tx.conn.execute(update(workers).where(workers.c.id == worker_id).values(ended_at=read_clock(tx)))


def list_living(tx: Tx, silence: timedelta) -> set[str]:
    """Ids of the workers seen within `silence`."""
    lately = read_clock(tx) - silence
    living = select(workers.c.id).where(workers.c.seen_at > lately, workers.c.ended_at.is_(None))
    return set(tx.conn.scalars(living))


def read_age(tx: Tx) -> timedelta | None:
    """How long ago any worker was seen that has not stopped in good order; None without one."""
    latest = select(func.max(workers.c.seen_at)).where(workers.c.ended_at.is_(None))
    seen_at: datetime | None = tx.conn.execute(latest).scalar_one()
    return None if seen_at is None else read_clock(tx) - seen_at


def find_worker(tx: Tx, worker_id: str) -> Row[Any] | None:
    """The worker's row: id, seen_at, ended_at, created_at."""
    return tx.conn.execute(select(workers).where(workers.c.id == worker_id)).first()


def drop_workers(tx: Tx, unseen: timedelta, but: Iterable[str]) -> None:
    """Forget workers not seen for as long as `unseen`, `but` those who left work behind."""
    old = delete(workers).where(workers.c.seen_at < read_clock(tx) - unseen, workers.c.id.not_in(list(but)))
    tx.conn.execute(old)


def count_takeover(tx: Tx, work_id: str) -> int:
    """How often this piece of work was taken over, this time included."""
    now = read_clock(tx)
    first = insert_ignoring(tx, takeovers).values(work_id=work_id, times=1, taken_at=now)
    again = {"times": takeovers.c.times + 1, "taken_at": now}
    counted = first.on_conflict_do_update(index_elements=[takeovers.c.work_id], set_=again)
    return int(tx.conn.execute(counted.returning(takeovers.c.times)).scalar_one())


def drop_takeovers(tx: Tx, before: timedelta) -> None:
    """Forget takeovers longer ago than `before`."""
    tx.conn.execute(delete(takeovers).where(takeovers.c.taken_at < read_clock(tx) - before))
