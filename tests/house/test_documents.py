"""The documents keep up with the product: every setting, command and target is in them."""

import re
import subprocess
import sys
import tomllib

import click
import pytest

import closeup
from core.settings import Settings
from tests.house.sources import ROOT

SETTINGS = [name.upper() for name in Settings.model_fields]


def _list_commands(group: click.Group, prefix: str = "closeup") -> list[str]:
    found: list[str] = []
    for name, command in group.commands.items():
        words = f"{prefix} {name}"
        found += _list_commands(command, words) if isinstance(command, click.Group) else [words]
    return found


COMMANDS = _list_commands(closeup.cli)


def _read_documents() -> str:
    return "\n".join(
        path.read_text() for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    )


@pytest.mark.parametrize("setting", SETTINGS)
def test_setting_is_documented(setting: str) -> None:
    assert f"`{setting}`" in (ROOT / "docs" / "settings.md").read_text()


def test_documented_settings_exist() -> None:
    documented = re.findall(r"^\| `([A-Z0-9_]+)", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE)
    assert set(documented) <= set(SETTINGS)


@pytest.mark.parametrize("command", COMMANDS)
def test_command_is_documented(command: str) -> None:
    assert command in _read_documents()


@pytest.mark.parametrize("command", COMMANDS)
def test_command_has_help_with_an_example(command: str) -> None:
    words = command.split()[1:]
    done = subprocess.run(
        [sys.executable, str(ROOT / "closeup.py"), *words, "--help"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert f"Example: {command}" in done.stdout


def test_every_make_target_is_documented() -> None:
    targets = re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)
    text = (ROOT / "CONTRIBUTING.md").read_text() + (ROOT / "README.md").read_text()
    assert [target for target in targets if f"make {target}" not in text] == []


def test_lock_covers_every_dependency_by_hash() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    lock = (ROOT / "requirements.lock").read_text()
    locked = set(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==", lock, re.MULTILINE))
    names = {re.split(r"[\[<>=~!; ]", line)[0].lower().replace("_", "-") for line in wanted}
    assert names - locked == set()
    requirements = re.split(r"\n(?=[a-z])", lock.strip())
    assert [text.split()[0] for text in requirements if "--hash=sha256:" not in text] == []


def test_documents_link_to_files_that_exist() -> None:
    links = [
        (path, target)
        for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", path.read_text())
    ]
    assert [f"{path.name} -> {target}" for path, target in links if not (path.parent / target).exists()] == []
