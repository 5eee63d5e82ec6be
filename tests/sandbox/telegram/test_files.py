"""Photos and files that people send: sizes, ids, bytes, limits and albums."""

import asyncio
import io

import pytest
from PIL import Image
from telegram import Bot, Message
from telegram.error import BadRequest

from sandbox.telegram.person import Person, RefusedError
from tests.sandbox.telegram.conftest import Stage
from tests.sandbox.telegram.pictures import draw_jpeg, measure


async def _list_messages(bot: Bot) -> list[Message]:
    return [update.message for update in await bot.get_updates() if update.message]


async def test_a_photo_comes_in_ascending_sizes(bot: Bot, started: Person) -> None:
    await started.send_photo(draw_jpeg(1, (3072, 4096)), "me")
    message = (await _list_messages(bot))[-1]
    sides = [(size.width, size.height) for size in message.photo]
    assert sides == [(67, 90), (240, 320), (600, 800), (960, 1280)]
    data = bytes(await (await message.photo[-1].get_file()).download_as_bytearray())
    assert measure(data) == ("JPEG", (960, 1280))
    assert message.photo[-1].file_size == len(data)
    assert (message.caption, message.media_group_id) == ("me", None)


async def test_a_photo_is_turned_upright_and_loses_its_metadata(bot: Bot, started: Person) -> None:
    await started.send_photo(draw_jpeg(1, (800, 600), orientation=6))
    photo = (await _list_messages(bot))[-1].photo[-1]
    assert (photo.width, photo.height) == (600, 800)
    data = bytes(await (await photo.get_file()).download_as_bytearray())
    with Image.open(io.BytesIO(data)) as image:
        assert dict(image.getexif()) == {}


async def test_unique_ids_follow_the_content(bot: Bot, started: Person) -> None:
    for seed in (1, 2, 1):
        await started.send_photo(draw_jpeg(seed))
    first, second, third = [
        message.photo[-1].file_unique_id for message in await _list_messages(bot) if message.photo
    ]
    assert first == third != second


async def test_fourteen_photos_are_two_albums_of_single_updates(bot: Bot, started: Person) -> None:
    ids = await started.send_album([draw_jpeg(n) for n in range(14)], caption="all of me")
    messages = [message for message in await _list_messages(bot) if message.photo]
    assert [message.message_id for message in messages] == ids
    albums = [message.media_group_id for message in messages]
    assert [albums.count(album) for album in dict.fromkeys(albums)] == [10, 4]
    assert [message.caption for message in messages] == ["all of me", *[None] * 13]


async def test_eleven_photos_end_with_a_single_one(bot: Bot, started: Person) -> None:
    await started.send_album([draw_jpeg(1)] * 11)
    assert (await _list_messages(bot))[-1].media_group_id is None


async def test_gaps_between_photos_are_kept(bot: Bot, started: Person) -> None:
    await bot.get_updates(offset=(await bot.get_updates())[-1].update_id + 1)
    clock = asyncio.get_running_loop().time
    begun = clock()
    sending = asyncio.create_task(started.send_album([draw_jpeg(1), draw_jpeg(2)], gaps=[0.4]))
    assert len(await bot.get_updates(timeout=5)) == 1
    await sending
    assert clock() - begun >= 0.4


async def test_a_file_keeps_bytes_name_and_type(bot: Bot, started: Person) -> None:
    await started.send_file(b"\x00\x00\x00\x18ftypheic", "IMG_1.HEIC", "image/heic")
    document = (await _list_messages(bot))[-1].document
    assert document
    assert (document.file_name, document.mime_type, document.file_size) == ("IMG_1.HEIC", "image/heic", 12)
    file = await document.get_file()
    assert file.file_path
    assert file.file_path.endswith(".heic")
    assert bytes(await file.download_as_bytearray()) == b"\x00\x00\x00\x18ftypheic"


async def test_a_file_over_20_mb_cannot_be_fetched(bot: Bot, started: Person) -> None:
    await started.send_file(bytes(20 * 1024 * 1024), "fits.bin")
    await started.send_file(bytes(20 * 1024 * 1024 + 1), "large.bin")
    fits, large = [message.document for message in await _list_messages(bot) if message.document]
    assert (await bot.get_file(fits)).file_path
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(large)
    with pytest.raises(BadRequest, match="Invalid file_id"):
        await bot.get_file("nonsense")


async def test_files_need_the_right_token_and_path(stage: Stage, bot: Bot, started: Person) -> None:
    await started.send_photo(draw_jpeg(1))
    file = await (await _list_messages(bot))[-1].photo[-1].get_file()
    assert file.file_path
    request = bot.request
    status, _ = await request.do_request(file.file_path.replace("stand-in", "other"), "GET")
    assert status == 401
    status, _ = await request.do_request(file.file_path.replace("photos/", "photos/x"), "GET")
    assert status == 404


async def test_what_is_no_picture_cannot_be_sent_as_a_photo(stage: Stage, bot: Bot, started: Person) -> None:
    with pytest.raises(RefusedError, match="send it as a file"):
        await started.send_photo(b"<html>")
    await started.send_file(b"<html>", "me.jpg", "image/jpeg")
    assert [message.document is not None for message in await _list_messages(bot)] == [False, True]
