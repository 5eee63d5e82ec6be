"""Editing, deleting and answering presses as the bot."""

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto
from telegram.error import BadRequest

from sandbox.telegram.person import Person, RefusedError
from tests.sandbox.telegram.conftest import Stage
from tests.sandbox.telegram.pictures import draw_jpeg

MORE = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="more")]])


async def test_an_edit_replaces_text_and_keyboard(stage: Stage, bot: Bot, started: Person) -> None:
    sent = await bot.send_message(777, "1 of 6", reply_markup=MORE)
    stage.clock.now += 3
    edited = await bot.edit_message_text("2 of 6", 777, sent.message_id)
    assert not isinstance(edited, bool)
    assert edited.edit_date
    assert (edited.edit_date - sent.date).total_seconds() == 3
    seen = await started.wait_for("2 of 6")
    assert (seen.message_id, seen.edits, seen.earlier, seen.buttons) == (sent.message_id, 1, ["1 of 6"], [])


async def test_what_cannot_be_edited(bot: Bot, started: Person) -> None:
    text = await bot.send_message(777, "same", reply_markup=MORE)
    photo = await bot.send_photo(777, draw_jpeg(1), "caption")
    theirs = await started.say("mine")
    await started.delete((gone := await bot.send_message(777, "gone")).message_id)
    for words, edit in (
        ("Message is not modified", bot.edit_message_text("same", 777, text.message_id, reply_markup=MORE)),
        ("Message is not modified", bot.edit_message_reply_markup(777, text.message_id, reply_markup=MORE)),
        ("Message to edit not found", bot.edit_message_text("new", 777, gone.message_id)),
        ("Message can't be edited", bot.edit_message_text("new", 777, theirs)),
        ("There is no text in the message", bot.edit_message_text("new", 777, photo.message_id)),
        ("There is no caption in the message", bot.edit_message_caption(777, text.message_id, caption="new")),
    ):
        with pytest.raises(BadRequest, match=words):
            await edit


async def test_a_photo_can_be_exchanged(bot: Bot, started: Person) -> None:
    sent = await bot.send_photo(777, draw_jpeg(1), "before")
    await bot.edit_message_media(InputMediaPhoto(draw_jpeg(2), "after"), 777, sent.message_id)
    seen = await started.wait_for("after")
    assert seen.photo
    assert seen.photo.file_id != sent.photo[-1].file_id


async def test_messages_can_be_deleted_for_two_days(stage: Stage, bot: Bot, started: Person) -> None:
    theirs, ours = await started.say("private"), (await bot.send_message(777, "old")).message_id
    assert await bot.delete_message(777, theirs)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(777, theirs)
    stage.clock.now += 48 * 3600 + 1
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_message(777, ours)
    young = (await bot.send_message(777, "young")).message_id
    assert await bot.delete_messages(777, [ours, young, 999])
    left = [message.message_id for message in (await started.read_chat()).messages]
    assert ours in left
    assert young not in left


async def test_a_press_is_answered_once_and_in_time(stage: Stage, bot: Bot, started: Person) -> None:
    sent = await bot.send_message(777, "Go?", reply_markup=MORE)
    first, late = await started.press("More"), await started.press_data(sent.message_id, "more")
    query = next(u.callback_query for u in await bot.get_updates() if u.callback_query)
    assert (query.id, query.data, query.message and query.message.message_id) == (
        first,
        "more",
        sent.message_id,
    )
    await bot.answer_callback_query(first, "Starting", show_alert=True)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(first)
    stage.clock.now += 31
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(late)
    presses = (await started.read_chat()).presses
    assert [(p["answered"], p["text"], p["alert"]) for p in presses] == [
        (True, "Starting", True),
        (False, "", False),
    ]


async def test_only_shown_buttons_can_be_pressed(bot: Bot, started: Person) -> None:
    sent = await bot.send_message(777, "Go?", reply_markup=MORE)
    await bot.edit_message_text("Gone", 777, sent.message_id)
    with pytest.raises(RefusedError, match="no such button"):
        await started.press_data(sent.message_id, "more")
    assert await started.press_data(sent.message_id, "more", stale=True)
