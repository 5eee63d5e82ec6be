"""How many wait for a look at the provider: never those that will not come back."""

import pytest

from core.workflows.waiting import OVERDUE, Waiting

MINUTE = 60.0


class Watch:
    """Shows the time it is set to."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def waiting(watch: Watch) -> Waiting:
    return Waiting(watch)


def test_who_left_is_not_counted(waiting: Waiting) -> None:
    waiting.enter("a", MINUTE)
    waiting.enter("b", MINUTE)
    assert waiting.count() == 2
    waiting.leave("a")
    waiting.leave("never there")
    assert waiting.count() == 1


def test_who_never_came_back_is_forgotten_and_who_did_is_not(waiting: Waiting, watch: Watch) -> None:
    for number in range(1500):
        waiting.enter(f"given up {number}", MINUTE)
    waiting.enter("alive", MINUTE)
    watch.seconds = MINUTE + OVERDUE
    assert waiting.count() == 1501, "they may only be late"
    waiting.leave("alive")
    waiting.enter("alive", MINUTE)
    watch.seconds += 1
    assert waiting.count() == 1
