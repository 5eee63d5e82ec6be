"""Looks at the provider are spread over time: never many at once, and none later than it must be."""

import random
from collections import Counter

import pytest

from core.workflows.looks import Looks

MINUTE = 60.0
PER_SECOND = 10


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
def looks(watch: Watch) -> Looks:
    return Looks(PER_SECOND, watch)


def test_a_few_look_when_they_want(looks: Looks) -> None:
    assert [looks.plan(f"g{n}", 12.5) for n in range(PER_SECOND)] == [12.5] * PER_SECOND


def test_a_crowd_that_began_together_is_spread_and_stays_spread(looks: Looks, watch: Watch) -> None:
    """Each looks, and plans its next look, three times over."""
    due = {f"g{n}": looks.plan(f"g{n}", MINUTE) for n in range(3000)}
    assert min(due.values()) == MINUTE
    assert max(due.values()) < MINUTE + 3000 / PER_SECOND
    for _ in range(3):
        seconds = Counter(int(at) for at in due.values())
        assert max(seconds.values()) <= PER_SECOND
        for name, at in sorted(due.items(), key=lambda pair: pair[1]):
            watch.seconds = at
            looks.drop(name)
            due[name] = at + looks.plan(name, MINUTE)
        assert looks.count() == 3000


def test_who_is_woken_frees_a_place(looks: Looks) -> None:
    for n in range(PER_SECOND):
        looks.plan(f"g{n}", MINUTE)
    assert looks.plan("late", MINUTE) == MINUTE + 1
    looks.drop("g3")
    looks.drop("never there")
    assert looks.plan("later", MINUTE) == MINUTE


def test_planning_again_is_one_place(looks: Looks) -> None:
    for _ in range(3 * PER_SECOND):
        assert looks.plan("hasty", MINUTE) == MINUTE
    assert looks.count() == 1


def test_who_never_came_back_is_forgotten(looks: Looks, watch: Watch) -> None:
    for number in range(1500):
        looks.plan(f"given up {number}", MINUTE)
    watch.seconds = 1000.0
    looks.plan("alive", MINUTE)
    assert looks.count() == 1


def test_no_second_is_ever_too_full(looks: Looks, watch: Watch) -> None:
    """Comings and goings at random, short pauses and long ones, against a plain count of what was planned."""
    chance = random.Random(1)
    due: dict[str, float] = {}
    for _ in range(5000):
        watch.seconds += chance.uniform(0, 0.05)
        name = f"g{chance.randrange(800)}"
        due.pop(name, None)
        if chance.random() < 0.2:
            looks.drop(name)
            continue
        wanted = chance.choice([1.0, 7.3, 30.0, MINUTE])
        planned = looks.plan(name, wanted)
        assert planned >= wanted
        due[name] = watch.seconds + planned
        full = Counter(int(at) for at in due.values() if int(at) >= int(watch.seconds))
        assert max(full.values()) <= PER_SECOND
