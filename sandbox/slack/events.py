"""What happened, told to the app: messages, changes, deletions, an opened home, a removed installation."""

from typing import Any

from sandbox.slack.accounts import APP_ID, VERIFICATION_TOKEN, Account, Team
from sandbox.slack.channels import Channel, Message
from sandbox.slack.deliveries import EVENT
from sandbox.slack.errors import JsonObject
from sandbox.slack.files import StoredFile
from sandbox.slack.world import World

_CHANNEL_TYPES = {"im": "im", "channel": "channel"}


def tell(world: World, team: Team, subscription: str, event: JsonObject) -> None:
    """Deliver an event in its wrapper, if the app subscribed to its kind."""
    if subscription not in world.deliveries.subscribed:
        return
    who: JsonObject = {"enterprise_id": None, "team_id": team.id, "user_id": team.bot_user}
    wrapped: JsonObject = {
        "token": VERIFICATION_TOKEN,
        "team_id": team.id,
        "context_team_id": team.id,
        "context_enterprise_id": None,
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": world.next_id("Ev"),
        "event_time": int(world.clock()),
        "authorizations": [{**who, "is_bot": True, "is_enterprise_install": False}],
        "is_ext_shared_channel": False,
    }
    world.deliveries.publish(EVENT, wrapped, world.clock())


def tell_of_message(world: World, channel: Channel, message: Message, **more: Any) -> None:
    """Tell of a new message; the bot's own come back to it too."""
    event = {**message.write(channel.team), **_place(channel), "event_ts": message.ts, **more}
    if message.files:
        event |= {"subtype": "file_share", "display_as_bot": False}
        del event["team"]
    _tell_in(world, channel, event)


def tell_of_change(world: World, channel: Channel, message: Message, before: JsonObject) -> None:
    """Tell of an edited message."""
    after = {**message.write(channel.team), **_place(channel), "event_ts": message.ts}
    _tell_hidden(world, channel, "message_changed", before, message=after)


def remove_message(world: World, channel: Channel, message: Message) -> None:
    """Delete a message for everyone, and tell of it."""
    del channel.messages[message.ts]
    world.mark_channel(channel)
    before = message.write(channel.team)
    _tell_hidden(world, channel, "message_deleted", before, deleted_ts=message.ts)


def tell_of_home(world: World, person: Account, tab: str = "home") -> None:
    """Tell that a person opened the app's home or its messages tab."""
    channel = world.open_im(person)
    event: JsonObject = {"type": "app_home_opened", "user": person.id, "channel": channel.id, "tab": tab}
    home = world.interactions.homes.get(person.id)
    if home and tab == "home":
        event["view"] = home.write()
    tell(world, channel.team, "app_home_opened", {**event, "event_ts": world.next_ts()})


def remove_file(world: World, file: StoredFile) -> None:
    """Delete a file everywhere, leaving tombstones in messages, and tell of it."""
    file.deleted, file.data = True, b""
    for channel_id in file.shares:
        world.mark_channel(world.channels[channel_id])
    event = {"type": "file_deleted", "file_id": file.id, "event_ts": world.next_ts()}
    tell(world, world.teams[file.team_id], "file_deleted", {**event, "channel_ids": list(file.shares)})


def remove_app(world: World, team: Team) -> None:
    """Take the app out of a workspace: its tokens open nothing more, and it is told twice."""
    for grant in world.grants.values():
        if grant.team is team and grant.kind == "bot":
            grant.refusal = "account_inactive"
    stamp = world.next_ts()
    tokens = {"oauth": [], "bot": [team.bot_user]}
    tell(world, team, "tokens_revoked", {"type": "tokens_revoked", "tokens": tokens, "event_ts": stamp})
    tell(world, team, "app_uninstalled", {"type": "app_uninstalled", "event_ts": stamp})


def _tell_hidden(world: World, channel: Channel, subtype: str, before: JsonObject, **more: Any) -> None:
    stamp = world.next_ts()
    event = {"type": "message", "subtype": subtype, "hidden": True, "ts": stamp, "event_ts": stamp}
    before = {**before, **_place(channel), "event_ts": before["ts"]}
    _tell_in(world, channel, {**event, **_place(channel), "previous_message": before, **more})


def _tell_in(world: World, channel: Channel, event: JsonObject) -> None:
    subscription = "message.im" if channel.kind == "im" else "message.channels"
    tell(world, channel.team, subscription, event)


def _place(channel: Channel) -> JsonObject:
    return {"channel": channel.id, "channel_type": _CHANNEL_TYPES[channel.kind]}
