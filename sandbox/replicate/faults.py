"""Trouble on demand: what may go wrong with requests and with webhooks, and how often."""

from dataclasses import dataclass

API_KINDS = (
    "too_many",  # 429, nothing done
    "error",  # 500, nothing done
    "html",  # 502 with a page instead of JSON, nothing done
    "slow",  # done and answered, `seconds` later
    "hang",  # nothing done, never answers
    "close",  # nothing done, connection cut
    "answer_lost",  # done, connection cut before the answer
    "answer_hung",  # done, never answers
)
WEBHOOK_KINDS = (
    "lost",  # never sent
    "delayed",  # `seconds` before the first attempt
    "repeated",  # delivered `copies` times under one id
    "forged",  # signed with a secret that is not the account's
    "stale",  # signed rightly, an hour ago
)


@dataclass
class Fault:
    """`times` requests or webhooks more; narrowed by method and path beginning, or by webhook event."""

    kind: str
    times: int = 1
    method: str | None = None
    path: str = ""
    event: str | None = None
    seconds: float = 1.0
    copies: int = 10

    def __post_init__(self) -> None:
        """Raises ValueError for a kind nobody knows."""
        if self.kind not in API_KINDS + WEBHOOK_KINDS:
            raise ValueError(f"There is no fault called {self.kind!r}.")


class Faults:
    """Faults waiting to happen, oldest first; each is used up by what it hits."""

    def __init__(self) -> None:
        self._api: list[Fault] = []
        self._webhooks: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Plan a fault after those planned before."""
        (self._api if fault.kind in API_KINDS else self._webhooks).append(fault)

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self._api.clear()
        self._webhooks.clear()

    def take_api(self, method: str, path: str) -> Fault | None:
        """The fault that hits this request, used up by one."""
        for fault in self._api:
            if fault.method in (None, method) and path.startswith(fault.path):
                return _use(self._api, fault)
        return None

    def take_webhook(self, event: str) -> Fault | None:
        """The fault that hits this webhook, used up by one."""
        for fault in self._webhooks:
            if fault.event in (None, event):
                return _use(self._webhooks, fault)
        return None


def _use(faults: list[Fault], fault: Fault) -> Fault:
    fault.times -= 1
    if fault.times <= 0:
        faults.remove(fault)
    return fault
