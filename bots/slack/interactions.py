"""Reads taps, commands and forms; each comes with a trigger id of its own, by which a second delivery is known."""

from collections.abc import Mapping
from typing import Any

from bots.arrival import Arrival
from bots.inbound import Asked, Pressed
from bots.slack.blocks import read_button
from bots.slack.events import clean, find_workspace, name_chat, read_command_words, read_files
from bots.slack.form import FILES, PHOTOS, UPLOAD

Json = Mapping[str, Any]


def read_action(payload: Json) -> list[Arrival]:
    """A tap (`block_actions`) on a button of a message or of the home tab; untrusted all the way."""
    try:
        chat = name_chat(find_workspace(payload), payload["user"]["id"])
        pressed = [_read_press(action, payload) for action in payload["actions"][:1]]
        key = clean(payload["trigger_id"])
        name = _read_name(payload["user"])
        return [Arrival("slack", chat, key, press, name) for press in pressed if press is not None]
    except (KeyError, TypeError, ValueError, AttributeError):
        return []


def _read_press(action: Json, payload: Json) -> Pressed | Asked | None:
    if action.get("type") != "button":
        return None
    word, value, token = read_button(clean(action.get("value") or ""))
    if word == UPLOAD:
        return None
    if word == "ask":
        return Asked(value)
    return Pressed(word, value, token, clean(payload.get("response_url") or ""))


def read_command(payload: Json) -> list[Arrival]:
    """`/headshots ...`, wherever it was typed; the answer goes to the private chat."""
    try:
        chat = name_chat(find_workspace(payload), payload["user_id"])
        if asks_for_form(payload):
            return []
        inbound = read_command_words(clean(payload.get("text") or ""))
        name = clean(payload.get("user_name") or "")
        return [Arrival("slack", chat, clean(payload["trigger_id"]), inbound, name)]
    except (KeyError, TypeError, ValueError, AttributeError):
        return []


def asks_for_form(payload: Json) -> bool:
    """Whether a tap or a command wants the form with photos, which must open within seconds and changes nothing."""
    if "command" in payload:
        return str(payload.get("text") or "").strip().lower() == UPLOAD
    actions = payload.get("actions") or [{}]
    return read_button(str(actions[0].get("value") or ""))[0] == UPLOAD


def read_view(payload: Json) -> list[Arrival]:
    """The form with photos was sent (`view_submission`): one arrival for each."""
    try:
        if payload["view"]["callback_id"] != PHOTOS:
            return []
        chat = name_chat(find_workspace(payload), payload["user"]["id"])
        values = payload["view"]["state"]["values"]
        files = values[PHOTOS][FILES].get("files") or []
        return read_files(files, chat, clean(payload["trigger_id"]), clean(payload["view"]["id"]))
    except (KeyError, TypeError, ValueError, AttributeError):
        return []


def _read_name(user: Json) -> str:
    return clean(user.get("name") or user.get("username") or "")
