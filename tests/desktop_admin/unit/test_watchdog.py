"""The watchdog itself: it tells our work and our waiting from a machine that is busy with others."""

import contextlib
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from tests.desktop_admin.turns import Turns
from tests.desktop_admin.watchdog import Watchdog

BURNERS = 6
TRIES = 8
QUIET_MS = 20.0  # for which it was ready and had no processor


def watch(qtbot: QtBot, slot: Callable[[], object], exempt: Path | None = None) -> Watchdog:
    """What it says of a slot that the event loop runs three times, each after a beat.

    By a timer of its own it would be run twice between two beats on a busy machine, and be one block of both.
    """
    turns: list[object] = []
    turn = QTimer(interval=0, singleShot=True)
    turn.timeout.connect(lambda: turns.append(slot()))
    with Watchdog(exempt=exempt) as watchdog:
        watchdog._timer.timeout.connect(turn.start)
        qtbot.waitUntil(lambda: len(turns) >= 3, timeout=20_000)
        turn.stop()
    return watchdog


def watch_quietly(qtbot: QtBot, slot: Callable[[], object]) -> Watchdog:
    """What it says of a slot while nobody else wants the processors: again until then, at most `TRIES` times."""
    for _ in range(TRIES):
        turns = Turns()
        before = turns.read()
        watchdog = watch(qtbot, slot)
        was_quiet = turns.read().ready - before.ready < QUIET_MS
        turns.close()
        if was_quiet:
            break
    return watchdog


def work(milliseconds: float) -> None:
    until = time.thread_time() + milliseconds / 1000
    while time.thread_time() < until:
        sum(range(50))


@contextlib.contextmanager
def busy_machine() -> Iterator[None]:
    """More processes that want a processor than there are."""
    burn = [sys.executable, "-c", "while True: pass"]
    burners = [subprocess.Popen(burn) for _ in range(BURNERS)]
    try:
        yield
    finally:
        for burner in burners:
            burner.kill()
            burner.wait()


def wait_for_answer() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(0.15)
        with contextlib.suppress(TimeoutError):
            ours.recv(1)


@pytest.mark.parametrize("is_busy", [False, True])
@pytest.mark.parametrize(
    "slot", [lambda: work(75), lambda: time.sleep(0.15), wait_for_answer], ids=["work", "sleep", "socket"]
)
def test_what_we_do_ourselves_counts(qtbot: QtBot, slot: Callable[[], object], is_busy: bool) -> None:  # noqa: FBT001 - pytest's own
    if is_busy:
        with busy_machine():
            watchdog = watch(qtbot, slot)
    else:
        watchdog = watch_quietly(qtbot, slot)
    assert len(watchdog.blocks) >= 3, watchdog.describe()


def test_a_short_wait_counts_where_the_machine_is_quiet(qtbot: QtBot) -> None:
    watchdog = watch_quietly(qtbot, lambda: time.sleep(0.08))
    assert len(watchdog.blocks) >= 3, watchdog.describe()


def test_a_busy_machine_does_not_count(qtbot: QtBot) -> None:
    with busy_machine():
        watchdog = watch(qtbot, lambda: work(12))
    assert watchdog.blocks == [], watchdog.describe()


def test_waiting_for_the_interpreters_lock_does_not_count(qtbot: QtBot) -> None:
    ending = threading.Event()

    def spin() -> None:
        while not ending.is_set():
            sum(range(500))

    hogs = [threading.Thread(target=spin) for _ in range(3)]
    for hog in hogs:
        hog.start()
    try:
        watchdog = watch_quietly(qtbot, lambda: work(12))
    finally:
        ending.set()
        for hog in hogs:
            hog.join()
    assert watchdog.blocks == [], watchdog.describe()


def test_what_a_test_does_itself_does_not_count(qtbot: QtBot) -> None:
    watchdog = watch(qtbot, lambda: time.sleep(0.09), Path(__file__).parents[2])
    assert watchdog.blocks == [], watchdog.describe()
