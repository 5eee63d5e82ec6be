"""Small pictures for tests, made on the spot."""

import io

from PIL import Image


def draw_jpeg(shade: int, size: tuple[int, int] = (60, 80)) -> bytes:
    """A JPEG of one shade; another shade gives other bytes."""
    target = io.BytesIO()
    Image.new("RGB", size, (shade % 256, 90, 120)).save(target, "JPEG")
    return target.getvalue()
