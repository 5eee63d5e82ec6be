"""Reads blocks as a person sees them: their words, buttons, inputs and pictures; gives them their ids."""

import html
import itertools
from collections.abc import Iterator
from typing import Any

from sandbox.slack.errors import JsonObject

_block_numbers = itertools.count(1)
CHOICES = ("static_select", "radio_buttons", "overflow")
MANY_CHOICES = ("multi_static_select", "checkboxes")


def name_blocks(blocks: list[JsonObject]) -> list[JsonObject]:
    """Copy blocks, completing texts and giving each block and element without an id one, as Slack does."""
    named: list[JsonObject] = complete_texts(blocks)
    for block in named:
        block.setdefault("block_id", f"b{next(_block_numbers):04}")
        for element in list_elements(block):
            if "action_id" not in element and element.get("type") not in ("image", "plain_text", "mrkdwn"):
                element["action_id"] = f"a{next(_block_numbers):04}"
    return named


def complete_texts(body: Any) -> Any:
    """Copy a body, each text object in it completed with the flag that Slack adds."""
    if isinstance(body, list):
        return [complete_texts(item) for item in body]
    if not isinstance(body, dict):
        return body
    flags = {"plain_text": {"emoji": True}, "mrkdwn": {"verbatim": False}}
    kind = body.get("type")
    added = flags.get(kind, {}) if isinstance(kind, str) else {}
    return {**added, **{name: complete_texts(item) for name, item in body.items()}}


def list_elements(block: JsonObject) -> list[JsonObject]:
    """List the elements in a block."""
    elements = block.get("elements") if block.get("type") in ("actions", "context") else None
    return [*(elements or []), *(block[name] for name in ("accessory", "element") if name in block)]


def read_words(blocks: list[JsonObject]) -> str:
    """Give the visible words of blocks, a line each, entities resolved; buttons are left out."""
    lines = (line for block in blocks for line in _read_block(block))
    return html.unescape("\n".join(line for line in lines if line))


def list_button_rows(blocks: list[JsonObject]) -> list[list[JsonObject]]:
    """List the buttons, block by block, each with its text, value, url and ids."""
    rows = [
        [_read_button(block, e) for e in list_elements(block) if e["type"] == "button"] for block in blocks
    ]
    return [row for row in rows if row]


def list_inputs(blocks: list[JsonObject]) -> list[JsonObject]:
    """List everything to fill in or choose from, with its options by value."""
    pairs = ((block, e) for block in blocks for e in list_elements(block))
    plain = ("button", "image", "plain_text", "mrkdwn")
    return [_read_input(block, element) for block, element in pairs if element["type"] not in plain]


def list_images(blocks: list[JsonObject]) -> list[JsonObject]:
    """List the pictures in blocks: alt_text, and image_url or the id of a file."""
    found = [block for block in blocks if block["type"] == "image"]
    found += [e for block in blocks for e in list_elements(block) if e["type"] == "image"]
    return [
        {
            "alt_text": image.get("alt_text", ""),
            "image_url": image.get("image_url", ""),
            "file_id": (image.get("slack_file") or {}).get("id", ""),
        }
        for image in found
    ]


def _read_block(block: JsonObject) -> Iterator[str]:
    kind = block["type"]
    if kind == "markdown":
        yield str(block["text"])
    elif kind == "rich_text":
        yield "".join(_read_rich(block["elements"]))
    elif kind == "context":
        yield " ".join(str(e["text"]) for e in block["elements"] if "text" in e)
    else:
        texts = [block.get(name) for name in ("text", "label", "hint", "title")]
        yield from (str(text["text"]) for text in [*texts, *(block.get("fields") or [])] if text)


def _read_rich(parts: list[Any]) -> Iterator[str]:
    for part in parts:
        yield str(part.get("text", ""))
        yield from _read_rich(part.get("elements", []))


def _read_button(block: JsonObject, button: JsonObject) -> JsonObject:
    more = {name: button.get(name, "") for name in ("value", "url", "style")}
    ids = {"block_id": block["block_id"], "action_id": button["action_id"]}
    return {"text": html.unescape(button["text"]["text"]), **ids, **more}


def _read_input(block: JsonObject, element: JsonObject) -> JsonObject:
    options = {o.get("value", ""): html.unescape(o["text"]["text"]) for o in element.get("options", [])}
    label = block.get("label") or block.get("text") or {}
    return {
        "type": element["type"],
        "label": html.unescape(label.get("text", "")),
        "block_id": block["block_id"],
        "action_id": element["action_id"],
        "options": options,
        "max_files": element.get("max_files", 10),
    }
