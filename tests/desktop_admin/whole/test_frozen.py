"""The console without Python: built as `make app` builds it, and started."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.sources import ROOT


def start_frozen(program: Path, home: Path) -> "subprocess.CompletedProcess[str]":
    """The program alone: no path to Python or to our sources."""
    environment = {
        "HOME": str(home),
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "QT_QPA_PLATFORM": "offscreen",
    }
    return subprocess.run(
        [str(program), "--self-test"], env=environment, cwd=home, capture_output=True, text=True, check=False
    )


@pytest.mark.timeout(600)  # PyInstaller takes half a minute on a quiet machine
def test_the_frozen_console_has_every_part(tmp_path: Path) -> None:
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8")
    words = re.search(r"\$\(BIN\)/pyinstaller (.*) --distpath dist --workpath \S+ (\S+)", recipe)
    assert words is not None
    places = ["--distpath", str(tmp_path / "dist"), "--workpath", str(tmp_path / "build")]
    command = [sys.executable, "-m", "PyInstaller", *words[1].split(), *places, str(ROOT / words[2])]
    built = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr[-2000:]
    folder = tmp_path / "dist" / "closeup-console"
    done = start_frozen(folder / "closeup-console", tmp_path)
    assert (done.returncode, done.stdout) == (0, "closeup console: every part is here\n"), done.stderr
    inside = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    assert not [name for name in inside if re.search(r"sqlalchemy|stripe|dbos|boto3|hypothesis|mypy", name)]
    assert [name for name in inside if name.endswith("licences/Qt and PySide6/LGPL-3.txt")]
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    assert size < 200_000_000


def test_a_wheel_carries_what_the_console_reads(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--quiet"]
    command += ["--wheel-dir", str(tmp_path / "wheels"), str(copy_sources(tmp_path / "sources"))]
    built = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert built.returncode == 0, built.stderr[-2000:]
    (wheel,) = (tmp_path / "wheels").glob("closeup-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
        entry = next(name for name in packed if name.endswith("entry_points.txt"))
        assert "closeup = closeup:main" in archive.read(entry).decode()
    wanted = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "desktop_admin").rglob("*")
        if path.suffix in {".py", ".qm", ".svg"} and path.is_file()
    }
    assert len([name for name in wanted if name.endswith(".svg")]) > 20
    assert wanted <= packed, sorted(wanted - packed)


def copy_sources(folder: Path) -> Path:
    """What a wheel is made of, elsewhere: building leaves its traces where it is done."""
    folder.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", "closeup.py"):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    for package in ("core", "bots", "webhooks", "desktop_admin", "sandbox"):
        for path in (ROOT / package).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                target = folder / path.relative_to(ROOT)
                target.parent.mkdir(parents=True, exist_ok=True)
                os.link(path, target) if path.stat().st_dev == folder.stat().st_dev else target.write_bytes(
                    path.read_bytes()
                )
    return folder
