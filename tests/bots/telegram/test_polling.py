"""Polling: every update is on record before Telegram hears that it arrived, whatever happens between."""

import asyncio
import os
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from bots.telegram.face import TelegramFace, open_telegram
from bots.telegram.polling import PollingState
from sandbox.telegram.app import TOKEN
from sandbox.telegram.person import Person
from sandbox.telegram.world import World
from tests.bots.telegram.conftest import Recorder

ROOT = Path(__file__).resolve().parents[3]


@asynccontextmanager
async def polling(face: TelegramFace, recorder: Recorder) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(face.poll(recorder.record, stop))
    try:
        yield
    finally:
        stop.set()
        await task


async def reach(world: World, condition: Callable[[], bool]) -> None:
    """Look again after each call of the bot, and shortly after the last, until `condition` holds."""
    async with asyncio.timeout(15):
        while not condition():
            await world.called.wait_beyond(world.called.count, 0.05)


async def order(base_url: str, **fault: Any) -> None:
    async with httpx.AsyncClient(base_url=base_url, trust_env=False) as client:
        (await client.post("/control/faults", json=fault)).raise_for_status()


def read_texts(recorder: Recorder) -> list[str]:
    return [update["message"].get("text", "") for update in recorder.updates]


async def test_updates_are_recorded_as_they_came_and_then_confirmed(
    face: TelegramFace, ann: Person, world: World
) -> None:
    recorder = Recorder()
    await ann.say("one")
    expected = [entry.update for entry in world.updates.pending]
    async with polling(face, recorder):
        await recorder.wait_for(lambda updates: len(updates) == 2)
        await reach(world, lambda: not world.updates.pending)
        await ann.say("two")
        await recorder.wait_for(lambda updates: len(updates) == 3)
        assert face.polling.state is PollingState.POLLING
    assert recorder.updates[:2] == expected
    assert read_texts(recorder) == ["/start", "one", "two"]
    assert face.polling.state.value == "off"


async def test_a_record_that_fails_is_tried_again_and_nothing_is_lost(
    face: TelegramFace, ann: Person, world: World
) -> None:
    await ann.say("one")
    recorder = Recorder(fail=1)
    async with polling(face, recorder):
        await reach(world, lambda: face.polling.state is PollingState.NOT_RECORDING)
        assert len(world.updates.pending) == 2
        await recorder.wait_for(lambda updates: len(updates) == 3)
        await reach(world, lambda: face.polling.state is PollingState.POLLING)
    # What one answer brought is recorded side by side, and all of it again: the register keeps order and copies apart.
    assert read_texts(recorder) == ["one", "/start", "one"]


async def test_killed_between_record_and_confirmation_nothing_is_lost_or_doubled(
    ann: Person, world: World, base_url: str, tmp_path: Path
) -> None:
    for n in range(4):
        await ann.say(f"text {n}")
    database = tmp_path / "inbox.db"
    killed = await run_recorder(base_url, database, die_at=3)
    assert await killed.wait() == -9
    assert len(world.updates.pending) == 5
    assert len(read_inbox(database)) == 3

    second = await run_recorder(base_url, database, die_at=0)
    async with asyncio.timeout(30):
        await reach(world, lambda: not world.updates.pending)
    second.kill()
    await second.wait()
    assert read_inbox(database) == ["/start", "text 0", "text 1", "text 2", "text 3"]


async def run_recorder(url: str, database: Path, die_at: int) -> asyncio.subprocess.Process:
    script = Path(__file__).with_name("recorder.py")
    return await asyncio.create_subprocess_exec(
        sys.executable,
        str(script),
        url,
        str(database),
        str(die_at),
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.DEVNULL,
    )


def read_inbox(database: Path) -> list[str]:
    table = sqlite3.connect(database)
    try:
        return [text for (text,) in table.execute("SELECT text FROM inbox ORDER BY key")]
    finally:
        table.close()


async def test_an_update_that_the_library_cannot_read_stops_nobody(
    face: TelegramFace, ann: Person, world: World
) -> None:
    world.updates.publish("message", {"of": "another world"}, 777)
    await ann.say("after it")
    recorder = Recorder()
    async with polling(face, recorder):
        await recorder.wait_for(lambda updates: len(updates) == 3)
    assert recorder.updates[1]["message"] == {"of": "another world"}


async def test_a_second_instance_is_made_visible(
    face: TelegramFace, ann: Person, world: World, base_url: str
) -> None:
    other = open_telegram(TOKEN, base_url)
    async with polling(face, Recorder()):
        await reach(world, lambda: face.polling.state is PollingState.POLLING)
        async with polling(other, Recorder()):
            await reach(world, lambda: PollingState.CONFLICT in (face.polling.state, other.polling.state))
    await other.close()


async def test_a_wrong_token_is_told_and_tried_again(world: World, base_url: str) -> None:
    face = open_telegram("1:wrong", base_url)
    async with polling(face, Recorder()):
        await reach(world, lambda: face.polling.state is PollingState.BAD_TOKEN)
    await face.close()


async def test_one_bad_answer_about_the_token_does_not_end_the_bot(
    face: TelegramFace, ann: Person, world: World, base_url: str
) -> None:
    await order(base_url, kind="error", method="getUpdates", status=401, description="Unauthorized")
    recorder = Recorder()
    async with polling(face, recorder):
        await reach(world, lambda: face.polling.state is PollingState.BAD_TOKEN)
        await recorder.wait_for(lambda updates: len(updates) == 1)


async def test_telegram_down_at_the_start_is_waited_for(
    face: TelegramFace, ann: Person, world: World, base_url: str
) -> None:
    await order(base_url, kind="error", method="getMe", status=502, description="Bad Gateway")
    recorder = Recorder()
    async with polling(face, recorder):
        await reach(world, lambda: face.polling.state is PollingState.UNREACHABLE)
        await recorder.wait_for(lambda updates: len(updates) == 1)


async def test_a_stop_does_not_wait_for_the_long_poll(face: TelegramFace, ann: Person) -> None:
    recorder = Recorder()
    async with polling(face, recorder):
        await recorder.wait_for(lambda updates: len(updates) == 1)
        began = time.monotonic()
    assert time.monotonic() - began < 3
