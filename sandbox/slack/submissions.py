"""What people do in a modal: fill in, submit, close; and what the app's answer makes of it."""

import html
from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.controls import ControlError
from sandbox.slack import payloads
from sandbox.slack.accounts import Account
from sandbox.slack.block_reading import list_inputs
from sandbox.slack.deeds import Upload, choose
from sandbox.slack.deliveries import INTERACTIVE
from sandbox.slack.errors import JsonObject, SlackError
from sandbox.slack.file_methods import make_file
from sandbox.slack.interactions import View
from sandbox.slack.view_methods import change_view, check_view_body, push_view
from sandbox.slack.world import World

# docs.slack.dev, file_input: ten megabytes per file.
MAX_INPUT_BYTES = 10 * 1024 * 1024


async def submit(
    world: World, person: Account, values: JsonObject, files: Mapping[str, Sequence[Upload]]
) -> JsonObject:
    """Fill in the topmost modal by action_id (or block_id) and submit it; waits for the app's answer.

    Gives `{outcome, errors}`; outcome is closed, errors, updated, pushed, cleared or timeout.
    """
    view = _find_modal(world, person)
    for entry in list_inputs(view.body["blocks"]):
        _fill_in(world, view, entry, values, files)
    view.errors = _find_blanks(view)
    if view.errors:
        world.mark_person(person)
        return {"outcome": "errors", "errors": view.errors}
    delivery = world.deliveries.publish(INTERACTIVE, payloads.write_submission(world, view), world.clock())
    await delivery.done.wait()
    if delivery.outcome != "acked":
        return {"outcome": "timeout", "errors": {}}
    outcome = _apply(world, view, delivery.answer if isinstance(delivery.answer, dict) else {})
    world.mark_person(person)
    return {"outcome": outcome, "errors": view.errors}


def close(world: World, person: Account, *, all_views: bool = False) -> None:
    """Close the topmost modal, or all; the app hears of those that asked for it."""
    _find_modal(world, person)
    for view in world.interactions.close(person.id, all_views=all_views):
        if view.body.get("notify_on_close"):
            payload = payloads.write_closed(world, view, cleared=all_views)
            world.deliveries.publish(INTERACTIVE, payload, world.clock())
    world.mark_person(person)


def _find_modal(world: World, person: Account) -> View:
    view = world.interactions.find_modal(person.id)
    if view is None:
        raise ControlError(409, "This person sees no modal now.")
    return view


def _fill_in(
    world: World,
    view: View,
    entry: JsonObject,
    values: JsonObject,
    files: Mapping[str, Sequence[Upload]],
) -> None:
    names = (entry["action_id"], entry["block_id"])
    state = view.values.setdefault(entry["block_id"], {})
    blank = _write_blank(entry["type"])
    state.setdefault(entry["action_id"], {"type": entry["type"], **blank})
    for name in names:
        if name in files:
            state[entry["action_id"]] = {
                "type": "file_input",
                "files": _store(world, view, entry, files[name]),
            }
        elif name in values:
            chosen = _write_chosen(view, entry, str(values[name]))
            state[entry["action_id"]] = {"type": entry["type"], **chosen}


def _find_blanks(view: View) -> dict[str, str]:
    """What Slack's client says of required inputs before it sends anything."""
    required = [b for b in view.body["blocks"] if b["type"] == "input" and not b.get("optional")]
    sentence = "Please complete this required field."
    return {b["block_id"]: sentence for b in required if _is_blank(view.values[b["block_id"]])}


def _is_blank(state: dict[str, JsonObject]) -> bool:
    return not any(given for entry in state.values() for name, given in entry.items() if name != "type")


def _write_blank(kind: str) -> JsonObject:
    if kind == "file_input":
        return {"files": []}
    if kind in ("multi_static_select", "checkboxes"):
        return {"selected_options": []}
    return {"selected_option": None} if kind in ("static_select", "radio_buttons") else {"value": None}


def _write_chosen(view: View, entry: JsonObject, value: str) -> JsonObject:
    blocks = view.body["blocks"]
    block = next(block for block in blocks if block["block_id"] == entry["block_id"])
    element = block.get("element") or block
    return choose(element, value) if entry["options"] else {"value": html.unescape(value)}


def _store(world: World, view: View, entry: JsonObject, uploads: Sequence[Upload]) -> list[JsonObject]:
    if len(uploads) > entry["max_files"]:
        raise ControlError(422, f"This input takes at most {entry['max_files']} files.")
    if any(len(upload.data) > MAX_INPUT_BYTES for upload in uploads):
        raise ControlError(422, "This input takes files of up to 10 MB.")
    stored = []
    for upload in uploads:
        file = make_file(world, view.team.id, view.person.id, upload.name, len(upload.data))
        file.fill(world.keep(upload.data))
        file.completed = True
        stored.append(file.write())
    return stored


def _apply(world: World, view: View, answer: JsonObject) -> str:
    action = answer.get("response_action", "")
    if action == "errors":
        view.errors = {str(name): str(text) for name, text in (answer.get("errors") or {}).items()}
        return "errors"
    if action == "clear":
        world.interactions.close(view.person.id, all_views=True)
        return "cleared"
    if action in ("update", "push"):
        return _show(world, view, action, answer.get("view"))
    world.interactions.close(view.person.id)
    return "closed"


def _show(world: World, view: View, action: str, body: Any) -> str:
    try:
        checked = check_view_body(world, view.person, body)
    except SlackError:
        # Slack's client says only that it had trouble connecting.
        view.errors = {"": "We had some trouble connecting. Try again?"}
        return "errors"
    if action == "push":
        push_view(world, view.person, checked)
        return "pushed"
    change_view(world, view, checked)
    return "updated"
