"""How /healthz asks about a part: at most every ten seconds, one look at a time, and never waiting for long."""

import asyncio

from core.gateways.files import StorageRefused
from webhooks.pulse import WAIT_SECONDS, Pulse


class Part:
    """An outside part that counts how often it was looked at."""

    def __init__(self) -> None:
        self.looks = 0
        self.may_answer = asyncio.Event()
        self.is_well = True

    async def check(self) -> None:
        self.looks += 1
        await self.may_answer.wait()
        if not self.is_well:
            raise StorageRefused


async def test_a_part_that_is_well_is_looked_at_once_in_a_while() -> None:
    part = Part()
    part.may_answer.set()
    pulse = Pulse(part.check)
    assert [await pulse.ask() for _ in range(5)] == ["ok"] * 5
    assert part.looks == 1


async def test_trouble_is_named_by_its_code() -> None:
    part = Part()
    part.may_answer.set()
    part.is_well = False
    assert await Pulse(part.check).ask() == "storage_refused"


async def test_a_part_that_hangs_is_looked_at_only_once_and_not_waited_for() -> None:
    part = Part()
    pulse = Pulse(part.check)
    began = asyncio.get_running_loop().time()
    assert await asyncio.gather(*(pulse.ask() for _ in range(20))) == ["starting"] * 20
    assert asyncio.get_running_loop().time() - began < WAIT_SECONDS * 3
    assert part.looks == 1
    part.is_well = False
    part.may_answer.set()
    assert await pulse.ask() == "storage_refused"
    assert part.looks == 1
