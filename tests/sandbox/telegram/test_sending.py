"""Sending as the bot: what arrives in the chat, and every refusal in Telegram's own words."""

import io
from typing import Any

import pytest
from PIL import Image
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaDocument, InputMediaPhoto
from telegram.error import BadRequest, Forbidden, InvalidToken

from sandbox.telegram.person import Person
from tests.sandbox.telegram.conftest import Stage
from tests.sandbox.telegram.pictures import draw_jpeg, measure


def _button(text: str = "Yes", **action: Any) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(text, **action)]])


async def test_html_becomes_text_and_entities(bot: Bot, started: Person) -> None:
    text = 'One <b>&lt;two&gt;</b> 🙂 <a href="https://example.org">three</a>'
    sent = await bot.send_message(777, text, "HTML")
    seen = await started.wait_for("three")
    assert seen.text == sent.text == "One <two> 🙂 three"
    assert [sent.parse_entity(entity) for entity in sent.entities] == ["<two>", "three"]
    assert seen.entities[1]["url"] == "https://example.org"


async def test_texts_are_measured_as_telegram_does(bot: Bot, started: Person) -> None:
    assert (await bot.send_message(777, "🙂" * 2048)).text == "🙂" * 2048
    with pytest.raises(BadRequest, match="Message is too long"):
        await bot.send_message(777, "🙂" * 2049)
    with pytest.raises(BadRequest, match="Message text is empty"):
        await bot.send_message(777, "<b> </b>".replace(" ", ""), "HTML")
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_photo(777, draw_jpeg(1), "x" * 1025)


@pytest.mark.parametrize(
    "text,reason",
    [("<b>open", "end tag"), ("</b>", "Unexpected end tag"), ("<table>", "Unsupported start tag")],
)
async def test_broken_markup_is_refused(bot: Bot, started: Person, text: str, reason: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i)can't parse entities.*{reason}"):
        await bot.send_message(777, text, "HTML")


async def test_keyboards_are_checked(bot: Bot, started: Person) -> None:
    for good in (_button(callback_data="ä" * 32), _button(url="https://example.org")):
        assert (await bot.send_message(777, "Well?", reply_markup=good)).reply_markup == good
    cell = InlineKeyboardButton("a", callback_data="a")
    for bad, reason in (
        (_button(callback_data="ä" * 33), "button_data_invalid"),
        (_button(callback_data=""), "button_data_invalid"),
        (_button(), "text buttons are unallowed"),
        (_button("", callback_data="a"), "non-empty string"),
        (InlineKeyboardMarkup([[cell] * 9]), "too long"),
        (InlineKeyboardMarkup([[cell]] * 101), "too long"),
    ):
        with pytest.raises(BadRequest, match=f"(?i){reason}"):
            await bot.send_message(777, "Well?", reply_markup=bad)


async def test_unknown_chats_and_people_who_never_wrote(bot: Bot, ann: Person) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(12, "hello")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message("@nobody", "hello")
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(777, "hello")


async def test_who_blocked_the_bot_gets_nothing(bot: Bot, started: Person) -> None:
    await started.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(777, "hello")
    await started.unblock()
    await bot.send_message(777, "hello again")
    changes = [u.my_chat_member for u in await bot.get_updates() if u.my_chat_member]
    assert [c.new_chat_member.status for c in changes] == ["kicked", "member"]


async def test_wrong_token_method_and_parameters(stage: Stage, started: Person) -> None:
    async with stage.open_bot() as bot:
        assert (await bot.get_me()).username == "closeup_test_bot"
    stranger = stage.open_bot("4242424242:other")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()
    for method, parameters, status, words in (
        ("sendTelepathy", {}, 404, "Not Found: method not found"),
        ("sendMessage", {"chat_id": 777}, 400, "Bad Request: message text is empty"),
        ("sendMessage", {"text": "hello"}, 400, "Bad Request: chat_id is empty"),
        ("sendMessage", {"chat_id": "777x", "text": "a"}, 400, "Bad Request: chat_id must be a whole number"),
        (
            "sendMessage",
            {"chat_id": 777, "text": "a", "reply_markup": "{"},
            400,
            "can't parse reply_markup JSON object",
        ),
        ("sendMessage", {"chat_id": 777, "text": "a", "colour": "red"}, 400, "parameter colour is unknown"),
    ):
        answer = await stage.call(method, **parameters)
        assert (answer.status_code, answer.json()["error_code"]) == (status, status)
        assert words in answer.json()["description"]


