"""Opens clients and lets go of them in every state of a call: run as a process by the test beside it."""

import gc
import os
import sys
import threading

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer

from desktop_admin.platform.keyring_store import KeyringStore
from tests.desktop_admin.unit.wire import Wire, sign_in, write_answer

TIMES = 8
ANSWERS = {
    "refused": write_answer(
        "401 x", '{"type":"x","title":"x","status":401,"code":"c","detail":"No.","mend":""}'
    ),
    "unreadable": write_answer("200 OK", "[]"),
    "large": write_answer("200 OK", f"[{'1,' * 200_000}1]"),
    "silent": None,
}


def let_go(answer: bytes | None, *, closes: bool) -> None:
    """Ask, wait for the outcome or a moment, and keep nothing."""
    wire = Wire(lambda _: answer)
    api = sign_in(wire.url)
    call = api.credits.overview()
    loop = QEventLoop()
    call.failed.connect(loop.quit)
    if answer is None:
        QTimer.singleShot(30, loop.quit)
    loop.exec()
    if closes:
        api.client.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


class NoVault:
    """A machine without a keyring."""

    def get_password(self, _service: str, _name: str) -> str | None:
        raise OSError

    def set_password(self, _service: str, _name: str, _key: str) -> None:
        raise OSError

    def delete_password(self, _service: str, _name: str) -> None:
        raise OSError


def let_go_of_keyring() -> None:
    """Ask, wait for the answer, and keep nothing: its receiver is destroyed only after that."""
    keyring = KeyringStore(NoVault())
    loop = QEventLoop()
    keyring.read.connect(loop.quit)
    keyring.ask("place")
    loop.exec()


def main() -> None:
    """Every way; what cannot be reached any more is collected in another thread, as Python may."""
    application = QCoreApplication(["let go"])
    for number in range(TIMES):
        for answer in ANSWERS.values():
            let_go(answer, closes=bool(number % 2))
        let_go_of_keyring()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        collecting = threading.Thread(target=gc.collect)
        collecting.start()
        collecting.join()
        QCoreApplication.processEvents()
    application.processEvents()
    sys.stdout.write("ended well\n")


if __name__ == "__main__":
    main()
