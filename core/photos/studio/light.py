"""Brings person and background together: key light, light wrap, a touch of sharpness, vignette and grain."""

from typing import Final

import cv2
import numpy as np

from core.photos.selfie import Face
from core.photos.studio.grade import cut_inner_face
from core.photos.studio.pixels import LOW, Image, Planes, enlarge, get_size, shrink

KEY: Final = 0.07
WRAP: Final = 0.45
WRAP_REACH: Final = 5  # px of the low size, so 20 px of the frame
SHARPNESS: Final = 0.35
VIGNETTE: Final = 0.10
GRAIN: Final = 1.3  # of 255


def light_person(person: Image, face: Face) -> Image:
    """Sharpen the person a little and shade it from the side that the photo's own light comes from.

    The face keeps its mean brightness.
    """
    soft = cv2.GaussianBlur(person, (0, 0), 1.4)
    person = np.asarray(cv2.addWeighted(person, 1 + SHARPNESS, soft, -SHARPNESS, 0), np.uint8)
    side = _find_lit_side(person, face)
    x = np.linspace(-1, 1, LOW[0], dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, LOW[1], dtype=np.float32)[:, None]
    slope = np.clip(
        0.8 * side * (x - (face.left + face.width / 2) / person.shape[1] * 2 + 1) - 0.45 * y, -1, 1
    )
    field = enlarge(1 + KEY * slope, get_size(person))
    field /= float(cut_inner_face(field, face).mean())
    return _multiply(person, field)


def _find_lit_side(person: Image, face: Face) -> int:
    """Return -1 when the left half of the face is the brighter one, else 1."""
    inner = cut_inner_face(person, face)
    middle = max(1, inner.shape[1] // 2)
    return -1 if inner[:, :middle].mean() > inner[:, -middle:].mean() else 1


def compose(person: Image, alpha: Planes, background: Image) -> Image:
    """Lay the person over the background and let the background's light reach around the edge."""
    low_alpha = shrink(alpha, LOW)
    reach = cv2.GaussianBlur(low_alpha, (0, 0), WRAP_REACH)
    shown = alpha * (1 - enlarge(WRAP * low_alpha * (1 - reach), get_size(person)))
    return np.asarray(cv2.blendLinear(person, background, shown, 1 - shown), np.uint8)


def finish(picture: Image, seed: int) -> Image:
    """Darken the corners a little and add fine grain, which also hides the steps of smooth gradients."""
    height, width = picture.shape[:2]
    x = np.linspace(-1, 1, LOW[0], dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, LOW[1], dtype=np.float32)[:, None]
    corners = enlarge(1 - VIGNETTE * ((x * x + y * y) / 2) ** 1.5, get_size(picture))
    tile = np.random.default_rng(seed).standard_normal((height // 2, width // 2), np.float32) * GRAIN
    grain = np.tile(tile, (2, 2))
    finished = np.empty_like(picture)
    for channel in range(3):
        plane = cv2.multiply(picture[..., channel], corners, dtype=cv2.CV_32F)
        finished[..., channel] = cv2.add(plane, grain, dtype=cv2.CV_8U)
    return finished


def _multiply(picture: Image, field: Planes) -> Image:
    planes = [cv2.multiply(picture[..., channel], field, dtype=cv2.CV_8U) for channel in range(3)]
    return np.asarray(cv2.merge(planes), np.uint8)
