"""The whole check of one sent photo: read it, find the face, judge it, tell whether it is new, normalise it."""

import hashlib
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from core.domain.photos import PhotoProblem
from core.photos.faces import find_faces, pick_main_face
from core.photos.judge import give_hints, refuse_bad_face, score_face
from core.photos.read import Picture, read_detail, read_picture
from core.photos.selfie import CheckedPhoto, Face, PhotoPrint, SelfieFacts, Unusable

JPEG_QUALITY: Final = 90
# A headshot shows a face about 400 px wide; one that is much smaller is taken again from the full picture, with this
# many face widths around it, which is more than any headshot shows.
WANTED_FACE: Final = 300
FACES_AROUND: Final = 6.0
WORTH_IT: Final = 1.1  # times as many pixels as are there already


def check_photo(data: bytes, seen: Sequence[PhotoPrint], models_dir: Path) -> CheckedPhoto | PhotoProblem:
    """Judge the bytes of one sent file; `seen` are the prints of the photos already taken.

    Returns the facts and a normalised JPEG, or the one problem for which it is not taken. Blocking: about 80 ms of
    a core for a 12-MP JPEG.
    """
    try:
        return _check(data, seen, models_dir)
    except Unusable as unusable:
        return unusable.problem


def _check(data: bytes, seen: Sequence[PhotoPrint], models_dir: Path) -> CheckedPhoto:
    sha256 = hashlib.sha256(data).hexdigest()
    if any(print_.sha256 == sha256 for print_ in seen):
        raise Unusable(PhotoProblem.DUPLICATE)
    picture = read_picture(data)
    print_ = PhotoPrint(sha256, hash_differences(picture.image))
    if any(print_.is_same_photo(other) for other in seen):
        raise Unusable(PhotoProblem.DUPLICATE)
    face = pick_main_face(find_faces(picture.image, models_dir))
    measures = refuse_bad_face(picture.image, face, picture.reduction)
    hints = give_hints(picture.image, face, picture.reduction, measures)
    score = score_face(face, picture.reduction, measures, hints)
    image, face = take_detail(data, picture, face)
    facts = SelfieFacts(
        sha256=print_.sha256,
        dhash=print_.dhash,
        width=image.width,
        height=image.height,
        face=face,
        score=score,
        sharpness=round(measures.sharpness, 1),
        brightness=round(measures.median, 1),
        hints=hints,
    )
    return CheckedPhoto(facts, write_jpeg(image))


def hash_differences(image: Image.Image) -> str:
    """Return the 256-bit difference hash of a picture in hex: is each of 16x16 cells brighter than its left one."""
    cells = np.asarray(image.convert("L").resize((17, 16), Image.Resampling.BILINEAR, reducing_gap=2.0))
    return np.packbits(cells[:, 1:] > cells[:, :-1]).tobytes().hex()


def take_detail(data: bytes, picture: Picture, face: Face) -> tuple[Image.Image, Face]:
    """Return the picture and its face, from the full-size file when shrinking left the face too small."""
    if face.width >= WANTED_FACE or picture.reduction < WORTH_IT:
        return picture.image, face
    width, height = picture.image.size
    reach = FACES_AROUND * face.width / 2
    x, y = face.eye_centre
    box = (
        max(0.0, x - reach),
        max(0.0, y - reach),
        min(float(width), x + reach),
        min(float(height), y + 1.4 * reach),
    )
    parts = (box[0] / width, box[1] / height, box[2] / width, box[3] / height)
    cut = read_detail(data, parts, max(width, height))
    scale = cut.width / (box[2] - box[0])
    return cut, face.move(scale, box[0] * scale, box[1] * scale)


def write_jpeg(image: Image.Image) -> bytes:
    """Encode pixels and nothing else: no EXIF, no place, no profile (the pixels are sRGB)."""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=JPEG_QUALITY, exif=b"", icc_profile=None, comment=b"")
    return buffer.getvalue()
