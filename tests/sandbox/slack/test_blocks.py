"""Block Kit: what the stand-in refuses, the official schema refuses too, or a documented limit does."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.block_checks import check_blocks, check_view
from sandbox.slack.block_table import BLOCKS, ELEMENTS
from sandbox.slack.person import Person
from tests.sandbox.slack.conftest import CHAT
from tests.sandbox.slack.contract import Contract
from tests.sandbox.slack.pictures import draw_jpeg
from tests.sandbox.slack.test_web_api import refuse

PLAIN = {"type": "plain_text", "text": "word"}
OPTION = {"text": PLAIN, "value": "v"}
IMAGE = {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a"}
BUTTON = {"type": "button", "text": PLAIN, "action_id": "a", "value": "v", "style": "danger"}
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*word*", "verbatim": True}}
MODAL = {"type": "modal", "title": PLAIN, "submit": PLAIN, "blocks": [SECTION]}


def put_in(element: dict[str, Any]) -> dict[str, Any]:
    """An input block around an element."""
    return {"type": "input", "label": PLAIN, "element": element}


ELEMENT_EXAMPLES: dict[str, dict[str, Any]] = {
    "button": BUTTON,
    "image": IMAGE,
    **{kind: {"type": kind, "options": [OPTION], "action_id": kind} for kind in (
        "static_select", "multi_static_select", "radio_buttons", "checkboxes", "overflow")},
    "plain_text_input": {"type": "plain_text_input", "multiline": True, "placeholder": PLAIN},
    "email_text_input": {"type": "email_text_input"},
    "number_input": {"type": "number_input", "is_decimal_allowed": False},
    "file_input": {"type": "file_input", "max_files": 10, "filetypes": ["jpg"]},
}  # fmt: skip
BLOCK_EXAMPLES: dict[str, dict[str, Any]] = {
    "section": {**SECTION, "fields": [PLAIN], "accessory": BUTTON},
    "header": {"type": "header", "text": PLAIN},
    "divider": {"type": "divider", "block_id": "line"},
    "image": {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "a", "title": PLAIN},
    "actions": {"type": "actions", "elements": [BUTTON, ELEMENT_EXAMPLES["static_select"]]},
    "context": {"type": "context", "elements": [PLAIN, IMAGE]},
    "input": put_in(ELEMENT_EXAMPLES["plain_text_input"]),
    "markdown": {"type": "markdown", "text": "**word**"},
    "rich_text": {"type": "rich_text", "elements": [
        {"type": "rich_text_section", "elements": [{"type": "text", "text": "word"}]}]},
}  # fmt: skip
# In each of these one thing is wrong, and the official schema says so too.
WRONG: list[dict[str, Any]] = [
    {"type": "poem"},
    {"type": "section", "text": "word"},
    {"type": "header"},
    {"type": "header", "text": {"type": "mrkdwn", "text": "word"}},
    {"type": "divider", "colour": "red"},
    {"type": "image", "image_url": "https://example.com/a.png"},
    {"type": "actions"},
    {"type": "actions", "elements": [IMAGE]},
    {"type": "actions", "elements": [{"type": "button", "action_id": "a"}]},
    {"type": "actions", "elements": [{**BUTTON, "style": "gold"}]},
    {"type": "context", "elements": [BUTTON]},
    {"type": "input", "label": PLAIN},
    {"type": "input", "element": {"type": "plain_text_input"}},
    put_in(BUTTON),
    put_in({"type": "radio_buttons"}),
    put_in({"type": "number_input"}),
    put_in({"type": "file_input", "max_files": "ten"}),
    {"type": "section", "text": PLAIN, "accessory": {"type": "file_input"}},
]
# Beyond a documented limit, of which the schema knows nothing.
TOO_MUCH: list[tuple[str, Any]] = [
    ("/blocks", [{"type": "divider"}] * 51),
    ("/blocks", [{"type": "divider", "block_id": "twice"}] * 2),
    ("/blocks/0/text/text", [{"type": "header", "text": {**PLAIN, "text": "x" * 151}}]),
    ("/blocks/0/text/text", [{"type": "section", "text": {**PLAIN, "text": "x" * 3001}}]),
    ("/blocks/0/text/text", [{"type": "section", "text": {**PLAIN, "text": ""}}]),
    ("/blocks/0/elements", [{"type": "actions", "elements": [{**BUTTON, "action_id": str(n)} for n in range(26)]}]),
    ("/blocks/0/elements", [{"type": "actions", "elements": [BUTTON, BUTTON]}]),
    ("/blocks/0/elements/0/value", [{"type": "actions", "elements": [{**BUTTON, "value": "x" * 2001}]}]),
    ("/blocks/0/elements/0/text/text", [
        {"type": "actions", "elements": [{**BUTTON, "text": {**PLAIN, "text": "x" * 76}}]}]),
    ("/blocks/0/element/options", [put_in({**ELEMENT_EXAMPLES["radio_buttons"], "options": [OPTION] * 11})]),
    ("/blocks/0/element/type", [put_in({"type": "file_input"})]),
    ("/blocks/0", [{"type": "section"}]),
    ("/blocks/0", [{"type": "image", "alt_text": "a"}]),
]  # fmt: skip


@pytest.mark.parametrize("kind", BLOCKS)
def test_every_known_block_agrees_with_the_official_schema(kind: str, contract: Contract) -> None:
    blocks = [BLOCK_EXAMPLES[kind]]
    assert list(check_blocks(blocks)) == []
    assert contract.find_block_faults("message", blocks) == []


@pytest.mark.parametrize("kind", ELEMENTS)
def test_every_known_element_agrees_with_the_official_schema(kind: str, contract: Contract) -> None:
    element = ELEMENT_EXAMPLES[kind]
    block = {**SECTION, "accessory": element} if kind in ("button", "image", "overflow") else put_in(element)
    view = {**MODAL, "blocks": [block]}
    assert list(check_view(view)) == []
    assert contract.find_block_faults("modal", view) == []


@pytest.mark.parametrize("block", WRONG)
def test_what_the_official_schema_refuses_is_refused(block: dict[str, Any], contract: Contract) -> None:
    assert contract.find_block_faults("message", [block])
    assert list(check_blocks([block], surface="modal"))


@pytest.mark.parametrize("where,blocks", TOO_MUCH)
def test_what_is_beyond_a_limit_is_refused(where: str, blocks: Any) -> None:
    faults = list(check_blocks(blocks))
    assert len(faults) == 1
    assert faults[0].endswith(f"[json-pointer:{where}]")


@pytest.mark.parametrize(
    "change",
    [
        {"type": "poem"},
        {"title": None},
        {"title": {**PLAIN, "text": "x" * 25}},
        {"private_metadata": "x" * 3001},
        {"blocks": None},
        {"blocks": [put_in({"type": "plain_text_input"})], "submit": None},
        {"colour": "red"},
    ],
)
def test_wrong_views_are_refused(change: dict[str, Any]) -> None:
    view = {name: value for name, value in {**MODAL, **change}.items() if value is not None}
    assert len(list(check_view(view))) == 1


def test_a_home_has_blocks_only(contract: Contract) -> None:
    home = {"type": "home", "blocks": [SECTION], "private_metadata": "x"}
    assert list(check_view(home)) == []
    assert contract.find_block_faults("home", home) == []
    assert list(check_view({**home, "title": PLAIN})) != []


async def test_the_app_is_told_what_is_wrong_and_where(web: AsyncWebClient, ann: Person) -> None:
    refusal = await refuse(web.chat_postMessage(channel=CHAT, text="x", blocks=[{"type": "header"}]))
    assert refusal["error"] == "invalid_blocks"
    said = ["[ERROR] missing required field: text [json-pointer:/blocks/0]"]
    assert refusal["response_metadata"]["messages"] == said
    assert (await ann.read_chat()).messages == []


async def test_a_picture_in_a_block_must_be_there(web: AsyncWebClient, ann: Person) -> None:
    blocks = [{"type": "image", "slack_file": {"id": "F0NOWHERE"}, "alt_text": "a"}]
    refusal = await refuse(web.chat_postMessage(channel=CHAT, text="x", blocks=blocks))
    assert "invalid slack file" in refusal["errors"][0]


@pytest.mark.parametrize("rubbish", [None, 5, "text", {}, [None], [5], [{"type": []}], [{"type": {}}], [[]]])
def test_rubbish_is_refused_and_nothing_worse(rubbish: Any) -> None:
    assert list(check_blocks(rubbish))
    assert list(check_view({**MODAL, "blocks": rubbish}))
    assert list(check_blocks([{"type": "actions", "elements": rubbish}]))
    assert list(check_blocks([{"type": "section", "text": rubbish}]))


async def test_an_uploaded_picture_can_be_shown_in_a_block(web: AsyncWebClient, ann: Person) -> None:
    await web.files_upload_v2(content=draw_jpeg(1), filename="a.jpg")
    file = (await web.files_list())["files"][0]
    for shown in ({"id": file["id"]}, {"url": file["url_private"]}):
        blocks = [{"type": "image", "slack_file": shown, "alt_text": "a sample"}]
        await web.chat_postMessage(channel=CHAT, text="x", blocks=blocks)
    images = [image for message in (await ann.read_chat()).messages for image in message.images]
    assert [image["file_id"] for image in images] == [file["id"], ""]
