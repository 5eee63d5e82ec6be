"""Runs one step of the set-up: its line on the screen, its time, and the end of its output when it fails."""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_TAIL_LINES = 20  # enough for the last message of pip or apt, short enough to be read


class SetupError(Exception):
    """The set-up cannot go on; the message is one plain sentence with what to do."""


def run_step(title: str, command: Sequence[str], failure: str, *, cwd: Path = ROOT) -> str:
    """What `command` printed; shows `title` and the seconds it took.

    When it exits non-zero, shows the end of that and raises SetupError with the sentence `failure`.
    """
    sys.stdout.write(f"  {title:<46}")
    sys.stdout.flush()
    started = time.monotonic()
    done = subprocess.run(
        command,
        cwd=cwd,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
    )
    output = done.stdout.decode(errors="replace")
    if done.returncode:
        sys.stdout.write(" failed\n")
        tail = "\n".join(f"    {line}" for line in output.splitlines()[-_TAIL_LINES:])
        sys.stdout.write(f"{tail}\n" if tail else "")
        raise SetupError(failure)
    sys.stdout.write(f"{time.monotonic() - started:5.1f} s\n")
    return output
