"""Guards against what once went wrong elsewhere: each runs in a process of its own."""

import subprocess
import sys

from tests.house.sources import ROOT


def _run_python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=False, capture_output=True, text=True, timeout=60
    )


def test_signal_emit_does_not_drop_true() -> None:
    # PySide6 6.12.0 dropped a reference to True per emit; on Python 3.11 the process died after some 600.
    done = _run_python("""
from PySide6.QtCore import QObject, Signal

class Sender(QObject):
    sent = Signal(int)

sender = Sender()
for number in range(5000):
    sender.sent.emit(number)
print("alive")
""")
    assert (done.returncode, done.stdout) == (0, "alive\n"), done.stderr


def test_console_imports_without_the_server() -> None:
    done = _run_python("""
import importlib, pkgutil, sys

for absent in ("sqlalchemy", "alembic", "stripe", "dbos", "boto3", "fastapi", "telegram", "cv2"):
    sys.modules[absent] = None
import desktop_admin
found = pkgutil.walk_packages(desktop_admin.__path__, "desktop_admin.")
for module in sorted(one.name for one in found if not one.name.endswith("__main__")):
    importlib.import_module(module)
print("imported")
""")
    assert (done.returncode, done.stdout) == (0, "imported\n"), done.stderr


def test_set_up_needs_nothing_installed() -> None:
    # -S leaves every installed package out of sight, as on a fresh machine.
    command = [sys.executable, "-S", "-c", "import setup.__main__, setup.check"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_a_connection_off_this_machine_is_refused() -> None:
    done = _run_python("""
import socket
from tests.loopback import OutsideConnectionError, forbid_outside_connections

forbid_outside_connections()
connect = lambda: socket.create_connection(("192.0.2.1", 80), 1)
look_up = lambda: socket.getaddrinfo("example.com", 80)
for attempt in (connect, look_up):
    try:
        attempt()
    except OutsideConnectionError:
        print("refused")
""")
    assert done.stdout == "refused\nrefused\n", done.stderr


def test_a_connection_to_loopback_is_not_refused() -> None:
    done = _run_python("""
import socket
from tests.loopback import forbid_outside_connections

forbid_outside_connections()
with socket.create_server(("127.0.0.1", 0)) as server:
    socket.create_connection(server.getsockname()).close()
print("connected")
""")
    assert done.stdout == "connected\n", done.stderr
