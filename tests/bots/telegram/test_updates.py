"""Reading updates: what each one says to the conversation, and that strange ones say nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from bots.arrival import Arrival
from bots.inbound import Asked, FromPerson, Left, OtherSent, PhotoSent, Pressed, Returned, Said, Started
from bots.telegram.updates import read_update

CHAT = {"id": 777, "type": "private", "first_name": "Ann"}
SENDER = {"id": 777, "is_bot": False, "first_name": "Ann", "last_name": "Lee", "language_code": "de"}
FILE = {"file_id": "F", "file_unique_id": "U"}


def wrap(**content: Any) -> dict[str, Any]:
    message = {"message_id": 5, "date": 1700000000, "chat": CHAT, "from": SENDER, **content}
    return {"update_id": 41, "message": message}


def read_inbound(update: dict[str, Any]) -> FromPerson | None:
    arrival = read_update(update)
    return None if arrival is None else arrival.inbound


def test_who_and_where_stand_beside_the_message() -> None:
    assert read_update(wrap(text="hi")) == Arrival("telegram", "777", "41", Said("hi"), "Ann Lee", "de")


@pytest.mark.parametrize(
    "text, inbound",
    [
        ("/start", Started("")),
        ("/start abc-DEF_9", Started("abc-DEF_9")),
        ("/start  abc  extra", Started("abc")),
        ("/START abc", Started("abc")),
        ("/balance", Asked("balance", "")),
        ("/balance@closeup_bot", Asked("balance", "")),
        ("/delete_my_data now\nplease", Asked("delete_my_data", "now\nplease")),
        ("hello /start", Said("hello /start")),
        ("/ start", Said("/ start")),
        ("a\x00b", Said("ab")),
        ("a\ud83d", Said("a?")),
    ],
)
def test_texts_and_commands(text: str, inbound: FromPerson) -> None:
    assert read_inbound(wrap(text=text)) == inbound


def test_of_a_photo_the_largest_size_is_taken() -> None:
    small = {"file_id": "S", "file_unique_id": "s", "width": 90, "height": 68, "file_size": 1000}
    large = {"file_id": "L", "file_unique_id": "l", "width": 1280, "height": 960, "file_size": 90000}
    expected = PhotoSent({"file_id": "L", "unique": "l"}, "", "image/jpeg", 90000, "135")
    assert read_inbound(wrap(photo=[small, large], media_group_id="135")) == expected
    assert read_inbound(wrap(photo=[large, small], media_group_id="135")) == expected


@pytest.mark.parametrize(
    "document",
    [
        {"file_name": "IMG_1.HEIC", "mime_type": "image/heic"},
        {"file_name": "IMG_1.HEIC", "mime_type": "application/octet-stream"},
        {"file_name": "IMG_1.HEIC"},
        {"file_name": "page.jpg", "mime_type": "text/html"},
        {"mime_type": "image/png"},
        {},
    ],
)
def test_picture_files_are_photos(document: dict[str, str]) -> None:
    inbound = read_inbound(wrap(document={**FILE, **document, "file_size": 7}))
    assert isinstance(inbound, PhotoSent)
    assert (inbound.ref, inbound.size) == ({"file_id": "F", "unique": "U"}, 7)


@pytest.mark.parametrize(
    "content, kind",
    [
        ({"sticker": FILE}, "sticker"),
        ({"voice": FILE}, "voice"),
        ({"video": FILE}, "video"),
        ({"animation": FILE, "document": {**FILE, "mime_type": "video/mp4"}}, "animation"),
        ({"document": {**FILE, "file_name": "cv.pdf", "mime_type": "application/pdf"}}, "document"),
        ({"document": {**FILE, "file_name": "a.txt", "mime_type": "text/plain"}}, "document"),
        ({"contact": {"phone_number": "1", "first_name": "B"}}, "contact"),
    ],
)
def test_other_kinds(content: dict[str, Any], kind: str) -> None:
    assert read_inbound(wrap(**content)) == OtherSent(kind)


def test_a_tap() -> None:
    query = {
        "id": "4382",
        "from": SENDER,
        "message": {"message_id": 9, "chat": CHAT},
        "data": "style:casual:d1",
    }
    arrival = read_update({"update_id": 2, "callback_query": query})
    assert arrival is not None
    assert arrival.inbound == Pressed("style", "casual", "d1", "4382")
    assert arrival.chat == "777"


@pytest.mark.parametrize("data", ["", "x", "a:b", "a:b:c:d", "::::"])
def test_a_forged_tap_is_an_action_nobody_knows(data: str) -> None:
    query = {"id": "1", "from": SENDER, "message": {"chat": CHAT}, "data": data}
    assert read_inbound({"update_id": 2, "callback_query": query}) == Pressed("unknown", "", "", "1")


@pytest.mark.parametrize("status, inbound", [("kicked", Left("blocked")), ("member", Returned())])
def test_a_block_is_noticed(status: str, inbound: FromPerson | None) -> None:
    change = {"chat": CHAT, "from": SENDER, "date": 1, "new_chat_member": {"status": status}}
    assert read_inbound({"update_id": 3, "my_chat_member": change}) == inbound


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
def test_groups_are_ignored(kind: str) -> None:
    update = wrap(text="/start x")
    update["message"]["chat"] = {"id": -5, "type": kind, "title": "T"}
    assert read_update(update) is None


@pytest.mark.parametrize(
    "update",
    [
        {},
        {"update_id": 1},
        {"update_id": 1, "message": {}},
        {"update_id": 1, "message": None},
        {"update_id": 1, "message": {"text": "x"}},
        {"update_id": "x", "message": wrap(text="x")["message"]},
        {"message": wrap(text="x")["message"]},
        {"update_id": 1, "edited_message": wrap(text="x")["message"]},
        {"update_id": 1, "callback_query": {"id": "1", "from": SENDER}},
        {"update_id": 1, "callback_query": {"id": "1", "from": SENDER, "game_short_name": "g"}},
        {"update_id": 1, "my_chat_member": {}},
        wrap(text=5),
        wrap(photo=[{}]),
        wrap(photo=7),
        wrap(document={"file_size": "many"}),
        wrap(pinned_message={"message_id": 1}),
        wrap(),
    ],
)
def test_shapes_we_do_not_know_say_nothing(update: dict[str, Any]) -> None:
    assert read_update(update) is None


def test_recorded_updates_are_read(shared_folder: Path) -> None:
    recorded = json.loads((shared_folder / "contracts/telegram/recorded/messages.json").read_text())
    updates = [node for node in _walk(recorded) if "update_id" in node]
    assert updates
    for update in updates:
        assert isinstance(read_inbound(update), Said | Started | Asked)


def _walk(node: Any) -> list[dict[str, Any]]:
    children = list(node.values()) if isinstance(node, dict) else node if isinstance(node, list) else []
    found = [node] if isinstance(node, dict) else []
    return found + [deep for child in children for deep in _walk(child)]
