"""Set-up says in one sentence why it cannot go on, and never takes half a job for a whole one."""

import subprocess
from pathlib import Path

import pytest

from setup.environment import read_stamps
from setup.steps import SetupError, run_step
from tests.house.sources import ROOT


@pytest.mark.parametrize("python", ["/nowhere/python3", "false", "true; echo ran"])
def test_an_unsuitable_python_is_refused(python: str) -> None:
    command = ["sh", "setup/start.sh", python]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == f"setup: PYTHON={python} is not a Python 3.11, 3.12 or 3.13 that runs here.\n"


def test_a_failed_step_shows_the_end_and_its_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SetupError, match=r"^That did not work; do this\.$"):
        run_step("Trying", ["sh", "-c", "seq 100; echo the reason; exit 3"], "That did not work; do this.")
    shown = capsys.readouterr().out.splitlines()
    assert shown[0].split() == ["Trying", "failed"]
    assert shown[-1].strip() == "the reason"
    assert len(shown) < 30, "the end, not the whole log"


def test_a_finished_step_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_step("Trying", ["sh", "-c", "echo much; echo noise >&2"], "no") == "much\nnoise\n"
    assert len(capsys.readouterr().out.splitlines()) == 1


@pytest.mark.parametrize("text", ["", "{", '["packages"]', '{"packages": '])
def test_a_broken_record_counts_as_nothing_done(text: str, tmp_path: Path) -> None:
    (tmp_path / "setup.json").write_text(text)
    assert read_stamps(tmp_path / "setup.json") == {}


def test_no_record_counts_as_nothing_done(tmp_path: Path) -> None:
    assert read_stamps(tmp_path / "setup.json") == {}
