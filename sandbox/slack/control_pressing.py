"""Finds the button that a person means, in a message, modal or home, and presses it."""

import html

from sandbox.controls import ControlError
from sandbox.slack import deeds
from sandbox.slack.accounts import Account
from sandbox.slack.block_reading import list_elements
from sandbox.slack.channels import Channel, Message
from sandbox.slack.control_requests import find_place
from sandbox.slack.errors import JsonObject
from sandbox.slack.interactions import View
from sandbox.slack.world import World

_WHERE = ("modal", "chat", "home")


def press(world: World, person: Account, body: JsonObject) -> JsonObject:
    """Press by text or action_id: {text or action_id, value?, where?, ts?, channel?}.

    `where` is `modal`, `chat` or `home`; without it they are searched in that order, messages from the
    newest. `ts` names one message. `value` chooses an option of a select or radio.
    """
    where = str(body.get("where", ""))
    if where not in ("", *_WHERE):
        raise ControlError(422, f"where is one of {', '.join(_WHERE)}.")
    channel = find_place(world, person, str(body.get("channel", "")))
    for place in (where,) if where else _WHERE:
        done = _press_in(world, person, channel, place, body)
        if done:
            return done
    raise ControlError(409, "Nothing shows such a button now.")


def _press_in(
    world: World, person: Account, channel: Channel, place: str, body: JsonObject
) -> JsonObject | None:
    value = str(body.get("value", ""))
    if place == "chat":
        for message in _list_messages(person, channel, body):
            action_id = _find(message.blocks, body)
            if action_id:
                done = deeds.press_in_message(world, person, channel, message, action_id, value)
                return {"press_id": done.id, "ts": message.ts, "action_id": action_id}
        return None
    view = _find_view(world, person, place)
    action_id = _find(view.body["blocks"], body) if view else ""
    if view is None or not action_id:
        return None
    return {"press_id": deeds.press_in_view(world, view, action_id, value).id, "action_id": action_id}


def _find_view(world: World, person: Account, place: str) -> View | None:
    if place == "modal":
        return world.interactions.find_modal(person.id)
    return world.interactions.homes.get(person.id)


def _list_messages(person: Account, channel: Channel, body: JsonObject) -> list[Message]:
    seen = [m for m in channel.messages.values() if m.only_for in ("", person.id)]
    return [m for m in reversed(seen) if body.get("ts") in (None, "", m.ts)]


def _find(blocks: list[JsonObject], body: JsonObject) -> str:
    label, wanted = str(body.get("text", "")).casefold(), body.get("action_id")
    for block in blocks:
        for element in list_elements(block):
            text = element.get("text")
            shown = html.unescape(text["text"]).casefold() if isinstance(text, dict) else ""
            if element.get("action_id") and (element["action_id"] == wanted or (label and label in shown)):
                return str(element["action_id"])
    return ""
