"""Paints what is behind the person: studio grey, pale blue-white, the person's own surroundings, or a bold disc."""

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np

from core.domain.styles import Style
from core.photos.studio.frame import HEIGHT, WIDTH
from core.photos.studio.pixels import HALF, LOW, Image, Planes, enlarge, to_image

Colour = tuple[float, float, float]  # red, green, blue, 0-255
DISC: Final = 0.41  # radius in widths

# One per headshot of a generation, so that the four differ.
GREYS: Final[tuple[tuple[Colour, Colour], ...]] = (
    ((122, 128, 136), (52, 56, 63)),
    ((152, 149, 144), (84, 81, 77)),
    ((88, 96, 108), (30, 34, 42)),
    ((170, 174, 178), (104, 109, 115)),
)
PALES: Final[tuple[tuple[Colour, Colour], ...]] = (
    ((250, 252, 254), (214, 226, 238)),
    ((247, 248, 249), (222, 224, 228)),
    ((240, 247, 252), (190, 211, 231)),
    ((252, 250, 247), (230, 225, 217)),
)
BOLDS: Final[tuple[tuple[Colour, Colour, Colour], ...]] = (
    ((250, 184, 84), (238, 120, 84), (112, 58, 120)),
    ((126, 214, 206), (44, 138, 158), (24, 56, 104)),
    ((252, 170, 160), (226, 92, 128), (84, 44, 122)),
    ((244, 214, 120), (112, 168, 118), (28, 86, 92)),
)
WARMTHS: Final[tuple[Colour, ...]] = (
    (1.05, 1.0, 0.93),
    (1.03, 1.0, 0.96),
    (1.07, 1.0, 0.90),
    (1.02, 1.01, 0.97),
)


def paint_background(
    style: Style, index: int, seed: int, head: tuple[float, float], surroundings: Callable[[], Planes]
) -> Image:
    """Return a 1280x1024 BGR background for headshot `index`, with the head's middle at `head` (0-1).

    `surroundings` is asked for by one style only.
    """
    chance = np.random.default_rng([seed, index])
    if style is Style.CASUAL:
        return _paint_surroundings(surroundings(), index, chance)
    if style is Style.CREATIVE:
        return _paint_disc(index, head)
    if style is Style.LINKEDIN:
        return _fill_frame(_paint_glow(PALES[index % 4], head, 0.95))
    return _fill_frame(
        _paint_glow(GREYS[index % 4], (head[0] + 0.06 * (index - 1.5), head[1] + 0.06), 0.8)
        * _paint_mottle(chance)
    )


def _fill_frame(low: Planes) -> Image:
    """Paint a small picture at full size; the grain laid over later hides the steps of rounding."""
    return np.asarray(cv2.resize(to_image(low), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC), np.uint8)


def _to_bgr(colour: Colour) -> Planes:
    return np.array(colour[::-1], np.float32)


def _measure(middle: tuple[float, float], size: tuple[int, int]) -> Planes:
    """Distance of each pixel from `middle`, in widths."""
    width, height = size
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    return np.asarray(
        np.hypot(x / width - middle[0], (y / height - middle[1]) * (height / width)), np.float32
    )


def _paint_glow(colours: tuple[Colour, Colour], middle: tuple[float, float], reach: float) -> Planes:
    near, far = (_to_bgr(colour) for colour in colours)
    part = np.clip(_measure(middle, LOW) / reach, 0, 1)
    part = (part * part * (3 - 2 * part))[..., None]
    return np.asarray(near + part * (far - near), np.float32)


def _paint_mottle(chance: np.random.Generator) -> Planes:
    """Soft cloth-like clouds around 1."""
    clouds = np.zeros((LOW[1], LOW[0]), np.float32)
    for cells, strength in ((4, 0.05), (9, 0.035), (20, 0.015)):
        coarse = chance.normal(0, strength, (cells * 5 // 4, cells)).astype(np.float32)
        clouds += cv2.resize(coarse, LOW, interpolation=cv2.INTER_CUBIC)
    return (1 + clouds)[..., None]


def _paint_surroundings(low: Planes, index: int, chance: np.random.Generator) -> Image:
    """The own surroundings out of focus: another part and another warmth of them each time, with soft lights."""
    low = low[:, ::-1] if index % 2 else low
    cut = 0.72 + 0.07 * (index % 4)
    width, height = int(LOW[0] * cut), int(LOW[1] * cut)
    left = (LOW[0] - width) * (index % 3) // 2
    low = enlarge(np.ascontiguousarray(low[:height, left : left + width]), LOW)
    grey = low.mean(axis=2, keepdims=True)
    low = 34 + 0.74 * (grey + 0.9 * (low - grey))  # neither black holes nor blown windows behind a person
    falling_off = 1.04 - 0.22 * np.clip(_measure((0.5, 0.4), LOW), 0, 1)
    low = low * falling_off[..., None] * _to_bgr(WARMTHS[index % 4])
    return _fill_frame(enlarge(low, HALF) + _paint_lights(chance))


def _paint_lights(chance: np.random.Generator) -> Planes:
    """Discs of light out of focus, at the sides and the top."""
    lights = np.zeros((HALF[1], HALF[0]), np.float32)
    for _ in range(16):
        x, y = int(chance.uniform(0, HALF[0])), int(chance.uniform(0, 0.6 * HALF[1]))
        radius, strength = int(chance.uniform(12, 44)), float(chance.uniform(5, 15))
        disc = np.zeros_like(lights)
        cv2.circle(disc, (x, y), radius, strength, -1, cv2.LINE_AA)
        lights += disc
    soft = cv2.GaussianBlur(lights, (0, 0), 2.2)
    return np.asarray(soft, np.float32)[..., None] * np.array([0.82, 0.95, 1.0], np.float32)


def _paint_disc(index: int, head: tuple[float, float]) -> Image:
    """A disc behind the head on a diagonal gradient."""
    disc, near, far = (_to_bgr(colour) for colour in BOLDS[index % 4])
    y, x = np.mgrid[0 : LOW[1], 0 : LOW[0]].astype(np.float32)
    slope = np.clip(0.35 * x / LOW[0] + 0.65 * y / LOW[1], 0, 1)[..., None]
    distance = _measure(head, LOW)
    ground = _fill_frame(near + slope * (far - near))
    shaded = _fill_frame(disc * (1.04 - 0.18 * distance[..., None]))
    wide = enlarge(distance, (WIDTH, HEIGHT))
    inside = np.clip((DISC - wide) * WIDTH / 2 + 0.5, 0, 1)
    return np.asarray(cv2.blendLinear(shaded, ground, inside, 1 - inside), np.uint8)
