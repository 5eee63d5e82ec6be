"""A screen without a monitor: Xvfb, and what is to be seen on it."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image

SIZE: Final = (1440, 900)
_WORDS: Final = 25  # the header of an XWD file, in 32-bit words (X11/XWDFile.h)
_HEADER_SIZE, _WIDTH, _HEIGHT, _ROW_BYTES, _COLOURS = 0, 4, 5, 12, 19
_COLOUR_BYTES: Final = 12


@dataclass(frozen=True)
class Screen:
    """`name` is what DISPLAY has to be."""

    name: str
    memory: Path

    def look(self) -> Image.Image:
        """What is on it now."""
        data = self.memory.read_bytes()
        words = [int.from_bytes(data[n * 4 : n * 4 + 4], "big") for n in range(_WORDS)]
        start = words[_HEADER_SIZE] + words[_COLOURS] * _COLOUR_BYTES
        size = (words[_WIDTH], words[_HEIGHT])
        return Image.frombuffer("RGB", size, data[start:], "raw", "BGRX", words[_ROW_BYTES], 1)


def find_xvfb() -> str | None:
    """The program, where it is installed."""
    return shutil.which("Xvfb")


@contextmanager
def open_screen(folder: Path) -> Iterator[Screen]:
    """A screen of its own while the block lasts; the server finds a free number by itself."""
    reading, writing = os.pipe()
    size = f"{SIZE[0]}x{SIZE[1]}x24"
    command = [
        "Xvfb",
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        size,
        "-fbdir",
        str(folder),
        "-nolisten",
        "tcp",
    ]
    with (folder / "xvfb.log").open("wb") as log:
        server = subprocess.Popen(command, pass_fds=[writing], stdout=log, stderr=log)
    os.close(writing)
    try:
        with os.fdopen(reading) as pipe:
            number = pipe.readline().strip()
        assert number, (folder / "xvfb.log").read_text()
        yield Screen(f":{number}", folder / "Xvfb_screen0")
    finally:
        server.terminate()
        server.wait(20)
