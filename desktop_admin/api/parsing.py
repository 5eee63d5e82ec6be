"""From bytes to shapes: at once when small, in another thread when large."""

from collections.abc import Callable
from functools import cache
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError
from PySide6.QtCore import QCoreApplication, QObject, QRunnable, Qt, QThreadPool, Signal

from desktop_admin.api.call import Call
from desktop_admin.api.errors import make_unreadable

LARGE_BYTES: Final = 250_000


@cache
def open_shape(shape: Any) -> TypeAdapter[Any]:
    """What reads a shape."""
    return TypeAdapter(shape)


def read_answer(call: Call[Any], shape: Any, body: bytes) -> None:
    """Settle `call` with `body` as `shape`; `None` takes no notice of the body."""
    if shape is None:
        call.succeed(None)
    elif len(body) < LARGE_BYTES:
        _settle(call, _parse(shape, body))
    else:
        run_apart(call, lambda: _parse(shape, body), lambda found: _settle(call, found))


def _parse(shape: Any, body: bytes) -> Any:
    try:
        return open_shape(shape).validate_json(body)
    except ValidationError:
        return _UNREADABLE


def _settle(call: Call[Any], found: Any) -> None:
    if found is _UNREADABLE:
        call.fail(make_unreadable())
    else:
        call.succeed(found)


class _Outcome(QObject):
    ready = Signal(object)


class _Job(QRunnable):
    def __init__(self, work: Callable[[], Any], outcome: _Outcome) -> None:
        super().__init__()
        self._work, self._outcome = work, outcome

    def run(self) -> None:
        self._outcome.ready.emit(self._work())


def run_apart(owner: QObject, work: Callable[[], Any], done: Callable[[Any], object]) -> None:
    """Run `work` in a thread, then `done` with its result in the event thread unless `owner` is gone."""
    # The application's, not the owner's: the thread must find it alive even when the owner is gone by then.
    outcome = _Outcome(QCoreApplication.instance())
    receiver = _Receiver(outcome, done)
    owner.destroyed.connect(receiver.forget)
    # A plain function has no thread of its own; the receiver's is asked for by name.
    outcome.ready.connect(receiver.take, Qt.ConnectionType.QueuedConnection)
    QThreadPool.globalInstance().start(_Job(work, outcome))


class _Receiver(QObject):
    def __init__(self, outcome: QObject, done: Callable[[Any], object]) -> None:
        super().__init__(outcome)
        self._outcome = outcome
        self._done: Callable[[Any], object] | None = done

    def take(self, found: Any) -> None:
        if self._done is not None:
            self._done(found)
        self._outcome.deleteLater()

    def forget(self) -> None:
        self._done = None


_UNREADABLE: Final = object()
