"""`closeup console` as a person starts it: a process on a real X11 screen, seen there, ended by Ctrl C."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from desktop_admin.theme.tokens import LIGHT
from tests.desktop_admin.whole.screen import Screen, find_xvfb, open_screen
from tests.house.sources import ROOT

PATIENCE: Final = 60.0  # seconds; a loaded machine's
LOOK_EVERY: Final = 0.2


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    """A screen; without Xvfb the test skips, but fails where CI is set."""
    if find_xvfb() is None:
        reason = "Xvfb is not installed (Debian's package xvfb)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with open_screen(tmp_path) as screen:
        yield screen


def write_environment(home: Path) -> dict[str, str]:
    """A person's own, with settings and a keyring of this test's."""
    places = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"), str(home))
    return {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        **places,
    }


def measure_light(screen: Screen) -> float:
    """The part of the screen that has the colour of our ground."""
    picture = screen.look()
    colours = picture.getcolors(picture.width * picture.height) or []
    red, green, blue = (int(LIGHT.bg[place : place + 2], 16) for place in (1, 3, 5))
    ours = sum(count for count, colour in colours if colour == (red, green, blue))
    return ours / (picture.width * picture.height)


def wait_until_seen(screen: Screen, process: "subprocess.Popen[bytes]") -> None:
    """There is no event for what a monitor would show: look until it is there."""
    until = time.monotonic() + PATIENCE
    while measure_light(screen) < 0.4:
        assert process.poll() is None, process.communicate()[1].decode()
        assert time.monotonic() < until, "no window came"
        time.sleep(LOOK_EVERY)


def test_the_window_is_seen_on_a_real_screen_and_ends_cleanly(
    screen: Screen, tmp_path: Path, shots: Path
) -> None:
    assert measure_light(screen) == 0
    command = [sys.executable, str(ROOT / "closeup.py"), "console"]
    environment = write_environment(tmp_path) | {"DISPLAY": screen.name}
    process = subprocess.Popen(
        command, env=environment, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        wait_until_seen(screen, process)
        screen.look().save(shots / "xvfb.png")
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
        process.wait()
    assert (process.returncode, output, errors) == (0, b"", b"")


def test_without_a_screen_it_is_one_sentence(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "closeup.py"), "console"]
    done = subprocess.run(
        command, env=write_environment(tmp_path), cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (
        1,
        "closeup: There is no screen here. Start the console on your desktop.\n",
    )
