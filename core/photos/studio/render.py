"""Makes one headshot: cut out, grade, clean, light, put before a new background, finish."""

from pathlib import Path

import cv2
import numpy as np

from core.domain.styles import Style
from core.photos.selfie import Face
from core.photos.studio.backgrounds import paint_background
from core.photos.studio.colours import clean_edges, estimate_layers, rebuild_surroundings
from core.photos.studio.cutout import cut_out
from core.photos.studio.encode import write_headshot
from core.photos.studio.frame import FACE_PARTS, HEIGHT, WIDTH
from core.photos.studio.grade import grade_person
from core.photos.studio.light import compose, finish, light_person
from core.photos.studio.pixels import Image, Planes, shrink


def render_headshot(
    selfie: bytes, face: Face, style: Style, index: int, seed: int, models_dir: Path
) -> bytes:
    """Return headshot `index` (0-3) of a generation as a 1024x1280 JPEG, made of a normalised selfie JPEG.

    `face` is in pixels of the selfie. Blocking: about half a second of a core.
    """
    photo, face = read_selfie(selfie, face)
    frame, alpha, framing = cut_out(photo, face, index, models_dir)
    framed_face = framing.move_face(face)
    graded = grade_person(frame, framed_face)
    person = clean_edges(graded, alpha, estimate_layers(graded, alpha))
    person = light_person(person, framed_face)
    head = find_head(alpha, framed_face)
    background = paint_background(style, index, seed, head, lambda: rebuild_surroundings(frame, alpha))
    return write_headshot(finish(compose(person, alpha, background), seed + index))


def read_selfie(selfie: bytes, face: Face) -> tuple[Image, Face]:
    """Decode a normalised selfie, at half its size when the headshot would be shrunk by more than that anyway."""
    coded = np.frombuffer(selfie, np.uint8)
    if face.width > 2.2 * max(FACE_PARTS) * WIDTH:
        return np.asarray(cv2.imdecode(coded, cv2.IMREAD_REDUCED_COLOR_2), np.uint8), face.move(0.5)
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8), face


def find_head(alpha: Planes, face: Face) -> tuple[float, float]:
    """Return the middle of the head, hair and all, as parts of the frame."""
    small = shrink(alpha, (64, 80))
    chin = int(np.clip((face.top + face.height) / HEIGHT * 80, 10, 79))
    across = small[:chin].sum(axis=0)
    middle = float((across * np.arange(64)).sum() / max(1e-3, float(across.sum())) + 0.5) / 64
    return middle, face.eye_centre[1] / HEIGHT
