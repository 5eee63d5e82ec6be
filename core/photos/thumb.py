"""Small copies of finished headshots, for galleries."""

import io
from typing import Final

from PIL import Image, UnidentifiedImageError

THUMB_SIZE: Final = (256, 320)  # a quarter of a headshot, which a JPEG decoder gives almost for nothing
MAX_PIXELS: Final = 4096 * 4096
QUALITY: Final = 80


def shrink_headshot(jpeg: bytes) -> bytes:
    """A JPEG that fits into 256x320, of a picture of our own; as it is, when it is none that we would make."""
    try:
        with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                return jpeg
            picture.draft("RGB", THUMB_SIZE)
            small = picture.convert("RGB")
    except (UnidentifiedImageError, OSError):
        return jpeg
    small.thumbnail(THUMB_SIZE, Image.Resampling.LANCZOS)
    target = io.BytesIO()
    small.save(target, "JPEG", quality=QUALITY)
    return target.getvalue()
