"""What people do in the chat: write, send photos and files, press buttons, block the bot, delete messages."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.controls import ControlError
from sandbox.pictures import NotAPictureError
from sandbox.telegram.chats import Account, Chat, Content, Message, Press
from sandbox.telegram.errors import JsonObject
from sandbox.telegram.formatting import count_units, find_commands
from sandbox.telegram.sending import MAX_ALBUM, MAX_TEXT_UNITS
from sandbox.telegram.world import World

_OTHER_FIELDS: dict[str, JsonObject] = {
    "sticker": {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False},
    "voice": {"duration": 3, "mime_type": "audio/ogg"},
    "video": {"width": 640, "height": 480, "duration": 5, "mime_type": "video/mp4"},
}


@dataclass(frozen=True)
class Shot:
    """A picture or file that a person sends: bytes, name and declared type."""

    data: bytes
    name: str = "IMG_0001.jpg"
    mime: str = "image/jpeg"


def say(world: World, person: Account, text: str, group: str = "") -> Message:
    """Write a text to the bot, or in a group of that title where the bot is a member."""
    text = text.strip()
    if not text or count_units(text) > MAX_TEXT_UNITS:
        raise ControlError(422, "A text has 1 to 4096 characters.")
    return _send(world, person, Content(text, find_commands(text)), group=group)


def send_other(world: World, person: Account, kind: str) -> Message:
    """Send a sticker, a voice message or a video, none of which the bot needs."""
    if kind not in _OTHER_FIELDS:
        raise ControlError(422, f"The other kinds are {', '.join(_OTHER_FIELDS)}.")
    stored = world.files.store_document(kind.encode(), f"{kind}.bin", "application/octet-stream")
    ids = {"file_id": stored.file_id, "file_unique_id": stored.unique_id}
    return _send(world, person, Content(other={kind: {**ids, **_OTHER_FIELDS[kind]}}))


async def send_photos(
    world: World, person: Account, shots: Sequence[Shot], gaps: Sequence[float], caption: str = ""
) -> list[Message]:
    """Send photos as a client does: at most ten per album, each its own update, `gaps` seconds apart."""
    _check_can_write(person)
    messages = []
    albums = [str(next(world.album_numbers)) for _ in range(0, len(shots), MAX_ALBUM)]
    for index, shot in enumerate(shots):
        await asyncio.sleep(gaps[index - 1] if 0 < index <= len(gaps) else 0)
        album = albums[index // MAX_ALBUM] if _has_siblings(index, len(shots)) else ""
        text = caption if index == 0 else ""
        content = Content(text, photo=await _develop(world, shot))
        messages.append(_send(world, person, content, album=album))
    return messages


def send_files(world: World, person: Account, shots: Sequence[Shot], caption: str = "") -> list[Message]:
    """Send files as they are, each as its own message; the caption goes with the first."""
    stored = [world.files.store_document(shot.data, shot.name, shot.mime) for shot in shots]
    contents = [Content(caption if index == 0 else "", document=file) for index, file in enumerate(stored)]
    return [_send(world, person, content) for content in contents]


def press(world: World, person: Account, message: Message, data: str, *, stale: bool = False) -> Press:
    """Press the button with this data; `stale` also presses one that the message no longer shows."""
    shown = {button.get("callback_data") for row in message.keyboard or [] for button in row}
    if data not in shown and not stale:
        raise ControlError(409, "That message has no such button now.")
    done = Press(str(next(world.press_numbers)), person.id, message.id, data, world.clock())
    message.chat.presses[done.id] = done
    world.mark_chat_changed(message.chat)
    query = {"id": done.id, "from": person.write_user(), "message": message.write()}
    query |= {"chat_instance": str(-message.chat.id - 1), "data": data}
    world.updates.publish("callback_query", query, message.chat.id)
    return done


def block(world: World, person: Account, *, blocked: bool) -> None:
    """Block the bot, or take the block back; the bot learns of it."""
    if person.blocked == blocked:
        return
    person.blocked = blocked
    states: list[JsonObject] = [{"status": "member"}, {"status": "kicked", "until_date": 0}]
    old, new = states if blocked else states[::-1]
    chat = world.open_chat(person.write_chat())
    change: JsonObject = {"chat": chat.write(), "from": person.write_user(), "date": int(world.clock())}
    change |= {"old_chat_member": {**old, "user": world.bot}, "new_chat_member": {**new, "user": world.bot}}
    world.updates.publish("my_chat_member", change, chat.id)
    world.mark_chat_changed(chat)


def delete(world: World, chat: Chat, message_id: int) -> None:
    """Delete a message on both sides; the bot is not told."""
    if chat.messages.pop(message_id, None) is None:
        raise ControlError(404, "There is no such message.")
    world.mark_chat_changed(chat)


def _has_siblings(index: int, count: int) -> bool:
    start = index - index % MAX_ALBUM
    return min(count - start, MAX_ALBUM) > 1


async def _develop(world: World, shot: Shot) -> list[Any]:
    try:
        return await world.files.store_photo(shot.data)
    except NotAPictureError as problem:
        sentence = f"{shot.name} is no picture that a phone could send as a photo; send it as a file."
        raise ControlError(422, sentence) from problem


def _check_can_write(person: Account) -> None:
    if person.blocked:
        raise ControlError(409, "This person has blocked the bot; unblock it first.")


def _send(world: World, person: Account, content: Content, album: str = "", group: str = "") -> Message:
    _check_can_write(person)
    chat = world.open_chat(_describe_group(group) if group else person.write_chat())
    person.started = person.started or not group
    message = world.add_message(chat, person.write_user(), content, album=album)
    world.updates.publish("message", message.write(), chat.id)
    return message


def _describe_group(title: str) -> JsonObject:
    number = -(1000 + sum(title.encode()))
    return {"id": number, "type": "group", "title": title}
