"""Trouble on demand, as the real library feels it."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TelegramError

from sandbox.telegram.person import Person
from tests.sandbox.telegram.conftest import Stage
from tests.sandbox.telegram.pictures import draw_jpeg


async def _count_texts(ann: Person) -> int:
    return len((await ann.read_chat()).find_from_bot())


async def test_a_flood_tells_when_to_come_back(stage: Stage, bot: Bot, started: Person) -> None:
    await stage.control("faults", kind="flood", method="sendMessage", retry_after=35)
    with pytest.raises(RetryAfter) as flood:
        await bot.send_message(777, "hello")
    assert flood.value.retry_after == timedelta(seconds=35)
    await bot.send_message(777, "hello")
    assert await _count_texts(started) == 1


@pytest.mark.parametrize(
    "fault,error,effects",
    [
        ({"kind": "error", "status": 500}, "Internal Server Error", 0),
        ({"kind": "error", "status": 502, "when": "after", "description": "Bad Gateway"}, "Bad Gateway", 1),
        ({"kind": "garbage"}, "(?i)bad gateway", 0),
        ({"kind": "drop"}, "(?i)peer closed connection", 0),
        ({"kind": "drop", "when": "after"}, "(?i)peer closed connection", 1),
    ],
)
async def test_an_answer_can_fail_before_or_after_its_effect(
    stage: Stage, bot: Bot, started: Person, fault: dict[str, Any], error: str, effects: int
) -> None:
    await stage.control("faults", method="sendMessage", **fault)
    with pytest.raises(NetworkError, match=error):
        await bot.send_message(777, "hello")
    assert await _count_texts(started) == effects


async def test_an_answer_can_come_late(stage: Stage, bot: Bot, started: Person) -> None:
    await stage.control("faults", kind="hold", seconds=0.3)
    sending = asyncio.create_task(bot.send_message(777, "late"))
    await asyncio.wait([sending], timeout=0.1)
    assert not sending.done()
    assert await _count_texts(started) == 0
    await sending
    assert await _count_texts(started) == 1


async def test_a_fault_can_be_meant_for_one_chat_and_several_calls(
    stage: Stage, bot: Bot, started: Person
) -> None:
    async with Person(stage.url, 888, "Bob") as bob:
        await bob.start()
        await stage.control("faults", kind="error", times=2, chat_id=888)
        await bot.send_message(777, "to Ann")
        for _ in range(2):
            with pytest.raises(TelegramError):
                await bot.send_message(888, "to Bob")
        await bot.send_message(888, "to Bob")


async def test_a_download_can_break(stage: Stage, bot: Bot, started: Person) -> None:
    await started.send_photo(draw_jpeg(1))
    message = (await bot.get_updates())[-1].message
    assert message
    file = await message.photo[-1].get_file()
    whole = bytes(await file.download_as_bytearray())
    await stage.control("faults", kind="truncate", method="download")
    assert bytes(await file.download_as_bytearray()) == whole[: len(whole) // 2]
    await stage.control("faults", kind="error", method="download", status=500)
    with pytest.raises(NetworkError):
        await file.download_as_bytearray()
    await stage.control("faults", kind="drop", method="download")
    with pytest.raises(NetworkError):
        await file.download_as_bytearray()
    assert bytes(await file.download_as_bytearray()) == whole


async def test_wrong_faults_are_refused(stage: Stage) -> None:
    for body in ({"kind": "earthquake"}, {"kind": "drop", "when": "never"}, {"sort": "drop"}):
        assert (await stage.control("faults", **body)).status_code == 422
