"""The team: its name, prices, where links may lead, and the keys that open it."""

from urllib.parse import quote

from core.schemas.shapes import Page
from core.schemas.teams import Key, TeamProfile
from desktop_admin.api.call import Call
from desktop_admin.api.client import PAGE_ROWS, ApiClient


class TeamApi:
    """What can be asked about the team."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client

    def profile(self) -> Call[TeamProfile]:
        """The team as a whole."""
        team_id = self._client.account.team_id if self._client.account else ""
        return self._client.get(f"/api/teams/{quote(team_id, safe='')}", TeamProfile)

    def list_keys(self, cursor: str | None = None, *, limit: int = PAGE_ROWS) -> Call[Page[Key]]:
        """The keys in force, newest first."""
        return self._client.get("keys", Page[Key], {"cursor": cursor, "limit": limit})

    def revoke_key(self, key_id: str, intent: str | None = None) -> Call[None]:
        """Make a key open nothing any more."""
        return self._client.change("DELETE", f"keys/{quote(key_id, safe='')}", None, intent=intent)
