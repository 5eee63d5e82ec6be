"""What people do in conversations: write, send files, press buttons, type commands, delete."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.controls import ControlError
from sandbox.slack import events, payloads
from sandbox.slack.accounts import Account
from sandbox.slack.block_reading import list_elements, name_blocks
from sandbox.slack.channels import SLACKBOT, Channel, Message
from sandbox.slack.deliveries import COMMAND, INTERACTIVE, Delivery
from sandbox.slack.errors import JsonObject, SlackError
from sandbox.slack.file_methods import make_file, share_files
from sandbox.slack.interactions import Press, View
from sandbox.slack.responses import post_answer
from sandbox.slack.world import World

# docs.slack.dev: a message holds at most 40,000 characters; the client attaches ten files to one.
MAX_TEXT = 40_000
MAX_FILES = 10


@dataclass(frozen=True)
class Upload:
    """A file that a person sends: bytes and name, by which Slack judges its type."""

    data: bytes
    name: str


def say(world: World, person: Account, channel: Channel, text: str) -> Message:
    """Write a message; in a channel that the app is not in, it hears nothing of it."""
    text = text.strip()
    if not text or len(text) > MAX_TEXT:
        raise ControlError(422, "A text has 1 to 40000 characters.")
    message = Message(world.next_ts(), person.id, _escape(text), _write_rich(text))
    world.add_message(channel, message)
    events.tell_of_message(world, channel, message, client_msg_id=str(uuid.uuid4()))
    return message


def send_files(
    world: World, person: Account, channel: Channel, uploads: Sequence[Upload], text: str = ""
) -> Message:
    """Send up to ten files in one message."""
    if not 1 <= len(uploads) <= MAX_FILES:
        raise ControlError(422, "A message holds one to ten files.")
    files = [make_file(world, person.team_id, person.id, u.name, len(u.data)) for u in uploads]
    for file, upload in zip(files, uploads, strict=True):
        file.fill(world.keep(upload.data))
        file.completed = True
    return share_files(world, channel, Message("", person.id, _escape(text), files=files))


def press_in_message(
    world: World, person: Account, channel: Channel, message: Message, action_id: str, value: str = ""
) -> Press:
    """Press a button in a message, or choose the option with this value."""
    block, element = _find_element(message.blocks, action_id)
    action = payloads.write_action(world, block, element, **choose(element, value))
    payload = payloads.write_message_action(world, person, channel, message, action)
    return deliver_press(world, person, element, payload)


def press_in_view(world: World, view: View, action_id: str, value: str = "") -> Press:
    """Press a button in a modal or home, or choose the option with this value."""
    block, element = _find_element(view.body["blocks"], action_id)
    chosen = choose(element, value)
    if chosen:
        view.values.setdefault(block, {})[action_id] = {"type": element["type"], **chosen}
    action = payloads.write_action(world, block, element, **chosen)
    payload = payloads.write_view_action(world, view, action)
    return deliver_press(world, view.person, element, payload)


def send_command(world: World, person: Account, channel: Channel, line: str) -> Press:
    """Type a slash command; its answer, or that it failed, is shown to this person only."""
    command, _, text = line.strip().partition(" ")
    if not command.startswith("/"):
        raise ControlError(422, "A command begins with a slash.")
    payload = payloads.write_command(world, person, channel, command, text.strip())
    press = payloads.note_press(world, person, line)
    delivery = world.deliveries.publish(COMMAND, payload, world.clock())

    def answer(given: Any) -> None:
        _settle(world, person, press, delivery)
        problem = "" if delivery.outcome == "acked" else "operation_timeout"
        try:
            post_answer(world, channel, person, given)
        except SlackError as refusal:
            problem = refusal.error
        if problem:
            sentence = f"{command} failed with the error “{problem}”"
            world.add_message(channel, Message(world.next_ts(), SLACKBOT, sentence, only_for=person.id))

    delivery.then = answer
    return press


def deliver_press(world: World, person: Account, element: JsonObject, payload: JsonObject) -> Press:
    """Deliver a press and note what becomes of it."""
    label = element.get("text")
    press = payloads.note_press(world, person, label["text"] if label else element["action_id"])
    delivery = world.deliveries.publish(INTERACTIVE, payload, world.clock())
    delivery.then = lambda _answer: _settle(world, person, press, delivery)
    return press


def delete_message(world: World, person: Account, channel: Channel, ts: str) -> None:
    """Delete one's own message, as Slack's clients allow it."""
    message = channel.find(ts)
    if message is None or message.user != person.id:
        raise ControlError(404, "There is no such message of this person.")
    events.remove_message(world, channel, message)


def delete_file(world: World, person: Account, file_id: str) -> None:
    """Delete one's own file; its messages keep a tombstone."""
    file = world.files.get(file_id)
    if file is None or file.user != person.id or file.deleted:
        raise ControlError(404, "There is no such file of this person.")
    events.remove_file(world, file)


def choose(element: JsonObject, value: str) -> JsonObject:
    """Give the chosen option of a select or radio as the app is told of it; nothing for a button."""
    if "options" not in element:
        return {}
    options = [option for option in element["options"] if option.get("value") in value.split(",")]
    if not options:
        raise ControlError(409, "There is no such option.")
    many = element["type"] in ("multi_static_select", "checkboxes")
    return {"selected_options": options} if many else {"selected_option": options[0]}


def _settle(world: World, person: Account, press: Press, delivery: Delivery) -> None:
    press.outcome = "acked" if delivery.outcome == "acked" else "timeout"
    world.mark_person(person)


def _find_element(blocks: list[JsonObject], action_id: str) -> tuple[str, JsonObject]:
    for block in blocks:
        for element in list_elements(block):
            if element.get("action_id") == action_id:
                return block["block_id"], element
    raise ControlError(409, "Nothing with that action_id is shown now.")


def _write_rich(text: str) -> list[JsonObject]:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return name_blocks([{"type": "rich_text", "elements": [section]}])


def _escape(text: str) -> str:
    # Slack hands over what people write with these three escaped.
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
