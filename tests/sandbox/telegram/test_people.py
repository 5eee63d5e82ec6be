"""The control API and its client: what people do, what they see, and how one waits for it."""

import asyncio

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from sandbox.telegram.person import NotSeenError, Person, RefusedError
from tests.sandbox.telegram.conftest import Stage, open_client
from tests.sandbox.telegram.pictures import draw_jpeg


async def test_a_command_is_marked_as_one(bot: Bot, ann: Person) -> None:
    await ann.say("/start inv_x and /help")
    message = (await bot.get_updates())[0].message
    assert message
    assert [message.parse_entity(entity) for entity in message.entities] == ["/start", "/help"]
    assert message.from_user
    assert (message.chat.type, message.chat.first_name, message.from_user.language_code) == (
        "private",
        "Ann",
        "de",
    )


async def test_waiting_sees_what_comes_after_the_last_deed(bot: Bot, started: Person) -> None:
    await bot.send_message(777, "Choose a style")
    await started.say("again")
    waiting = asyncio.create_task(started.wait_for("choose a style", 5))
    await asyncio.wait([waiting], timeout=0.1)
    assert not waiting.done()
    second = await bot.send_message(777, "Choose a style")
    assert (await waiting).message_id == second.message_id


async def test_waiting_ends_with_what_the_chat_shows(bot: Bot, started: Person) -> None:
    await bot.send_message(777, "Something else")
    with pytest.raises(NotSeenError, match=r"'Thank you' was not seen.*\n.*\nbot: Something else"):
        await started.wait_for("Thank you", 0.1)


async def test_a_press_waits_for_its_button(bot: Bot, started: Person) -> None:
    pressing = asyncio.create_task(started.press("generate"))
    button = InlineKeyboardButton("Generate (1 credit)", callback_data="go:1")
    await bot.send_message(777, "Ready?", reply_markup=InlineKeyboardMarkup([[button]]))
    await pressing
    queries = [update.callback_query for update in await bot.get_updates() if update.callback_query]
    assert [query.data for query in queries] == ["go:1"]


async def test_a_blocked_bot_hears_nothing_more(started: Person) -> None:
    await started.block()
    assert (await started.read_chat()).blocked
    for deed in (started.say("hello"), started.send_photo(draw_jpeg(1)), started.send_file(b"a", "a")):
        with pytest.raises(RefusedError, match="has blocked the bot"):
            await deed


async def test_people_can_talk_in_a_group(stage: Stage, bot: Bot, ann: Person) -> None:
    await ann.say("/start", group="Design team")
    message = (await bot.get_updates())[0].message
    assert message
    assert (message.chat.type, message.chat.title) == ("group", "Design team")
    await message.reply_text("Write to me in private")
    async with open_client() as client:
        chat = (await client.get(f"{stage.url}/control/chats/{message.chat_id}")).json()
    assert [m["text"] for m in chat["messages"]] == ["/start", "Write to me in private"]


async def test_calls_can_be_awaited(stage: Stage, bot: Bot, started: Person) -> None:
    async with open_client(stage.url) as client:
        last = (await client.get("/control/calls")).json()["last"]
        query = {"after": last, "method": "sendMessage", "timeout": 20}
        waiting = asyncio.create_task(client.get("/control/calls", params=query))
        await bot.get_me()
        await bot.send_message(777, "hello")
        calls = (await waiting).json()["calls"]
    assert [(call["method"], call["status"], call["parameters"]["text"]) for call in calls] == [
        ("sendMessage", 200, "hello")
    ]


async def test_the_bot_can_be_inspected(stage: Stage, bot: Bot, started: Person) -> None:
    await bot.set_my_commands([("start", "Begin")])
    async with open_client() as client:
        shown = (await client.get(f"{stage.url}/control/bot")).json()
        people = (await client.get(f"{stage.url}/control/people")).json()
    assert [update["message"]["text"] for update in shown["pending"]] == ["/start"]
    assert {"command": "start", "description": "Begin"} in next(iter(shown["settings"].values()))
    assert [(person["id"], person["first_name"]) for person in people] == [(777, "Ann")]


async def test_impossible_deeds_are_refused_in_a_sentence(stage: Stage, started: Person) -> None:
    cases: tuple[tuple[str, dict[str, object], int], ...] = (
        ("people", {"id": -1, "first_name": "X"}, 422),
        ("people", {"id": 5, "first_name": 6}, 422),
        ("people/5/say", {"text": "hello"}, 404),
        ("people/777/say", {"text": "  "}, 422),
        ("people/777/say", {"text": "x" * 4097}, 422),
        ("people/777/press", {"text": "No such"}, 409),
        ("people/777/press", {"message_id": 99, "data": "x"}, 404),
        ("people/777/other", {"kind": "poem"}, 422),
        ("people/777/delete", {"message_id": 99}, 404),
        ("people/777/photos", {}, 422),
    )
    for path, body, status in cases:
        answer = await stage.control(path, **body)
        assert (path, answer.status_code) == (path, status)
        assert answer.json()["detail"].endswith(".")


async def test_the_page_needs_nothing_from_elsewhere(stage: Stage) -> None:
    async with open_client() as client:
        page = await client.get(stage.url)
    assert page.status_code == 200
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "https://" not in page.text.replace("https://t.me/", "")
    assert 'src="http' not in page.text
