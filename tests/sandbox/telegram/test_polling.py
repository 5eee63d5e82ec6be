"""Updates by long polling: numbered, confirmed by offset, for one poller at a time."""

import asyncio

import pytest
from telegram import Bot
from telegram.error import Conflict, TelegramError
from telegram.ext import Application, ApplicationBuilder, CallbackQueryHandler, CommandHandler, ContextTypes

from sandbox.telegram.person import Person
from tests.sandbox.telegram.conftest import TOKEN, Stage


async def test_a_poll_is_held_until_something_is_said(bot: Bot, started: Person) -> None:
    first = (await bot.get_updates())[0].update_id
    poll = asyncio.create_task(bot.get_updates(offset=first + 1, timeout=20))
    await asyncio.wait([poll], timeout=0.1)
    assert not poll.done()
    await started.say("hello")
    async with asyncio.timeout(2):
        updates = await poll
    assert [(u.update_id, u.message.text) for u in updates if u.message] == [(first + 1, "hello")]


async def test_an_empty_poll_ends_with_its_timeout(bot: Bot) -> None:
    async with asyncio.timeout(3):
        assert await bot.get_updates(timeout=1) == ()


async def test_what_is_not_confirmed_comes_again(bot: Bot, started: Person) -> None:
    await started.say("second")
    seen = [u.update_id for u in await bot.get_updates()]
    assert [u.update_id for u in await bot.get_updates()] == seen
    assert [u.update_id for u in await bot.get_updates(offset=seen[1])] == seen[1:]
    assert [u.update_id for u in await bot.get_updates()] == seen[1:]
    assert await bot.get_updates(offset=seen[1] + 1) == ()


async def test_limit_and_negative_offset(bot: Bot, started: Person) -> None:
    for word in ("two", "three"):
        await started.say(word)
    assert len(await bot.get_updates(limit=2)) == 2
    last = await bot.get_updates(offset=-1)
    assert [u.message.text for u in last if u.message] == ["three"]
    assert len(await bot.get_updates()) == 1


async def test_a_second_poller_ends_the_first_with_409(stage: Stage, started: Person) -> None:
    async with stage.open_bot() as one, stage.open_bot() as two:
        last = (await one.get_updates())[-1].update_id
        polls_before = stage.world.called.count
        first = asyncio.create_task(one.get_updates(offset=last + 1, timeout=20))
        await asyncio.wait([first], timeout=0.1)
        second = asyncio.create_task(two.get_updates(offset=last + 1, timeout=20))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first
        await started.say("for the second")
        assert len(await second) == 1
        assert stage.world.called.count == polls_before + 2


async def test_polling_is_refused_while_a_webhook_is_set(bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.wait([poll], timeout=0.1)
    await bot.set_webhook("http://127.0.0.1:9/hook")
    with pytest.raises(Conflict, match="webhook is active"):
        await poll
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_only_the_kinds_asked_for_are_queued(bot: Bot, started: Person) -> None:
    await bot.get_updates(offset=-1, allowed_updates=["my_chat_member"])
    await started.say("not wanted")
    await started.block()
    assert [u.my_chat_member is not None for u in await bot.get_updates()][1:] == [True]


async def test_an_update_can_come_twice(stage: Stage, bot: Bot, started: Person) -> None:
    offset = (await bot.get_updates())[-1].update_id + 1
    await bot.get_updates(offset=offset)
    await stage.control("updates", duplicate=1)
    await started.say("twice")
    await started.say("once")
    first = await bot.get_updates(offset=offset)
    again = await bot.get_updates(offset=first[-1].update_id + 1)
    assert [u.message.text for u in again if u.message] == ["twice"]
    assert again[0].update_id == first[0].update_id
    assert await bot.get_updates(offset=first[-1].update_id + 1) == ()


async def test_updates_can_come_in_reverse_order(stage: Stage, bot: Bot, started: Person) -> None:
    await bot.get_updates(offset=(await bot.get_updates())[-1].update_id + 1)
    await stage.control("updates", reverse=3)
    for word in ("one", "two", "three"):
        await started.say(word)
    updates = await bot.get_updates()
    assert [u.message.text for u in updates if u.message] == ["three", "two", "one"]
    assert [u.update_id for u in updates] == sorted(u.update_id for u in updates)


async def test_the_real_updater_holds_a_conversation(stage: Stage, ann: Person) -> None:
    errors: list[TelegramError] = []
    application = _build_application(stage)
    async with application:
        await application.start()
        assert application.updater
        await application.updater.start_polling(error_callback=errors.append)
        await ann.start("inv_1")
        assert (await ann.wait_for("welcome")).text == "Welcome, inv_1"
        await ann.press("agree")
        thanks = await ann.wait_for("thank you")
        assert (thanks.edits, thanks.earlier, thanks.buttons) == (1, ["Welcome, inv_1"], [])
        assert [p["text"] for p in (await ann.read_chat()).presses] == ["Noted"]
        await application.updater.stop()
        await application.stop()
    assert errors == []
    assert stage.world.updates.pending == []


def _build_application(stage: Stage) -> Application:  # type: ignore[type-arg]
    async def welcome(update: "object", context: ContextTypes.DEFAULT_TYPE) -> None:
        from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update

        assert isinstance(update, Update)
        assert update.message
        buttons = InlineKeyboardMarkup([[InlineKeyboardButton("I agree", callback_data="consent:yes")]])
        await update.message.reply_text(f"Welcome, {(context.args or [''])[0]}", reply_markup=buttons)

    async def thank(update: "object", _context: ContextTypes.DEFAULT_TYPE) -> None:
        from telegram import Update

        assert isinstance(update, Update)
        assert update.callback_query
        await update.callback_query.answer("Noted")
        await update.callback_query.edit_message_text("Thank you")

    builder = ApplicationBuilder().token(TOKEN)
    application = builder.base_url(f"{stage.url}/bot").base_file_url(f"{stage.url}/file/bot").build()
    application.add_handler(CommandHandler("start", welcome))
    application.add_handler(CallbackQueryHandler(thank))
    return application
