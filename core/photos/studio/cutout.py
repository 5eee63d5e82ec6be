"""Cuts the person out of the selfie and frames it, so that no edge of the photo and no hair is seen cut."""

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from core.photos.selfie import Face
from core.photos.studio.frame import HEIGHT, WIDTH, Edges, Framing, find_framing
from core.photos.studio.mask import NET_SIZE, find_person, keep_main_part, refine_edge
from core.photos.studio.pixels import Image, Matrix, Planes, Size, get_size, shrink

NOISY_SCALE: Final = 1.3  # enlarged more than this, the selfie's noise and JPEG blocks would be seen
HALVED_SCALE: Final = 0.6  # shrunk more than this, warping alone would leave jagged edges
ON_PERSON: Final = 0.5
# How much of the frame's width the person covers along a photo's edge before that edge is said to cut the person;
# hair that only comes near the upper edge covers little of it.
CUT_SIDE, CUT_TOP = 0.04, 0.14
HAIR_PART: Final = 0.02  # of the frame's width, cut by the frame
HAIR_ROOM: Final = 0.03  # of the frame's height, still there in the photo above the frame
FADE, SOFT_FADE = 3, 40  # px of the frame


@dataclass(frozen=True, slots=True)
class Sight:
    """What one framing shows: its 1024x1280 pixels and the rough mask of the person in them, 224x280."""

    framing: Framing
    frame: Image
    rough: Planes


def cut_out(photo: Image, face: Face, index: int, models_dir: Path) -> tuple[Image, Planes, Framing]:
    """Return the framed photo, the person's alpha in it, and the framing.

    Where the frame cuts high hair, it is widened and looked at again; where an edge of the photo cuts the person, the
    frame is moved inside that edge, with the mask already found.
    """
    size = get_size(photo)
    sight = look_at(photo, find_framing(size, face, index, Edges()), models_dir)
    if cuts_hair(sight, size):
        face = make_room_for_hair(face)
        sight = look_at(photo, find_framing(size, face, index, Edges()), models_dir)
    edges = find_cut_edges(sight, size)
    if edges != Edges():
        closer = find_framing(size, face, index, edges)
        sight = Sight(closer, warp_photo(photo, closer), move_mask(sight, closer))
    fade = FADE if sight.framing.fits else SOFT_FADE
    inside = find_photo(size, sight.framing, (WIDTH, HEIGHT), fade)
    return sight.frame, refine_edge(sight.frame, sight.rough) * inside, sight.framing


def look_at(photo: Image, framing: Framing, models_dir: Path) -> Sight:
    """Return what a framing shows."""
    frame = warp_photo(photo, framing)
    rough = find_person(frame, models_dir) * find_photo(get_size(photo), framing, NET_SIZE)
    return Sight(framing, frame, keep_main_part(rough))


def warp_photo(photo: Image, framing: Framing) -> Image:
    """Return the frame's 1024x1280 pixels; beyond the photo its edge is repeated."""
    matrix = framing.matrix
    if framing.scale > NOISY_SCALE:
        photo, matrix = denoise_part(photo, framing)
    elif framing.scale < HALVED_SCALE:
        photo = shrink(photo, (photo.shape[1] // 2, photo.shape[0] // 2))
        matrix = matrix @ np.diag([2.0, 2.0, 1.0])
    how = cv2.INTER_CUBIC if framing.scale > 1 else cv2.INTER_LINEAR
    warped = cv2.warpAffine(photo, matrix, (WIDTH, HEIGHT), flags=how, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(warped, np.uint8)


def denoise_part(photo: Image, framing: Framing) -> tuple[Image, Matrix]:
    """Return the part of the photo that the frame shows, denoised, and the matrix from it to the frame."""
    corners = framing.find_corners()
    left, top = (int(value) for value in np.maximum(0, corners.min(axis=0)))
    right, bottom = (int(value) + 1 for value in corners.max(axis=0))
    part = cv2.fastNlMeansDenoisingColored(photo[top:bottom, left:right], None, 2, 4, 5, 9)
    shift = np.array([[1, 0, left], [0, 1, top], [0, 0, 1]], np.float64)
    return np.asarray(part, np.uint8), framing.matrix @ shift


def find_photo(size: Size, framing: Framing, shape: Size, fade: int = 0) -> Planes:
    """Return 1 where the frame shows the photo and 0 beyond it, fading over `fade` px, as planes of `shape`."""
    width, height = size
    corners = framing.apply(np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64))
    inside = np.zeros(shape[::-1], np.float32)
    cv2.fillConvexPoly(inside, np.rint(corners * (shape[0] / WIDTH)).astype(np.int32), 1.0)
    if not fade or inside.min() == 1:
        return inside
    kernel = np.ones((fade, fade), np.uint8)
    eroded = cv2.erode(inside, kernel, borderType=cv2.BORDER_CONSTANT, borderValue=1.0)
    return np.asarray(cv2.blur(eroded, (fade, fade)), np.float32)


def cuts_hair(sight: Sight, size: Size) -> bool:
    """Tell whether the frame's upper edge cuts the person although the photo goes on above it."""
    top_of_photo = float(sight.framing.apply(np.array([[size[0] / 2, 0.0]]))[0, 1])
    hair = float((sight.rough[1] > ON_PERSON).mean())
    return hair > HAIR_PART and top_of_photo < -HAIR_ROOM * HEIGHT


def make_room_for_hair(face: Face) -> Face:
    """Return the face as if it were larger and higher up, so that the frame leaves room for high hair."""
    grown = 0.15 * face.width
    raised = face.move(1, 0, 0.14 * face.height)
    return replace(raised, left=face.left - grown / 2, width=face.width + grown)


def find_cut_edges(sight: Sight, size: Size) -> Edges:
    """Tell at which of the photo's edges seen in the frame the person is cut off."""
    (width, height), inset = size, 4 / sight.framing.scale
    left = _measure_cover(sight, (inset, 0), (inset, height))
    right = _measure_cover(sight, (width - inset, 0), (width - inset, height))
    top = _measure_cover(sight, (0, inset), (width, inset))
    return Edges(left > CUT_SIDE, top > CUT_TOP, right > CUT_SIDE)


def _measure_cover(sight: Sight, start: tuple[float, float], end: tuple[float, float]) -> float:
    """Return how much of a line of the photo lies on the person, in widths of the frame."""
    columns, rows = get_size(sight.rough)
    ends = sight.framing.apply(np.array((start, end), np.float64)) * (columns / WIDTH)
    x, y = np.linspace(ends[0], ends[1], 400).astype(int).T
    seen = (x >= 0) & (x < columns) & (y >= 0) & (y < rows)
    covered: float = float((sight.rough[y[seen], x[seen]] > ON_PERSON).sum()) / x.size
    length: float = math.dist(ends[0], ends[1])
    return covered * length / columns


def move_mask(sight: Sight, new: Framing) -> Planes:
    """Carry a rough mask from one framing over to another."""
    square = np.array([[0.0, 0.0, 1.0]])
    there = np.vstack([new.matrix, square]) @ np.linalg.inv(np.vstack([sight.framing.matrix, square]))
    there[:2, 2] *= NET_SIZE[0] / WIDTH
    moved = cv2.warpAffine(sight.rough, there[:2], NET_SIZE, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, np.float32)
