"""Takes in a picture that a provider made: opened like a stranger's file, framed and written as a headshot."""

from typing import Final

import numpy as np
from PIL import Image, ImageOps

from core.domain.photos import PhotoProblem
from core.photos.read import read_picture
from core.photos.selfie import Unusable
from core.photos.studio.encode import Source, write_headshot
from core.photos.studio.frame import HEIGHT, WIDTH

LEAST_SIDE: Final = 512  # smaller ones would be enlarged to more than twice their size
WIDEST: Final = 1.25  # width by height: a wider one was framed as a landscape, and heads would be cut off
CENTRE: Final = (0.5, 0.35)  # what is cut off is cut off below rather than above


def frame_generated(data: bytes) -> bytes:
    """A 1024x1280 JPEG of a provider's picture; raises Unusable when it is no picture, or none of a usable size."""
    image = read_picture(data).image
    if min(image.size) < LEAST_SIDE or image.width > WIDEST * image.height:
        raise Unusable(PhotoProblem.TOO_SMALL)
    framed = ImageOps.fit(image, (WIDTH, HEIGHT), Image.Resampling.LANCZOS, centering=CENTRE)
    return write_headshot(np.asarray(framed)[:, :, ::-1], Source.GENERATED)
