"""A stand-in for a desktop with a tray: it takes icons and notifications over D-Bus and writes each as a line of JSON.

https://specifications.freedesktop.org/notification-spec/latest/protocol.html and
https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/StatusNotifierWatcher/
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any

from PySide6.QtCore import ClassInfo, Property, QCoreApplication, QObject, Slot
from PySide6.QtDBus import QDBusConnection

from tests.house.sources import ROOT


@dataclass
class Desktop:
    """`address` is what DBUS_SESSION_BUS_ADDRESS has to be."""

    address: str
    lines: IO[str]
    icons: list[str] = field(default_factory=list)

    def read(self) -> dict[str, Any]:
        """Wait for the next thing it is asked for."""
        line = self.lines.readline()
        assert line, "the desktop ended"
        return dict(json.loads(line))


def find_bus() -> str | None:
    """The program, where it is installed."""
    return shutil.which("dbus-daemon")


@contextmanager
def open_desktop() -> Iterator[Desktop]:
    """A session bus of its own with the stand-in on it."""
    with _start(["dbus-daemon", "--session", "--nofork", "--print-address"], {}) as bus:
        assert bus.stdout is not None
        address = bus.stdout.readline().strip()
        with _start([sys.executable, "-m", __name__], {"DBUS_SESSION_BUS_ADDRESS": address}) as process:
            assert process.stdout is not None
            desktop = Desktop(address, process.stdout)
            assert desktop.read() == {"ready": True}
            yield desktop


@contextmanager
def _start(command: list[str], extra: dict[str, str]) -> "Iterator[subprocess.Popen[str]]":
    process = subprocess.Popen(
        command,
        env={**os.environ, **extra},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=20)


name_interface: Any = ClassInfo  # a decorator, of which Qt's types know nothing


def _tell(**words: object) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


@name_interface({"D-Bus Interface": "org.kde.StatusNotifierWatcher"})
class Watcher(QObject):
    """Knows who has an icon in the tray."""

    @Slot(str)
    def RegisterStatusNotifierItem(self, service: str) -> None:
        """An icon comes."""
        _tell(icon=service)

    def _is_there(self) -> bool:
        return True

    IsStatusNotifierHostRegistered = Property(bool, _is_there)


@name_interface({"D-Bus Interface": "org.freedesktop.Notifications"})
class Notifications(QObject):
    """Shows notifications."""

    @Slot(str, "uint", str, str, str, "QStringList", "QVariantMap", int, result="uint")
    def Notify(self, app: str, _old: int, _icon: str, title: str, text: str, *_rest: object) -> int:
        """One is to be shown."""
        _tell(app=app, title=title, text=text)
        return 1

    @Slot(result="QStringList")
    def GetCapabilities(self) -> list[str]:
        """What it can."""
        return ["actions", "body"]


def run() -> int:
    """Be there until ended."""
    application, bus = QCoreApplication(sys.argv[:1]), QDBusConnection.sessionBus()
    watcher, notifications = Watcher(), Notifications()
    everything = QDBusConnection.RegisterOption.ExportAllContents
    _tell(
        ready=bus.registerObject("/StatusNotifierWatcher", watcher, everything)
        and bus.registerService("org.kde.StatusNotifierWatcher")
        and bus.registerObject("/org/freedesktop/Notifications", notifications, everything)
        and bus.registerService("org.freedesktop.Notifications")
    )
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    return application.exec()


if __name__ == "__main__":
    sys.exit(run())
