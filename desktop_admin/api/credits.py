"""Credits: where they are, moving them, distributing them, and the ledger."""

from core.schemas.credits import (
    AllocateAsk,
    DistributeAsk,
    Distribution,
    LedgerMove,
    MadeMove,
    Overview,
    ReassignAsk,
    ReclaimAsk,
)
from core.schemas.shapes import Page
from desktop_admin.api.call import Call
from desktop_admin.api.client import PAGE_ROWS, ApiClient


class CreditsApi:
    """What can be asked about credits; an `intent` is kept over every try of one wish."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client

    def overview(self) -> Call[Overview]:
        """Where the team's credits are now."""
        return self._client.get("credits/overview", Overview)

    def allocate(self, member_id: str, credits_: int, intent: str | None = None) -> Call[MadeMove]:
        """Pool to member."""
        ask = AllocateAsk(member_id=member_id, credits=credits_)
        return self._client.change("POST", "credits/allocate", MadeMove, ask, intent)

    def reassign(
        self, from_member_id: str, to_member_id: str, credits_: int, intent: str | None = None
    ) -> Call[MadeMove]:
        """Member to member."""
        ask = ReassignAsk(from_member_id=from_member_id, to_member_id=to_member_id, credits=credits_)
        return self._client.change("POST", "credits/reassign", MadeMove, ask, intent)

    def reclaim(
        self, member_id: str, credits_: int | None = None, intent: str | None = None
    ) -> Call[MadeMove]:
        """Member to pool: so many, or all that is unspent."""
        ask = ReclaimAsk(member_id=member_id, credits=credits_)
        return self._client.change("POST", "credits/reclaim", MadeMove, ask, intent)

    def distribute(self, ask: DistributeAsk, intent: str | None = None) -> Call[Distribution]:
        """Share out, or with `preview` see what would be done."""
        return self._client.change("POST", "credits/auto-distribute", Distribution, ask, intent)

    def ledger(
        self,
        cursor: str | None = None,
        *,
        member_id: str | None = None,
        kind: str | None = None,
        limit: int = PAGE_ROWS,
    ) -> Call[Page[LedgerMove]]:
        """Every move, newest first."""
        query = {"cursor": cursor, "limit": limit, "member_id": member_id, "kind": kind}
        return self._client.get("credits/ledger", Page[LedgerMove], query)
