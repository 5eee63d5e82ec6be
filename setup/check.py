"""Every check of the house, one line each: `python -m setup.check`."""

import subprocess
import sys
import time
from typing import Final

from setup.environment import PYTHON
from setup.steps import ROOT

CHECKS: Final = {
    "formatting": ["ruff", "format", "--check", "--output-format", "concise", "."],
    "lint": ["ruff", "check", "--output-format", "concise", "."],
    "types": ["mypy", "."],
    "import contracts": ["lint-imports", "--no-cache"],
    "dependencies": ["deptry", "."],
    "migrations": ["pytest", "-q", "tests/house/test_migrations.py", "-k", "sqlite"],
}


def run_check(name: str, arguments: list[str]) -> bool:
    """Whether one check holds; prints its line, and what it said when it does not."""
    started = time.monotonic()
    done = subprocess.run(
        [str(PYTHON.parent / arguments[0]), *arguments[1:]],
        cwd=ROOT,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    word = "failed" if done.returncode else "holds"
    sys.stdout.write(f"  {name:<18} {word:<6} {time.monotonic() - started:6.1f} s\n")
    if done.returncode:
        sys.stdout.write(done.stdout.decode(errors="replace"))
    sys.stdout.flush()
    return done.returncode == 0


def main() -> int:
    """Run all of them, also after a failure, so that one run shows everything; 1 when any failed."""
    results = [run_check(name, arguments) for name, arguments in CHECKS.items()]
    return int(not all(results))


if __name__ == "__main__":
    sys.exit(main())
