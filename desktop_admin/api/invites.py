"""Invites: the links people join by."""

from urllib.parse import quote

from core.schemas.shapes import Page
from core.schemas.teams import Invite, InviteAsk
from desktop_admin.api.call import Call
from desktop_admin.api.client import PAGE_ROWS, ApiClient


class InvitesApi:
    """What can be asked about invites."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client

    def list_invites(self, cursor: str | None = None, *, limit: int = PAGE_ROWS) -> Call[Page[Invite]]:
        """Those that still open."""
        return self._client.get("invites", Page[Invite], {"cursor": cursor, "limit": limit})

    def create(self, ask: InviteAsk, intent: str | None = None) -> Call[Invite]:
        """A new link."""
        return self._client.change("POST", "invites", Invite, ask, intent)

    def revoke(self, invite_id: str, intent: str | None = None) -> Call[None]:
        """Take a link back."""
        return self._client.change("DELETE", f"invites/{quote(invite_id, safe='')}", None, intent=intent)
