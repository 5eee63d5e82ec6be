"""Sweeping on the real engine: whose work is taken over, what is given up, what holds a credit for nobody."""

import time
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from dbos import DBOS
from sqlalchemy import text

from core.domain.credits import MoveKind
from core.domain.generations import GenerationStatus
from core.services.arrivals import CONVERSE, record_arrival
from core.services.books import audit_books
from core.services.generations import GENERATE, cancel_generation, end_generation
from core.store import chat, workers
from core.store import generations as rows
from core.store.engine import Store
from core.store.threads import ThreadedStore
from core.workflows.engine import Engine
from core.workflows.sweeping import (
    ASLEEP,
    LONGEST,
    MOST_TAKEOVERS,
    end_orphans,
    take_over,
    wake,
    write_cron,
)
from core.workflows.upkeep import WORK_KEPT, forget_work
from tests.core.office import HeldClock, Office, open_office, open_office_store

ME, OTHER, LOST = "worker_me", "worker_other", "worker_lost"
SILENCE = timedelta(minutes=1)


class Floor:
    """An office, its job engine with nobody at the queues, and the records that the engine keeps."""

    def __init__(self, office: Office, store: ThreadedStore) -> None:
        self.office, self.store = office, store

    def start(self) -> str:
        """A generation that waits for a worker; its id."""
        return str(self.office.start(self.office.hire(credits_=1)).id)

    def put(self, work_id: str, status: str, worker_id: str | None = None) -> None:
        """Have the engine's record say that a worker was at it, or how it ended."""
        self._run(
            "UPDATE {} SET status = :status, executor_id = :worker WHERE workflow_uuid = :id",
            status=status,
            worker=worker_id,
            id=work_id,
        )

    def forget(self, work_id: str) -> None:
        """The engine's record is gone."""
        self._run("DELETE FROM {} WHERE workflow_uuid = :id", id=work_id)

    def read_status(self, work_id: str) -> str:
        table = self._table
        query = text(f"SELECT status FROM {table} WHERE workflow_uuid = :id")
        return self.office.read(lambda tx: str(tx.conn.execute(query, {"id": work_id}).scalar_one()))

    def complete(self, work_id: str, at: float) -> None:
        """Have the engine's record say when it ended, in milliseconds."""
        self._run("UPDATE {} SET completed_at = :at WHERE workflow_uuid = :id", at=int(at), id=work_id)

    def list_works(self, name: str) -> list[str]:
        """The ids of what the engine has records of."""
        query = text(f"SELECT workflow_uuid FROM {self._table} WHERE name = '{name}'")
        return self.office.read(lambda tx: sorted(tx.conn.scalars(query)))

    def count_turns(self) -> int:
        query = text(f"SELECT count(*) FROM {self._table} WHERE name = '{CONVERSE}'")
        return self.office.read(lambda tx: int(tx.conn.execute(query).scalar_one()))

    def find(self, generation_id: str) -> tuple[str, str]:
        """Its status, and what the member and the admin are told."""
        row = self.office.find(rows.find_generation, generation_id)
        return str(row.status), str(row.reason)

    @property
    def _table(self) -> str:
        return (
            "dbos.workflow_status"
            if self.office.store.engine.dialect.name == "postgresql"
            else "workflow_status"
        )

    def _run(self, statement: str, **values: object) -> None:
        query = text(statement.format(self._table))
        self.office.store.change(lambda tx: tx.conn.execute(query, values))


@pytest.fixture
async def floor(database_url: str) -> AsyncIterator[Floor]:
    clock = HeldClock()
    with open_office_store(database_url, clock) as store:
        office = open_office(store, clock)
        office.buy(50)
        engine = _open_engine(store)
        yield Floor(office, ThreadedStore(store))
        engine.stop()
        assert office.read(audit_books).mismatches == []


def _open_engine(store: Store) -> Engine:
    """Launched, so that it can be asked, but without a queue to work at."""
    engine = store.jobs
    assert isinstance(engine, Engine)
    engine.prepare(ME)
    DBOS.launch()
    return engine


async def test_the_work_of_the_gone_goes_back_to_its_queue(floor: Floor) -> None:
    left, kept, waiting = floor.start(), floor.start(), floor.start()
    floor.put(left, "PENDING", LOST)
    floor.put(kept, "PENDING", OTHER)
    floor.office.store.change(lambda tx: workers.note_beat(tx, OTHER))
    assert await take_over(floor.store, ME, SILENCE) == 1
    assert [floor.read_status(work) for work in (left, kept, waiting)] == ["ENQUEUED", "PENDING", "ENQUEUED"]
    [queue] = {work.queue_name for work in await DBOS.list_workflows_async(workflow_ids=[left, waiting])}
    [team] = {work.queue_partition_key for work in await DBOS.list_workflows_async(name=GENERATE)}
    assert (queue, team) == (GENERATE, floor.office.team_id)
    assert await take_over(floor.store, ME, SILENCE) == 0


