"""The pictures of the stories: drawn selfies, and what is found in the pictures that come back."""

import io
from functools import cache
from typing import Final

from PIL import Image

from sandbox.faces import draw_selfie

SIZE: Final = (900, 1200)  # what a phone sends is larger, but takes three times as long to draw
PERSON: Final = 1


def draw_selfies(count: int) -> list[bytes]:
    """The first `count` photos of one person, as JPEG."""
    return [_draw(shot) for shot in range(count)]


@cache
def _draw(shot: int) -> bytes:
    return write_jpeg(draw_selfie(PERSON, shot, SIZE))


def write_jpeg(picture: Image.Image, **options: object) -> bytes:
    """The picture as JPEG; `options` are Pillow's."""
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=90, **options)
    return buffer.getvalue()


def read_picture(data: bytes) -> Image.Image:
    """Decode a whole picture; raises OSError when it is damaged."""
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture
