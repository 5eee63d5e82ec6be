"""Which release answers."""

from importlib.metadata import PackageNotFoundError, version
from typing import Final


def read_version() -> str:
    """The installed release, or `0` where the program runs without being installed."""
    try:
        return version("closeup")
    except PackageNotFoundError:
        return "0"


SERVER_VERSION: Final = read_version()
