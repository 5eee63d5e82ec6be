"""Drawn selfies: the same each time, different from each other, and good enough for the real checks of photos."""

import io
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from core.domain.photos import PhotoProblem
from core.photos.check import check_photo
from sandbox.faces import draw_selfie, draw_selfies

PEOPLE = range(6)
SHOTS = 4


def _write_jpeg(image: Image.Image) -> bytes:
    target = io.BytesIO()
    image.save(target, "JPEG", quality=90)
    return target.getvalue()


def _measure_difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures per channel, 0 to 255."""
    small = [np.asarray(image.resize((30, 40)), dtype=float) for image in (one, other)]
    return float(np.abs(small[0] - small[1]).mean())


def test_the_same_numbers_give_the_same_picture() -> None:
    once, again = draw_selfie(3, 2, (300, 400)), draw_selfie(3, 2, (300, 400))
    assert once.tobytes() == again.tobytes()
    assert (once.mode, once.size) == ("RGB", (300, 400))


@pytest.mark.parametrize("size", [(300, 400), (400, 300), (512, 512)])
def test_any_shape_of_photo_can_be_drawn(size: tuple[int, int]) -> None:
    assert draw_selfie(1, 1, size).size == size


def test_shots_and_people_differ() -> None:
    shots = [draw_selfie(0, shot, (300, 400)) for shot in range(14)]
    people = [draw_selfie(person, 0, (300, 400)) for person in PEOPLE]
    differences = [_measure_difference(*pair) for pair in [*combinations(shots, 2), *combinations(people, 2)]]
    assert min(differences) > 8


@pytest.mark.parametrize("person", PEOPLE)
def test_the_real_checks_take_every_shot(person: int, models_dir: Path) -> None:
    seen: list[Any] = []
    for selfie in draw_selfies(person, SHOTS):
        checked = check_photo(_write_jpeg(selfie), seen, models_dir)
        assert not isinstance(checked, PhotoProblem), checked
        seen.append(checked.facts.print)
        assert checked.facts.face.confidence > 0.85
        assert checked.facts.hints == ()
        scale = 1500 / min(checked.facts.width, checked.facts.height)
        assert checked.facts.face.width * scale >= 450
