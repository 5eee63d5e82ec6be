"""Writes the finished headshot."""

from typing import Final

import cv2

from core.photos.studio.pixels import Image

QUALITY: Final = 92


def write_headshot(picture: Image) -> bytes:
    """Encode a BGR picture as JPEG, with no metadata."""
    _, coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return coded.tobytes()
