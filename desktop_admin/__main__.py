"""Opens the console: `python -m desktop_admin`, and the command `closeup console`."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the console; what keeps it from opening is one sentence and exit 1."""
    parser = argparse.ArgumentParser(prog="closeup console", epilog="Example: closeup console")
    parser.add_argument("--server", default="", help="the server to sign in to")
    parser.add_argument(
        "--self-test", action="store_true", help="open, paint once, look for every part and close"
    )
    chosen = parser.parse_args(arguments)
    return open_console(chosen.server, self_test=chosen.self_test)


def open_console(
    server: str = "", *, self_test: bool = False, painted: Callable[[], object] | None = None
) -> int:
    """Open it where there is a screen and Qt can be loaded; `painted` is called after the first paint."""
    if not has_screen():
        return _complain("There is no screen here. Start the console on your desktop.")
    # None of the console's shapes comes from a plugin, and looking for plugins takes longer than most imports.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        from desktop_admin.app import run_console
    except ImportError:
        return _complain("Qt cannot be loaded here. See the list of system packages in docs/console.md.")
    return run_console(server, self_test=self_test, painted=painted)


def has_screen() -> bool:
    """Whether a window can be shown: Qt ends the whole process where it finds no screen."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _complain(sentence: str) -> int:
    sys.stderr.write(f"closeup: {sentence}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
