"""The best selfies become headshots, different ones as long as there are enough good ones."""

import hashlib
from dataclasses import replace

from core.photos.selfie import Face, SelfieFacts
from core.photos.studio.choose import choose_selfies

FACE = Face(100, 100, 400, 540, ((200, 300), (400, 300), (300, 400), (220, 500), (380, 500)), 0.9)
GOOD = SelfieFacts("a" * 64, "0" * 64, 1000, 1300, FACE, 90, 300.0, 130.0, ())


def vary(number: int, score: int = 90) -> SelfieFacts:
    """A selfie unlike the others: another picture, with `number` telling which."""
    unlike = hashlib.sha256(str(number).encode()).hexdigest()
    return replace(GOOD, sha256=unlike, dhash=unlike, score=score)


def test_none_gives_none() -> None:
    assert choose_selfies([]) == []


def test_four_different_ones_best_first() -> None:
    facts = [vary(i, score) for i, score in enumerate((70, 95, 88, 91, 60, 93))]
    chosen = choose_selfies(facts)
    assert len(set(chosen)) == 4
    assert chosen[0] == 1
    assert 4 not in chosen


def test_likeness_costs_a_place() -> None:
    facts = [GOOD, replace(GOOD, sha256="b" * 64, score=89), vary(1, 84), vary(5, 84), vary(9, 84)]
    assert set(choose_selfies(facts)) == {0, 2, 3, 4}


def test_too_few_good_ones_come_again_before_bad_ones() -> None:
    facts = [vary(0, 95), vary(1, 90), vary(2, 40), vary(3, 30), vary(4, 35), vary(5, 20)]
    assert choose_selfies(facts) == [0, 1, 0, 1]


def test_any_count_can_be_asked_for() -> None:
    assert choose_selfies([GOOD], 3) == [0, 0, 0]
    assert len(choose_selfies([vary(i) for i in range(9)], 6)) == 6