async def test_photos_arrive_as_jpeg_of_at_most_1280(bot: Bot, started: Person) -> None:
    large, target = Image.new("RGB", (1024, 2560), "navy"), io.BytesIO()
    large.save(target, "PNG")
    sent = await bot.send_photo(777, target.getvalue(), "here")
    assert [(size.width, size.height) for size in sent.photo] == [
        (36, 90),
        (128, 320),
        (320, 800),
        (512, 1280),
    ]
    photo = (await started.wait_for("here")).photo
    assert photo
    assert measure(await started.download(photo)) == ("JPEG", (512, 1280))


async def test_files_keep_their_bytes(bot: Bot, started: Person) -> None:
    await bot.send_document(777, b"\x00exact bytes", "original", filename="headshot 1.png")
    document = (await started.wait_for("original")).document
    assert document
    assert (document.name, await started.download(document)) == ("headshot 1.png", b"\x00exact bytes")


async def test_an_album_shares_one_id(bot: Bot, started: Person) -> None:
    media = [InputMediaPhoto(draw_jpeg(n), f"photo {n}") for n in range(4)]
    sent = await bot.send_media_group(777, media)
    album = {message.media_group_id for message in sent}
    assert len(album) == 1
    seen = [m for m in (await started.read_chat()).find_from_bot() if m.album in album]
    assert [m.text for m in seen] == ["photo 0", "photo 1", "photo 2", "photo 3"]


async def test_bad_albums_are_refused_whole(bot: Bot, started: Person, stage: Stage) -> None:
    good, bad = InputMediaPhoto(draw_jpeg(1)), InputMediaPhoto(b"no picture", filename="a.jpg")
    cases: tuple[tuple[list[InputMediaPhoto | InputMediaDocument], str], ...] = (
        ([good], "2-10 items"),
        ([good] * 11, "Too many messages"),
        ([good, bad], "Group send failed"),
        ([good, InputMediaDocument(draw_jpeg(2), filename="a.jpg")], "can't be mixed"),
    )
    for media, reason in cases:
        with pytest.raises(BadRequest, match=f"(?i){reason}"):
            await bot.send_media_group(777, media)
    assert (await started.read_chat()).find_from_bot() == []


@pytest.mark.parametrize(
    "size,reason",
    [((10, 300), "Photo_invalid_dimensions"), ((9000, 1500), "Photo_invalid_dimensions")],
)
async def test_photos_of_impossible_shape(
    bot: Bot, started: Person, size: tuple[int, int], reason: str
) -> None:
    target = io.BytesIO()
    Image.new("RGB", size).save(target, "PNG")
    with pytest.raises(BadRequest, match=reason):
        await bot.send_photo(777, target.getvalue())


async def test_photos_that_are_none_or_too_large(bot: Bot, started: Person) -> None:
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(777, b"<html>", filename="a.jpg")
    with pytest.raises(BadRequest, match="too big for a photo"):
        await bot.send_photo(777, draw_jpeg(1) + bytes(10 * 1024 * 1024))


async def test_a_sent_file_can_be_sent_again_by_its_id(bot: Bot, started: Person) -> None:
    photo = (await bot.send_photo(777, draw_jpeg(9))).photo
    again = (await bot.send_photo(777, photo[-1].file_id)).photo
    assert [size.file_unique_id for size in again] == [size.file_unique_id for size in photo]
    with pytest.raises(BadRequest, match="Wrong remote file identifier"):
        await bot.send_photo(777, "nonsense")


async def test_the_bot_shows_what_it_is_busy_with(stage: Stage, bot: Bot, started: Person) -> None:
    await bot.send_chat_action(777, "upload_photo")
    assert (await started.read_chat()).action == "upload_photo"
    stage.clock.now += 6
    assert (await started.read_chat()).action == ""
    with pytest.raises(BadRequest):
        await bot.send_chat_action(777, "dancing")
