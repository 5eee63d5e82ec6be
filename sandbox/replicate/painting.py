"""Paints what a model would have made: the referenced person again, or one who does not exist."""

import io
import random
from dataclasses import dataclass

from PIL import Image, ImageEnhance, ImageOps

from sandbox.faces import draw_selfie
from sandbox.replicate.likeness import Likeness

_PILLOW = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
MEDIA_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
# Drawn small and enlarged: a figure of a megapixel costs a third of a second.
_DRAWN_PIXELS = 330_000
_WRONG_SIZE = (160, 96)
HTML = b"<!doctype html><html><body><h1>502 Bad Gateway</h1></body></html>"
FLAWS = ("html", "truncated", "wrong_size", "gone")


@dataclass(frozen=True)
class Commission:
    """One picture to be painted: size in pixels, `jpg`, `png` or `webp`, quality 0 to 100.

    `person` is who is drawn when there are no likenesses; `flaw` is one of FLAWS or empty.
    """

    size: tuple[int, int]
    format: str
    seed: int
    person: int
    likenesses: tuple[Likeness, ...] = ()
    quality: int = 90
    flaw: str = ""


def paint(asked: Commission) -> bytes:
    """Paint a picture: equal commissions give equal bytes, another seed gives another picture."""
    if asked.flaw == "html":
        return HTML
    picture = _paint_likeness(asked) if asked.likenesses else _draw_somebody(asked)
    if asked.flaw == "wrong_size":
        picture = picture.resize(_WRONG_SIZE)
    target = io.BytesIO()
    # A smaller PNG would not be worth the wait.
    picture.save(target, _PILLOW[asked.format], quality=asked.quality, compress_level=1)
    data = target.getvalue()
    return data[: len(data) * 3 // 5] if asked.flaw == "truncated" else data


def _paint_likeness(asked: Commission) -> Image.Image:
    dice = random.Random(asked.seed)  # noqa: S311 - repeatable on purpose
    likeness = asked.likenesses[asked.seed % len(asked.likenesses)]
    with Image.open(io.BytesIO(likeness.data)) as image:
        picture = ImageOps.fit(image, asked.size, centering=(0.5, 0.35))
    if dice.random() < 0.5:  # noqa: PLR2004 - every other one looks the other way
        picture = ImageOps.mirror(picture)
    picture = ImageEnhance.Color(picture).enhance(dice.uniform(0.85, 1.15))
    picture = ImageEnhance.Brightness(picture).enhance(dice.uniform(0.95, 1.08))
    light = (dice.randrange(256), dice.randrange(256), dice.randrange(256))
    return Image.blend(picture, Image.new("RGB", asked.size, light), 0.05)


def _draw_somebody(asked: Commission) -> Image.Image:
    width, height = asked.size
    scale = min((_DRAWN_PIXELS / (width * height)) ** 0.5, 1.0)
    small = (max(round(width * scale), 64), max(round(height * scale), 64))
    return draw_selfie(asked.person, asked.seed % 10_000, small).resize(asked.size, Image.Resampling.BILINEAR)
