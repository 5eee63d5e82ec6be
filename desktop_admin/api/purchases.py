"""Purchases: opening a checkout and the payment history."""

from urllib.parse import quote

from core.domain.purchases import PurchaseStatus
from core.schemas.purchases import Checkout, CheckoutAsk, Payment
from core.schemas.shapes import Page
from desktop_admin.api.call import Call
from desktop_admin.api.client import PAGE_ROWS, ApiClient


class PurchasesApi:
    """What can be asked about purchases."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client

    def create_checkout(
        self, package: str, credits_: int | None = None, intent: str | None = None
    ) -> Call[Checkout]:
        """Open a checkout; the server says what it costs."""
        team_id = self._client.account.team_id if self._client.account else ""
        fields = {"credits": credits_} if credits_ is not None else {}
        ask = CheckoutAsk.model_validate({"team_id": team_id, "package": package} | fields)
        return self._client.change("POST", "/api/stripe/create-checkout", Checkout, ask, intent)

    def list_payments(
        self, cursor: str | None = None, *, status: PurchaseStatus | None = None, limit: int = PAGE_ROWS
    ) -> Call[Page[Payment]]:
        """Every purchase, newest first."""
        query = {"cursor": cursor, "limit": limit, "status": status and status.value}
        return self._client.get("payments", Page[Payment], query)

    def show(self, purchase_id: str) -> Call[Payment]:
        """One purchase."""
        return self._client.get(f"payments/{quote(purchase_id, safe='')}", Payment)
