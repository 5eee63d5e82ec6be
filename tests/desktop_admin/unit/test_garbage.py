"""The collector: circles go, and very many rows are not walked through."""

import gc
import time
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop_admin.platform.garbage import MIDDLE_EVERY, MOST, Collector


class Knot:
    """Refers to itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collecting(qtbot: QtBot) -> Iterator[Collector]:
    """A collector that only collects when it is told to."""
    collector = Collector()
    collector._timer.stop()
    collector.settle()
    yield collector
    collector.stop()


def test_circles_go(collecting: Collector) -> None:
    gone = weakref.ref(Knot())
    assert gone() is not None
    collecting.collect()
    assert gone() is None


def test_very_many_rows_do_not_keep_the_thread(collecting: Collector) -> None:
    rows = [[number] for number in range(20 * MOST)]
    took = []
    for _ in range(MIDDLE_EVERY):
        started = time.thread_time()
        collecting.collect()
        took.append(time.thread_time() - started)
    assert max(took) < 0.05, took
    last = weakref.ref(knot := Knot())
    del knot
    collecting.collect()
    assert (len(rows), last()) == (20 * MOST, None)


def test_it_is_pythons_own_again_afterwards(collecting: Collector) -> None:
    assert not gc.isenabled()
    collecting.stop()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
