"""Chooses which selfies become headshots: the best ones, and not four times the same look."""

from collections.abc import Sequence
from typing import Final

from core.photos.selfie import SelfieFacts

# One selfie is worth another's place when it is at least this near to the best one, in points of 100.
GOOD_ENOUGH: Final = 25
# Points that a likeness to an already chosen one costs: at most this many, for pictures with the same turn, size and
# picture; 256 bits of difference hash differ by about 100 between unlike photos.
LIKENESS: Final = 18.0
UNLIKE_BITS: Final = 100


def choose_selfies(facts: Sequence[SelfieFacts], count: int = 4) -> list[int]:
    """Return the positions of the `count` sources, the best first.

    A position comes again only when there are too few good selfies; the studio frames each headshot differently,
    so the pictures differ all the same. An empty sequence gives an empty list.
    """
    if not facts:
        return []
    best = max(each.score for each in facts)
    good = [i for i, each in enumerate(facts) if each.score >= best - GOOD_ENOUGH]
    chosen: list[int] = []
    while len(chosen) < min(count, len(good)):
        left = [i for i in good if i not in chosen]
        chosen.append(max(left, key=lambda i: (facts[i].score - _find_likeness(facts, i, chosen), -i)))
    return [chosen[i % len(chosen)] for i in range(count)]


def _find_likeness(facts: Sequence[SelfieFacts], candidate: int, chosen: Sequence[int]) -> float:
    return max((LIKENESS * _compare(facts[candidate], facts[each]) for each in chosen), default=0.0)


def _compare(one: SelfieFacts, other: SelfieFacts) -> float:
    """Return 0 for photos that look nothing alike up to 1 for the same pose in the same picture."""
    bits = (int(one.dhash, 16) ^ int(other.dhash, 16)).bit_count()
    turn = abs(one.face.turn - other.face.turn) / 0.15
    light = abs(one.brightness - other.brightness) / 60
    return max(0.0, 1 - 0.5 * min(1.0, bits / UNLIKE_BITS) - 0.3 * min(1.0, turn) - 0.2 * min(1.0, light))
