"""Block Kit that we write: it fits Slack's schemas and limits, shows exactly the words, and carries the buttons."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots import commands
from bots.languages import LANGUAGES, speak
from bots.outbound import Button
from bots.slack.blocks import MAX_BLOCKS, read_button, split_text, unescape, write_message, write_words
from bots.slack.form import write_form
from bots.slack.home import Home, write_home
from bots.slack.words import STATES
from core.domain.styles import Style

STYLES = (
    (Button("Professional", "style", "professional", "d1"), Button("Casual", "style", "casual", "d1")),
    (Button("Cancel", "cancel", token="d1"),),
)


def load(shared_folder: Path, name: str) -> Any:
    return json.loads((shared_folder / "contracts/slack" / name).read_text())


@pytest.mark.parametrize("text", ["Hi", commands.help_text(), "", "<&>" * 3000])
def test_messages_fit_the_schema(shared_folder: Path, text: str) -> None:
    schema = load(shared_folder, "block-kit-message-blocks.schema.json")
    jsonschema.validate(write_message(text, STYLES)["blocks"], schema)
    jsonschema.validate(write_message(text)["blocks"], schema)


@pytest.mark.parametrize(
    "home",
    [Home(), Home("A & B", 24), Home("Acme", 1, tuple((Style.CASUAL, "2026-05-01", s) for s in STATES))],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_home_tab_fits_the_schema(shared_folder: Path, home: Home, language: str) -> None:
    schema = load(shared_folder, "block-kit-home-view.schema.json")
    schema["$ref"] = "#/definitions/HomeView"
    with speak(language):
        jsonschema.validate(write_home(home), schema)


def test_the_form_fits_the_schema(shared_folder: Path) -> None:
    schema = load(shared_folder, "block-kit-modal-view.schema.json")
    schema["$ref"] = "#/definitions/ModalView"
    for language in LANGUAGES:
        with speak(language):
            jsonschema.validate(write_form(), schema)


def test_buttons_carry_what_was_offered_under_ids_of_their_own() -> None:
    rows = write_message("Pick", STYLES)["blocks"][1:]
    buttons = [element for row in rows for element in row["elements"]]
    assert [read_button(b["value"]) for b in buttons] == [
        ("style", "professional", "d1"),
        ("style", "casual", "d1"),
        ("cancel", "", "d1"),
    ]
    assert len({b["action_id"] for b in buttons}) == 3
    assert len({row["block_id"] for row in rows}) == 2


def test_no_name_becomes_a_mention_or_a_link() -> None:
    text = write_message("Welcome <!channel> & <https://x.example|you>")["text"]
    assert text == "Welcome &lt;!channel&gt; &amp; &lt;https://x.example|you&gt;"


@pytest.mark.parametrize(
    "text, words",
    [
        ("Send /start if you like.", "Send `/headshots join` if you like."),
        ("/delete_my_data deletes", "`/headshots delete` deletes"),
        ("/help, /new.", "`/headshots help`, `/headshots new`."),
        ("and/new or /newer or https://x/new", "and/new or /newer or https://x/new"),
        ("/results - Your earlier headshots", "`/headshots results` - Your earlier headshots"),
    ],
)
def test_commands_are_called_as_they_are_in_slack(text: str, words: str) -> None:
    assert write_words(text) == words


def test_every_command_of_the_help_has_its_word() -> None:
    words = write_words(commands.help_text())
    assert [name for name in commands.COMMANDS if f"`/{name}" in words or f"\n/{name} " in words] == []


@given(st.text(alphabet="ab&;\n<", max_size=200).map(lambda text: text * 60))
def test_long_texts_are_cut_into_sections_without_loss(text: str) -> None:
    escaped = write_words(text)
    parts = split_text(escaped)
    assert all(0 < len(part) <= 3000 for part in parts)
    whole = unescape("".join(parts)).replace("\n", "").strip()
    assert whole == text.replace("\n", "").strip()
    assert [part for part in parts if re.search(r"&[a-z]*$", part)] == [], "no &amp; is cut in two"


def test_a_message_never_has_too_many_blocks() -> None:
    blocks = write_message("x" * 400_000, STYLES)["blocks"]
    assert len(blocks) == MAX_BLOCKS
    assert [block["type"] for block in blocks[-2:]] == ["actions", "actions"]
