"""Checks blocks and views against the table, and says what is wrong where, as Slack does."""

from collections.abc import Callable, Iterator
from typing import Any

from sandbox.slack.block_table import (
    BLOCKS,
    ELEMENTS,
    GROUPS,
    MAX_FIELD,
    MAX_MESSAGE_BLOCKS,
    MAX_VIEW_BLOCKS,
    OPTION,
    VIEW,
    Rule,
)

Faults = Iterator[str]
_TEXTS = ("plain_text", "mrkdwn")
_PLAIN = {"string": str, "flag": bool, "number": int, "object": dict, "list": list}


def check_blocks(blocks: Any, where: str = "/blocks", *, surface: str = "message") -> Faults:
    """Tell what is wrong with the blocks of a `message`, `modal` or `home`."""
    most = MAX_MESSAGE_BLOCKS if surface == "message" else MAX_VIEW_BLOCKS
    if not isinstance(blocks, list):
        yield _say("must provide an array", where)
        return
    if len(blocks) > most:
        yield _say(f"no more than {most} items allowed", where)
    for number, block in enumerate(blocks):
        yield from _check_block(block, f"{where}/{number}", surface)
    yield from _check_block_ids([b for b in blocks if isinstance(b, dict)], where)


def check_view(view: Any) -> Faults:
    """Tell what is wrong with a modal or a home."""
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        yield _say("must be a modal or a home", "/view/type")
        return
    known = {"type", "blocks", *VIEW} if view["type"] == "modal" else _HOME_FIELDS
    yield from (_say(f"invalid additional property: {name}", "/view") for name in view if name not in known)
    if view["type"] == "modal" and "title" not in view:
        yield _say("missing required field: title", "/view")
    yield from _check_fields(view, VIEW, "/view")
    yield from check_blocks(view.get("blocks"), "/view/blocks", surface=view["type"])
    blocks = view.get("blocks")
    kinds = [_read_kind(block) for block in (blocks if isinstance(blocks, list) else [])]
    if view["type"] == "modal" and "input" in kinds and not view.get("submit"):
        yield _say("missing required field: submit", "/view")


_HOME_FIELDS = {"type", "blocks", "private_metadata", "callback_id", "external_id"}


def _check_block(block: Any, where: str, surface: str) -> Faults:
    kind = _read_kind(block)
    if kind not in BLOCKS:
        yield _say(f"unsupported type: {kind}", f"{where}/type")
        return
    yield from _check_object(block, BLOCKS[kind], where)
    if kind == "section" and not (block.get("text") or block.get("fields")):
        yield _say("must define either text or fields", where)
    if kind == "image":
        yield from _check_image(block, where)
    element = block.get("element")
    is_file = isinstance(element, dict) and element.get("type") == "file_input"
    if kind == "input" and is_file and surface != "modal":
        yield _say("unsupported type: file_input", f"{where}/element/type")


def _check_object(body: dict[str, Any], rules: dict[str, Rule], where: str) -> Faults:
    for name in body:
        if name != "type" and name not in rules:
            yield _say(f"invalid additional property: {name}", where)
    yield from _check_fields(body, rules, where)


def _check_fields(body: dict[str, Any], rules: dict[str, Rule], where: str) -> Faults:
    for name, rule in rules.items():
        if body.get(name) is not None:
            kind, _, group = rule.kind.partition(":")
            yield from _CHECKS.get(kind, _check_plain)(body[name], rule, group, f"{where}/{name}")
        elif rule.required:
            yield _say(f"missing required field: {name}", where)


def _check_plain(value: Any, rule: Rule, _group: str, where: str) -> Faults:
    if not isinstance(value, _PLAIN[rule.kind]):
        yield _say(f"must be a valid {rule.kind}", where)
    elif isinstance(value, str) and rule.most and len(value) > rule.most:
        yield _say(f"must be less than {rule.most + 1} characters", where)


