"""The live feed over a real socket: events as they come, resumed after silence, never flooding."""

from functools import partial

from pytestqt.qtbot import QtBot

from core.domain.changes import Noun
from desktop_admin.api.events import EventReader, WireEvent
from desktop_admin.api.live import LiveFeed
from tests.desktop_admin.unit.wire import Wire, sign_in

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
HELLO = b'event: hello\ndata: {"server_version":"1","team_id":"team_1","resumed":false}\n\n'
CHANGE = (
    b'id: 0-17\nevent: credits\ndata: {"noun":"credits","subject_id":"m","kind":"allocated",'
    b'"at":"2026-11-22T17:57:26Z"}\n\n'
)


def test_events_are_whole_however_the_bytes_are_cut() -> None:
    reader = EventReader()
    found = [event for byte in CHANGE + b": still here\n\n" for event in reader.feed(bytes([byte]))]
    assert [(event.name, event.id) for event in found] == [("credits", "0-17")]


def test_lines_may_end_in_both_ways() -> None:
    assert list(EventReader().feed(b"event: a\r\ndata: 1\r\ndata: 2\r\n\r\n")) == [WireEvent("a", "1\n2", "")]


def test_silence_leads_to_a_new_try_after_the_last_event(qtbot: QtBot) -> None:
    wire = Wire(lambda _: HEAD + HELLO + CHANGE)
    feed = LiveFeed(sign_in(wire.url).client, lambda: 0.0, silence_ms=200)
    changes: list[object] = []
    feed.changed.connect(lambda change: changes.append(change.noun))
    feed.start()
    qtbot.waitUntil(lambda: len(wire.requests) >= 2, timeout=10_000)
    feed.stop()
    assert changes[0] is Noun.CREDITS
    assert "last-event-id" not in wire.requests[0].lower()
    assert "last-event-id: 0-17" in wire.requests[1].lower()


def test_hello_without_resuming_has_everything_fetched_again(qtbot: QtBot) -> None:
    wire = Wire(lambda _: HEAD + HELLO)
    feed = LiveFeed(sign_in(wire.url).client, lambda: 0.0)
    with qtbot.waitSignals([feed.connected, feed.reset], timeout=10_000):
        feed.start()
    feed.stop()


def test_pauses_grow_and_a_person_may_cut_them_short(qtbot: QtBot) -> None:
    feed = LiveFeed(sign_in("http://127.0.0.1:1").client, lambda: 1.0)
    pauses: list[int] = []
    feed.lost.connect(pauses.append)
    feed.start()
    for count in range(1, 8):
        qtbot.waitUntil(partial(has_grown, pauses, count), timeout=10_000)
        feed.retry_now()
    feed.stop()
    assert pauses[:7] == [1000, 2000, 4000, 8000, 16000, 30000, 30000]


def has_grown(pauses: list[int], count: int) -> bool:
    return len(pauses) == count
