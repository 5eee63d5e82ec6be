"""A cancel is noticed while a long piece of work runs, and the work is given up; else it ends as it would alone."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from core.services.generations import begin_work, cancel_generation
from core.workflows.house import House
from core.workflows.watching import unless, watch_cancel
from tests.core.office import Office, open_threads

PATIENCE = 30.0


@pytest_asyncio.fixture
async def house(office: Office) -> AsyncIterator[House]:
    """The office's database, and nothing else."""
    nothing: Any = None
    with open_threads(office.store) as threads:
        yield House(threads, nothing, nothing, nothing)


def begin(office: Office) -> str:
    office.buy(1)
    generation = office.start(office.hire(credits_=1))
    office.change(begin_work, generation.id)
    return str(generation.id)


async def test_a_cancel_ends_the_waiting_and_the_work(office: Office, house: House) -> None:
    generation_id, another = begin(office), begin(office)
    endless = asyncio.get_running_loop().create_future()
    async with asyncio.timeout(PATIENCE), watch_cancel(house, generation_id) as canceled:
        working = asyncio.create_task(unless(canceled, endless))
        office.change(cancel_generation, another)
        await asyncio.sleep(0)
        assert not canceled.is_set()
        office.change(cancel_generation, generation_id)
        assert await working is None
    assert endless.cancelled()


async def test_what_nobody_cancels_gives_what_it_gives(office: Office, house: House) -> None:
    async def fail() -> int:
        raise ValueError("damaged")

    async with watch_cancel(house, begin(office)) as canceled:
        assert await unless(canceled, asyncio.sleep(0, 7)) == 7
        with pytest.raises(ValueError, match="damaged"):
            await unless(canceled, fail())
    assert not canceled.is_set()


async def test_who_is_stopped_stops_the_work(office: Office, house: House) -> None:
    endless = asyncio.get_running_loop().create_future()
    async with watch_cancel(house, begin(office)) as canceled:
        working = asyncio.create_task(unless(canceled, endless))
        await asyncio.sleep(0)
        working.cancel()
        with pytest.raises(asyncio.CancelledError):
            await working
    assert endless.cancelled()
