"""The methods about files: announce, complete and share an upload; look one up; delete."""

import asyncio

from sandbox.slack import events
from sandbox.slack.asking import Ask, require
from sandbox.slack.channels import Channel, Message
from sandbox.slack.chat_methods import find_channel
from sandbox.slack.errors import InvalidArgumentsError, JsonObject, SlackError
from sandbox.slack.files import StoredFile
from sandbox.slack.world import World

# docs.slack.dev: files of up to 1 GB; the stand-in keeps them in memory.
MAX_FILE_BYTES = 64 * 1024 * 1024


async def get_upload_url(ask: Ask) -> JsonObject:
    """Answer files.getUploadURLExternal."""
    require(ask, "filename", "length")
    length = ask.text("length")
    if not length.isdecimal() or int(length) == 0:
        raise InvalidArgumentsError(["must be greater than 0 [json-pointer:/length]"])
    if int(length) > MAX_FILE_BYTES:
        raise SlackError("file_upload_size_restricted")
    file = make_file(ask.world, ask.team.id, ask.team.bot_user, ask.text("filename"), int(length))
    ticket = ask.world.make_secret()
    ask.world.uploads[ticket] = file
    return {"upload_url": f"{ask.world.base_url}/upload/v1/{ticket}", "file_id": file.id}


async def complete_upload(ask: Ask) -> JsonObject:
    """Answer files.completeUploadExternal; the message with the files comes some time after the answer."""
    files = [_find_uploaded(ask, entry) for entry in _read_entries(ask)]
    wanted = [name for name in (ask.text("channel_id"), *ask.text("channels").split(",")) if name]
    channels = [find_channel(Ask(ask.world, {"channel": name}, ask.token, ask.grant)) for name in wanted]
    for file in files:
        file.completed = True
    fault = ask.world.faults.take_share()
    if fault is None or fault.kind != "lost_share":
        wait = fault.seconds if fault else ask.world.pace.share_seconds
        for channel in channels:
            message = Message("", ask.team.bot_user, ask.text("initial_comment"), files=files)
            message.thread_ts = ask.text("thread_ts")
            ask.world.later(_share(ask.world, channel, message, wait))
    return {"files": [{"id": file.id, "title": file.title or file.name} for file in files]}


async def show_file(ask: Ask) -> JsonObject:
    """Answer files.info."""
    file = find_file(ask)
    return {
        "file": write_full_file(ask.world, file),
        "comments": [],
        "response_metadata": {"next_cursor": ""},
    }


async def list_files(ask: Ask) -> JsonObject:
    """Answer files.list, newest first, one page."""
    found = [file for file in ask.world.files.values() if _belongs(ask, file)]
    wanted = ask.text("channel")
    shown = [file for file in reversed(found) if not wanted or wanted in file.shares]
    paging = {"count": len(shown), "total": len(shown), "page": 1, "pages": 1}
    return {"files": [write_full_file(ask.world, file) for file in shown], "paging": paging}


async def delete_file(ask: Ask) -> JsonObject:
    """Answer files.delete; a bot deletes only its own files."""
    file = find_file(ask)
    if file.user != ask.team.bot_user:
        raise SlackError("cant_delete_file")
    events.remove_file(ask.world, file)
    return {}


def make_file(world: World, team_id: str, user: str, name: str, length: int) -> StoredFile:
    """Keep a file whose bytes are still to come."""
    file_id = world.next_id("F")
    file = StoredFile(file_id, team_id, user, name, length, int(world.clock()), world.base_url)
    world.files[file_id] = file
    return file


def share_files(world: World, channel: Channel, message: Message) -> Message:
    """Put a message with files into a conversation, and tell of it."""
    message.ts = world.next_ts()
    for file in message.files:
        file.shares.setdefault(channel.id, []).append(message.ts)
    world.add_message(channel, message)
    events.tell_of_message(world, channel, message)
    return message


def write_full_file(world: World, file: StoredFile) -> JsonObject:
    """Render a file with where it was shared."""
    ims = [name for name in file.shares if world.channels[name].kind == "im"]
    rest = [name for name in file.shares if name not in ims]
    shares: JsonObject = {}
    if file.shares:
        private = {n: [{"ts": ts, "reply_users": []} for ts in all_ts] for n, all_ts in file.shares.items()}
        shares["private"] = private
    return {**file.write(), "ims": ims, "channels": rest, "groups": [], "shares": shares}


def find_file(ask: Ask) -> StoredFile:
    """Find the file that a call names; raises SlackError."""
    require(ask, "file")
    file = ask.world.files.get(ask.text("file"))
    if file is None or not _belongs(ask, file):
        raise SlackError("file_not_found")
    if file.deleted:
        raise SlackError("file_deleted")
    return file


def _belongs(ask: Ask, file: StoredFile) -> bool:
    return file.team_id == ask.team.id and file.completed


def _read_entries(ask: Ask) -> list[JsonObject]:
    require(ask, "files")
    entries = ask.json("files")
    if not isinstance(entries, list) or not entries or not all(isinstance(e, dict) for e in entries):
        raise InvalidArgumentsError(["must provide an array of objects [json-pointer:/files]"])
    return entries


def _find_uploaded(ask: Ask, entry: JsonObject) -> StoredFile:
    file = ask.world.files.get(str(entry.get("id")))
    is_ours = file is not None and file.team_id == ask.team.id and file.user == ask.team.bot_user
    if file is None or not is_ours or file.data is None or file.deleted:
        raise SlackError("file_not_found")
    file.title = str(entry.get("title") or file.name)
    return file


async def _share(world: World, channel: Channel, message: Message, wait: float) -> None:
    await asyncio.sleep(wait)
    message.files = [file for file in message.files if not file.deleted]
    if message.files:
        share_files(world, channel, message)
