"""Transactions: whole or not at all, tried again when the database says so, and never on a connection that is gone."""

import threading
import time
from datetime import datetime

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from core.clock import make_id, read_system_clock
from core.store.engine import IDLE_SECONDS, Store, Tx, open_store
from core.store.tables import teams
from tests.core.office import NUMBERS, Office


def add_team(tx: Tx, name: str) -> str:
    team_id = tx.new_id("team")
    tx.conn.execute(insert(teams), {"id": team_id, "name": name, "created_at": tx.now})
    return team_id


def count(store: Store, name: str) -> int:
    query = select(teams.c.id).where(teams.c.name == name)
    return store.read(lambda tx: len(tx.conn.execute(query).all()))


def test_a_change_that_fails_leaves_nothing(shared_store: Store) -> None:
    name = f"team {next(NUMBERS)}"

    def fail(tx: Tx) -> None:
        add_team(tx, name)
        raise LookupError(name)

    with pytest.raises(LookupError):
        shared_store.change(fail)
    assert count(shared_store, name) == 0


def test_reading_leaves_nothing(shared_store: Store) -> None:
    name = f"team {next(NUMBERS)}"
    shared_store.read(lambda tx: tx.conn.execute(select(teams)).all())
    if shared_store.engine.dialect.name == "postgresql":
        shared_store.read(lambda tx: add_team(tx, name))
    assert count(shared_store, name) == 0


def test_a_reading_sees_one_moment(shared_store: Store) -> None:
    name = f"team {next(NUMBERS)}"
    query = select(teams.c.id).where(teams.c.name == name)

    def look_twice(tx: Tx) -> tuple[int, int]:
        first = len(tx.conn.execute(query).all())
        other = threading.Thread(target=lambda: shared_store.change(lambda tx: add_team(tx, name)))
        other.start()
        other.join(30)
        return first, len(tx.conn.execute(query).all())

    assert shared_store.read(look_twice) == (0, 0)
    assert count(shared_store, name) == 1


def test_a_time_without_a_zone_is_a_fault(shared_store: Store) -> None:
    row = {"id": "t", "name": "t", "created_at": datetime(2026, 11, 22)}  # noqa: DTZ001 - that is the point
    with pytest.raises(StatementError, match="without a zone"):
        shared_store.change(lambda tx: tx.conn.execute(insert(teams), row))


def test_work_is_refused_where_no_engine_runs(database_url: str) -> None:
    store = open_store(database_url, read_system_clock, make_id)
    with pytest.raises(RuntimeError, match="without a job engine"):
        store.change(lambda tx: tx.jobs.enqueue(tx.conn, "generate", "work", "argument"))
    store.close()


def test_a_deadlock_is_tried_again(postgresql_url: str) -> None:
    """Two transactions that lock two rows crosswise: PostgreSQL ends one of them, the store runs it again."""
    store = open_store(postgresql_url, read_system_clock, make_id)
    one, two = (store.change(lambda tx: add_team(tx, "locked")) for _ in range(2))
    both_hold_one = threading.Barrier(2)
    tries: list[str] = []

    def lock(tx: Tx, first: str, second: str) -> None:
        tries.append(first)
        lock_row = text("SELECT id FROM teams WHERE id = :id FOR UPDATE")
        tx.conn.execute(lock_row, {"id": first})
        if len(tries) <= 2:
            both_hold_one.wait(30)
        tx.conn.execute(lock_row, {"id": second})

    threads = [
        threading.Thread(target=store.change, args=(lambda tx, a=a, b=b: lock(tx, a, b),))
        for a, b in ((one, two), (two, one))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(tries) == 3
    store.close()


def test_other_errors_are_not_tried_again(shared_store: Store) -> None:
    tries: list[int] = []

    def fail(tx: Tx) -> None:
        tries.append(1)
        tx.conn.execute(text("SELECT * FROM nothing_of_the_kind"))

    with pytest.raises(DBAPIError):
        shared_store.change(fail)
    assert len(tries) == 1


def test_a_connection_that_the_server_cut_while_idle_is_replaced(postgresql_url: str) -> None:
    store = open_store(postgresql_url, read_system_clock, make_id)
    other = open_store(postgresql_url, read_system_clock, make_id)
    store.change(lambda tx: add_team(tx, "before"))
    cut = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    other.change(lambda tx: tx.conn.execute(cut).all())
    time.sleep(IDLE_SECONDS)  # being idle is the case itself
    store.change(lambda tx: add_team(tx, "after"))
    assert count(store, "after") == 1
    for opened in (store, other):
        opened.close()


def test_sqlite_is_opened_to_lose_nothing(sqlite_url: str) -> None:
    store = open_store(sqlite_url, read_system_clock, make_id)
    asked = ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
    found = store.change(lambda tx: [tx.conn.execute(text(f"PRAGMA {name}")).scalar_one() for name in asked])
    assert found == ["wal", 2, 1, 1], "2 is FULL"
    store.close()


def test_writers_of_one_process_wait_for_each_other(office: Office) -> None:
    name = f"team {next(NUMBERS)}"
    threads = [
        threading.Thread(target=lambda: office.store.change(lambda tx: add_team(tx, name))) for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert count(office.store, name) == 20
