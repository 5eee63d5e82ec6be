"""The frame is upright, keeps its proportions and stays inside the edges that cut the person."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.photos.selfie import Face
from core.photos.studio.frame import HEIGHT, WIDTH, Edges, find_framing


def place_face(x: float, y: float, width: float, tilt: float = 0.0) -> Face:
    """A face with its eyes' middle at (x, y), tilted by `tilt` radians."""
    reach = width / 4
    right = (x - reach * np.cos(tilt), y - reach * np.sin(tilt))
    left = (x + reach * np.cos(tilt), y + reach * np.sin(tilt))
    others = ((x, y + reach), (x - reach, y + 2 * reach), (x + reach, y + 2 * reach))
    return Face(x - width / 2, y - width * 0.5, width, width * 1.35, (right, left, *others), 0.9)


def test_roomy_photo_gets_the_wanted_frame() -> None:
    framing = find_framing((2000, 3000), place_face(1000, 1200, 400), 0, Edges())
    eyes = framing.apply(np.array([[1000.0, 1200.0]]))[0]
    assert framing.fits
    assert eyes == pytest.approx((WIDTH / 2, 0.41 * HEIGHT), abs=1)


@pytest.mark.parametrize("tilt", [-0.3, -0.1, 0.1, 0.3])
def test_head_is_set_nearly_upright(tilt: float) -> None:
    face = place_face(1000, 1200, 400, tilt)
    (ax, ay), (bx, by) = find_framing((2000, 3000), face, 0, Edges()).move_face(face).eye_line
    assert abs(np.arctan2(by - ay, bx - ax)) < max(0.21 * abs(tilt), abs(tilt) - np.radians(11.9))


@given(
    x=st.floats(0.3, 0.7),
    y=st.floats(0.3, 0.5),
    width=st.floats(0.2, 0.5),
    index=st.integers(0, 3),
    sides=st.tuples(st.booleans(), st.booleans(), st.booleans()),
)
def test_frame_that_fits_keeps_inside(
    x: float, y: float, width: float, index: int, sides: tuple[bool, bool, bool]
) -> None:
    size = (900, 1200)
    edges = Edges(*sides)
    framing = find_framing(size, place_face(x * 900, y * 1200, width * 900), index, edges)
    across, down = framing.find_corners().T
    if framing.fits:
        assert down.max() <= 1200
        assert not edges.left or across.min() >= 0
        assert not edges.top or down.min() >= 0
        assert not edges.right or across.max() <= 900


def test_the_four_frames_differ() -> None:
    face = place_face(1000, 1200, 400)
    scales = [find_framing((2000, 3000), face, index, Edges()).scale for index in range(4)]
    assert all(abs(a - b) > 0.03 * a for a, b in product(scales, scales) if a is not b)
