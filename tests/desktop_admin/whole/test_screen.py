"""`closeup console` as a person starts it: a process on a real X11 screen, seen there, ended by Ctrl C."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final, NoReturn

import pytest
from pydantic import TypeAdapter
from PySide6.QtCore import QSettings

from desktop_admin.api.account import Account
from desktop_admin.platform.keyring_store import ACCOUNTS
from desktop_admin.theme.tokens import LIGHT
from tests.desktop_admin.served import Served
from tests.desktop_admin.whole.desktop import Desktop, find_bus, open_desktop
from tests.desktop_admin.whole.screen import Screen, find_xvfb, open_screen
from tests.house.sources import ROOT

PATIENCE: Final = 60.0  # seconds; a loaded machine's
LOOK_EVERY: Final = 0.2


def miss(reason: str) -> NoReturn:
    """Skip, but fail where CI is set."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    """A screen; without Xvfb the test skips, but fails where CI is set."""
    if find_xvfb() is None:
        miss("Xvfb is not installed (Debian's package xvfb)")
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


def wait_until_seen(screen: Screen, process: "subprocess.Popen[bytes]", least: float = 0.4) -> None:
    """There is no event for what a monitor would show: look until it is there."""
    until = time.monotonic() + PATIENCE
    while measure_light(screen) < least:
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


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    """A desktop with a tray; without a bus the test skips, but fails where CI is set."""
    if find_bus() is None:
        miss("dbus-daemon is not installed (Debian's package dbus-daemon)")
    with open_desktop() as desktop:
        yield desktop


def remember_account(home: Path, served: Served) -> None:
    """As a console leaves it behind whose owner signed in."""
    settings = QSettings(str(home / "Closeup" / "Closeup.conf"), QSettings.Format.IniFormat)
    account = TypeAdapter(Account).dump_python(replace(served.account, key=""), mode="json")
    settings.setValue(ACCOUNTS, json.dumps([account]))
    settings.sync()


def test_a_payment_that_lands_is_shown_by_the_desktop(
    screen: Screen, desktop: Desktop, served: Served, tmp_path: Path, shots: Path
) -> None:
    remember_account(tmp_path, served)
    environment = write_environment(tmp_path) | {
        "DISPLAY": screen.name,
        "DBUS_SESSION_BUS_ADDRESS": desktop.address,
        "PYTHON_KEYRING_BACKEND": "tests.desktop_admin.whole.given_keyring.GivenKeyring",
        "PYTHONPATH": str(ROOT),
        "GIVEN_KEY": served.key,
    }
    command = [sys.executable, str(ROOT / "closeup.py"), "console"]
    with subprocess.Popen(
        command, env=environment, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            assert "icon" in desktop.read(), "the console is in the tray"
            wait_until_seen(screen, process, 0.1)  # cards cover most of it
            served.stock(served.ask("GET", "credits/overview")["pool"] + 1)
            assert desktop.read() == {
                "app": "Closeup",
                "title": "Payment received",
                "text": "500 credits arrived in the pool.",
            }
            screen.look().save(shots / "xvfb-signed-in.png")
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    assert (process.returncode, errors) == (0, b"")


def test_without_a_screen_it_is_one_sentence(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "closeup.py"), "console"]
    done = subprocess.run(
        command, env=write_environment(tmp_path), cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (
        1,
        "closeup: There is no screen here. Start the console on your desktop.\n",
    )
