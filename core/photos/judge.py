"""Judges a face: large enough, whole, lit, sharp, eyes to be seen; and how well it would serve as a source."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.domain.photos import PhotoHint, PhotoProblem
from core.photos.selfie import LEFT_EYE, LEFT_MOUTH, RIGHT_EYE, RIGHT_MOUTH, Face, Unusable

CHIP: Final = 160  # px; measures on a face brought to this size do not depend on the photo's size
LEAST_FACE: Final = 100  # px of the sent file; below, enlarging it to a headshot is not worth having
GOOD_FACE: Final = 200
EDGE: Final = 2  # px
INNER_EDGE: Final = 0.1  # face widths; eyes and mouth lie at least 0.2 inside the box of a whole face
HALF_TURNED: Final = 0.25  # eye distances; speaking to one side 0.27, facing the camera under 0.15
# Median 16 in the dark photo and 252 in the overexposed one, 106-192 in ordinary ones; the 95th percentile keeps a
# dark-skinned face in good light (low median, clear highlights) from being called dark.
DARK_MEDIAN, DARK_HIGHLIGHT, DIM_MEDIAN, DIM_HIGHLIGHT, BRIGHT_MEDIAN = 45, 90, 65, 115, 235
# Laplacian variance, and the same over the chip's variance: ordinary faces 118-562 and 0.08-0.37, blurred 11 and 0.005,
# motion blur 50 and 0.023. A soft light lowers the first, a strong contrast the second; blur lowers both.
BLUR, BLUR_PART, SOFT = 60.0, 0.045, 110.0
# Both eyes darker than a fifth of the cheek and without any white in them: drawn dark glasses 0.10 and 0.00, ordinary
# lowest 0.28 and 0.13.
HIDDEN_EYE, HIDDEN_SPREAD = 0.20, 0.08


@dataclass(frozen=True, slots=True)
class Measures:
    """What was measured on the face: Laplacian variance, that over the variance, median and 95th percentile luma."""

    sharpness: float
    sharp_part: float
    median: float
    highlight: float


def measure_face(chip: NDArray[np.uint8]) -> Measures:
    """Measure a grey face chip of 160x160 px."""
    sharpness = float(cv2.Laplacian(chip, cv2.CV_32F).var())
    median, highlight = np.percentile(chip, (50, 95))
    return Measures(sharpness, sharpness / max(1.0, float(chip.var())), float(median), float(highlight))


def cut_chip(image: Image.Image, face: Face) -> NDArray[np.uint8]:
    """Return the face's box as a grey chip of 160x160 px."""
    box = (
        max(0.0, face.left),
        max(0.0, face.top),
        min(float(image.width), face.left + face.width),
        min(float(image.height), face.top + face.height),
    )
    chip = image.resize((CHIP, CHIP), Image.Resampling.BOX, box=box, reducing_gap=2.0)
    return np.asarray(chip.convert("L"))


def refuse_bad_face(image: Image.Image, face: Face, reduction: float) -> Measures:
    """Raise Unusable for the first thing wrong with the face; `reduction` is how much the picture was shrunk."""
    if face.width * reduction < LEAST_FACE:
        raise Unusable(PhotoProblem.FACE_TOO_SMALL)
    if _touches_edge(image, face):
        raise Unusable(PhotoProblem.FACE_CUT_OFF)
    chip = cut_chip(image, face)
    measures = measure_face(chip)
    # Light comes before sharpness: noise makes a dark photo look sharp, and glare a bright one.
    if measures.median < DARK_MEDIAN and measures.highlight < DARK_HIGHLIGHT:
        raise Unusable(PhotoProblem.TOO_DARK)
    if measures.median > BRIGHT_MEDIAN:
        raise Unusable(PhotoProblem.TOO_BRIGHT)
    if measures.sharpness < BLUR and measures.sharp_part < BLUR_PART:
        raise Unusable(PhotoProblem.TOO_BLURRED)
    if _hides_eyes(chip, face):
        raise Unusable(PhotoProblem.EYES_HIDDEN)
    return measures


def _touches_edge(image: Image.Image, face: Face) -> bool:
    """The box of half a face may end just inside the photo, but then an eye or the mouth lies at the edge."""
    near = INNER_EDGE * face.width
    return any(
        not (near < x < image.width - near and near < y < image.height - near) for x, y in face.landmarks
    ) or (
        face.left <= EDGE
        or face.top <= EDGE
        or face.left + face.width >= image.width - EDGE
        or face.top + face.height >= image.height - EDGE
    )


def _hides_eyes(chip: NDArray[np.uint8], face: Face) -> bool:
    across, down = CHIP / face.width, CHIP / face.height
    points = [((x - face.left) * across, (y - face.top) * down) for x, y in face.landmarks]
    eye_distance = abs(points[LEFT_EYE][0] - points[RIGHT_EYE][0])
    cheeks = [
        _patch(
            chip,
            (points[eye][0] + points[corner][0]) / 2,
            (points[eye][1] + points[corner][1]) / 2,
            eye_distance,
        )
        for eye, corner in ((RIGHT_EYE, RIGHT_MOUTH), (LEFT_EYE, LEFT_MOUTH))
    ]
    cheek = max(1.0, float(np.median(np.concatenate([patch.ravel() for patch in cheeks]))))
    eyes = [_patch(chip, *points[eye], eye_distance) for eye in (RIGHT_EYE, LEFT_EYE)]
    return all(np.median(eye) < HIDDEN_EYE * cheek and eye.std() < HIDDEN_SPREAD * cheek for eye in eyes)


def _patch(chip: NDArray[np.uint8], x: float, y: float, eye_distance: float) -> NDArray[np.uint8]:
    reach = max(2, round(0.16 * eye_distance))
    x, y = int(np.clip(x, reach, CHIP - 1 - reach)), int(np.clip(y, reach, CHIP - 1 - reach))
    return chip[y - reach : y + reach + 1, x - reach : x + reach + 1]


def give_hints(image: Image.Image, face: Face, reduction: float, measures: Measures) -> tuple[PhotoHint, ...]:
    """Return what would make a better source, the weightiest first."""
    room = min(face.left, image.width - face.left - face.width, image.height - face.top - face.height)
    found = {
        PhotoHint.SMALL_FACE: face.width * reduction < GOOD_FACE,
        PhotoHint.SOFT: measures.sharpness < SOFT,
        PhotoHint.DIM: measures.median < DIM_MEDIAN and measures.highlight < DIM_HIGHLIGHT,
        PhotoHint.SIDE_ON: abs(face.turn) > HALF_TURNED,
        PhotoHint.TIGHT: room < 0.3 * face.width or face.top < 0.12 * face.height,
    }
    return tuple(hint for hint, holds in found.items() if holds)


def score_face(face: Face, reduction: float, measures: Measures, hints: tuple[PhotoHint, ...]) -> int:
    """Return 0-100: size, sharpness, frontality, light and room, weighted by how much each harms a headshot."""
    size = min(1.0, max(0.0, face.width * reduction - LEAST_FACE) / 300)
    sharp = min(1.0, measures.sharpness / 250)
    frontal = max(0.0, 1 - abs(face.turn) / 0.5)
    light = 0.0 if PhotoHint.DIM in hints else min(1.0, (255 - measures.median) / 60)
    room = 0.0 if PhotoHint.TIGHT in hints else 1.0
    return round(100 * (0.3 * size + 0.25 * sharp + 0.2 * frontal + 0.1 * light + 0.15 * room))
