"""Finds faces with YuNet, and tells which of them is the person's."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.domain.photos import PhotoProblem
from core.photos.models import FACE_DETECTOR
from core.photos.selfie import Face, Unusable, read_landmarks

DETECTION_SIDE: Final = 480  # px; 8-11 ms there, and a face of 1/60 of the long side is still found
SURE: Final = 0.8  # with the part below, the rule that counted faces rightly on all 84 photos it was tried on
PART_OF_LARGEST: Final = 0.35


@lru_cache(maxsize=2)
def load_detector(models_dir: Path) -> cv2.FaceDetectorYN:
    """Load YuNet once per process and folder."""
    return cv2.FaceDetectorYN.create(
        str(models_dir / FACE_DETECTOR.name), "", (320, 320), score_threshold=0.6
    )


def find_faces(image: Image.Image, models_dir: Path) -> list[Face]:
    """Return every face in an upright RGB picture, the widest first, in pixels of that picture."""
    scale = min(1.0, DETECTION_SIDE / max(image.size))
    small = image.resize(
        (round(image.width * scale), round(image.height * scale)), Image.Resampling.BILINEAR, reducing_gap=2.0
    )
    return [face.move(1 / scale) for face in find_small_faces(np.asarray(small), models_dir)]


def find_small_faces(rgb: NDArray[np.uint8], models_dir: Path) -> list[Face]:
    """Return every face in an RGB array of at most about 640 px, the widest first."""
    detector = load_detector(models_dir)
    detector.setInputSize((rgb.shape[1], rgb.shape[0]))
    rows: Any = detector.detect(cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))[1]  # None where there is no face
    faces = [] if rows is None else [_read_row(row) for row in rows.tolist()]
    return sorted(faces, key=lambda face: face.width, reverse=True)


def _read_row(row: Sequence[float]) -> Face:
    landmarks = read_landmarks((row[i], row[i + 1]) for i in range(4, 14, 2))
    return Face(row[0], row[1], row[2], row[3], landmarks, row[14])


def pick_main_face(faces: Sequence[Face]) -> Face:
    """Return the one face; raise Unusable when there is none or more than one that counts."""
    counted = [face for face in faces if face.confidence > SURE]
    if not counted:
        raise Unusable(PhotoProblem.NO_FACE)
    main = max(counted, key=lambda face: face.width)
    if sum(face.width >= PART_OF_LARGEST * main.width for face in counted) > 1:
        raise Unusable(PhotoProblem.SEVERAL_FACES)
    return main
