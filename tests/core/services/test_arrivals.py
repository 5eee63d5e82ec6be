"""What arrives in a conversation: recorded once, worked in shared turns, never left behind."""

from sqlalchemy import text

from core.services.arrivals import record_arrival, tell_conversation
from core.store import chat
from tests.core.office import NUMBERS, Office


def list_turns(office: Office, conversation_id: str) -> list[str]:
    """The turns the job engine was asked for, in order of asking."""
    schema = "" if office.store.engine.dialect.name == "sqlite" else "dbos."
    query = text(
        f"SELECT workflow_uuid FROM {schema}workflow_status WHERE workflow_uuid LIKE :turns ORDER BY workflow_uuid"
    )
    names = {"turns": f"turn:{conversation_id}:%"}
    return [row.workflow_uuid for row in office.read(lambda tx: list(tx.conn.execute(query, names)))]


def arrive(office: Office, account: str, dedupe_key: str) -> bool:
    return office.change(record_arrival, "telegram", account, f"{account}:{dedupe_key}", {"text": dedupe_key})


def test_arrivals_share_a_turn_until_it_begins(office: Office) -> None:
    account = f"zoe{next(NUMBERS)}"
    assert arrive(office, account, "one")
    assert arrive(office, account, "two")
    talk = office.change(chat.open_conversation, "telegram", account)
    assert list_turns(office, talk.id) == [f"turn:{talk.id}:0"]
    office.change(chat.begin_turn, talk.id)
    assert list_turns(office, talk.id) == [f"turn:{talk.id}:0"]
    assert arrive(office, account, "three"), "the running turn may have looked already"
    assert list_turns(office, talk.id) == [f"turn:{talk.id}:0", f"turn:{talk.id}:1"]
    waiting = office.read(chat.list_arrivals, talk.id, 10)
    assert [row.body["text"] for row in waiting] == ["one", "two", "three"]


def test_what_is_delivered_again_is_recorded_once(office: Office) -> None:
    account = f"zoe{next(NUMBERS)}"
    assert arrive(office, account, "one")
    assert not arrive(office, account, "one")
    talk = office.change(chat.open_conversation, "telegram", account)
    (row,) = office.read(chat.list_arrivals, talk.id, 10)
    assert office.change(chat.settle_arrivals, [row.id])
    assert not office.change(chat.settle_arrivals, [row.id])
    assert not arrive(office, account, "one"), "not even once it was worked"
    assert office.read(chat.list_arrivals, talk.id, 10) == []


def test_two_platforms_may_use_the_same_words(office: Office) -> None:
    account, key = f"zoe{next(NUMBERS)}", f"update{next(NUMBERS)}"
    assert office.change(record_arrival, "telegram", account, key, {})
    assert office.change(record_arrival, "slack", account, key, {})
    talks = [office.change(chat.open_conversation, platform, account) for platform in ("telegram", "slack")]
    assert talks[0].id != talks[1].id


def test_the_house_tells_a_conversation_once(office: Office) -> None:
    talk = office.change(chat.open_conversation, "telegram", f"zoe{next(NUMBERS)}")
    assert office.change(tell_conversation, talk.id, f"end:{talk.id}", {"kind": "GenerationCompleted"})
    assert not office.change(tell_conversation, talk.id, f"end:{talk.id}", {"kind": "GenerationCompleted"})
    assert not office.change(tell_conversation, "nowhere", "end", {})
    assert list_turns(office, talk.id) == [f"turn:{talk.id}:0"]


def test_an_edit_supersedes_what_was_not_sent(office: Office) -> None:
    talk = office.change(chat.open_conversation, "telegram", f"zoe{next(NUMBERS)}")
    office.change(chat.add_notice, talk.id, {"n": 1}, "status")
    office.change(chat.add_notice, talk.id, {"n": 2}, "other")
    office.change(chat.drop_superseded, talk.id, "status")
    office.change(chat.add_notice, talk.id, {"n": 3}, "status")
    assert [row.body["n"] for row in office.read(chat.list_owed, talk.id)] == [2, 3]
    office.change(chat.drop_owed, talk.id)
    assert office.read(chat.list_owed, talk.id) == []


def test_a_slot_remembers_its_newest_message(office: Office) -> None:
    talk = office.change(chat.open_conversation, "telegram", f"zoe{next(NUMBERS)}")
    assert office.read(chat.find_slot, talk.id, "status") is None
    for message in (1, {"id": 2}):
        office.change(chat.put_slot, talk.id, "status", message)
    row = office.read(chat.find_slot, talk.id, "status")
    assert row is not None
    assert (row.message, row.edited_at) == ({"id": 2}, office.clock.now)
