"""Cuts the person out: u2netp for the shape, a colour guided filter for the hair."""

import threading
from functools import lru_cache
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from core.photos.models import PERSON_MASK
from core.photos.studio.pixels import HALF, Image, Planes, enlarge, get_size, shrink

NET_SIZE: Final = (
    224,
    280,
)  # (width, height): the frame's own proportions; seen side by side no worse than 320x320 at twice the work
# ImageNet's mean and spread, as u2net was trained with; one spread for all channels costs nothing that can be seen.
MEAN: Final = (123.675, 116.28, 103.53)
SPREAD: Final = 0.226
# Chosen by eye on a pale background, where a wider or softer filter keeps a grey fringe of the old background.
RADIUS: Final = 4  # px of the half-size frame
EPSILON: Final = 3e-4
BLACK, WHITE = 0.33, 0.95
SOLID: Final = 0.4
ONE_AT_A_TIME: Final = threading.Lock()  # a network of cv2.dnn holds its inputs and outputs


@lru_cache(maxsize=1)
def load_net(models_dir: Path) -> cv2.dnn.Net:
    """Load u2netp once per process and folder."""
    return cv2.dnn.readNetFromONNX(str(models_dir / PERSON_MASK.name))


def find_person(frame: Image, models_dir: Path) -> Planes:
    """Return the rough mask of the salient person in a BGR frame, 280x224, 0-1."""
    small = shrink(frame, NET_SIZE)
    blob = cv2.dnn.blobFromImage(small, 1 / 255 / SPREAD, NET_SIZE, MEAN, swapRB=True)
    with ONE_AT_A_TIME:
        net = load_net(models_dir)
        net.setInput(blob)
        rough = net.forward(net.getUnconnectedOutLayersNames()[0])[0, 0].copy()
    low, high = float(rough.min()), float(rough.max())
    return np.asarray((rough - low) / max(1e-6, high - low), np.float32)


def keep_main_part(rough: Planes) -> Planes:
    """Drop whatever is not joined to the person, and fill holes inside the person."""
    solid = (rough > SOLID).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(solid)
    if count == 1:
        return rough
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    near = cv2.dilate((labels == largest).astype(np.uint8), np.ones((9, 9), np.uint8))
    return np.where(near > 0, rough, 0).astype(np.float32)


def refine_edge(frame: Image, rough: Planes) -> Planes:
    """Follow the hair and the shoulders in a BGR frame; returns alpha of the frame's size, 0-1."""
    guide = shrink(frame, HALF).astype(np.float32) * np.float32(1 / 255)
    fine = filter_guided(guide, enlarge(rough, HALF))
    fine = np.clip((fine - BLACK) / (WHITE - BLACK), 0, 1)
    return enlarge(fine, get_size(frame))


def filter_guided(guide: Planes, mask: Planes) -> Planes:
    """Filter a mask so that it follows the colours of a 3-channel guide (He, Sun, Tang 2010, colour form)."""
    mean_i, mean_p = _box(guide), _box(mask)
    covariance = _box(guide * mask[..., None]) - mean_i * mean_p[..., None]
    slope = _solve(_box(_products(guide)) - _products(mean_i), covariance)
    offset = mean_p - np.einsum("ijk,ijk->ij", slope, mean_i)
    return np.asarray(np.einsum("ijk,ijk->ij", _box(slope), guide) + _box(offset), np.float32)


def _box(values: Planes) -> Planes:
    side = 2 * RADIUS + 1
    if values.shape[2:] == (6,):  # more channels than boxFilter takes
        return np.dstack((_box(values[..., :3]), _box(values[..., 3:])))
    return np.asarray(cv2.boxFilter(values, -1, (side, side)), np.float32)


def _products(values: Planes) -> Planes:
    """Return bb, bg, br, gg, gr, rr of a 3-channel array."""
    b, g, r = cv2.split(values)
    return np.dstack((b * b, b * g, b * r, g * g, g * r, r * r))


def _solve(variance: Planes, covariance: Planes) -> Planes:
    """Solve the 3x3 system of each pixel by cofactors."""
    bb, bg, br, gg, gr, rr = (np.ascontiguousarray(variance[..., i]) for i in range(6))
    bb, gg, rr = bb + EPSILON, gg + EPSILON, rr + EPSILON
    c00, c01, c02 = gg * rr - gr * gr, br * gr - bg * rr, bg * gr - br * gg
    c11, c12, c22 = bb * rr - br * br, bg * br - bb * gr, bb * gg - bg * bg
    determinant = np.maximum(bb * c00 + bg * c01 + br * c02, 1e-12)
    x, y, z = cv2.split(covariance)
    return np.dstack(
        (
            (c00 * x + c01 * y + c02 * z) / determinant,
            (c01 * x + c11 * y + c12 * z) / determinant,
            (c02 * x + c12 * y + c22 * z) / determinant,
        )
    )
