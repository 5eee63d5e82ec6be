"""The face against the stand-in, through the real client library: sending, editing, failing."""

import logging
from collections.abc import Sequence
from typing import Any

import httpx
import pytest

from bots import commands
from bots.errand import Errand
from bots.failures import Gone, Refused, SendFailure, Unreachable, WaitFor
from bots.outbound import Album, Button, Documents, Outbound, Picture, Replace, Say, Toast, Typing
from bots.telegram.face import TelegramFace, open_telegram
from sandbox.telegram.app import TOKEN
from sandbox.telegram.person import Person, SeenMessage
from sandbox.telegram.world import World
from tests.bots.telegram.conftest import draw_photo

STYLES = ((Button("Casual", "style", "casual", "d1"), Button("LinkedIn", "style", "linkedin", "d1")),)


async def read_file(key: str) -> bytes:
    return draw_photo(int(key))


async def send(face: TelegramFace, outbound: Outbound, ref: str | None = None) -> str | None:
    return await face.send("777", outbound, ref, Errand(read_file))


async def list_from_bot(ann: Person) -> Sequence[SeenMessage]:
    return (await ann.read_chat()).find_from_bot()


async def order(base_url: str, **fault: Any) -> None:
    async with httpx.AsyncClient(base_url=base_url, trust_env=False) as client:
        (await client.post("/control/faults", json=fault)).raise_for_status()


async def test_one_message_is_edited_in_place(face: TelegramFace, ann: Person) -> None:
    ref = await send(face, Say("Pick one", "choice", STYLES))
    [message] = await list_from_bot(ann)
    assert (message.text, message.button_texts) == ("Pick one", ["Casual", "LinkedIn"])
    assert await send(face, Replace("choice", "Picked"), ref) == ref
    [message] = await list_from_bot(ann)
    assert (message.text, message.button_texts, message.edits) == ("Picked", [], 1)


async def test_the_same_text_again_is_no_failure(face: TelegramFace, ann: Person) -> None:
    ref = await send(face, Replace("status", "7 of 14", STYLES))
    assert await send(face, Replace("status", "7 of 14", STYLES), ref) == ref
    assert len(await list_from_bot(ann)) == 1


async def test_a_vanished_message_is_said_anew(face: TelegramFace, ann: Person) -> None:
    ref = await send(face, Say("Status", "status"))
    assert ref is not None
    await ann.delete(int(ref))
    again = await send(face, Replace("status", "Status 2"), ref)
    assert again not in (None, ref)
    assert [m.text for m in await list_from_bot(ann)] == ["Status 2"]


async def test_a_tap_comes_back_with_what_the_button_carried(
    face: TelegramFace, ann: Person, world: World
) -> None:
    await send(face, Say("Pick one", "choice", STYLES))
    await ann.press("LinkedIn")
    assert world.updates.pending[-1].update["callback_query"]["data"] == "style:linkedin:d1"


async def test_a_toast_answers_the_tap(face: TelegramFace, ann: Person) -> None:
    await send(face, Say("Pick one", "choice", STYLES))
    press = await ann.press("Casual")
    await send(face, Toast(press, "Already on it."))
    [seen] = (await ann.read_chat()).presses
    assert (seen["answered"], seen["text"]) == (True, "Already on it.")


async def test_a_toast_that_comes_too_late_is_no_failure(face: TelegramFace, ann: Person) -> None:
    await send(face, Toast("4382000000000000", "Hello"))


async def test_an_album_and_its_originals(face: TelegramFace, ann: Person) -> None:
    pictures = tuple(Picture(str(n), f"headshot-{n}.jpg") for n in range(1, 5))
    await send(face, Album(pictures, "Your headshots"))
    await send(face, Documents(pictures, "To keep"))
    messages = await list_from_bot(ann)
    photos, files = messages[:4], messages[4:]
    assert len({m.album for m in photos}) == 1
    assert photos[0].text == "Your headshots"
    assert all(m.photo for m in photos)
    assert [m.document.name for m in files if m.document] == [p.name for p in pictures]
    assert files[0].document is not None
    assert await ann.download(files[0].document) == draw_photo(1)


