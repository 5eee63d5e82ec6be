"""The virtual environment: made once, filled from the lock by hash, and made again when either changed."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from setup.steps import ROOT, SetupError, run_step

VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
LOCK = ROOT / "requirements.lock"
PROJECT = ROOT / "pyproject.toml"
STAMP = VENV / "setup.json"


def hash_file(path: Path) -> str:
    """The sha256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_stamps(path: Path = STAMP) -> dict[str, str]:
    """What is known to be done: step -> fingerprint of what it was done from. Empty when nothing is."""
    try:
        stamps = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return {str(step): str(mark) for step, mark in stamps.items()} if isinstance(stamps, dict) else {}


def write_stamp(step: str, fingerprint: str) -> None:
    """Record that `step` is done. A rename, so that an interruption leaves the old stamps or the new ones."""
    fresh = STAMP.with_suffix(".new")
    fresh.write_text(json.dumps(read_stamps() | {step: fingerprint}, indent=1))
    fresh.replace(STAMP)


def prepare_environment() -> None:
    """Make `.venv` and install the locked packages and this project into it, unless that is done already."""
    stamps = read_stamps()
    # Scripts in an environment name its folder, so one that was moved must be made again.
    packages = f"{sys.version.split()[0]} {ROOT} {hash_file(LOCK)}"
    if not PYTHON.exists() or stamps.get("packages") != packages:
        _make_venv()
        _install_packages()
        write_stamp("packages", packages)
        stamps = {}
    if stamps.get("project") != hash_file(PROJECT):
        _install_project()
        write_stamp("project", hash_file(PROJECT))


def _make_venv() -> None:
    _check_ensurepip()
    # No stamp: an earlier set-up was cut off, and half a package looks installed to pip. Start from nothing.
    shutil.rmtree(VENV, ignore_errors=True)
    version = ".".join(map(str, sys.version_info[:3]))
    run_step(
        f"Making .venv with Python {version}",
        [sys.executable, "-m", "venv", str(VENV)],
        "Python could not make a virtual environment in .venv; is the disk full or the folder read-only?",
    )


def _check_ensurepip() -> None:
    probe = subprocess.run([sys.executable, "-c", "import ensurepip, venv"], check=False, capture_output=True)
    if probe.returncode:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise SetupError(
            f"This Python {version} cannot make virtual environments; install its venv module"
            f" (on Debian and Ubuntu: apt-get install python{version}-venv) and run this again."
        )


def _pip(*arguments: str) -> list[str]:
    return [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", *arguments]


def _install_packages() -> None:
    count = sum(1 for line in LOCK.read_text().splitlines() if line[:1].isalnum())
    run_step(
        f"Installing {count} locked packages",
        _pip("--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(LOCK)),
        "The packages could not be installed; check the network and pip's settings, then run this again.",
    )


def _install_project() -> None:
    run_step(
        "Installing closeup itself",
        _pip("--no-build-isolation", "--no-deps", "--editable", str(ROOT)),
        "The project itself could not be installed; the lines above say why.",
    )


def read_from(code: str, environ: Mapping[str, str] | None = None) -> str:
    """What a line of Python prints when the environment's own interpreter runs it; empty when it fails."""
    done = subprocess.run(
        [str(PYTHON), "-c", code], cwd=ROOT, env=environ, check=False, capture_output=True, text=True
    )
    return done.stdout.strip() if done.returncode == 0 else ""
