"""How credits are used: per day, per member, how often it works and how long it takes."""

from core.schemas.generations import Usage
from desktop_admin.api.call import Call
from desktop_admin.api.client import ApiClient


class UsageApi:
    """What can be asked about usage."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client

    def report(self, days: int = 30) -> Call[Usage]:
        """The last `days` days (UTC), 1 to 366."""
        return self._client.get("usage", Usage, {"days": days})
