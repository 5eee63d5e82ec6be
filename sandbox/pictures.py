"""Looks at a picture that somebody sent, without decoding it."""

import io

from PIL import Image

PILLOW_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
BROKEN = (OSError, SyntaxError, ValueError)


class NotAPictureError(Exception):
    """The bytes are no picture that a phone could send as a photo."""


def measure_picture(data: bytes) -> tuple[int, int]:
    """Give width and height in pixels without decoding; raises NotAPictureError."""
    try:
        with Image.open(io.BytesIO(data), formats=PILLOW_FORMATS) as image:
            return image.size
    except (*BROKEN, Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise NotAPictureError from problem
