"""The import contracts hold, and each one really catches the import it is there against."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import PACKAGES, ROOT

# contract -> the file and the import that must break it
PLANTED = {
    "Four wings on one core; nothing imports tests": ("core/clock.py", "import bots.telegram"),
    "Nothing imports the front door": ("bots/__init__.py", "import closeup"),
    "The floors of core": ("core/domain/styles.py", "import core.store.tables"),
    "The domain is pure": ("core/domain/teams.py", "import sqlalchemy"),
    "The desktop console sees words and shapes only": ("desktop_admin/__init__.py", "import core.settings"),
    "The floors of the console": ("desktop_admin/stores/__init__.py", "import desktop_admin.widgets.labels"),
    "No circles anywhere": ("core/log.py", "import core.settings"),
    "The stand-ins share nothing with what they stand in for": ("sandbox/__init__.py", "import core.clock"),
    "The stand-ins do not know each other": ("sandbox/telegram/errors.py", "import sandbox.slack.errors"),
    "Set-up runs before anything is installed": ("setup/__init__.py", "import core.clock"),
    "Stripe's SDK stays in one gateway": ("core/services/__init__.py", "import stripe"),
    "Amazon's SDK stays in one gateway": ("core/services/checks/__init__.py", "import boto3"),
    "Replicate's client stays in one gateway": ("core/workflows/replicate.py", "import replicate"),
    "The job engine is behind one floor": ("webhooks/__init__.py", "import dbos"),
}


def _run_linter(folder: Path) -> str:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True, timeout=100)
    return done.stdout + done.stderr


def _read_verdicts(output: str) -> dict[str, str]:
    return dict(re.findall(r"^(.+?) (KEPT|BROKEN)\b", output, re.MULTILINE))


def test_every_contract_holds() -> None:
    output = _run_linter(ROOT)
    assert "0 broken" in output, output


@pytest.fixture(scope="module")
def verdicts_on_planted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the linter says about a copy of the tree in which every wrong import was planted."""
    folder = tmp_path_factory.mktemp("planted")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    for file, line in PLANTED.values():
        with (folder / file).open("a", encoding="utf-8") as module:
            module.write(f"\n{line}\n")
    return _read_verdicts(_run_linter(folder))


@pytest.mark.parametrize("contract", PLANTED)
def test_a_wrong_import_is_caught(contract: str, verdicts_on_planted: dict[str, str]) -> None:
    assert verdicts_on_planted[contract] == "BROKEN"


def test_every_contract_has_its_wrong_import(verdicts_on_planted: dict[str, str]) -> None:
    assert set(verdicts_on_planted) == set(PLANTED)
