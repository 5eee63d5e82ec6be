"""The real job engine at work on generations, with a generator that does what a test tells it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

from dbos import DBOS
from sqlalchemy import text

from core.domain.generations import GenerationStatus
from core.gateways.stripe import PaymentsOff
from core.services.generations import NEWS, begin_work
from core.store.engine import Tx
from core.store.threads import ThreadedStore
from core.workflows.engine import Engine
from core.workflows.generation import register_generation
from core.workflows.generators import Progress, end, wait
from core.workflows.house import House
from core.workflows.payments import register_payments
from core.workflows.till import Till
from tests.core.office import Office

ME: Final = "worker_me"
LONG: Final = 3600.0
PATIENCE: Final = 30.0
MADE: Final = end(GenerationStatus.COMPLETED)


@dataclass
class HeldGenerator:
    """Begins, and waits for news until it was let go on; `looks` counts how often it was asked about each."""

    store: ThreadedStore
    looks: dict[str, int] = field(default_factory=dict)
    running: set[str] = field(default_factory=set)
    most_running: int = 0
    released: set[str] = field(default_factory=set)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def advance(self, generation_id: str) -> Progress:
        await self.store.change(lambda tx: begin_work(tx, generation_id))
        is_over = generation_id in self.released
        async with self.changed:
            self.looks[generation_id] = self.looks.get(generation_id, 0) + 1
            (self.running.discard if is_over else self.running.add)(generation_id)
            self.most_running = max(self.most_running, len(self.running))
            self.changed.notify_all()
        return MADE if is_over else wait(LONG)


@dataclass
class Works:
    """One life of a worker."""

    office: Office
    generator: HeldGenerator

    async def wait_running(self, ids: Collection[str], count: int) -> None:
        """Until so many of these have begun and wait for news."""
        await self._wait(lambda: len(self.generator.running.intersection(ids)) == count)

    async def wait_looked(self, generation_id: str, times: int) -> None:
        """Until the generator was asked about it so often."""
        await self._wait(lambda: self.generator.looks.get(generation_id) == times)

    async def _wait(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE), self.generator.changed:
            await self.generator.changed.wait_for(is_so)

    def tell(self, generation_id: str, key: str) -> None:
        """News for a generation, as a provider's callback brings it."""
        news = {"kind": "provider"}
        self.office.store.change(lambda tx: tx.jobs.send(tx.conn, generation_id, NEWS, news, key))

    async def let_end(self, generation_id: str) -> None:
        """Have it end, and wait until its work is over."""
        self.generator.released.add(generation_id)
        self.tell(generation_id, f"end {generation_id}")
        await wait_until_over(generation_id)


@asynccontextmanager
async def open_works(office: Office) -> AsyncIterator[Works]:
    """A worker's life from start to stop; what it leaves unfinished, the next one goes on with."""
    store = ThreadedStore(office.store)
    engine, generator = office.store.jobs, HeldGenerator(store)
    assert isinstance(engine, Engine)
    nothing: Any = None
    engine.prepare(ME)
    register_generation(House(store, nothing, nothing, nothing), generator)
    register_payments(Till(store, refuse))
    before = asyncio.all_tasks()
    await engine.launch([])
    try:
        yield Works(office, generator)
    finally:
        for task in asyncio.all_tasks() - before:
            task.cancel()
        await asyncio.to_thread(engine.stop)


def refuse() -> NoReturn:
    """Nobody pays here."""
    raise PaymentsOff


async def wait_until_over(generation_id: str) -> str:
    """How its work ended, as the engine has it."""
    async with asyncio.timeout(PATIENCE):
        handle: Any = await DBOS.retrieve_workflow_async(generation_id)
        return str(await handle.get_result())


async def wait_for_steps(generation_id: str, names: list[str]) -> None:
    """Until these are the steps that the engine has recorded of it."""
    recorded: list[str] = []
    async with asyncio.timeout(PATIENCE):
        while recorded != names:
            steps = await DBOS.list_workflow_steps_async(generation_id)
            recorded = [step["function_name"] for step in steps]
            await asyncio.sleep(0.05)  # the engine announces nothing


def rewrite_history(tx: Tx, generation_id: str, number: int) -> None:
    """The step recorded under a number is the last one, and another, as after a release that changed their order.

    Were later ones left, they would disagree too, and hide what comes of this one.
    """
    table = "dbos.operation_outputs" if tx.dialect == "postgresql" else "operation_outputs"
    steps = f"SELECT function_id FROM {table} WHERE workflow_uuid = :id ORDER BY function_id"
    found = list(tx.conn.execute(text(steps), {"id": generation_id}).scalars())
    last = {"id": generation_id, "n": found[number]}
    renamed = f"UPDATE {table} SET function_name = 'another' WHERE workflow_uuid = :id AND function_id = :n"
    assert tx.conn.execute(text(renamed), last).rowcount == 1
    tx.conn.execute(text(f"DELETE FROM {table} WHERE workflow_uuid = :id AND function_id > :n"), last)
