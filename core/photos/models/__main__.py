"""`python -m core.photos.models DIR` fetches the model weights into DIR and checks them."""

import sys
from pathlib import Path

from core.domain.refusals import Refusal
from core.photos.models.fetch import fetch_models

USAGE = "Usage: python -m core.photos.models DIR   (example: python -m core.photos.models data/models)\n"


def main(arguments: list[str]) -> int:
    """Run the command; returns its exit code: 0 done, 1 refused, 2 wrong arguments."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        asked_help = arguments in (["--help"], ["-h"])
        (sys.stdout if asked_help else sys.stderr).write(USAGE)
        return 0 if asked_help else 2
    try:
        fetch_models(Path(arguments[0]), lambda line: print(line, flush=True))  # noqa: T201 - a command's progress
    except Refusal as refusal:
        sys.stderr.write(f"{refusal.sentence} {refusal.mend}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
