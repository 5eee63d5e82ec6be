"""Trouble on demand: floods, errors, late, lost and garbled answers, for the calls that a test chooses."""

from dataclasses import dataclass
from typing import Any

from sandbox.controls import ControlError
from sandbox.telegram.errors import BotApiError

# A flood answer (429), another error, a late answer, none at all, one that is no JSON, half a file.
KINDS = ("flood", "error", "hold", "drop", "garbage", "truncate")
DOWNLOAD = "download"


@dataclass
class Fault:
    """One kind of trouble for the next `times` calls of a method (`*`: any; `download`: file downloads).

    `when` is `before` (the call has no effect) or `after` (it took effect, but the bot does not learn it).
    """

    kind: str
    method: str = "*"
    times: int = 1
    when: str = "before"
    seconds: float = 0.0
    status: int = 500
    description: str = "Internal Server Error"
    retry_after: int = 1
    chat_id: int | None = None

    def fits(self, method: str, chat_id: object) -> bool:
        """Whether the trouble is meant for this call."""
        any_method = self.method == "*" and method not in (DOWNLOAD, "getUpdates")
        return (any_method or self.method == method) and self.chat_id in (None, chat_id)

    def write_error(self) -> BotApiError:
        """Give the refusal for the kinds `flood` and `error`."""
        if self.kind == "flood":
            text = f"Too Many Requests: retry after {self.retry_after}"
            return BotApiError(429, text, {"retry_after": self.retry_after})
        return BotApiError(self.status, self.description)


def read_fault(body: dict[str, Any]) -> Fault:
    """Read a fault from the control API; raises ControlError 422."""
    try:
        fault = Fault(**body)
    except TypeError as problem:
        sentence = f"A fault has {', '.join(Fault.__dataclass_fields__)}; nothing else."
        raise ControlError(422, sentence) from problem
    if fault.kind not in KINDS or fault.when not in ("before", "after"):
        raise ControlError(422, f"A fault's kind is one of {', '.join(KINDS)}; when is before or after.")
    return fault


class Faults:
    """The trouble still to come, oldest first."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def take(self, method: str, chat_id: object = None) -> Fault | None:
        """Take the first fault meant for this call, if any."""
        fault = next((fault for fault in self.waiting if fault.fits(method, chat_id)), None)
        if fault is not None:
            fault.times -= 1
            if fault.times <= 0:
                self.waiting.remove(fault)
        return fault
