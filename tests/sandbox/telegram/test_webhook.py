"""Updates by webhook: posted with the secret, in order within a chat, again until they are taken."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot, Update
from telegram.error import BadRequest

from sandbox.listening import listen
from sandbox.telegram.delivery import SECRET_HEADER
from sandbox.telegram.person import Person
from tests.sandbox.telegram.conftest import Stage


@dataclass
class Receiver:
    """A bot's webhook: keeps what it got, and answers with the next status in `answers`, else 200."""

    url: str = ""
    got: "asyncio.Queue[tuple[dict[str, Any], str]]" = field(default_factory=asyncio.Queue)
    answers: list[int] = field(default_factory=list)
    hold: asyncio.Event = field(default_factory=asyncio.Event)
    held_chat: int = 0

    async def take(self, request: Request) -> Response:
        body = await request.json()
        if body["message"]["chat"]["id"] == self.held_chat:
            await self.hold.wait()
        status = self.answers.pop(0) if self.answers else 200
        await self.got.put((body, request.headers.get(SECRET_HEADER, "")))
        return Response(status_code=status)

    async def next_text(self) -> str:
        async with asyncio.timeout(5):
            body, _ = await self.got.get()
        return str(body["message"]["text"])


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    async with listen(Starlette(routes=[Route("/hook", receiver.take, methods=["POST"])])) as url:
        receiver.url = f"{url}/hook"
        yield receiver


async def test_updates_are_posted_with_the_secret(bot: Bot, ann: Person, receiver: Receiver) -> None:
    await bot.set_webhook(receiver.url, secret_token="a-Secret_1")
    await ann.start("inv_1")
    body, secret = await receiver.got.get()
    assert secret == "a-Secret_1"
    update = Update.de_json(body, bot)
    assert update.message
    assert update.message.text == "/start inv_1"
    assert update.message.from_user
    assert (update.message.from_user.id, update.message.from_user.language_code) == (777, "de")


async def test_what_is_not_taken_is_posted_again(
    stage: Stage, bot: Bot, ann: Person, receiver: Receiver
) -> None:
    receiver.answers = [500, 503]
    await bot.set_webhook(receiver.url)
    await ann.say("first")
    await ann.say("second")
    texts = [await receiver.next_text() for _ in range(4)]
    assert texts == ["first", "first", "first", "second"]
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 503 Service Unavailable"


async def test_what_nobody_took_waits_for_polling(bot: Bot, ann: Person, receiver: Receiver) -> None:
    receiver.answers = [500] * 50
    await bot.set_webhook(receiver.url)
    await ann.say("not lost")
    await receiver.next_text()
    assert (await bot.get_webhook_info()).pending_update_count == 1
    await bot.delete_webhook()
    assert [u.message.text for u in await bot.get_updates() if u.message] == ["not lost"]


async def test_one_slow_chat_does_not_hold_up_another(
    stage: Stage, bot: Bot, ann: Person, receiver: Receiver
) -> None:
    receiver.held_chat = 777
    await bot.set_webhook(receiver.url)
    await ann.say("slow one")
    await ann.say("slow two")
    async with Person(stage.url, 888, "Bob") as bob:
        await bob.say("quick")
        assert await receiver.next_text() == "quick"
    receiver.hold.set()
    assert [await receiver.next_text(), await receiver.next_text()] == ["slow one", "slow two"]


async def test_an_update_can_be_posted_twice(stage: Stage, bot: Bot, ann: Person, receiver: Receiver) -> None:
    await bot.set_webhook(receiver.url)
    await stage.control("updates", duplicate=1)
    await ann.say("twice")
    bodies = [(await receiver.got.get())[0], (await receiver.got.get())[0]]
    assert bodies[0] == bodies[1]


async def test_setting_a_webhook_can_drop_what_waits(bot: Bot, ann: Person, receiver: Receiver) -> None:
    await ann.say("old")
    await bot.set_webhook(receiver.url, drop_pending_updates=True)
    await ann.say("new")
    assert await receiver.next_text() == "new"


@pytest.mark.parametrize(
    "url,secret,reason",
    [("ftp://x", "s", "HTTPS URL"), ("http://127.0.0.1/", "no spaces", "unallowed characters")],
)
async def test_bad_webhooks_are_refused(bot: Bot, url: str, secret: str, reason: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await bot.set_webhook(url, secret_token=secret)
