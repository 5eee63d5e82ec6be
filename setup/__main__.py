"""Sets a checkout up: `python -m setup`; `--postgresql` adds PostgreSQL and a screen for the tests of a CI machine."""

import sys

from setup.debian import prepare_postgresql, prepare_qt_libraries, prepare_screen
from setup.environment import prepare_environment
from setup.steps import SetupError
from setup.weights import prepare_weights


def main(arguments: list[str]) -> int:
    """Do what is not done yet; the exit code is 1 after one sentence when something cannot be done."""
    try:
        prepare_environment()
        prepare_qt_libraries()
        prepare_weights()
        if "--postgresql" in arguments:
            prepare_postgresql()
            prepare_screen()
    except SetupError as error:
        sys.stderr.write(f"setup: {error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nsetup: stopped; run the same command again to go on.\n")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
