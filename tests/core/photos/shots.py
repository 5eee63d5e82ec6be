"""Drawn selfies as files, for the tests of the photo work: the pictures that a member might send."""

import io
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import Image

from core.photos.check import check_photo
from core.photos.selfie import CheckedPhoto
from sandbox.faces import draw_selfie

SIZE = (750, 1000)


@lru_cache(maxsize=32)
def draw(person: int = 0, shot: int = 0, size: tuple[int, int] = SIZE) -> Image.Image:
    """A drawn selfie; drawn once per test process, so take a copy before changing it."""
    return draw_selfie(person, shot, size)


def write(image: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    """The bytes of a picture in a format of Pillow's."""
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def read(data: bytes) -> Image.Image:
    """A picture from its bytes, decoded."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@lru_cache(maxsize=32)
def take(models_dir: Path, person: int = 0, shot: int = 0, size: tuple[int, int] = SIZE) -> CheckedPhoto:
    """A drawn selfie that went through the check."""
    checked = check_photo(write(draw(person, shot, size)), [], models_dir)
    assert isinstance(checked, CheckedPhoto)
    return checked
