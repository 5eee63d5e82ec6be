"""The methods about messages and conversations."""

from sandbox.slack import events
from sandbox.slack.asking import Ask, require
from sandbox.slack.block_checks import check_blocks
from sandbox.slack.block_reading import name_blocks
from sandbox.slack.channels import Channel, Message
from sandbox.slack.errors import InvalidArgumentsError, JsonObject, SlackError
from sandbox.slack.pictures_in_blocks import check_pictures
from sandbox.slack.world import World

# docs.slack.dev: chat.postMessage cuts at 40,000 characters, chat.update takes 4,000.
MAX_TEXT = 40_000
MAX_UPDATE = 4_000
MAX_HISTORY = 999


async def post_message(ask: Ask) -> JsonObject:
    """Answer chat.postMessage; a person's id as channel means their direct messages."""
    channel = find_channel(ask, may_name_person=True)
    text, blocks = read_content(ask, MAX_TEXT)
    message = Message(ask.world.next_ts(), ask.team.bot_user, text, blocks, thread_ts=ask.text("thread_ts"))
    message.metadata = read_metadata(ask)
    ask.world.add_message(channel, message)
    events.tell_of_message(ask.world, channel, message)
    return {"channel": channel.id, "ts": message.ts, "message": message.write_whole(ask.team)}


async def post_ephemeral(ask: Ask) -> JsonObject:
    """Answer chat.postEphemeral."""
    channel = find_channel(ask)
    person = ask.text("user")
    if person not in ask.team.members or channel.person not in ("", person):
        raise SlackError("user_not_in_channel")
    text, blocks = read_content(ask, MAX_TEXT)
    message = Message(ask.world.next_ts(), ask.team.bot_user, text, blocks, only_for=person)
    ask.world.add_message(channel, message)
    return {"message_ts": message.ts}


async def update(ask: Ask) -> JsonObject:
    """Answer chat.update; blocks that are not given stay, and an empty list takes them away (docs.slack.dev)."""
    channel = find_channel(ask)
    message = _find_message(ask, channel)
    if message.user != ask.team.bot_user:
        raise SlackError("cant_update_message")
    text, blocks = read_content(ask, MAX_UPDATE)
    kept = message.blocks if ask.get("blocks") is None else blocks
    before = message.write(ask.team)
    change_message(ask.world, channel, message, text, kept)
    events.tell_of_change(ask.world, channel, message, before)
    # Slack's own answer names the time outside of the message only; contract chat.update.
    body = {name: value for name, value in message.write(ask.team).items() if name not in ("ts", "thread_ts")}
    return {"channel": channel.id, "ts": message.ts, "text": text, "message": body}


async def delete(ask: Ask) -> JsonObject:
    """Answer chat.delete; the bot deletes only what it wrote."""
    channel = find_channel(ask)
    message = _find_message(ask, channel)
    if message.user != ask.team.bot_user:
        raise SlackError("cant_delete_message")
    events.remove_message(ask.world, channel, message)
    return {"channel": channel.id, "ts": message.ts}


async def open_conversation(ask: Ask) -> JsonObject:
    """Answer conversations.open for one person."""
    person = ask.team.members.get(ask.text("users"))
    if person is None:
        raise SlackError("user_not_found" if ask.text("users") else "users_list_not_supplied")
    channel = _refuse_to_disabled(ask, ask.world.open_im(person))
    if not ask.flag("return_im"):
        return {"channel": {"id": channel.id}}
    return {"channel": {"id": channel.id, "is_im": True, "user": person.id, "is_open": True, "created": 0}}


async def show_conversation(ask: Ask) -> JsonObject:
    """Answer conversations.info."""
    channel = find_channel(ask)
    is_im = channel.kind == "im"
    about: JsonObject = {"user": channel.person} if is_im else {"name": channel.name}
    return {"channel": {"id": channel.id, "is_im": is_im, "is_archived": False, **about}}


async def list_history(ask: Ask) -> JsonObject:
    """Answer conversations.history, newest first, one page."""
    channel = find_channel(ask)
    oldest, latest = ask.text("oldest") or "0", ask.text("latest") or "9999999999"
    found = [m for m in channel.messages.values() if not m.only_for and oldest <= m.ts <= latest]
    wanted = ask.text("limit") or "100"
    if not wanted.isdecimal():
        raise SlackError("invalid_limit")
    limit = min(int(wanted), MAX_HISTORY)
    write = Message.write_whole if ask.flag("include_all_metadata") else Message.write
    page = [write(message, ask.team) for message in reversed(found)][:limit]
    return {"messages": page, "has_more": len(found) > limit, "pin_count": 0}


def change_message(
    world: World, channel: Channel, message: Message, text: str, blocks: list[JsonObject]
) -> None:
    """Replace what a message says."""
    message.earlier.append(message.text)
    message.text, message.blocks, message.edited_at = text, blocks, world.next_ts()
    world.mark_changed(channel, message)


def find_channel(ask: Ask, *, may_name_person: bool = False) -> Channel:
    """Find the conversation that a call names; raises SlackError as Slack does."""
    wanted = ask.text("channel") or ask.text("channel_id")
    if may_name_person and wanted in ask.team.members:
        return _refuse_to_disabled(ask, ask.world.open_im(ask.team.members[wanted]))
    channel = ask.world.channels.get(wanted)
    if channel is None or channel.team is not ask.team:
        raise SlackError("channel_not_found")
    if channel.kind != "im":
        raise SlackError("not_in_channel")
    return _refuse_to_disabled(ask, channel)


def read_content(ask: Ask, most: int) -> tuple[str, list[JsonObject]]:
    """Read and check a message's text and blocks; raises SlackError as Slack does."""
    text, blocks = ask.text("text"), ask.json("blocks") or []
    if not text and not blocks and not ask.get("attachments"):
        raise SlackError("no_text")
    if len(text) > most:
        raise SlackError("msg_too_long")
    faults = list(check_blocks(blocks)) or list(check_pictures(ask.world, ask.team, blocks, "/blocks"))
    if faults:
        raise InvalidArgumentsError(faults, "invalid_blocks", errors=faults)
    return text, name_blocks(blocks)


def read_metadata(ask: Ask) -> JsonObject:
    """Read the data that a message carries for apps, if any; raises SlackError as Slack does."""
    given = ask.json("metadata") or {}
    is_well = isinstance(given, dict) and not given.keys() - {"event_type", "event_payload"}
    if given and not (is_well and given.get("event_type") and isinstance(given.get("event_payload"), dict)):
        raise SlackError("invalid_metadata_format")
    return dict(given)


def _refuse_to_disabled(ask: Ask, channel: Channel) -> Channel:
    if ask.team.members[channel.person].deleted:
        raise SlackError("user_disabled")
    return channel


def _find_message(ask: Ask, channel: Channel) -> Message:
    require(ask, "ts")
    message = channel.find(ask.get("ts"))
    if message is None:
        raise SlackError("message_not_found")
    return message
