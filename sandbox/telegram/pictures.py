"""Makes of a picture what a Telegram client makes of it: upright JPEG copies without metadata."""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps

from sandbox.pictures import BROKEN, PILLOW_FORMATS, NotAPictureError, measure_picture

# The long sides of Telegram's sizes s, m, x and y; facts/chat.md 2.5.
LONG_SIDES = (90, 320, 800, 1280)
JPEG_QUALITY = 87
MAX_PIXELS = 80_000_000


@dataclass(frozen=True)
class Picture:
    """One JPEG copy of a picture, with its sides in pixels."""

    data: bytes
    width: int
    height: int


def write_photo_sizes(data: bytes) -> list[Picture]:
    """Render the copies of a photo, smallest first, none larger than the original or 1280 pixels.

    Raises NotAPictureError when the bytes cannot be decoded.
    """
    width, height = measure_picture(data)
    if width * height > MAX_PIXELS:
        raise NotAPictureError
    try:
        largest = _open_upright(data)
    except BROKEN as problem:
        raise NotAPictureError from problem
    sides = [side for side in LONG_SIDES if side < max(largest.size)]
    smaller = [_write_copy(largest, side) for side in sides]
    return [*smaller, _write_jpeg(largest)]


def _open_upright(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data), formats=PILLOW_FORMATS) as image:
        image.thumbnail((LONG_SIDES[-1], LONG_SIDES[-1]), Image.Resampling.BICUBIC, reducing_gap=2.0)
        return ImageOps.exif_transpose(image).convert("RGB")


def _write_copy(image: Image.Image, long_side: int) -> Picture:
    copy = image.copy()
    copy.thumbnail((long_side, long_side), Image.Resampling.BILINEAR, reducing_gap=1.5)
    return _write_jpeg(copy)


def _write_jpeg(image: Image.Image) -> Picture:
    target = io.BytesIO()
    image.save(target, "JPEG", quality=JPEG_QUALITY)
    return Picture(target.getvalue(), image.width, image.height)
