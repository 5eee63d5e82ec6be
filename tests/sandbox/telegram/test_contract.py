"""What the stand-in takes, answers and sends agrees with the official description of the Bot API."""

import json
from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    MenuButtonCommands,
    ReplyParameters,
)

from sandbox.telegram.methods import METHODS
from sandbox.telegram.person import Person
from sandbox.telegram.signatures import SIGNATURES
from tests.sandbox.telegram.conftest import Stage
from tests.sandbox.telegram.contract import Contract
from tests.sandbox.telegram.pictures import draw_jpeg

KINDS = {
    "whole": {"Integer"},
    "flag": {"Boolean"},
    "text": {"String"},
    "chat": {"Integer", "String"},
    "file": {"InputFile", "String"},
}
BUTTONS = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="yes")]])


def test_every_signature_has_its_method() -> None:
    assert set(METHODS) == set(SIGNATURES)


@pytest.mark.parametrize("method", SIGNATURES)
def test_signature_agrees_with_the_official_one(method: str, contract: Contract) -> None:
    official = {field["name"]: field for field in contract.methods[method].get("fields", [])}
    ours = SIGNATURES[method]
    assert set(ours) <= set(official)
    assert {name for name, field in official.items() if field["required"]} <= set(ours)
    for name, kind in ours.items():
        types = set(official[name]["types"])
        assert types == KINDS.get(kind.rstrip("*"), types), f"{name} is of another kind"
        if official[name]["required"]:
            assert kind.endswith("*"), f"{name} is required"


async def test_everything_said_on_the_wire_agrees(
    stage: Stage, bot: Bot, ann: Person, contract: Contract
) -> None:
    await _play_every_deed(ann)
    updates = await bot.get_updates(
        timeout=0, allowed_updates=["message", "callback_query", "my_chat_member"]
    )
    assert len(updates) >= 9
    await _play_every_method(bot, stage, ann)
    await ann.press("Yes")
    pressed = (await bot.get_updates(offset=-1))[0].callback_query
    assert pressed
    await bot.answer_callback_query(pressed.id, "ok", show_alert=True)
    called = {call.method for call in stage.world.calls}
    assert called == set(METHODS)
    assert _list_faults(stage, contract) == []


async def test_the_check_finds_what_is_wrong(contract: Contract) -> None:
    wrong: dict[str, Any] = {
        "message_id": "5",
        "date": 1,
        "chat": {"id": 1, "type": "private"},
        "colour": "red",
    }
    assert contract.find_faults(wrong, ["Message"], "m") == [
        "m.message_id is no Integer: '5'",
        "m.colour is unknown to Message",
    ]
    assert contract.find_faults({"message_id": 5, "date": 1}, ["Message"], "m") == ["m.chat is missing"]
    assert contract.find_request_faults("sendMessage", {"chat_id": 5, "colour": 1}) == [
        "text is missing",
        "colour is unknown",
    ]


async def _play_every_deed(ann: Person) -> None:
    await ann.start("inv_1")
    await ann.say("hello", group="Team")
    await ann.send_album([draw_jpeg(1), draw_jpeg(2)], caption="me")
    await ann.send_file(b"\x00\x01", "IMG_1.HEIC", "image/heic")
    for kind in ("sticker", "voice", "video"):
        await ann.send_other(kind)
    await ann.block()
    await ann.unblock()


async def _play_every_method(bot: Bot, stage: Stage, ann: Person) -> None:
    await _play_settings(bot)
    await bot.set_webhook("http://127.0.0.1:9/hook", secret_token="s", allowed_updates=["message"])
    await bot.get_webhook_info()
    await bot.delete_webhook()
    await bot.get_updates(allowed_updates=["message", "callback_query", "my_chat_member"])
    await bot.get_chat(777)
    await bot.send_chat_action(777, "upload_photo")
    photo = (await ann.read_chat()).messages[1].photo
    assert photo
    await bot.get_file(photo.file_id)
    await _play_sending(bot)


async def _play_settings(bot: Bot) -> None:
    commands, scope = [BotCommand("start", "Begin")], BotCommandScopeAllPrivateChats()
    await bot.set_my_commands(commands, scope=scope, language_code="de")
    assert await bot.get_my_commands(scope=scope, language_code="de") == tuple(commands)
    await bot.delete_my_commands()
    await bot.set_my_name("Closeup")
    await bot.set_my_description("Headshots")
    await bot.set_my_short_description("Headshots", language_code="de")
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())


async def _play_sending(bot: Bot) -> None:
    text = await bot.send_message(777, "<b>Hi</b>", "HTML", reply_markup=BUTTONS, protect_content=True)
    await bot.edit_message_text("Hello", 777, text.message_id, reply_markup=BUTTONS)
    await bot.edit_message_reply_markup(777, text.message_id)
    await bot.send_message(
        777, "Ready?", reply_markup=BUTTONS, reply_parameters=ReplyParameters(text.message_id)
    )
    photo = await bot.send_photo(777, draw_jpeg(3), "one")
    await bot.edit_message_caption(777, photo.message_id, caption="two")
    await bot.edit_message_media(InputMediaPhoto(draw_jpeg(4)), 777, photo.message_id)
    await bot.send_document(777, b"bytes", "a file", filename="a.bin")
    await bot.send_media_group(777, [InputMediaPhoto(draw_jpeg(5)), InputMediaPhoto(draw_jpeg(6), "both")])
    documents = [InputMediaDocument(draw_jpeg(n), filename=f"{n}.jpg") for n in (7, 8)]
    sent = await bot.send_media_group(777, documents)
    await bot.delete_message(777, sent[0].message_id)
    await bot.delete_messages(777, [sent[1].message_id])


def _list_faults(stage: Stage, contract: Contract) -> list[str]:
    faults = []
    for call in stage.world.calls:
        assert call.status == 200, f"{call.method} was refused: {call.answer}"
        faults += [f"{call.method}: {f}" for f in contract.find_request_faults(call.method, call.parameters)]
        faults += [f"{call.method}: {f}" for f in contract.find_answer_faults(call.method, call.answer)]
        assert json.dumps(call.answer)
    return faults
