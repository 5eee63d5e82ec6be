"""What the stand-in remembers of the traffic: requests it answered and webhooks it delivered."""

from collections import deque
from dataclasses import asdict, dataclass, field
from typing import Any

from sandbox.bell import Bell

# Enough for a long story; older entries fall off.
_MOST = 5000


@dataclass
class RequestRecord:
    """One API request, decoded; `status` is None while it runs and 0 when it was cut without an answer."""

    id: str
    method: str
    path: str
    at: int
    params: dict[str, Any] = field(default_factory=dict)
    idempotency_key: str | None = None
    stripe_version: str | None = None
    status: int | None = None
    replayed: bool = False
    fault: str | None = None


@dataclass
class DeliveryRecord:
    """One event on its way to one endpoint.

    `state` is `pending`, `delivered`, `failed` (gave up) or `dropped` (a fault swallowed it);
    `attempts` holds the HTTP status of each try, 0 when no answer came.
    """

    event_id: str
    type: str
    object_id: str
    endpoint_id: str
    url: str
    state: str = "pending"
    attempts: list[int] = field(default_factory=list)


class Records:
    """The two logs, newest last; `bell` rings at every change."""

    def __init__(self, bell: Bell) -> None:
        self.bell = bell
        self.requests: deque[RequestRecord] = deque(maxlen=_MOST)
        self.deliveries: deque[DeliveryRecord] = deque(maxlen=_MOST)

    def find_deliveries(
        self,
        type_: str | None = None,
        about: str | None = None,
        state: str | None = None,
    ) -> list[dict[str, Any]]:
        """Deliveries by event type, by the id of the event or of its object, and by state."""
        return [
            asdict(row)
            for row in self.deliveries
            if type_ in (None, row.type)
            and about in (None, row.event_id, row.object_id)
            and state in (None, row.state)
        ]

    def find_requests(self, method: str | None = None, path: str | None = None) -> list[dict[str, Any]]:
        """Requests by method and by how their path begins."""
        return [
            asdict(row)
            for row in self.requests
            if method in (None, row.method) and row.path.startswith(path or "")
        ]
