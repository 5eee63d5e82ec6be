"""Many changes one after another: what failed can be tried again, and nothing is done twice."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_admin.api.call import Call
from desktop_admin.api.errors import ApiError, Offline, RateLimited, Timeout, Unauthorized

AT_ONCE: Final = 200  # steps without a pause
PAUSE_MS: Final = 60  # from then on; leaves room in the 1,200 requests a minute that the server takes
_STOPS: Final = (Offline, Timeout, Unauthorized)  # the next step would only meet the same


class Step:
    """One wish of a batch; a wish keeps its intents, so that trying again does nothing twice."""

    def __init__(self) -> None:
        self.is_done = False
        self.error: ApiError | None = None

    def start(self) -> Call[Any]:
        """The next call it needs; a subclass's part."""
        raise NotImplementedError

    def take(self, answer: Any) -> None:
        """The call succeeded; sets `is_done` when that was the last one."""
        del answer
        self.is_done = True


class CallStep(Step):
    """A wish that is one call."""

    def __init__(self, ask: Callable[[], Call[Any]]) -> None:
        super().__init__()
        self._ask = ask
        self.answer: Any = None

    def start(self) -> Call[Any]:
        """Ask."""
        return self._ask()

    def take(self, answer: Any) -> None:
        """Keep the answer."""
        self.answer = answer
        super().take(answer)


class Batch(QObject):
    """`progressed` after every step, `finished` when nothing more is tried: all done, some failed, or stopped.

    Too many requests are waited for; without a connection the batch ends early and the rest stays to be done.
    """

    progressed = Signal()
    finished = Signal()

    def __init__(
        self, steps: Sequence[Step], parent: QObject | None = None, pause_ms: int = PAUSE_MS
    ) -> None:
        super().__init__(parent)
        self.steps = list(steps)
        self.is_running = False
        self._waiting: list[Step] = []
        self._started = 0
        self._pause_ms = pause_ms
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._next)

    @property
    def done(self) -> list[Step]:
        """What is done."""
        return [step for step in self.steps if step.is_done]

    @property
    def left(self) -> list[Step]:
        """What failed or was not reached."""
        return [step for step in self.steps if not step.is_done]

    @property
    def error(self) -> ApiError | None:
        """Why something is left; the last reason."""
        return next((step.error for step in reversed(self.steps) if step.error and not step.is_done), None)

    def run(self) -> None:
        """Do what is not done yet; also how to try again."""
        if self.is_running:
            return
        self._waiting = self.left[::-1]
        for step in self._waiting:
            step.error = None
        self.is_running = True
        self._next()

    def stop(self) -> None:
        """Start nothing more; the step under way is finished."""
        self._waiting.clear()

    def _next(self) -> None:
        if not self._waiting:
            self.is_running = False
            self.finished.emit()
            return
        step = self._waiting[-1]
        self._started += 1
        call = step.start().cancel_with(self)
        call.then(lambda answer: self._take(step, answer), lambda error: self._fail(step, error))

    def _take(self, step: Step, answer: Any) -> None:
        step.take(answer)
        if step.is_done:
            self._drop(step)
        self.progressed.emit()
        self._go_on()

    def _fail(self, step: Step, error: ApiError) -> None:
        if isinstance(error, RateLimited) and self._waiting:
            self._timer.start(error.retry_after * 1000)
            return
        step.error = error
        self._drop(step)
        if isinstance(error, _STOPS):
            self._waiting.clear()
        self.progressed.emit()
        self._go_on()

    def _drop(self, step: Step) -> None:
        if self._waiting and self._waiting[-1] is step:
            self._waiting.pop()

    def _go_on(self) -> None:
        # Through the event loop: a step may end at once, and thousands of them must not nest.
        self._timer.start(self._pause_ms if self._started > AT_ONCE else 0)
