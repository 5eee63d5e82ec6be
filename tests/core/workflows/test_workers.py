"""One live process for each worker id, and none that outlives its connection to the database."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from core.clock import make_id, read_system_clock
from core.store import workers as rows
from core.store.engine import open_store
from core.store.leases import Lease
from core.store.threads import ThreadedStore
from core.workflows.workers import AlreadyRunning, Worker, lock_folder, read_worker_id

SILENCE = timedelta(seconds=3)  # beats each 0.5 s, gone after 2.25 s
ID = "worker_1"


@asynccontextmanager
async def open_worker(url: str, worker_id: str = ID) -> AsyncIterator[Worker]:
    """A worker that has not begun, on a store of its own."""
    store = ThreadedStore(open_store(url, read_system_clock, make_id))
    try:
        yield Worker(store, worker_id, SILENCE)
    finally:
        store.close()


def list_living(worker: Worker) -> set[str]:
    return worker._store.blocking.read(lambda tx: rows.list_living(tx, SILENCE))


async def wait_until_seen(worker: Worker) -> None:
    async with asyncio.timeout(10):
        while True:
            if list_living(worker) == {ID}:
                return
            await asyncio.sleep(0.05)  # a beat is known by the table alone


def freeze() -> None:
    """The whole process stands still for longer than it may be silent, as SIGSTOP has it."""
    time.sleep(SILENCE.total_seconds() + 0.1)


@contextmanager
def shut(url: str) -> Iterator[str]:
    """Nobody can be or get into this database during the block; its name."""
    server = create_engine(make_url(url).set(database="postgres"), isolation_level="AUTOCOMMIT")
    name = make_url(url).database
    with server.connect() as conn:
        conn.execute(text(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false"))
        conn.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"))
        try:
            yield str(name)
        finally:
            conn.execute(text(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true"))
    server.dispose()


async def test_a_worker_is_seen_as_long_as_it_stays(database_url: str) -> None:
    async with open_worker(database_url) as worker:
        await worker.begin()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1.5 * SILENCE.total_seconds()):
                await worker.stay()
        assert list_living(worker) == {ID}
        await worker.end()
        assert list_living(worker) == set()


async def test_a_worker_that_fell_silent_is_missed(database_url: str) -> None:
    async with open_worker(database_url) as worker:
        await worker.begin()
        await asyncio.sleep(SILENCE.total_seconds() + 0.1)  # silence is what is tested
        assert list_living(worker) == set()


async def test_a_copied_data_folder_is_refused(postgresql_url: str) -> None:
    async with open_worker(postgresql_url) as first, open_worker(postgresql_url) as copy:
        await first.begin()
        with pytest.raises(AlreadyRunning) as refused:
            await copy.begin()
        assert "worker-id" in refused.value.mend
        await first.end()
        await copy.begin()
        await copy.end()


async def test_who_loses_its_session_takes_it_up_again(postgresql_url: str) -> None:
    async with open_worker(postgresql_url) as worker:
        await worker.begin()
        with shut(postgresql_url):
            pass
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1.5 * SILENCE.total_seconds()):
                await worker.stay()
        assert list_living(worker) == {ID}
        assert not Lease(postgresql_url, f"closeup worker {ID}").take()
        await worker.end()


async def test_who_loses_the_database_is_gone_before_others_move_in(postgresql_url: str) -> None:
    async with open_worker(postgresql_url) as worker:
        await worker.begin()
        began_at = asyncio.get_running_loop().time()
        with shut(postgresql_url):
            async with asyncio.timeout(10):
                await worker.stay()
        assert asyncio.get_running_loop().time() - began_at >= SILENCE.total_seconds() * 3 / 4


async def test_who_was_frozen_does_not_come_back_to_life(postgresql_url: str) -> None:
    """Its process stands still for longer than it may be silent; it must not be seen again."""
    async with open_worker(postgresql_url) as worker:
        await worker.begin()
        staying = asyncio.create_task(worker.stay())
        await asyncio.sleep(0)
        freeze()
        async with asyncio.timeout(5):
            await staying
        assert list_living(worker) == set()
        await worker.end()


async def test_on_sqlite_nobody_moves_in_so_nobody_leaves(sqlite_url: str) -> None:
    async with open_worker(sqlite_url) as worker:
        await worker.begin()
        staying = asyncio.create_task(worker.stay())
        await asyncio.sleep(0)
        freeze()
        assert list_living(worker) == set()
        await wait_until_seen(worker)
        assert not staying.done()
        staying.cancel()


def test_a_data_folder_has_one_process_and_one_id(tmp_path: Path) -> None:
    lock = lock_folder(tmp_path)
    with pytest.raises(AlreadyRunning):
        lock_folder(tmp_path)
    first = read_worker_id(tmp_path, make_id)
    assert first == read_worker_id(tmp_path, make_id)
    assert first.startswith("worker_")
    lock.release()
    lock_folder(tmp_path).release()
