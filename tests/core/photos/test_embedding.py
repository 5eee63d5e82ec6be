"""The optional face model: its arithmetic, by answers that are not ours, and whom it takes for whom."""

import json
from itertools import combinations
from math import cos, dist, radians, sin
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from core.photos.embedding import (
    PLACES,
    SIDE,
    Layer,
    add_padded,
    convolve,
    cut_face,
    embed_picture,
    halve,
    load_network,
    read_arrays,
    run_network,
)
from core.photos.faces import find_faces
from core.photos.lab import open_lab
from core.photos.likeness import measure_distance
from core.photos.models import FACE_EMBEDDER, FACE_EMBEDDER_SHAPES
from core.photos.read import read_picture
from core.photos.selfie import Face, read_landmarks
from tests.core.photos.shots import draw, write

# Every eighth number that the package's own network (face-api 1.7.15 on its CPU backend) gives for `draw_pattern`.
KNOWN = [
    -0.11210,
    0.09077,
    -0.09885,
    -0.13485,
    -0.13975,
    -0.08331,
    0.02766,
    0.02216,
    0.23432,
    -0.09237,
    -0.14471,
    0.17183,
    -0.11635,
    -0.15615,
    0.24875,
    -0.04691,
]


def draw_pattern() -> NDArray[np.uint8]:
    """A picture that any program can make for itself."""
    y, x, c = np.mgrid[:SIDE, :SIDE, :3]
    return np.asarray((x * (c + 1) + y * (3 - c) * 2 + ((x * y) >> (4 + c))) % 256, np.uint8)


def test_the_network_answers_as_its_own_package_does(likeness_dir: Path) -> None:
    answer = run_network(draw_pattern(), load_network(likeness_dir))
    assert answer.shape == (128,)
    assert answer[::8].tolist() == pytest.approx(KNOWN, abs=1e-4)


def test_one_person_is_nearer_than_another(shared_folder: Path, likeness_dir: Path) -> None:
    """Nobody's own photo is as far from the mean of their others as somebody else is."""
    folder = shared_folder / "selfies"
    own = [_embed(path, likeness_dir) for path in sorted((folder / "person-a").glob("0[1-5]-*"))]
    other = _embed(folder / "person-c" / "01-astronaut.png", likeness_dir)
    assert max(dist(one, two) for one, two in combinations(own, 2)) < 0.6
    assert min(dist(one, other) for one in own) > 0.75
    left_out = [measure_distance([one for one in own if one is not it], it) for it in own]
    assert max(left_out) < 0.5
    assert measure_distance(own, other) > 0.75


def test_two_people_on_one_photo_are_told_apart(shared_folder: Path, likeness_dir: Path) -> None:
    """One of the two is the person of the other photos."""
    folder = shared_folder / "selfies"
    own = [_embed(path, likeness_dir) for path in sorted((folder / "person-a").glob("0[1-5]-*"))]
    image = read_picture((folder / "negative" / "two-faces.jpg").read_bytes()).image
    network = load_network(likeness_dir)
    both = [run_network(cut_face(image, face), network) for face in find_faces(image, likeness_dir)[:2]]
    nearer, farther = sorted(measure_distance(own, numbers.tolist()) for numbers in both)
    assert nearer < 0.5
    assert farther > 0.7


def _embed(path: Path, models_dir: Path) -> list[float]:
    return embed_picture(read_picture(path.read_bytes()).image, models_dir)


async def test_the_lab_answers_for_one_face_and_not_without(likeness_dir: Path) -> None:
    with open_lab(likeness_dir, 1) as lab:
        assert lab.can_embed
        selfie = draw(person=1)
        numbers = await lab.embed(write(selfie))
        assert numbers == pytest.approx(
            embed_picture(read_picture(write(selfie)).image, likeness_dir), abs=1e-4
        )
        assert await lab.embed(write(Image.new("RGB", (600, 800), "grey"))) is None


def test_without_the_model_the_lab_says_so(plain_dir: Path) -> None:
    with open_lab(plain_dir, 1) as lab:
        assert not lab.can_embed


@pytest.mark.parametrize(("turn", "scale"), [(0, 1.0), (25, 3.1), (-40, 0.8)])
def test_a_face_is_turned_and_scaled_into_its_place(turn: float, scale: float) -> None:
    """Dots where the landmarks are come out where eyes, nose and mouth belong, with no model about."""
    c, s = cos(radians(turn)), sin(radians(turn))
    points = read_landmarks(
        (400 + scale * (c * x - s * y), 300 + scale * (s * x + c * y)) for x, y in PLACES - SIDE / 2
    )
    image = Image.new("RGB", (800, 600))
    pen = ImageDraw.Draw(image)
    for x, y in points:
        pen.ellipse((x - 4 * scale, y - 4 * scale, x + 4 * scale, y + 4 * scale), fill="white")
    chip = cut_face(image, Face(0, 0, 100, 100, points, 1.0))
    assert chip.shape == (SIDE, SIDE, 3)
    for x, y in PLACES.round().astype(int):
        assert chip[y - 1 : y + 2, x - 1 : x + 2].min() > 200
    assert chip.mean() < 10, "and nothing else"


@pytest.mark.parametrize(("stride", "pad"), [(1, 1), (2, 0)])
def test_a_convolution_is_the_sum_over_its_window(stride: int, pad: int) -> None:
    random = np.random.default_rng(1)
    x, weights, bias = (random.random(shape, np.float32) for shape in ((7, 6, 3), (3, 3, 3, 5), (5,)))
    out = convolve(x, Layer(weights.reshape(-1, 5), bias, 3), stride, pad)
    wide = np.pad(x, ((pad, pad), (pad, pad), (0, 0)))
    for row, column in np.ndindex(out.shape[:2]):
        window = wide[row * stride : row * stride + 3, column * stride : column * stride + 3]
        assert out[row, column] == pytest.approx(np.einsum("ijc,ijco->o", window, weights) + bias, rel=1e-4)
    assert out.shape == ((7 + 2 * pad - 3) // stride + 1, (6 + 2 * pad - 3) // stride + 1, 5)


def test_maps_are_halved_and_added_where_they_lie() -> None:
    x = np.arange(15, dtype=np.float32).reshape(3, 5, 1)
    assert halve(x).tolist() == [[[3.0], [5.0]]]
    total = add_padded(np.ones((2, 1, 1), np.float32), np.full((1, 2, 2), 2, np.float32))
    assert total.tolist() == [[[3, 2], [2, 2]], [[1, 0], [0, 0]]]


def test_arrays_lie_one_after_the_other_as_bytes_or_floats(tmp_path: Path) -> None:
    packed = {"name": "a", "shape": [2, 2], "quantization": {"dtype": "uint8", "scale": 0.5, "min": -1.0}}
    plain = {"name": "b", "shape": [2]}
    (tmp_path / FACE_EMBEDDER_SHAPES.name).write_text(json.dumps([{"weights": [packed, plain]}]))
    data = bytes([0, 1, 2, 255]) + np.array([0.25, -3], "<f4").tobytes()
    (tmp_path / FACE_EMBEDDER.name).write_bytes(data)
    arrays = read_arrays(tmp_path)
    assert arrays["a"].tolist() == [[-1.0, -0.5], [0.0, 126.5]]
    assert arrays["b"].tolist() == [0.25, -3.0]


def test_the_distance_is_from_the_mean() -> None:
    assert measure_distance([[0.0, 0.0], [2.0, 0.0]], [1.0, 0.5]) == pytest.approx(0.5)
