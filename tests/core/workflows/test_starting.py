"""What a start of a worker does at once: each upkeep, but ten restarts in a row are not ten runs of it."""

import asyncio
import threading
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Final

from dbos import DBOS, WorkflowStatus

from core.services.selfies import JUDGE
from core.workflows.engine import Engine
from core.workflows.steps import Schedule
from tests.core.office import HeldClock, open_office_store
from tests.core.workflows.works import ME, PATIENCE, wait_until_over

UPKEEP: Final = JUDGE  # any name with a queue; this one is looked at often, so that nobody waits here
NEVER: Final = "0 0 1 1 *"  # but at New Year
RESTARTS: Final = 10


class Work:
    """Runs until it is cut off, or may end; at home on whatever loop the engine runs it on."""

    def __init__(self) -> None:
        self.begun, self.may_end = threading.Event(), threading.Event()
        # A run that was cut off leaves its thread waiting until all may end.
        self._waiting = ThreadPoolExecutor(2 * RESTARTS)

    async def run(self, _planned: datetime, _context: Any) -> None:
        self.begun.set()
        await asyncio.get_running_loop().run_in_executor(self._waiting, self.may_end.wait)

    async def wait_begun(self) -> None:
        assert await asyncio.to_thread(self.begun.wait, PATIENCE)


@asynccontextmanager
async def start(engine: Engine, work: Work, worker_id: str = ME) -> AsyncIterator[None]:
    """One life of a worker with one kind of upkeep; what runs is cut off at its end."""
    engine.prepare(worker_id)

    async def run(planned: datetime, context: Any) -> None:
        await work.run(planned, context)

    upkeep = DBOS.workflow(name=UPKEEP, max_recovery_attempts=1000)(run)
    before = asyncio.all_tasks()
    await engine.launch([Schedule(UPKEEP, NEVER, upkeep)])
    try:
        yield
    finally:
        for task in asyncio.all_tasks() - before:
            task.cancel()
        await asyncio.to_thread(engine.stop)


async def list_runs() -> list[WorkflowStatus]:
    """Oldest first."""
    return await DBOS.list_workflows_async(name=UPKEEP, load_input=False, load_output=False)


async def test_ten_restarts_leave_one_run_and_a_start_after_it_has_its_own(database_url: str) -> None:
    work = Work()
    with open_office_store(database_url, HeldClock()) as store:
        engine = store.jobs
        assert isinstance(engine, Engine)
        for restart in range(RESTARTS):
            async with start(engine, work):
                if (
                    restart == RESTARTS // 2
                ):  # this life is cut off in the middle of the run, others before it
                    await work.wait_begun()
        async with start(engine, work):
            [run] = await list_runs()
            work.may_end.set()
            await wait_until_over(run.workflow_id)
        async with start(engine, work):
            assert len(await list_runs()) == 2


async def test_what_another_worker_left_keeps_no_start_from_its_own(database_url: str) -> None:
    """It may be gone: then only a sweep finds that out."""
    work = Work()
    with open_office_store(database_url, HeldClock()) as store:
        engine = store.jobs
        assert isinstance(engine, Engine)
        async with start(engine, work, "worker_gone"):
            await work.wait_begun()
        async with start(engine, work):
            assert len(await list_runs()) == 2
        work.may_end.set()
