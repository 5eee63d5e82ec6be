"""Reading Slack's events: what each says to the conversation, and what says nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.arrival import Arrival
from bots.inbound import Asked, FromPerson, OtherSent, PhotoSent, Said, Started
from bots.slack.events import read_event
from tests.bots.slack.payloads import CHAT, event, file


@pytest.mark.parametrize(
    "text, inbound",
    [
        ("hello", Said("hello")),
        ("a &amp; b &lt;3", Said("a & b <3")),
        ("join AbC-12_x", Started("AbC-12_x")),
        ("Join AbC", Started("AbC")),
        ("/headshots join AbC", Started("AbC")),
        ("/start AbC", Started("AbC")),
        ("join us for lunch", Said("join us for lunch")),
        ("balance", Asked("balance")),
        ("link ABCD-EFGH-JKLM", Asked("link", "ABCD-EFGH-JKLM")),
        ("Delete", Asked("delete_my_data")),
        ("/headshots new", Asked("new")),
        ("/headshots", Started("")),
        ("help me please", Said("help me please")),
        ("", Said("")),
    ],
)
def test_words(text: str, inbound: FromPerson) -> None:
    assert read_event(event(text=text)) == [Arrival("slack", CHAT, "Ev1", inbound)]


def test_a_message_with_files_is_one_arrival_for_each() -> None:
    ts = "1700000000.000100"
    arrivals = read_event(
        event(subtype="file_share", files=[file("F1"), file("F2", "b.heic", mimetype="image/heic")])
    )
    assert [a.dedupe_key for a in arrivals] == ["Ev1:F1", "Ev1:F2"]
    assert arrivals[1].inbound == PhotoSent(
        {
            "file_id": "F2",
            "url": "https://files.slack.com/files-pri/T1-F2/download/b.heic",
            "workspace": "T1",
        },
        "b.heic",
        "image/heic",
        1234,
        ts,
    )


def test_a_single_file_is_no_album() -> None:
    [arrival] = read_event(event(subtype="file_share", files=[file()]))
    assert isinstance(arrival.inbound, PhotoSent)
    assert arrival.inbound.group == ""


def test_a_file_of_a_shared_channel_has_its_id_only() -> None:
    shared = {"id": "F9", "mode": "file_access", "file_access": "check_file_info"}
    [arrival] = read_event(event(subtype="file_share", files=[shared]))
    assert arrival.inbound == PhotoSent({"file_id": "F9", "url": "", "workspace": "T1"})


@pytest.mark.parametrize(
    "fields",
    [
        {"mimetype": "video/mp4", "name": "clip.mp4"},
        {"mimetype": "application/pdf", "name": "cv.pdf"},
        {"mimetype": "text/html", "name": "page.html"},
        {"is_external": True},
    ],
)
def test_what_is_no_picture(fields: dict[str, Any]) -> None:
    [arrival] = read_event(event(subtype="file_share", files=[file(**fields)]))
    assert arrival.inbound == OtherSent("document")


def test_a_page_with_the_name_of_a_photo_deserves_a_word_about_itself() -> None:
    [arrival] = read_event(event(subtype="file_share", files=[file(mimetype="text/html", name="me.jpg")]))
    assert isinstance(arrival.inbound, PhotoSent)


@pytest.mark.parametrize(
    "payload",
    [
        event(channel_type="channel", text="hi"),
        event(channel_type="mpim", text="hi"),
        event(bot_id="B0BOT", text="hi"),
        event(subtype="message_changed", message={}),
        event(subtype="message_deleted"),
        event(subtype="bot_message"),
        event(user=None),
        event(user=7),
        event(type="app_home_opened", tab="home"),
        {**event(), "team_id": None},
        {"type": "event_callback"},
        {},
    ],
)
def test_nobody_said_anything(payload: dict[str, Any]) -> None:
    assert read_event(payload) == []


def test_an_organisation_stands_for_its_workspaces_where_the_app_is_everywhere() -> None:
    [arrival] = read_event({**event(text="hi"), "team_id": None, "enterprise_id": "E1"})
    assert arrival.chat == "E1/U1"


def test_text_that_no_database_takes() -> None:
    [arrival] = read_event(event(text="a\x00b\ud800" + "x" * 9000))
    assert isinstance(arrival.inbound, Said)
    assert arrival.inbound.text == ("ab?" + "x" * 4092)[: len(arrival.inbound.text)]
    assert len(arrival.inbound.text) <= 4096


def test_recorded_messages(shared_folder: Path) -> None:
    recorded = json.loads((shared_folder / "contracts/slack/recorded/dm-direct.json").read_text())
    [arrival] = read_event(recorded["directDM"])
    assert arrival == Arrival("slack", "T0ADGE2G4EM/U0ADXQT6CRW", "Ev0AFKSS1NKD", Said("hello hello"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["user", "files", "text", "ts", "subtype"]), JSON), JSON)
def test_no_shape_breaks_the_reader(fields: dict[str, Any], team: Any) -> None:
    read_event({**event(**fields), "team_id": team})
