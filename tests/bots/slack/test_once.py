"""A text that was cut off between saying and noting is found in Slack, even when a newer one has taken its place."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from bots.outbound import Outbound, Replace, Say
from bots.post import owe_notice
from sandbox.slack.person import Person
from tests.bots.slack.stage import MIA, SlackStage, open_slack_stage


class Chat:
    """Mia's chat; what is owed to it goes out when its turn comes."""

    def __init__(self, stage: SlackStage, mia: Person) -> None:
        self.stage, self.mia = stage, mia
        self.id = stage.find_chat(stage.name_chat(mia)).id

    async def owe(self, outbound: Outbound) -> None:
        """Put it on record."""
        self.stage.office.change(owe_notice, self.id, outbound)

    async def cut_off(self, outbound: Say | Replace) -> None:
        """Owe it, and end in the moment in which Slack has taken it but did not say so yet."""
        await self.owe(outbound)
        before = self.count("chat.postMessage")
        await self.stage.order_fault(kind="hold", method="chat.postMessage", when="after", seconds=5)
        sending = asyncio.create_task(self.stage.desk.send_owed(self.id))
        await self.mia.wait_for(lambda chat: any(m.text == outbound.text for m in chat.find_from_bot()))
        sending.cancel()
        with suppress(asyncio.CancelledError):
            await sending
        assert self.count("chat.postMessage") <= before + 1
        self.stage.clock.go_on(seconds=3)  # until the next life

    async def send(self) -> list[str]:
        """What stands in the chat once everything owed is sent."""
        await self.stage.desk.send_owed(self.id)
        return [message.text for message in (await self.mia.read_chat()).find_from_bot()][1:]

    def count(self, method: str) -> int:
        """How often Slack was called."""
        return [call.method for call in self.stage.world.calls].count(method)


@pytest.fixture
async def chat(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Chat]:
    async with open_slack_stage(sqlite_url, tmp_path) as stage, Person(stage.url, MIA, "Mia") as mia:
        await stage.command(mia, "/headshots help")
        yield Chat(stage, mia)


async def test_a_text_that_was_cut_off_stands_there_once(chat: Chat) -> None:
    await chat.cut_off(Say("Hello"))
    await chat.owe(Say("And more"))
    assert await chat.send() == ["Hello", "And more"]


async def test_a_newer_edit_finds_what_the_older_one_said(chat: Chat) -> None:
    await chat.cut_off(Replace("status", "1 photo"))
    await chat.owe(Replace("status", "2 photos"))
    await chat.owe(Replace("status", "3 photos"))
    assert await chat.send() == ["3 photos"]
    chat.stage.clock.go_on(seconds=3)
    await chat.owe(Replace("status", "4 photos"))
    assert await chat.send() == ["4 photos"]


async def test_an_answer_that_was_lost_is_asked_for(chat: Chat) -> None:
    await chat.owe(Say("Hello"))
    await chat.stage.order_fault(kind="drop", method="chat.postMessage", when="after")
    assert await chat.send() == ["Hello"]
    assert chat.count("conversations.history") == 1


@pytest.mark.parametrize("outbound", [Say("Hello", "greeting"), Replace("status", "1 photo")])
async def test_nobody_asks_where_nothing_was_cut_off(chat: Chat, outbound: Any) -> None:
    await chat.owe(outbound)
    assert await chat.send() == [outbound.text]
    await chat.owe(Replace(outbound.slot, "Later"))
    chat.stage.clock.go_on(seconds=3)
    await chat.owe(Replace(outbound.slot, "Later still"))
    assert await chat.send() == ["Later still"]
    assert chat.count("conversations.history") == 0
