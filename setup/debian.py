"""System packages on Debian and its relatives: what is missing, and installing it where that is allowed."""

import ctypes
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from setup.steps import SetupError, run_step

# Found in a fresh bookworm by adding only what failed: first drawing off screen, then a real X11 screen.
QT_LIBRARIES: Final = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def may_install() -> bool:
    """Whether this process may install system packages: root, with apt-get."""
    return sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_system_packages(title: str, names: Sequence[str], failure: str) -> None:
    """Install Debian packages. Raises SetupError with the sentence `failure`.

    The package lists are fetched only when the first try fails: a fresh machine has none, others have.
    """
    apt = "DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends " + " ".join(names)
    run_step(title, ["sh", "-c", f"{apt} || {{ apt-get update -q && {apt}; }}"], failure)


def prepare_qt_libraries() -> None:
    """Install the missing ones of the libraries Qt opens at run time; where that may not be, name them."""
    missing = find_missing_libraries() if sys.platform == "linux" else []
    if not missing:
        return
    sentence = (
        f"The desktop console needs system libraries that are missing here ({', '.join(missing)});"
        f" everything else works without them."
    )
    if not may_install():
        sys.stdout.write(f"  {sentence}\n")
        return
    try:
        install_system_packages("Installing system libraries for the console", missing, sentence)
    except SetupError as error:
        sys.stdout.write(f"  {error}\n")


def find_missing_libraries() -> list[str]:
    """The Debian packages of the Qt libraries that this process cannot load."""
    return [package for library, package in QT_LIBRARIES.items() if not _loads(library)]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def prepare_postgresql() -> None:
    """Install the PostgreSQL server for the tests, for machines of the continuous integration."""
    if shutil.which("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        return
    sentence = "The tests need PostgreSQL's initdb; install the package postgresql and run this again."
    if not may_install():
        raise SetupError(sentence)
    install_system_packages("Installing PostgreSQL for the tests", ["postgresql"], sentence)


def prepare_screen() -> None:
    """Install a screen without a monitor and a bus, for the tests that open a real window; for the same machines."""
    programs = {"Xvfb": "xvfb", "dbus-daemon": "dbus-daemon"}
    missing = [package for program, package in programs.items() if not shutil.which(program)]
    if sys.platform != "linux" or not missing:
        return
    sentence = f"The tests need {' and '.join(missing)}; install what is missing and run this again."
    if not may_install():
        raise SetupError(sentence)
    install_system_packages("Installing a screen for the tests", missing, sentence)
