"""Grades the person carefully: a little colour cast taken away, blotches evened, and the skin's own tone kept.

Nothing here makes a face lighter or darker. A first version brought every face to one brightness, which lightened
dark skin; since then the median tone of the face is measured before and after, and put back.
"""

from typing import Final

import cv2
import numpy as np

from core.photos.selfie import LEFT_EYE, LEFT_MOUTH, NOSE, RIGHT_EYE, RIGHT_MOUTH, Face
from core.photos.studio.pixels import Image, Matrix, Pixels, Planes, Size, enlarge, get_size, shrink, to_image

MOST_CAST: Final = 0.03  # of a channel; more would change skin, and the photo's light is part of it
# What can be white or grey in the photo: saturation below, value between these (0-255), on this part of the pixels.
GREYISH, DARKEST_GREY, LIGHTEST_GREY, ENOUGH_GREY = 36, 110, 252, 0.03
SOFTENING: Final = 0.55
SMALLEST_FACE: Final = 16  # px; below there is nothing to even out


def grade_person(frame: Image, face: Face) -> Image:
    """Return the BGR frame with its cast reduced and the skin evened; the face keeps its median tone within 1%.

    `face` is in pixels of the frame.
    """
    curves = [np.arange(256) * gain for gain in find_gains(frame)]
    graded = cv2.LUT(frame, to_image(np.dstack(curves)))
    graded = even_skin(np.asarray(graded, np.uint8), face)
    ratio = find_tone(frame, face) / max(1.0, find_tone(graded, face))
    return np.asarray(cv2.convertScaleAbs(graded, alpha=ratio), np.uint8)


def find_tone(frame: Image, face: Face) -> float:
    """Return the median luma of the inner face, 0-255."""
    return float(np.median(np.asarray(cv2.cvtColor(cut_inner_face(frame, face), cv2.COLOR_BGR2GRAY))))


def cut_inner_face(frame: Pixels, face: Face) -> Pixels:
    """Return the part of the box that is skin in nearly every face: without hair, ears and neck."""
    width, height = get_size(frame)
    left, right = (int(np.clip(face.left + part * face.width, 0, width - 1)) for part in (0.2, 0.8))
    top, bottom = (int(np.clip(face.top + part * face.height, 0, height - 1)) for part in (0.3, 0.85))
    return frame[top : bottom + 1, left : right + 1]  # type: ignore[return-value]


def find_gains(frame: Image) -> Matrix:
    """Gains that bring what is nearly white or grey halfway to grey, at most 3% either way.

    Only pixels that can be neutral are asked: the mean of a green park or a pink wall says nothing about the light.
    """
    small = shrink(frame, (64, 80))
    saturation, value = np.moveaxis(np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2HSV)), 2, 0)[1:]
    neutral = (saturation < GREYISH) & (value > DARKEST_GREY) & (value < LIGHTEST_GREY)
    if neutral.mean() < ENOUGH_GREY:
        return np.ones(3)
    means = small[neutral].astype(np.float64).mean(axis=0)
    return np.asarray(np.clip(np.sqrt(means.mean() / means), 1 - MOST_CAST, 1 + MOST_CAST), np.float64)


def even_skin(frame: Image, face: Face) -> Image:
    """Even out blotches of the skin and keep its pores: a bilateral filter at half size, its difference added."""
    width, height = get_size(frame)
    left, top = max(0, int(face.left)), max(0, int(face.top))
    part = frame[
        top : min(height, int(face.top + face.height)), left : min(width, int(face.left + face.width))
    ]
    if min(part.shape[:2]) < SMALLEST_FACE:
        return frame
    half = shrink(part, (part.shape[1] // 2, part.shape[0] // 2))
    change = cv2.bilateralFilter(half, 9, 26, 6).astype(np.float32) - half
    change *= write_skin_mask(get_size(half), face.move(0.5, left / 2, top / 2))[..., None]
    evened = frame.copy()
    evened[top : top + part.shape[0], left : left + part.shape[1]] = to_image(
        part + enlarge(change, get_size(part))
    )
    return evened


def write_skin_mask(size: Size, face: Face) -> Planes:
    """Where to even the skin: an ellipse of the face without eyes, nostrils and mouth, feathered."""
    mask = np.zeros(size[::-1], np.float32)
    _fill(
        mask,
        face.left + face.width / 2,
        face.top + face.height / 2,
        0.42 * face.width,
        0.44 * face.height,
        SOFTENING,
    )
    (ax, _), (bx, _) = face.eye_line
    eye = 0.27 * abs(bx - ax)
    for index, reach in ((RIGHT_EYE, eye), (LEFT_EYE, eye), (NOSE, eye / 2)):
        _fill(mask, *face.landmarks[index], 1.2 * reach, reach, 0.0)
    (rx, ry), (lx, ly) = face.landmarks[RIGHT_MOUTH], face.landmarks[LEFT_MOUTH]
    mouth = abs(lx - rx)
    _fill(mask, (rx + lx) / 2, (ry + ly) / 2, 0.62 * mouth, 0.3 * mouth, 0.0)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), max(1.0, 0.05 * face.width)), np.float32)


def _fill(mask: Planes, x: float, y: float, across: float, down: float, value: float) -> None:
    cv2.ellipse(mask, (int(x), int(y)), (max(1, int(across)), max(1, int(down))), 0, 0, 360, value, -1)
