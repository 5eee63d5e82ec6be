"""Many changes in a row, over a real socket: what failed is tried again, what was done is not."""

import json
import re
from functools import partial

from pytestqt.qtbot import QtBot

from desktop_admin.api.api import Api
from desktop_admin.stores.batch import Batch, CallStep
from tests.desktop_admin.unit.wire import Wire, sign_in, write_answer

MADE = {"move_id": "move_1", "kind": "allocate", "credits": 1, "member_id": "m", "from_member_id": None}
PROBLEM = '{"type":"x","title":"x","status":%s,"code":"c","detail":"One sentence.","mend":"Do this."}'


def make_batch(api: Api, count: int, pause_ms: int = 0) -> Batch:
    intents = [api.client.make_intent() for _ in range(count)]
    steps = [CallStep(partial(api.credits.allocate, f"m{n}", 1, intent)) for n, intent in enumerate(intents)]
    return Batch(steps, pause_ms=pause_ms)


def list_asked(wire: Wire) -> list[tuple[str, str]]:
    pattern = r'idempotency-key: (\S+).*"member_id": "(\w+)"'
    found = [re.search(pattern, text, re.IGNORECASE | re.DOTALL) for text in wire.requests]
    return [(match[1], match[2]) for match in found if match]


def test_what_failed_is_tried_again_under_the_same_intent(qtbot: QtBot) -> None:
    broken = {"m1", "m3"}

    def answer(text: str) -> bytes:
        if any(f'"{name}"' in text for name in broken):
            return write_answer("409 x", PROBLEM % 409)
        return write_answer("200 OK", json.dumps(MADE))

    wire = Wire(answer)
    batch = make_batch(sign_in(wire.url), 5)
    with qtbot.waitSignal(batch.finished, timeout=10_000):
        batch.run()
    assert (len(batch.done), len(batch.left)) == (3, 2)
    assert batch.error is not None
    assert batch.error.text == "One sentence. Do this."
    broken.clear()
    with qtbot.waitSignal(batch.finished, timeout=10_000):
        batch.run()
    assert batch.left == []
    asked = list_asked(wire)
    assert [name for _, name in asked] == ["m0", "m1", "m2", "m3", "m4", "m1", "m3"]
    assert len({intent for intent, _ in asked}) == 5, "one intent for each wish, however often it is tried"


def test_too_many_requests_are_waited_for(qtbot: QtBot) -> None:
    answers = iter([write_answer("429 x", PROBLEM % 429, "Retry-After: 1")])
    wire = Wire(lambda _: next(answers, write_answer("200 OK", json.dumps(MADE))))
    batch = make_batch(sign_in(wire.url), 2)
    with qtbot.waitSignal(batch.finished, timeout=10_000):
        batch.run()
    assert batch.left == []
    assert len(wire.requests) == 3


def test_without_a_server_it_ends_early_and_keeps_the_rest(qtbot: QtBot) -> None:
    batch = make_batch(sign_in("http://127.0.0.1:24699"), 50)
    with qtbot.waitSignal(batch.finished, timeout=10_000):
        batch.run()
    assert len(batch.left) == 50
    assert sum(step.error is not None for step in batch.steps) == 1


def test_stop_ends_after_the_step_under_way(qtbot: QtBot) -> None:
    wire = Wire(lambda _: write_answer("200 OK", json.dumps(MADE)))
    batch = make_batch(sign_in(wire.url), 50)
    batch.progressed.connect(batch.stop)
    with qtbot.waitSignal(batch.finished, timeout=10_000):
        batch.run()
    assert len(batch.done) == 1
    assert not batch.is_running
