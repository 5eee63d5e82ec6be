"""The audit log: who did what."""

from core.schemas.shapes import Page
from core.schemas.teams import AuditLine
from desktop_admin.api.call import Call
from desktop_admin.api.client import PAGE_ROWS, ApiClient


class AuditApi:
    """What can be asked about the audit log."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client

    def list_lines(
        self,
        cursor: str | None = None,
        *,
        actor: str | None = None,
        action: str | None = None,
        about: str | None = None,
        limit: int = PAGE_ROWS,
    ) -> Call[Page[AuditLine]]:
        """Newest first; the filters match exactly, `about` is the line's object."""
        query = {"cursor": cursor, "limit": limit, "actor": actor, "action": action, "object": about}
        return self._client.get("audit", Page[AuditLine], query)