def _check_text(value: Any, rule: Rule, _group: str, where: str) -> Faults:
    kinds = ("plain_text",) if rule.kind == "plain" else _TEXTS
    if not isinstance(value, dict) or value.get("type") not in kinds:
        yield _say(f"must be a text object of type {' or '.join(kinds)}", where)
        return
    text = value.get("text")
    if not isinstance(text, str) or not text:
        yield _say("must be more than 0 characters", f"{where}/text")
    elif len(text) > (rule.most or 3000):
        yield _say(f"must be less than {(rule.most or 3000) + 1} characters", f"{where}/text")
    allowed = {"type", "text", "emoji"} if value["type"] == "plain_text" else {"type", "text", "verbatim"}
    yield from (_say(f"invalid additional property: {n}", where) for n in value if n not in allowed)


def _check_texts(value: Any, rule: Rule, _group: str, where: str) -> Faults:
    yield from _check_list(value, rule, where)
    for number, text in enumerate(value if isinstance(value, list) else []):
        yield from _check_text(text, Rule("text", MAX_FIELD), "", f"{where}/{number}")


def _check_list(value: Any, rule: Rule, where: str) -> Faults:
    if not isinstance(value, list) or not value:
        yield _say("no fewer than 1 items allowed", where)
    elif rule.most and len(value) > rule.most:
        yield _say(f"no more than {rule.most} items allowed", where)


def _check_element(value: Any, _rule: Rule, group: str, where: str) -> Faults:
    kind = _read_kind(value)
    if kind not in GROUPS[group]:
        yield _say(f"unsupported type: {kind}", f"{where}/type")
    elif kind in _TEXTS:
        yield from _check_text(value, Rule("text"), "", where)
    else:
        yield from _check_object(value, ELEMENTS[kind], where)
        if kind == "image":
            yield from _check_image(value, where)


def _check_elements(value: Any, rule: Rule, group: str, where: str) -> Faults:
    yield from _check_list(value, rule, where)
    elements = value if isinstance(value, list) else []
    for number, element in enumerate(elements):
        yield from _check_element(element, rule, group, f"{where}/{number}")
    ids = [str(e["action_id"]) for e in elements if isinstance(e, dict) and e.get("action_id")]
    if len(set(ids)) < len(ids):
        yield _say("action_id must be unique within a block", where)


def _check_options(value: Any, rule: Rule, _group: str, where: str) -> Faults:
    yield from _check_list(value, rule, where)
    for number, option in enumerate(value if isinstance(value, list) else []):
        place = f"{where}/{number}"
        fields = option if isinstance(option, dict) else {}
        yield from _check_object(fields, OPTION, place)


def _check_style(value: Any, _rule: Rule, _group: str, where: str) -> Faults:
    if value not in ("primary", "danger"):
        yield _say("must be primary or danger", where)


def _check_file_count(value: Any, rule: Rule, _group: str, where: str) -> Faults:
    if not isinstance(value, int) or not 1 <= value <= rule.most:
        yield _say(f"must be a number from 1 to {rule.most}", where)


def _check_slack_file(value: Any, _rule: Rule, _group: str, where: str) -> Faults:
    if not isinstance(value, dict) or len({"id", "url"} & set(value)) != 1:
        yield _say("must have an id or a url", where)


def _check_image(image: dict[str, Any], where: str) -> Faults:
    if bool(image.get("image_url")) == bool(image.get("slack_file")):
        yield _say("must define either image_url or slack_file", where)


def _check_block_ids(blocks: list[dict[str, Any]], where: str) -> Faults:
    ids = [block["block_id"] for block in blocks if block.get("block_id")]
    if len(set(map(str, ids))) < len(ids):
        yield _say("block_id must be unique", where)


def _read_kind(value: Any) -> str:
    return str(value.get("type")) if isinstance(value, dict) else "none"


def _say(what: str, where: str) -> str:
    return f"{what} [json-pointer:{where}]"


_CHECKS: dict[str, Callable[[Any, Rule, str, str], Faults]] = {
    "plain": _check_text,
    "text": _check_text,
    "texts": _check_texts,
    "element": _check_element,
    "elements": _check_elements,
    "options": _check_options,
    "style": _check_style,
    "file_count": _check_file_count,
    "slack_file": _check_slack_file,
}
