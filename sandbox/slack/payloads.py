"""Renders what a person's tap, submission or command looks like to the app."""

from sandbox.slack.accounts import APP_ID, VERIFICATION_TOKEN, Account
from sandbox.slack.channels import Channel, Message
from sandbox.slack.errors import JsonObject
from sandbox.slack.interactions import Press, ResponseLink, Trigger, View
from sandbox.slack.world import World


def write_message_action(
    world: World, person: Account, channel: Channel, message: Message, action: JsonObject
) -> JsonObject:
    """Render block_actions for an element of a message."""
    ephemeral = bool(message.only_for)
    container = {"type": "message", "message_ts": message.ts, "channel_id": channel.id}
    body = {
        **_write_common(world, person, "block_actions"),
        "container": {**container, "is_ephemeral": ephemeral},
        "trigger_id": open_trigger(world, person),
        "channel": {"id": channel.id, "name": channel.name},
        "state": {"values": {}},
        "response_url": open_response(world, person, channel, message, "actions"),
        "actions": [action],
    }
    return body if ephemeral else {**body, "message": message.write(channel.team)}


def write_view_action(world: World, view: View, action: JsonObject) -> JsonObject:
    """Render block_actions for an element of a modal or home."""
    return {
        **_write_common(world, view.person, "block_actions"),
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": open_trigger(world, view.person),
        "view": view.write(),
        "actions": [action],
    }


def write_submission(world: World, view: View) -> JsonObject:
    """Render view_submission."""
    trigger = {"trigger_id": open_trigger(world, view.person), "view": view.write(), "response_urls": []}
    return {**_write_common(world, view.person, "view_submission"), **trigger}


def write_closed(world: World, view: View, *, cleared: bool) -> JsonObject:
    """Render view_closed."""
    body = _write_common(world, view.person, "view_closed")
    body["user"].pop("username")
    del body["enterprise"]
    return {**body, "view": view.write(), "is_cleared": cleared}


def write_command(world: World, person: Account, channel: Channel, command: str, text: str) -> JsonObject:
    """Render a slash command, whose values are all texts."""
    team = channel.team
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": channel.id,
        "channel_name": channel.name,
        "user_id": person.id,
        "user_name": person.name,
        "command": command,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": open_response(world, person, channel, None, "commands"),
        "trigger_id": open_trigger(world, person),
    }


def write_action(world: World, block_id: str, element: JsonObject, **chosen: object) -> JsonObject:
    """Render what was done with one element."""
    ids = {"action_id": element["action_id"], "block_id": block_id, "type": element["type"]}
    shown: JsonObject = {name: element[name] for name in ("text", "value", "placeholder") if name in element}
    return {**ids, **shown, **chosen, "action_ts": world.next_ts()}


def open_trigger(world: World, person: Account) -> str:
    """Give the right to open one modal."""
    trigger = Trigger(f"{next(world.numbers)}.{world.make_secret()}", person, world.clock())
    world.interactions.triggers[trigger.id] = trigger
    return trigger.id


def open_response(world: World, person: Account, channel: Channel, message: Message | None, kind: str) -> str:
    """Give an address under which the app may answer an interaction."""
    secret = world.make_secret()
    world.interactions.links[secret] = ResponseLink(channel, person, world.clock(), message)
    return f"{world.base_url}/response/{kind}/{channel.team.id}/{secret}"


def note_press(world: World, person: Account, what: str) -> Press:
    """Note that a person pressed or sent something, before the app knows."""
    press = Press(world.next_id("P"), person.id, what, world.clock())
    world.interactions.presses[press.id] = press
    world.mark_person(person)
    return press


def _write_common(world: World, person: Account, kind: str) -> JsonObject:
    team = world.teams[person.team_id]
    user = {"id": person.id, "username": person.name, "name": person.name, "team_id": team.id}
    return {
        "type": kind,
        "user": user,
        "api_app_id": APP_ID,
        "token": VERIFICATION_TOKEN,
        "team": {"id": team.id, "domain": team.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }
