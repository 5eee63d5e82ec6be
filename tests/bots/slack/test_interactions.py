"""Reading taps, commands and forms, and the one thing in them that is no message: asking for the form."""

import json
from pathlib import Path
from typing import Any

import pytest

from bots.arrival import Arrival
from bots.inbound import Asked, FromPerson, OtherSent, PhotoSent, Pressed, Started
from bots.slack.interactions import asks_for_form, read_action, read_command, read_view
from tests.bots.slack.payloads import CHAT, command, file, submission, tap

HOOK = "https://hooks.slack.com/actions/T1/1/x"


@pytest.mark.parametrize(
    "value, inbound",
    [
        ("style:casual:d1", Pressed("style", "casual", "d1", HOOK)),
        ("new::", Pressed("new", "", "", HOOK)),
        ("ask:delete_my_data:", Asked("delete_my_data")),
        ("garbage", Pressed("unknown", "", "", HOOK)),
        ("a:b:c:d", Pressed("unknown", "", "", HOOK)),
    ],
)
def test_taps(value: str, inbound: FromPerson) -> None:
    assert read_action(tap(value)) == [Arrival("slack", CHAT, "1.2.abc", inbound, "ann")]


def test_a_tap_in_the_home_tab_has_no_channel_but_the_same_chat() -> None:
    payload = tap("new::")
    del payload["channel"], payload["response_url"]
    assert read_action(payload) == [Arrival("slack", CHAT, "1.2.abc", Pressed("new"), "ann")]


@pytest.mark.parametrize(
    "text, inbound",
    [
        ("", Started("")),
        ("join AbC", Started("AbC")),
        ("  JOIN   AbC  now", Started("AbC")),
        ("join `AbC`", Started("AbC")),
        ("join _AbC-_", Started("_AbC-_")),
        ("new", Asked("new")),
        ("Balance", Asked("balance")),
        ("status", Asked("status")),
        ("results", Asked("results")),
        ("cancel", Asked("cancel")),
        ("privacy", Asked("privacy")),
        ("delete", Asked("delete_my_data")),
        ("console", Asked("console")),
        ("help", Asked("help")),
        ("dance all night", Asked("dance", "all night")),
    ],
)
def test_commands(text: str, inbound: FromPerson) -> None:
    assert read_command(command(text)) == [Arrival("slack", CHAT, "1.2.cmd", inbound, "ann")]


def test_a_command_in_a_channel_belongs_to_the_private_chat() -> None:
    [arrival] = read_command(command("balance", channel_id="C9"))
    assert arrival.chat == CHAT


def test_the_form_brings_photos_one_by_one() -> None:
    arrivals = read_view(submission(file("F1"), file("F2"), file("F3", "a.pdf", mimetype="application/pdf")))
    assert [a.dedupe_key for a in arrivals] == ["1.2.view:F1", "1.2.view:F2", "1.2.view:F3"]
    assert [type(a.inbound) for a in arrivals] == [PhotoSent, PhotoSent, OtherSent]


def test_asking_for_the_form_says_nothing_to_the_conversation() -> None:
    assert asks_for_form(tap("upload::"))
    assert asks_for_form(command(" Upload "))
    assert read_action(tap("upload::")) + read_command(command("upload")) == []
    assert not asks_for_form(tap("new::"))


@pytest.mark.parametrize(
    "payload",
    [{}, tap("new::", user=None), tap("new::", team=None), tap("x", actions=[]), tap("x", trigger_id=None)],
)
def test_taps_of_nobody(payload: dict[str, Any]) -> None:
    assert read_action(payload) == []


def test_another_form_is_nothing() -> None:
    payload = submission(file())
    payload["view"]["callback_id"] = "other"
    assert read_view(payload) == []


def test_recorded_payloads(shared_folder: Path) -> None:
    folder = shared_folder / "contracts/slack/recorded"
    actions = json.loads((folder / "actions.json").read_text())
    commands = json.loads((folder / "slash-commands.json").read_text())
    [pressed] = read_action(actions["action"])
    assert pressed.chat == "T00FAKE00AA/U00FAKEUSER1"
    assert pressed.dedupe_key == "10215325802133.3901254001572.2e2548aa918b35fd85829545c2d4ae2b"
    [asked] = read_command(commands["slashCommandWithArgs"])
    assert asked.inbound == Asked("some", "arguments here")
