"""One call to the server: it succeeds, fails or is cancelled, once, and never waits in the event thread."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_admin.api.errors import ApiError

T = TypeVar("T")


class Call(QObject, Generic[T]):
    """`succeeded(T)` or `failed(ApiError)` is emitted once, then `settled`; nothing after `cancel`."""

    succeeded = Signal(object)
    failed = Signal(object)
    settled = Signal()
    cancelled = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_open = True

    def then(
        self, done: Callable[[T], object], refused: Callable[[ApiError], object] | None = None
    ) -> "Call[T]":
        """Have these called with the outcome; itself, for chaining."""
        self.succeeded.connect(done)
        if refused is not None:
            self.failed.connect(refused)
        return self

    def cancel(self) -> None:
        """Stop it; no signal of an outcome follows. The server may have done what was asked."""
        if self.is_open:
            self.is_open = False
            self.cancelled.emit()
            self._end()

    def cancel_with(self, owner: QObject) -> "Call[T]":
        """Cancel when `owner`, a page or a drawer, is destroyed."""
        owner.destroyed.connect(self.cancel)
        return self

    def succeed(self, answer: T) -> None:
        """Settle with an answer."""
        if self.is_open:
            self.is_open = False
            self.succeeded.emit(answer)
            self._end()

    def fail(self, error: ApiError) -> None:
        """Settle with an error."""
        if self.is_open:
            self.is_open = False
            self.failed.emit(error)
            self._end()

    def fail_soon(self, error: ApiError) -> "Call[T]":
        """Settle with an error once the caller has connected itself."""
        QTimer.singleShot(0, self, lambda: self.fail(error))
        return self

    def _end(self) -> None:
        self.settled.emit()
        self.deleteLater()
