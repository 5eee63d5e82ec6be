"""Takes the old background's colour out of hair and edges, and rebuilds the surroundings without the person."""

from typing import Final

import cv2
import numpy as np

from core.photos.studio.pixels import LOW, Image, Planes, enlarge, get_size, shrink

WIDE, NARROW = (
    23,
    4,
)  # px at that size: blur-fusion in two passes (Forte 2021: radius 90, then 6, at full size)
EMPTY: Final = 1e-3


def estimate_layers(frame: Image, alpha: Planes) -> tuple[Planes, Planes]:
    """Return the person's and the background's own colours around each pixel, 320x256x3, 0-255."""
    small = shrink(frame, LOW).astype(np.float32)
    part = shrink(alpha, LOW)[..., None]
    person, behind = fuse_blurs(small, part, small, small, WIDE)
    return fuse_blurs(small, part, person, behind, NARROW)


def fuse_blurs(
    small: Planes, part: Planes, person: Planes, behind: Planes, radius: int
) -> tuple[Planes, Planes]:
    """One pass of blur-fusion foreground estimation: weighted blurs, then what the mixture leaves unexplained."""
    person_blur = _blur(person * part, radius) / (_blur(part, radius)[..., None] + EMPTY)
    behind_blur = _blur(behind * (1 - part), radius) / (_blur(1 - part, radius)[..., None] + EMPTY)
    rest = small - part * person_blur - (1 - part) * behind_blur
    return np.clip(person_blur + part * rest, 0, 255), behind_blur


def clean_edges(frame: Image, alpha: Planes, layers: tuple[Planes, Planes]) -> Image:
    """Return the person's colours at full size: unchanged inside, free of the old background along the edge.

    With P and B the layers and a the alpha this is P + a (frame - (a P + (1 - a) B)), a channel at a time.
    """
    squared = alpha * alpha
    mixed = alpha - squared
    cleaned = np.empty_like(frame)
    for channel in range(3):
        person, behind = (enlarge(layer[..., channel], get_size(frame)) for layer in layers)
        kept = alpha * frame[..., channel] + person - squared * person - mixed * behind
        cleaned[..., channel] = np.clip(kept, 0, 255, out=kept)
    return cleaned


def rebuild_surroundings(frame: Image, alpha: Planes) -> Planes:
    """Return the photo's own background with the person gone, strongly blurred, 320x256x3, 0-255."""
    small = shrink(frame, LOW).astype(np.float32)
    wide = cv2.dilate(shrink(alpha, LOW), np.ones((9, 9), np.uint8))
    free = np.asarray(1 - wide, np.float32)[..., None]
    found = np.full_like(small, (small * free).sum(axis=(0, 1)) / (free.sum() + EMPTY))
    for radius in (120, 60, 30, 14):  # from far to near: what is close by counts where there is any of it
        weight = _blur(free, radius)[..., None]
        near = _blur(small * free, radius) / (weight + EMPTY)
        sure = np.minimum(1, weight * 4)
        found += sure * (near - found)
    return np.asarray(cv2.GaussianBlur(found, (0, 0), 10), np.float32)


def _blur(values: Planes, radius: int) -> Planes:
    side = 2 * radius + 1
    return np.asarray(cv2.blur(values, (side, side), borderType=cv2.BORDER_REFLECT), np.float32)
