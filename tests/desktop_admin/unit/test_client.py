"""Calls over real sockets: settled once, never with the key where it must not go."""

import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import QObject, QThreadPool
from pytestqt.qtbot import QtBot

from core.schemas.credits import MadeMove, Overview
from desktop_admin.api.api import Api
from desktop_admin.api.errors import (
    ApiError,
    Conflict,
    Invalid,
    Offline,
    RateLimited,
    Server,
    Timeout,
    Unauthorized,
)
from desktop_admin.api.parsing import run_apart
from tests.desktop_admin.unit.wire import KEY, Wire, sign_in, write_answer
from tests.house.sources import ROOT

PROBLEM = (
    '{{"type":"x","title":"x","status":{0},"code":"some_code","detail":"One sentence.","mend":"Do this."}}'
)


def wait_for_error(bot: QtBot, api: Api) -> ApiError:
    call = api.credits.overview()
    with bot.waitSignal(call.failed, timeout=10_000) as waiting:
        pass
    error = waiting.args[0]
    assert isinstance(error, ApiError)
    return error


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("401 x", Unauthorized),
        ("402 x", Conflict),
        ("409 x", Conflict),
        ("422 x", Invalid),
        ("429 x", RateLimited),
        ("503 x", Server),
    ],
)
def test_a_problem_is_told_in_its_own_words(qtbot: QtBot, status: str, kind: type[ApiError]) -> None:
    wire = Wire(lambda _: write_answer(status, PROBLEM.format(status[:3]), "Retry-After: 7"))
    error = wait_for_error(qtbot, sign_in(wire.url))
    assert type(error) is kind
    assert (error.text, error.code) == ("One sentence. Do this.", "some_code")
    if isinstance(error, RateLimited):
        assert error.retry_after == 7


@pytest.mark.parametrize("answer", ["", "<html>", "[]", '{"purchased": "many"}'])
def test_an_answer_of_another_shape_is_a_calm_error(qtbot: QtBot, answer: str) -> None:
    wire = Wire(lambda _: write_answer("200 OK", answer))
    assert isinstance(wait_for_error(qtbot, sign_in(wire.url)), Server)


def test_silence_is_a_timeout(qtbot: QtBot) -> None:
    wire = Wire(lambda _: None)
    assert isinstance(wait_for_error(qtbot, sign_in(wire.url, timeout_ms=150)), Timeout)


def test_nobody_there_is_offline(qtbot: QtBot) -> None:
    assert isinstance(wait_for_error(qtbot, sign_in("http://127.0.0.1:1")), Offline)


def test_the_key_does_not_follow_to_another_host(qtbot: QtBot) -> None:
    other = Wire(lambda _: write_answer("200 OK", "{}"))
    wire = Wire(lambda _: write_answer("302 Found", "", f"Location: {other.url}/steal"))
    error = wait_for_error(qtbot, sign_in(wire.url))
    assert isinstance(error, Server)
    assert other.requests == []
    assert KEY in wire.requests[0]


def test_a_refused_key_is_told_once_with_its_name(qtbot: QtBot) -> None:
    wire = Wire(lambda _: write_answer("401 x", PROBLEM.format(401)))
    api = sign_in(wire.url)
    with qtbot.waitSignal(api.client.key_refused, timeout=10_000) as waiting:
        api.credits.overview()
    assert waiting.args == [KEY]


def test_a_cancelled_call_says_nothing_more(qtbot: QtBot) -> None:
    wire = Wire(lambda _: None)
    api = sign_in(wire.url)
    call = api.credits.overview()
    told: list[object] = []
    call.succeeded.connect(told.append)
    call.failed.connect(told.append)
    qtbot.waitUntil(lambda: bool(wire.requests))
    with qtbot.waitSignal(call.settled):
        call.cancel()
    assert told == []


def test_one_wish_keeps_its_key_over_every_try(qtbot: QtBot) -> None:
    answers = iter(
        [None, write_answer("200 OK", '{"move_id":"m","kind":"allocate","credits":1,"member_id":"a"}')]
    )
    wire = Wire(lambda _: next(answers))
    api = sign_in(wire.url, timeout_ms=300)
    intent = api.client.make_intent()
    first = api.credits.allocate("a", 1, intent)
    with qtbot.waitSignal(first.failed, timeout=10_000):
        pass
    second = api.credits.allocate("a", 1, intent)
    with qtbot.waitSignal(second.succeeded, timeout=10_000) as waiting:
        pass
    assert isinstance(waiting.args[0], MadeMove)
    keys = [line for text in wire.requests for line in text.splitlines() if "idempotency" in line.lower()]
    assert len(keys) == 2
    assert len(set(keys)) == 1


def test_a_large_answer_is_read_outside_of_the_event_thread(qtbot: QtBot) -> None:
    member = '{"member_id":"m","name":"%s","role":"member","status":"active","allocated":1,"held":0,"used":0}'
    members = ",".join(member % ("x" * 100) for _ in range(8000))
    body = f'{{"purchased":1,"pool":1,"allocated":0,"held":0,"used":0,"debt":0,"members":[{members}]}}'
    wire = Wire(lambda _: write_answer("200 OK", body))
    call = sign_in(wire.url).credits.overview()
    with qtbot.waitSignal(call.succeeded, timeout=10_000) as waiting:
        pass
    assert isinstance(waiting.args[0], Overview)
    assert len(waiting.args[0].members) == 8000


def test_a_client_that_is_let_go_does_not_take_the_process_with_it() -> None:
    """In a process of its own: what went wrong here was a crash, at any time after an answer."""
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-m", "tests.desktop_admin.unit.let_go"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "ended well\n", "")


def test_an_owner_that_is_gone_is_not_told(qtbot: QtBot) -> None:
    owner, told, release = QObject(), list[object](), threading.Event()
    run_apart(owner, release.wait, told.append)
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    release.set()
    assert QThreadPool.globalInstance().waitForDone(10_000)
    other = QObject()
    run_apart(other, lambda: "second", told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["second"]
