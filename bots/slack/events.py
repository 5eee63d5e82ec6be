"""Reads Slack's events; what is no private chat, or no shape we know, is nobody's message."""

import re
from collections.abc import Mapping
from typing import Any, Final

from bots.arrival import Arrival
from bots.inbound import Asked, FromPerson, OtherSent, PhotoSent, Said, Started
from bots.slack.blocks import COMMAND, WORDS, unescape

MAX_TEXT: Final = 4096  # people are held to the length of a message on the other platform
MAX_FILES: Final = 50  # Slack's clients attach 10 to a message
_PHOTO_NAME = re.compile(r"\.(jpe?g|jfif|png|webp|heic|heif|hif|avif|gif|bmp|tiff?)$", re.IGNORECASE)
_NO_TYPE = ("", "application/octet-stream")
_SPOKEN: Final = (None, "file_share")  # other subtypes are edits, deletions and what bots say
_TYPED: Final = {word: command for command, word in WORDS.items() if command != "start"}
_WITH_CODE = re.compile(r"(?:join|start|link)\s+\S+", re.IGNORECASE)

Json = Mapping[str, Any]


def read_event(payload: Json) -> list[Arrival]:
    """What an `event_callback` says to the conversation: a message with n files is n arrivals."""
    try:
        event = payload["event"]
        if event["type"] != "message" or event.get("channel_type") != "im":
            return []
        return _read_message(event, find_workspace(payload), str(payload["event_id"]))
    except (KeyError, TypeError, ValueError, AttributeError):
        return []


def find_workspace(payload: Json) -> str:
    """The workspace of an event, a command or a tap; the organisation where the app is installed to all of it."""
    team = payload.get("team_id") or (payload.get("team") or {}).get("id")
    enterprise = payload.get("enterprise_id") or (payload.get("enterprise") or {}).get("id")
    return clean(team or enterprise or "")


def name_chat(workspace: str, user: str) -> str:
    """Our id of the private chat with somebody.

    Not the id of its channel: commands, forms and the home tab come from elsewhere but belong to the same chat.
    """
    if not workspace or not user:
        raise ValueError("nobody")
    return f"{workspace}/{clean(user)}"


def _read_message(event: Json, workspace: str, event_id: str) -> list[Arrival]:
    if event.get("subtype") not in _SPOKEN or event.get("bot_id") or not event.get("user"):
        return []
    chat = name_chat(workspace, event["user"])
    files = event.get("files") or []
    if not files:
        return [Arrival("slack", chat, event_id, read_words(unescape(clean(event.get("text") or ""))))]
    return read_files(files, chat, event_id, clean(event["ts"]))


def read_files(files: list[Json], chat: str, key: str, group: str) -> list[Arrival]:
    """One arrival for each file; each is its own when the whole is delivered again."""
    shared = group if len(files) > 1 else ""
    workspace = chat.partition("/")[0]
    return [
        Arrival("slack", chat, f"{key}:{clean(file['id'])}", read_file(file, shared, workspace))
        for file in files[:MAX_FILES]
    ]


def read_file(file: Json, group: str, workspace: str) -> FromPerson:
    """A picture, or something else; a file that lies outside of Slack is something else."""
    name, mime = clean(file.get("name") or ""), clean(file.get("mimetype") or "").lower()
    unnamed = mime in _NO_TYPE and "." not in name
    is_photo = mime.startswith("image/") or bool(_PHOTO_NAME.search(name)) or unnamed
    if not is_photo or file.get("is_external"):
        return OtherSent("document", group)
    size = file.get("size")
    ref = _read_ref(file) | {"workspace": workspace}
    return PhotoSent(ref, name, mime, None if size is None else int(size), group)


def _read_ref(file: Json) -> dict[str, str]:
    # A file of a shared channel comes as a bare id; what it is must be asked for.
    url = file.get("url_private_download") or file.get("url_private") or ""
    return {"file_id": clean(file["id"]), "url": clean(url)}


def read_words(text: str) -> FromPerson:
    """Plain words, or a command typed into the chat: `join CODE`, `balance`, `/headshots new`."""
    words = text.strip()
    if words.startswith("/"):
        return read_command_words(words.removeprefix(COMMAND).strip().removeprefix("/"))
    parts = words.lower().split()
    is_command = len(parts) == 1 and parts[0] in _TYPED
    return read_command_words(words) if is_command or _WITH_CODE.fullmatch(words) else Said(text)


def read_command_words(text: str) -> Started | Asked:
    """What follows `/headshots`: nothing begins, `join CODE` joins, any other word is a command."""
    word, _, args = text.strip().partition(" ")
    word, args = word.lower(), args.strip()
    if word in ("", "join", "start"):
        return Started(args.partition(" ")[0].strip("`*\"'"))
    return Asked(_TYPED.get(word, word), args)


def clean(text: str) -> str:
    """`text` as every database takes it: no NUL, no half of a surrogate pair, not longer than a message."""
    return text[:MAX_TEXT].encode("utf-8", "replace").decode().replace("\x00", "")