async def test_ones_own_work_is_never_taken_over(floor: Floor) -> None:
    mine = floor.start()
    floor.put(mine, "PENDING", ME)
    assert await take_over(floor.store, ME, SILENCE) == 0
    assert floor.read_status(mine) == "PENDING"


async def test_who_stopped_in_good_order_is_not_waited_for(floor: Floor) -> None:
    left = floor.start()
    floor.put(left, "PENDING", OTHER)
    floor.office.store.change(lambda tx: workers.note_beat(tx, OTHER))
    assert await take_over(floor.store, ME, SILENCE) == 0
    floor.office.store.change(lambda tx: workers.note_end(tx, OTHER))
    assert await take_over(floor.store, ME, SILENCE) == 1


async def test_work_that_ends_machine_after_machine_is_given_up(floor: Floor) -> None:
    deadly = floor.start()
    for number in range(MOST_TAKEOVERS):
        floor.put(deadly, "PENDING", f"{LOST}_{number}")
        await take_over(floor.store, ME, SILENCE)
        assert floor.find(deadly)[0] == "queued"
    floor.put(deadly, "PENDING", LOST)
    await take_over(floor.store, ME, SILENCE)
    assert floor.find(deadly) == ("failed", "The machines that made your headshots stopped again and again.")
    assert floor.read_status(deadly) == "CANCELLED"
    assert [move.kind for move in floor.office.list_moves()][-2:] == [MoveKind.HOLD, MoveKind.RELEASE]
    assert await end_orphans(floor.store) == 0


@pytest.mark.parametrize("status", ["ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED", "SUCCESS", None])
async def test_a_hold_without_work_is_released_once_and_told(floor: Floor, status: str | None) -> None:
    orphan, alive = floor.start(), floor.start()
    if status is None:
        floor.forget(orphan)
    else:
        floor.put(orphan, status)
    assert await end_orphans(floor.store) == 1
    assert floor.find(orphan) == ("failed", "Something went wrong while your headshots were made.")
    assert floor.find(alive) == ("queued", "")
    assert await end_orphans(floor.store) == 0
    assert len(floor.office.list_moves(MoveKind.RELEASE)) == 1


async def test_a_hold_of_a_day_is_released_and_its_work_stopped(floor: Floor) -> None:
    old = floor.start()
    floor.put(old, "PENDING", OTHER)
    floor.office.clock.go_on(seconds=LONGEST.total_seconds() - 1)
    assert await end_orphans(floor.store) == 0
    floor.office.clock.go_on(seconds=2)
    assert await end_orphans(floor.store) == 1
    assert floor.find(old) == ("failed", "Your headshots were not ready within a day.")
    assert floor.read_status(old) == "CANCELLED"


async def test_what_ended_meanwhile_is_left_alone(floor: Floor) -> None:
    ended = floor.start()
    floor.office.change(cancel_generation, ended)
    floor.put(ended, "ERROR")
    assert await end_orphans(floor.store) == 0
    assert floor.find(ended)[0] == GenerationStatus.CANCELED


async def test_a_conversation_that_lost_its_turn_gets_one(floor: Floor) -> None:
    floor.office.change(record_arrival, "telegram", "777", "update:1", {})
    turns = floor.count_turns()
    assert await wake(floor.store) == 0
    floor.office.clock.go_on(seconds=ASLEEP.total_seconds() + 1)
    assert await wake(floor.store) == 1
    assert await wake(floor.store) == 1
    assert floor.count_turns() == turns + 1, "one for each minute, however often it is looked at"
    [arrival] = floor.office.read(_list_arrivals)
    floor.office.change(chat.settle_arrivals, [arrival])
    assert await wake(floor.store) == 0


def _list_arrivals(tx: object) -> list[int]:
    query = text("SELECT id FROM inbox WHERE worked_at IS NULL")
    return list(tx.conn.execute(query).scalars())  # type: ignore[attr-defined]


def test_it_sweeps_as_often_as_workers_are_to_be_missed() -> None:
    assert write_cron(timedelta(seconds=60)) == "* * * * *"
    assert write_cron(timedelta(seconds=10)) == "*/5 * * * * *"


async def test_records_of_work_long_done_go_and_no_other(floor: Floor) -> None:
    old, young, waiting, broken, canceled = (floor.start() for _ in range(5))
    long_ago = (time.time() - WORK_KEPT.total_seconds() - 60) * 1000
    await DBOS.cancel_workflow_async(canceled)
    for work_id, status, at in ((old, "SUCCESS", long_ago), (broken, "ERROR", long_ago)):
        floor.put(work_id, status, ME)
        floor.complete(work_id, at)
    floor.complete(canceled, long_ago)
    floor.put(young, "SUCCESS", ME)
    floor.complete(young, time.time() * 1000)
    await forget_work()
    assert floor.list_works(GENERATE) == sorted([young, waiting])
    for generation_id in (old, young, broken, canceled):
        floor.office.change(end_generation, generation_id, GenerationStatus.FAILED)
