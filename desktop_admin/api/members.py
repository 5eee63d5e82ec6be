"""Members: who is in the team, inviting by name, roles and leaving."""

from urllib.parse import quote

from core.schemas.shapes import Page
from core.schemas.teams import Departure, InvitedMember, Member, MemberAsk, MemberChange
from desktop_admin.api.call import Call
from desktop_admin.api.client import PAGE_ROWS, ApiClient


class MembersApi:
    """What can be asked about members."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client

    def list_members(self, cursor: str | None = None, *, limit: int = PAGE_ROWS) -> Call[Page[Member]]:
        """Everybody in joining order, those who left too."""
        return self._client.get("members", Page[Member], {"cursor": cursor, "limit": limit})

    def show(self, member_id: str) -> Call[Member]:
        """One member."""
        return self._client.get(f"members/{quote(member_id, safe='')}", Member)

    def invite(self, ask: MemberAsk, intent: str | None = None) -> Call[InvitedMember]:
        """Enter a person by name, with an invite of their own."""
        return self._client.change("POST", "members", InvitedMember, ask, intent)

    def change(self, member_id: str, ask: MemberChange, intent: str | None = None) -> Call[Member]:
        """Name, role, or whether they are active."""
        return self._client.change("PATCH", f"members/{quote(member_id, safe='')}", Member, ask, intent)

    def remove(self, member_id: str, intent: str | None = None) -> Call[Departure]:
        """Deactivate: unspent credits return to the pool."""
        path = f"members/{quote(member_id, safe='')}"
        return self._client.change("DELETE", path, Departure, intent=intent)
