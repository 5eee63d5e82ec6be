"""A distribution as the server would do it now: previewed, then done exactly so or not at all."""

from collections.abc import Callable
from typing import Final, Literal

from PySide6.QtCore import QObject, QTimer, Signal

from core.schemas.credits import DistributeAsk, Distribution
from desktop_admin.api.call import Call
from desktop_admin.api.errors import ApiError, Conflict
from desktop_admin.context import Context

PAUSE_MS: Final = 250  # after the last digit
Strategy = Literal["equal", "top-up"]
Refused = Callable[[ApiError], object]


class Preview(QObject):
    """`shown` is the last preview, `error` why there is none; `changed` follows every change of any of them.

    `applied(distribution)` once it is done. `is_outdated` says that the team changed since the one before. While it
    is not known whether an apply got through, nothing new is previewed: the same wish is tried again.
    """

    changed = Signal()
    applied = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._api = context.api
        self.shown: Distribution | None = None
        self.error: ApiError | None = None
        self.is_asking = self.is_applying = self.is_outdated = self.is_uncertain = False
        self._ask: tuple[Strategy, int | None] | None = None
        self._call: Call[Distribution] | None = None
        self._intent = ""
        self._soon = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._soon.timeout.connect(self._fetch)

    @property
    def may_apply(self) -> bool:
        """Whether there is something to do, and it was shown."""
        if self.is_uncertain:
            return not self.is_applying
        is_settled = not self.is_asking and not self.is_applying and not self._soon.isActive()
        return is_settled and self.shown is not None and bool(self.shown.moves)

    def ask_for(self, strategy: Strategy, amount: int | None) -> None:
        """Preview this in a moment; no amount, no preview."""
        if self.is_applying or self.is_uncertain:
            return
        self._ask = None if amount is None else (strategy, amount)
        self.shown, self.error, self.is_outdated = None, None, False
        self._cancel()
        if self._ask is not None:
            self._soon.start()
        self.changed.emit()

    def look_again(self) -> None:
        """Something changed in the team: see whether it changes this."""
        if self._ask is not None and not self.is_applying and not self.is_uncertain:
            self._cancel()
            self._soon.start()

    def apply(self) -> None:
        """Do what is shown."""
        if self.shown is None or self._ask is None or not self.may_apply:
            return
        self.is_applying, self.error = True, None
        call = self._api.credits.distribute(_write_ask(*self._ask, plan=self.shown.plan), self._intent)
        self._watch(call, self._finish, self._refuse)
        self.changed.emit()

    def drop(self) -> None:
        """Forget it; an apply under way is not stopped by that."""
        self._cancel()
        self._ask, self.shown, self.error = None, None, None
        self.is_applying = self.is_outdated = self.is_uncertain = False
        self.changed.emit()

    def _fetch(self) -> None:
        if self._ask is None:
            return
        self.is_asking = True
        call = self._api.credits.distribute(_write_ask(*self._ask, preview=True))
        self._watch(call, self._show, self._fail)
        self.changed.emit()

    def _show(self, found: Distribution) -> None:
        is_other = self.shown is not None and (found.moves, found.pool) != (self.shown.moves, self.shown.pool)
        self.is_outdated = self.is_outdated or is_other
        if self.shown is None or is_other:
            self._intent = self._api.client.make_intent()
        self.shown, self.error, self.is_asking, self._call = found, None, False, None
        self.changed.emit()

    def _fail(self, error: ApiError) -> None:
        self.shown, self.error, self.is_asking, self._call = None, error, False, None
        self.changed.emit()

    def _finish(self, done: Distribution) -> None:
        self.drop()
        self.applied.emit(done)

    def _watch(
        self, call: Call[Distribution], done: Callable[[Distribution], object], refused: Refused
    ) -> None:
        self._call = call.cancel_with(self).then(done, refused)

    def _refuse(self, error: ApiError) -> None:
        self.is_applying, self._call = False, None
        self.error, self.is_uncertain = error, error.may_repeat
        if isinstance(error, Conflict):
            self.error, self.is_outdated = None, True
            self._fetch()
        self.changed.emit()

    def _cancel(self) -> None:
        self._soon.stop()
        if self._call is not None and self.is_asking:
            self._call.cancel()
        self._call, self.is_asking = None, False


def _write_ask(
    strategy: Strategy, amount: int | None, *, preview: bool = False, plan: str | None = None
) -> DistributeAsk:
    # What is not said is not sent: a server that knows no plans refuses the very word.
    words = ({"preview": True} if preview else {}) | ({"plan": plan} if plan else {})
    field = "credits" if strategy == "equal" else "target"
    return DistributeAsk.model_validate({"strategy": strategy, field: amount, **words})


def count_given(found: Distribution) -> tuple[int, int]:
    """The least and the most that one member gets."""
    given = [move.credits for move in found.moves]
    return (min(given), max(given)) if given else (0, 0)
