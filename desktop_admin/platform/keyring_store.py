"""Keys in the system's keyring, in a thread of their own: D-Bus may keep a caller waiting."""

from collections.abc import Callable
from functools import cached_property
from typing import Final, Protocol

from PySide6.QtCore import QCoreApplication, QObject, QRunnable, QThreadPool, Signal

SERVICE: Final = "closeup"
ACCOUNTS: Final = "session/accounts"  # where the settings keep whose keys to ask for


class Vault(Protocol):
    """Where keys are kept; any call may raise `KeyringError` or block."""

    def get_password(self, service: str, name: str, /) -> str | None:
        """The key, or None."""

    def set_password(self, service: str, name: str, key: str, /) -> None:
        """Keep a key."""

    def delete_password(self, service: str, name: str, /) -> None:
        """Forget a key."""


class _Answer(QObject):
    ready = Signal(object, bool)


class _Job(QRunnable):
    def __init__(self, work: Callable[[], str | None], answer: _Answer) -> None:
        super().__init__()
        self._work, self._answer = work, answer

    def run(self) -> None:
        from keyring.errors import KeyringError  # here, since loading it would hold up the first paint

        try:
            self._answer.ready.emit(self._work(), True)
        except (KeyringError, OSError, RuntimeError):
            self._answer.ready.emit(None, False)


class KeyringStore(QObject):
    """`read(place, key or None)` after `ask`; `failed` when there is no keyring, and keys live in memory only."""

    read = Signal(str, object)
    failed = Signal()

    def __init__(self, vault: Vault | None = None, parent: QObject | None = None) -> None:
        # It lives as long as the application: were a receiver the last to hold it, it would be destroyed in the
        # middle of its own child's destruction, and destroy that a second time.
        super().__init__(parent or QCoreApplication.instance())
        self._given = vault
        self._threads = QThreadPool(self, maxThreadCount=1)

    @cached_property
    def _vault(self) -> Vault:
        """The system's keyring, found in the thread that asks it."""
        if self._given is not None:
            return self._given
        import keyring

        return keyring.get_keyring()

    def ask(self, place: str) -> None:
        """Look for the key of an account."""
        self._run(lambda: self._vault.get_password(SERVICE, place), place)

    def keep(self, place: str, key: str) -> None:
        """Keep the key of an account."""
        self._run(lambda: self._vault.set_password(SERVICE, place, key))

    def forget(self, place: str) -> None:
        """Forget the key of an account."""
        self._run(lambda: self._vault.delete_password(SERVICE, place))

    def wait(self, milliseconds: int = 2000) -> bool:
        """At the end of the program, let what was begun finish; whether it did."""
        return self._threads.waitForDone(milliseconds)

    def _run(self, work: Callable[[], str | None], place: str = "") -> None:
        answer = _Answer(self)
        receiver = _Receiver(self, place, answer)
        answer.ready.connect(receiver.take)
        self._threads.start(_Job(work, answer))


class _Receiver(QObject):
    """Lives in the event thread, so the answer is delivered there."""

    def __init__(self, store: KeyringStore, place: str, answer: _Answer) -> None:
        super().__init__(store)
        self._store, self._place, self._answer = store, place, answer

    def take(self, key: str | None, worked: bool) -> None:  # noqa: FBT001 - a signal hands its values over so
        if not worked:
            self._store.failed.emit()
        if self._place:
            self._store.read.emit(self._place, key)
        self._answer.deleteLater()
        self.deleteLater()