@pytest.mark.parametrize("count, groups", [(1, [1]), (10, [10]), (11, [6, 5]), (21, [7, 7, 7])])
async def test_albums_are_split_without_a_lone_picture(
    face: TelegramFace, ann: Person, count: int, groups: list[int]
) -> None:
    await send(face, Album(tuple(Picture(str(n), f"{n}.jpg") for n in range(count))))
    messages = await list_from_bot(ann)
    assert len(messages) == count
    albums = [m.album for m in messages]
    sizes = [albums.count(album) for album in dict.fromkeys(albums)]
    assert sizes == groups


async def test_a_refused_group_goes_one_by_one(face: TelegramFace, ann: Person, base_url: str) -> None:
    await order(
        base_url,
        kind="error",
        method="sendMediaGroup",
        status=400,
        description="Bad Request: group send failed",
    )
    await send(face, Album(tuple(Picture(str(n), f"{n}.jpg") for n in range(4)), "Yours"))
    messages = await list_from_bot(ann)
    assert [bool(m.photo) for m in messages] == [True] * 4
    assert messages[0].text == "Yours"


async def test_one_refused_picture_does_not_hold_up_the_others(
    face: TelegramFace, ann: Person, base_url: str
) -> None:
    for method in ("sendMediaGroup", "sendPhoto"):
        await order(
            base_url, kind="error", method=method, status=400, description="Bad Request: IMAGE_PROCESS_FAILED"
        )
    await send(face, Album(tuple(Picture(str(n), f"{n}.jpg") for n in range(4))))
    assert len(await list_from_bot(ann)) == 3


async def test_typing_is_shown(face: TelegramFace, ann: Person) -> None:
    await send(face, Typing())
    assert (await ann.read_chat()).action == "upload_photo"


async def test_the_menu_holds_every_command(face: TelegramFace, world: World) -> None:
    await face.set_commands()
    assert await face.read_username() == "closeup_bot"
    called = next(call for call in world.calls if call.method == "setMyCommands")
    assert [command["command"] for command in called.parameters["commands"]] == list(commands.COMMANDS)


async def test_a_blocked_bot_is_gone(face: TelegramFace, ann: Person) -> None:
    await ann.block()
    for outbound in (Say("hi"), Album((Picture("1", "1.jpg"), Picture("2", "2.jpg"))), Typing()):
        with pytest.raises(Gone):
            await send(face, outbound)


async def test_an_unknown_chat_is_gone(face: TelegramFace) -> None:
    with pytest.raises(Gone):
        await face.send("424242", Say("hi"), None, Errand(read_file))


async def test_a_flood_says_how_long_to_wait(face: TelegramFace, ann: Person, base_url: str) -> None:
    await order(base_url, kind="flood", method="sendMessage", retry_after=35)
    with pytest.raises(WaitFor) as raised:
        await send(face, Say("hi"))
    assert raised.value.seconds == 35


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "error", "status": 500},
        {"kind": "garbage"},
        {"kind": "drop"},
        {"kind": "drop", "when": "after"},
    ],
)
async def test_trouble_on_the_way_is_worth_another_try(
    face: TelegramFace, ann: Person, base_url: str, fault: dict[str, Any]
) -> None:
    await order(base_url, method="sendMessage", **fault)
    with pytest.raises(Unreachable) as raised:
        await send(face, Say("hi"))
    assert raised.value.maybe_sent
    await send(face, Say("hi"))


async def test_nothing_listening_means_surely_not_sent() -> None:
    face = open_telegram(TOKEN, "http://127.0.0.1:9")
    with pytest.raises(Unreachable) as raised:
        await send(face, Say("hi"))
    assert not raised.value.maybe_sent
    await face.close()


async def test_what_telegram_never_takes_is_refused(face: TelegramFace, ann: Person, base_url: str) -> None:
    await order(
        base_url,
        kind="error",
        method="sendMessage",
        status=400,
        description="Bad Request: BUTTON_DATA_INVALID",
    )
    with pytest.raises(Refused, match=r"(?i)button_data_invalid"):
        await send(face, Say("hi", "", STYLES))


async def test_no_token_reaches_log_or_failure(
    base_url: str, ann: Person, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = "7001234567:another-token-that-must-stay-secret"
    face = open_telegram(wrong, base_url)
    with caplog.at_level(logging.INFO), pytest.raises(SendFailure) as raised:
        await send(face, Say("hi"))
    await face.close()
    assert wrong not in caplog.text + repr(raised.value)
    assert raised.value.__suppress_context__
