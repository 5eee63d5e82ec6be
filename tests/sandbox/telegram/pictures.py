"""Small pictures for tests, made on the spot."""

import io

import numpy as np
from PIL import Image


def draw_jpeg(seed: int, size: tuple[int, int] = (600, 800), orientation: int = 0) -> bytes:
    """A JPEG of coarse coloured noise; the same seed gives the same bytes."""
    dice = np.random.default_rng(seed)
    image = Image.fromarray(dice.integers(0, 255, (8, 6, 3), dtype=np.uint8)).resize(size)
    target, exif = io.BytesIO(), Image.Exif()
    if orientation:
        exif[0x0112] = orientation
    image.save(target, "JPEG", quality=80, exif=exif)
    return target.getvalue()


def measure(data: bytes) -> tuple[str | None, tuple[int, int]]:
    """The format and the size in pixels of a picture."""
    with Image.open(io.BytesIO(data)) as image:
        return image.format, image.size
