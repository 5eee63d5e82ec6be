"""Writes messages as Block Kit: escaped words in sections, and buttons that carry what was offered."""

import re
from typing import Any, Final

from bots.commands import COMMANDS
from bots.outbound import Button, Rows

MAX_SECTION: Final = 3000  # Slack's limits for Block Kit: text of a section,
MAX_BLOCKS: Final = 50  # blocks of a message,
MAX_LABEL: Final = 75  # and text of a button
MAX_TEXT: Final = 4000  # chat.postMessage advises no more; longer texts are cut at 40,000
COMMAND: Final = "/headshots"
# The conversation names its commands as Telegram has them; here they are words after one command.
WORDS: Final = {
    **{command: command for command in (*COMMANDS, "console")},
    "start": "join",
    "delete_my_data": "delete",
}

_COMMAND = re.compile(rf"(?<![\w/])/({'|'.join(WORDS)})(?!\w)")
Json = dict[str, Any]


def write_message(text: str, buttons: Rows = ()) -> Json:
    """`text` and `blocks` as chat.postMessage and chat.update take them; no buttons takes old ones away."""
    words = write_words(text)
    rows = [write_row(row, number) for number, row in enumerate(buttons) if row]
    sections = [write_section(part) for part in split_text(words)][: MAX_BLOCKS - len(rows)]
    return {"text": words[:MAX_TEXT], "blocks": [*sections, *rows]}


def write_words(text: str) -> str:
    """`text` as mrkdwn that shows exactly it, with the commands as they are called in Slack."""
    return _COMMAND.sub(lambda found: f"`{COMMAND} {WORDS[found[1]]}`", escape(text))


def escape(text: str) -> str:
    """The three characters that mean something to Slack, so that no name becomes a link or a mention."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """What a person typed, of the text that Slack sends."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def split_text(text: str) -> list[str]:
    """Parts that fit a section each, cut at the end of a line where there is one; never none."""
    parts = []
    while len(text) > MAX_SECTION:
        cut = text.rfind("\n", 1, MAX_SECTION + 1)
        cut = cut if cut > 0 else _find_safe_cut(text)
        parts.append(text[:cut])
        text = text[cut:].removeprefix("\n")
    return [*parts, text or " "]


def _find_safe_cut(text: str) -> int:
    """Not inside of `&amp;`, which Slack would show in two halves."""
    start = text.rfind("&", MAX_SECTION - 5, MAX_SECTION)
    return start if start > 0 and ";" not in text[start:MAX_SECTION] else MAX_SECTION


def write_section(words: str) -> Json:
    """One section; `words` are mrkdwn already."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": words}}


def write_row(row: tuple[Button, ...], number: int) -> Json:
    """One row of buttons; ids are unique in a message, as Slack wants them."""
    elements = [write_button(button, f"{number}.{place}") for place, button in enumerate(row)]
    return {"type": "actions", "block_id": f"row.{number}", "elements": elements}


def write_button(button: Button, place: str) -> Json:
    """One button; what it does is in its value, its place only makes its id unique."""
    label = {"type": "plain_text", "text": button.label[:MAX_LABEL], "emoji": True}
    value = f"{button.action}:{button.value}:{button.token}"
    return {"type": "button", "action_id": f"{button.action}.{place}", "text": label, "value": value}


def read_button(value: str) -> tuple[str, str, str]:
    """Action, value and token of a tap; anything else that comes is an action nobody knows."""
    parts = value.split(":")
    if len(parts) != 3:  # noqa: PLR2004 - action, value, token
        return "unknown", "", ""
    return parts[0], parts[1], parts[2]
