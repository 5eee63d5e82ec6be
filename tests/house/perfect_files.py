"""The files that move credits and money are tested on every branch: `python -m tests.house.perfect_files`.

Runs the tests of the core under coverage and fails when a line or a branch of these files was not taken.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

PERFECT: Final = (
    "core/domain/credits.py",
    "core/domain/purchases.py",
    "core/store/books.py",
    "core/store/credits.py",
    "core/store/posting.py",
    "core/store/purchases.py",
    "core/services/access.py",
    "core/services/books.py",
    "core/services/credits.py",
    "core/services/generations.py",
    "core/services/payments.py",
    "core/services/purchases.py",
    "core/services/reversals.py",
)
_ROOT: Final = Path(__file__).resolve().parents[2]
_TESTS: Final = ("tests/core", "--ignore=tests/core/photos")


def main(arguments: list[str]) -> int:
    """Test, then report; 0 only when the tests pass and every file is at 100 %."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"COVERAGE_FILE": str(Path(folder) / "coverage")}
        tested = _run(
            ["run", "--branch", "--source=core", "-m", "pytest", "-q", *_TESTS, *arguments], environment
        )
        report = ["report", "--show-missing", f"--include={','.join(PERFECT)}", "--fail-under=100"]
        return tested or _run(report, environment)


def _run(words: list[str], environment: dict[str, str]) -> int:
    return subprocess.run(
        [sys.executable, "-m", "coverage", *words], cwd=_ROOT, env=environment, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
