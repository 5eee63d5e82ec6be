"""Reads Telegram's updates; what is no private chat, or no shape we know, is nobody's message."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from bots.arrival import Arrival
from bots.inbound import Asked, FromPerson, Left, OtherSent, PhotoSent, Pressed, Returned, Said, Started
from bots.telegram.buttons import read_button

ALLOWED_UPDATES: Final = ("message", "callback_query", "my_chat_member")
MAX_TEXT: Final = 4096  # Bot API, sendMessage; people are held to the same

_COMMAND = re.compile(r"/(\w{1,32})(?:@\w+)?(?:\s+(.*))?", re.ASCII | re.DOTALL)
_PHOTO_NAME = re.compile(r"\.(jpe?g|jfif|png|webp|heic|heif|hif|avif|gif|bmp|tiff?)$", re.IGNORECASE)
_NO_TYPE = ("", "application/octet-stream")
_OTHERS = (
    "sticker", "voice", "video", "video_note", "audio", "animation", "location", "contact", "poll", "dice",
    "venue", "story", "game", "paid_media",
)  # fmt: skip

Json = Mapping[str, Any]


def read_update(update: Json) -> Arrival | None:
    """What `update` (Bot API, Update) says to the conversation; None when it says nothing."""
    try:
        for kind, read in _READERS.items():
            if kind in update:
                return read(update[kind], str(int(update["update_id"])))
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    return None


def _read_message(message: Json, key: str) -> Arrival | None:
    inbound = _read_content(message)
    if inbound is None:
        return None
    return _read_sender(message["chat"], message["from"], key, inbound)


def _read_press(query: Json, key: str) -> Arrival | None:
    action, value, token = read_button(_clean(query["data"]))
    inbound = Pressed(action, value, token, _clean(query["id"]))
    return _read_sender(query["message"]["chat"], query["from"], key, inbound)


def _read_membership(change: Json, key: str) -> Arrival | None:
    inbound = _MEMBERSHIPS.get(change["new_chat_member"]["status"])
    return _read_sender(change["chat"], change["from"], key, inbound) if inbound else None


_MEMBERSHIPS: Final[dict[str, FromPerson]] = {"kicked": Left("blocked"), "member": Returned()}
_READERS: Final[dict[str, Callable[[Json, str], Arrival | None]]] = {
    "message": _read_message,
    "callback_query": _read_press,
    "my_chat_member": _read_membership,
}


def _read_sender(chat: Json, sender: Json, key: str, inbound: FromPerson) -> Arrival | None:
    if chat["type"] != "private" or sender.get("is_bot"):
        return None
    names = (sender.get("first_name") or "", sender.get("last_name") or "")
    name = _clean(" ".join(part for part in names if part))
    language = sender.get("language_code")
    return Arrival("telegram", str(int(chat["id"])), key, inbound, name, language and _clean(language))


def _read_content(message: Json) -> FromPerson | None:
    group = _clean(message.get("media_group_id") or "")
    if message.get("text"):
        return _read_text(_clean(message["text"]))
    if message.get("photo"):
        return _read_photo(message["photo"], group)
    for kind in _OTHERS:
        if kind in message:
            return OtherSent(kind, group)
    if message.get("document"):
        return _read_document(message["document"], group)
    return None


def _read_text(text: str) -> FromPerson:
    command = _COMMAND.fullmatch(text.strip())
    if command is None:
        return Said(text)
    word, args = command[1].lower(), (command[2] or "").strip()
    if word == "start":
        return Started(args.partition(" ")[0])
    return Asked(word, args)


def _read_photo(sizes: list[Json], group: str) -> PhotoSent:
    largest = max(sizes, key=lambda size: int(size["width"]) * int(size["height"]))
    return PhotoSent(_read_ref(largest), "", "image/jpeg", _read_size(largest), group)


def _read_document(document: Json, group: str) -> FromPerson:
    name, mime = _clean(document.get("file_name") or ""), _clean(document.get("mime_type") or "").lower()
    # iPhones send HEIC files without a type; a page saved as photo.jpg deserves a word about itself.
    unnamed = mime in _NO_TYPE and "." not in name
    if not (mime.startswith("image/") or _PHOTO_NAME.search(name) or unnamed):
        return OtherSent("document", group)
    return PhotoSent(_read_ref(document), name, mime, _read_size(document), group)


def _read_ref(file: Json) -> dict[str, str]:
    return {"file_id": _clean(file["file_id"]), "unique": _clean(file.get("file_unique_id") or "")}


def _read_size(file: Json) -> int | None:
    size = file.get("file_size")
    return None if size is None else int(size)


def _clean(text: str) -> str:
    """`text` as every database takes it: no NUL, no half of a surrogate pair, not longer than a message."""
    return text[:MAX_TEXT].encode("utf-8", "replace").decode().replace("\x00", "")
