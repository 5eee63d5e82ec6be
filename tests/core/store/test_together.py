"""Changes that wait together are committed together, and each still stands or falls alone; urgent ones go first."""

import asyncio
import threading
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError

from core.store.engine import Store, Tx
from core.store.gate import Gate, open_guarded_engine
from core.store.tables import teams
from core.store.threads import ThreadedStore
from tests.core.office import open_office_store


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    with open_office_store(sqlite_url) as opened:
        yield opened


@pytest.fixture
def threads(store: Store) -> Iterator[ThreadedStore]:
    opened = ThreadedStore(store)
    yield opened
    opened.close()


def add_team(name: str) -> Callable[[Tx], str]:
    def add(tx: Tx) -> str:
        row = {"id": tx.new_id("team"), "name": name, "created_at": tx.now}
        tx.conn.execute(insert(teams), row)
        return name

    return add


def fail(tx: Tx) -> None:
    add_team("never")(tx)
    raise LookupError("never")


async def list_names(threads: ThreadedStore) -> list[str]:
    return await threads.read(lambda tx: list(tx.conn.scalars(select(teams.c.name).order_by(teams.c.name))))


async def hold(threads: ThreadedStore) -> tuple[threading.Event, "asyncio.Task[None]"]:
    """Keep the writer busy until the event is set."""
    began, go_on = threading.Event(), threading.Event()

    def wait(_tx: Tx) -> None:
        began.set()
        go_on.wait(20)

    holding = asyncio.create_task(threads.change(wait))
    await asyncio.to_thread(began.wait, 20)
    return go_on, holding


async def test_one_that_fails_is_undone_alone(threads: ThreadedStore) -> None:
    go_on, holding = await hold(threads)
    changes = [threads.change(add_team("a")), threads.change(fail), threads.change(add_team("b"))]
    waiting = asyncio.gather(*changes, return_exceptions=True)
    await asyncio.sleep(0)
    go_on.set()
    first, failed, last = await waiting
    await holding
    assert (first, last) == ("a", "b")
    assert isinstance(failed, LookupError)
    assert await list_names(threads) == ["a", "b"]


async def test_urgent_changes_go_before_those_that_wait(threads: ThreadedStore) -> None:
    go_on, holding = await hold(threads)
    order: list[str] = []
    waiting = [asyncio.ensure_future(threads.change(lambda _tx: order.append("later"))) for _ in range(3)]
    urgent = asyncio.ensure_future(threads.change(lambda _tx: order.append("first"), first=True))
    await asyncio.sleep(0)
    go_on.set()
    await asyncio.gather(holding, urgent, *waiting)
    assert order == ["first", "later", "later", "later"]


async def test_what_is_answered_is_committed(threads: ThreadedStore, store: Store) -> None:
    """Seen through another connection as soon as the answer is here, whatever it was committed with."""
    await asyncio.gather(*(threads.change(add_team(f"{n}")) for n in range(30)))
    assert store.read(lambda tx: tx.conn.scalar(text("SELECT count(*) FROM teams"))) == 30


def test_the_gate_lets_a_guarded_connection_in_and_out(store: Store, sqlite_url: str) -> None:
    gate = Gate()
    engine = open_guarded_engine(sqlite_url, gate, 2)
    insert_team = text("INSERT INTO teams (id, name, created_at) VALUES (:id, 'x', '2026-01-01')")
    with engine.connect() as reading:
        reading.execute(text("SELECT count(*) FROM teams"))
        assert gate._writing.acquire(blocking=False), "who only reads stays outside"
        gate.leave()
    with engine.begin() as writing:
        writing.execute(insert_team, {"id": "team_1"})
        assert not gate._writing.acquire(blocking=False)
    assert gate._writing.acquire(blocking=False), "given back, whatever became of it"
    gate.leave()
    with pytest.raises(DBAPIError), engine.begin() as writing:
        writing.execute(insert_team, {"id": "team_1"})
    assert gate._writing.acquire(blocking=False)
    engine.dispose()
