"""The pages behind `receipt_url` and `hosted_invoice_url`."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from sandbox.stripe.account import StripeAccount
from sandbox.stripe.page_html import write_money, write_page
from sandbox.stripe.tables import StripeObject, Table


class Receipts:
    """One small page for each charge and each invoice."""

    def __init__(self, account: StripeAccount) -> None:
        self._account = account

    def routes(self) -> list[Route]:
        """Where receipts and invoices are shown."""
        return [
            Route("/receipts/{id}", self._show_receipt),
            Route("/invoices/{id}", self._show_invoice),
            Route("/invoices/{id}/pdf", self._show_invoice),
        ]

    async def _show_receipt(self, request: Request) -> Response:
        return _show(self._account.tables.charges, request, "Receipt", "amount")

    async def _show_invoice(self, request: Request) -> Response:
        return _show(self._account.tables.invoices, request, "Invoice", "amount_paid")


def _show(table: Table, request: Request, title: str, amount: str) -> Response:
    row: StripeObject | None = table.find(request.path_params["id"])
    if row is None:
        page = write_page("notice", heading="This page does not exist", lines=[], link=None, link_text="")
        return HTMLResponse(page, 404)
    lines = [write_money(row[amount], row["currency"]), f"Status: {row['status']}", f"Number: {row['id']}"]
    return HTMLResponse(write_page("notice", heading=title, lines=lines, link=None, link_text=""))
