"""Trouble on demand: floods, refusals, late, lost and garbled answers, for the calls that a test chooses."""

from dataclasses import dataclass
from typing import Any

from sandbox.controls import ControlError

# A 429, a refusal in Slack's words, a 5xx, a late answer, none at all, one that is no JSON, half a file, a
# sign-in page instead of a file, a completed upload that is shared late (`seconds`) or never.
KINDS = (
    "flood", "refuse", "error", "hold", "drop", "garbage", "truncate", "sign_in", "late_share", "lost_share"
)  # fmt: skip
DOWNLOAD, UPLOAD, RESPONSE = "download", "upload", "response_url"
_SHARES = ("late_share", "lost_share")


@dataclass
class Fault:
    """One kind of trouble for the next `times` calls of a method.

    `method` is one of the Web API, `*` for any of those, `download`, `upload` or `response_url`. `when` is
    `before` (the call has no effect) or `after` (it took effect, but the app does not learn it).
    """

    kind: str
    method: str = "*"
    times: int = 1
    when: str = "before"
    seconds: float = 0.0
    status: int = 500
    error: str = "internal_error"
    retry_after: int = 1
    channel: str = ""

    def fits(self, method: str, channel: object) -> bool:
        """Whether the trouble is meant for this call."""
        any_method = self.method == "*" and "." in method
        return (any_method or self.method == method) and self.channel in ("", channel)


def read_fault(body: dict[str, Any]) -> Fault:
    """Read a fault from the control API; raises ControlError 422."""
    try:
        fault = Fault(**body)
    except TypeError as problem:
        sentence = f"A fault has {', '.join(Fault.__dataclass_fields__)}; nothing else."
        raise ControlError(422, sentence) from problem
    if fault.kind not in KINDS or fault.when not in ("before", "after"):
        raise ControlError(422, f"A fault's kind is one of {', '.join(KINDS)}; when is before or after.")
    if fault.kind in _SHARES:
        fault.method = "files.completeUploadExternal"
    return fault


class Faults:
    """The trouble still to come, oldest first."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def take(self, method: str, channel: object = None) -> Fault | None:
        """Take the first fault meant for this call, if any; those about shares are taken by `take_share`."""
        return self._take([f for f in self.waiting if f.kind not in _SHARES and f.fits(method, channel)])

    def take_share(self) -> Fault | None:
        """Take the first fault meant for what becomes of a completed upload, if any."""
        return self._take([fault for fault in self.waiting if fault.kind in _SHARES])

    def _take(self, fitting: list[Fault]) -> Fault | None:
        if not fitting:
            return None
        fault = fitting[0]
        fault.times -= 1
        if fault.times <= 0:
            self.waiting.remove(fault)
        return fault
