"""Frames a headshot: which part of the selfie becomes the 1024x1280 picture, and how it is turned and scaled."""

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final

import cv2
import numpy as np

from core.photos.selfie import Face, read_landmarks
from core.photos.studio.pixels import Matrix, Size

WIDTH: Final = 1024
HEIGHT: Final = 1280
EYE_LINE: Final = 0.41  # of the height
TILT_KEPT: Final = 0.2
MOST_TURN: Final = math.radians(12)
# The face's part of the width and its shift to the side, per headshot of a generation: seen side by side they differ.
FACE_PARTS: Final = (0.39, 0.44, 0.36, 0.41)
SHIFTS: Final = (0.0, 0.015, -0.02, 0.0)
# Below this many px the face is shown smaller, so that it is enlarged less.
FULL_FACE: Final = 260.0
LEAST_PART: Final = 0.33

# What is tried when the wanted frame does not keep inside the photo: (largest zoom, eye lines, largest shift aside);
# first what looks as if it were meant, then whatever keeps the person whole.
TRIES: Final = ((1.5, (0.32, 0.50), 0.10), (2.0, (0.26, 0.58), 0.24))


@dataclass(frozen=True, slots=True)
class Edges:
    """Which edges of the photo cut the person, so that the frame must stay inside them."""

    left: bool = False
    top: bool = False
    right: bool = False
    bottom: bool = True  # below the shoulders there must be no gap


@dataclass(frozen=True, slots=True)
class Framing:
    """A similarity from photo to frame: frame = matrix @ (x, y, 1); `fits` when the frame keeps inside the edges."""

    matrix: Matrix
    fits: bool

    @property
    def scale(self) -> float:
        """Frame pixels per photo pixel."""
        return float(np.hypot(self.matrix[0, 0], self.matrix[0, 1]))

    def apply(self, points: Matrix) -> Matrix:
        """Move (n, 2) points from the photo into the frame."""
        return points @ self.matrix[:, :2].T + self.matrix[:, 2]

    def find_corners(self) -> Matrix:
        """Return the frame's four corners in pixels of the photo."""
        inverse = np.asarray(cv2.invertAffineTransform(self.matrix), np.float64)
        corners = np.array([[0, 0], [WIDTH, 0], [0, HEIGHT], [WIDTH, HEIGHT]], np.float64)
        return np.asarray(corners @ inverse[:, :2].T + inverse[:, 2], np.float64)

    def move_face(self, face: Face) -> Face:
        """Carry a face into the frame: its box grows with the scale around its turned middle."""
        middle = np.array([[face.left + face.width / 2, face.top + face.height / 2]])
        x, y = self.apply(middle)[0].tolist()
        width, height = face.width * self.scale, face.height * self.scale
        landmarks = self.apply(np.array(face.landmarks, np.float64)).tolist()
        return Face(x - width / 2, y - height / 2, width, height, read_landmarks(landmarks), face.confidence)


def find_framing(size: Size, face: Face, index: int, edges: Edges) -> Framing:
    """Return the framing nearest to the wanted one that keeps inside the given edges of a (width, height) photo.

    Zooming in, lowering the eyes and shifting to the side are weighed against one another; when nothing keeps
    inside, the wanted zoom is kept and `fits` is false.
    """
    part = FACE_PARTS[index % len(FACE_PARTS)]
    part = max(LEAST_PART, part * min(1.0, face.width / FULL_FACE))
    shift = SHIFTS[index % len(SHIFTS)]
    for most_zoom, eye_lines, most_side in TRIES:
        for zoom, eye_line, side in _list_choices(most_zoom, eye_lines, most_side):
            framing = Framing(_match_eyes(face, part * zoom, eye_line, shift + side), fits=True)
            if _keeps_inside(framing, size, edges):
                return framing
    return Framing(_match_eyes(face, part * 1.2, 0.46, shift), fits=False)


@lru_cache(maxsize=4)
def _list_choices(
    most_zoom: float, eye_lines: tuple[float, float], most_side: float
) -> list[tuple[float, float, float]]:
    """List (zoom, eye line, shift), the least visible change first."""
    choices = product(
        np.linspace(1, most_zoom, 11).tolist(),
        np.linspace(*eye_lines, 9).tolist(),
        np.linspace(-most_side, most_side, 9).tolist(),
    )
    return sorted(choices, key=lambda each: (each[0] - 1) + 3 * abs(each[1] - EYE_LINE) + 2.4 * abs(each[2]))


def _match_eyes(face: Face, part: float, eye_line: float, shift: float) -> Matrix:
    (ax, ay), (bx, by) = face.eye_line
    tilt = math.atan2(by - ay, bx - ax)
    turn = -float(np.clip((1 - TILT_KEPT) * tilt, -MOST_TURN, MOST_TURN))
    scale = part * WIDTH / face.width
    cos, sin = scale * math.cos(turn), scale * math.sin(turn)
    # The box's middle and the eyes' middle differ in a turned head; between them lies the head's own middle.
    x = (face.eye_centre[0] + face.left + face.width / 2) / 2
    y = face.eye_centre[1]
    to_x, to_y = (0.5 + shift) * WIDTH, eye_line * HEIGHT
    return np.array([[cos, -sin, to_x - cos * x + sin * y], [sin, cos, to_y - sin * x - cos * y]])


def _keeps_inside(framing: Framing, size: Size, edges: Edges) -> bool:
    x, y = framing.find_corners().T
    return bool(
        (not edges.left or x.min() >= 0)
        and (not edges.top or y.min() >= 0)
        and (not edges.right or x.max() <= size[0])
        and (not edges.bottom or y.max() <= size[1])
    )
