"""How often work is looked for: less once nobody was about for minutes, and as often as before at the first sign."""

import asyncio
from collections.abc import Mapping

from dbos import DBOS

from core.services.arrivals import CONVERSE, record_arrival
from core.store.threads import ThreadedStore
from core.workflows.drowsing import DROWSY, LIVELY, QUIET, Drowsing
from core.workflows.engine import Engine
from tests.core.office import HeldClock, open_office_store
from tests.core.workflows.works import ME, PATIENCE

OFTEN = 0.02  # seconds


class Paces:
    """Sets the pace for real, and tells the test when."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.set: asyncio.Queue[Mapping[str, float]] = asyncio.Queue()

    async def put(self, seconds: Mapping[str, float]) -> None:
        await self._engine.set_pace(seconds)
        await self.set.put(seconds)

    async def wait_set(self) -> Mapping[str, float]:
        async with asyncio.timeout(PATIENCE):
            return await self.set.get()


async def read_interval() -> float:
    queue = await DBOS.retrieve_queue_async(CONVERSE)
    assert queue is not None
    return await queue.get_polling_interval_sec_async()


async def test_a_silence_makes_it_drowsy_and_the_first_arrival_lively(database_url: str) -> None:
    clock = HeldClock()
    with open_office_store(database_url, clock) as store:
        engine = store.jobs
        assert isinstance(engine, Engine)
        engine.prepare(ME)
        await engine.launch([])
        paces = Paces(engine)
        threaded = ThreadedStore(store)
        drowsing = Drowsing(threaded, paces.put)
        keeping = asyncio.create_task(drowsing.keep(OFTEN))
        try:
            assert await paces.wait_set() == DROWSY, "nothing ever arrived"
            assert await read_interval() == DROWSY[CONVERSE]
            store.change(lambda tx: record_arrival(tx, "telegram", "7", "update1", {}))
            drowsing.rouse()
            assert await paces.wait_set() == LIVELY
            assert await read_interval() == LIVELY[CONVERSE]
            clock.now += QUIET
            await asyncio.sleep(5 * OFTEN)  # time itself: nothing may happen in it
            assert paces.set.empty(), "as long as that somebody may think"
            clock.go_on(seconds=1)
            assert await paces.wait_set() == DROWSY
        finally:
            keeping.cancel()
            await asyncio.to_thread(engine.stop)
