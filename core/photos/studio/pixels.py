"""The two kinds of arrays the studio works on, and how they change size."""

from typing import Any, Final, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]  # height x width x 3, blue green red
Planes = NDArray[np.float32]  # height x width, or with channels
Matrix = NDArray[np.float64]
Size = tuple[int, int]  # width, height
Pixels = TypeVar("Pixels", bound=NDArray[Any])

LOW: Final[Size] = (256, 320)  # for what varies slowly: a quarter of the frame
HALF: Final[Size] = (512, 640)


def shrink(values: Pixels, size: Size) -> Pixels:
    """Return the mean of what falls into each new pixel."""
    return cv2.resize(values, size, interpolation=cv2.INTER_AREA)  # type: ignore[return-value]


def enlarge(values: Pixels, size: Size) -> Pixels:
    """Return values between the old ones."""
    return cv2.resize(values, size, interpolation=cv2.INTER_LINEAR)  # type: ignore[return-value]


def get_size(values: NDArray[Any]) -> Size:
    """Return the width and height of an array."""
    return values.shape[1], values.shape[0]


def to_image(values: NDArray[Any]) -> Image:
    """Round and limit to 0-255."""
    return np.asarray(np.clip(np.rint(values), 0, 255), np.uint8)
