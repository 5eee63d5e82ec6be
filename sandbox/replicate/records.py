"""What the stand-in remembers of the traffic: requests it answered and webhooks it delivered."""

from collections import deque
from dataclasses import asdict, dataclass, field
from typing import Any

from sandbox.bell import Bell
from sandbox.replicate.refusals import Json

# Enough for a long story; older entries fall off.
_MOST_REQUESTS = 20_000
_MOST_DELIVERIES = 20_000
# A longer body or answer (inline pictures, a full page of long predictions) is not kept.
MOST_KEPT_BYTES = 64 * 1024
TOO_LONG = "too long to be kept"


@dataclass
class RequestRecord:
    """One request; `status` is None while it runs and 0 when it was cut without an answer.

    `body` is the decoded JSON, or for uploads what the form held; `answer` the decoded JSON; both None when
    there was none and TOO_LONG when it was that.
    """

    number: int
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    at: float
    body: Any = None
    status: int | None = None
    answer: Any = None
    fault: str | None = None


@dataclass
class DeliveryRecord:
    """One webhook on its way.

    `state` is `pending`, `delivered`, `failed` (given up) or `lost` (a fault swallowed it); `attempts` holds
    the HTTP status of each try, 0 when no answer came.
    """

    id: str
    event: str
    job_id: str
    url: str
    body: bytes = field(repr=False)
    state: str = "pending"
    attempts: list[int] = field(default_factory=list)
    fault: str | None = None

    def write(self) -> Json:
        """Render for the controls."""
        return asdict(self) | {"body": self.body.decode()}


class Records:
    """The two logs, newest last; `bell` rings at every change."""

    def __init__(self, bell: Bell) -> None:
        self.bell = bell
        self.requests: deque[RequestRecord] = deque(maxlen=_MOST_REQUESTS)
        self.deliveries: deque[DeliveryRecord] = deque(maxlen=_MOST_DELIVERIES)

    def find_requests(self, method: str | None = None, path: str | None = None) -> list[Json]:
        """Requests by method and by how their path begins."""
        return [
            asdict(row)
            for row in self.requests
            if method in (None, row.method) and row.path.startswith(path or "")
        ]

    def find_deliveries(
        self, event: str | None = None, job_id: str | None = None, state: str | None = None
    ) -> list[DeliveryRecord]:
        """Webhooks by event, by the id of their prediction or training, and by state."""
        return [
            row
            for row in self.deliveries
            if event in (None, row.event) and job_id in (None, row.job_id) and state in (None, row.state)
        ]
