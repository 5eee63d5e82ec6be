"""The hosted Checkout page: shows the order, takes the payment and sends the buyer back to the shop."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.stripe.account import StripeAccount
from sandbox.stripe.bodies import read_body
from sandbox.stripe.cards import Decline, read_card
from sandbox.stripe.checkout import expire_due_sessions
from sandbox.stripe.forms import read_form
from sandbox.stripe.page_html import write_money, write_page
from sandbox.stripe.payments import Buyer, confirm_card, pay_by_bank, pay_by_card
from sandbox.stripe.refusals import StripeRefusal
from sandbox.stripe.shapes import email as read_email
from sandbox.stripe.tables import StripeObject

_LONGEST_FORM = 16 * 1024
_LONGEST_NAME = 200
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
}
_Answer = Callable[[Request, StripeObject], Awaitable[Response]]


class CheckoutPage:
    """The pages a buyer meets; each form is answered with a page or a redirect, never a blank."""

    def __init__(self, account: StripeAccount) -> None:
        self._account = account

    def routes(self) -> list[Route]:
        """The payment page and the page that plays the bank's confirmation."""
        return [
            Route("/c/pay/{id}", self._meet(self._show), methods=["GET"]),
            Route("/c/pay/{id}", self._meet(self._pay), methods=["POST"]),
            Route("/c/confirm/{id}", self._meet(self._ask), methods=["GET"]),
            Route("/c/confirm/{id}", self._meet(self._confirm), methods=["POST"]),
        ]

    def _meet(self, answer: _Answer) -> Callable[[Request], Awaitable[Response]]:
        """Find the session of the address; say so when it is unknown, over, or the form unreadable."""

        async def respond(request: Request) -> Response:
            expire_due_sessions(self._account)
            session = self._account.tables.sessions.find(request.path_params["id"])
            if session is None:
                return _notice(
                    "This page does not exist", "The checkout link is incomplete or mistyped.", status=404
                )
            if session["status"] != "open":
                return _tell_over(request, session)
            try:
                return await answer(request, session)
            except StripeRefusal as refusal:
                return _notice("That did not work", str(refusal), status=refusal.status)

        return respond

    async def _show(self, _request: Request, session: StripeObject) -> Response:
        return self._render(session, {})

    async def _pay(self, request: Request, session: StripeObject) -> Response:
        typed = await _read_typed(request)
        # Reading took a turn of the loop: the other half of a double click may have paid meanwhile.
        if session["status"] != "open":
            return _tell_over(request, session)
        try:
            buyer = _read_buyer(typed | _known_mail(session))
        except StripeRefusal as refusal:
            return self._render(session, typed, str(refusal), status=400)
        if _chooses_bank(session, typed):
            pay_by_bank(self._account, session, buyer)
            return _return_to_shop(session)
        return self._take_card(session, typed, buyer)

    def _take_card(self, session: StripeObject, typed: dict[str, str], buyer: Buyer) -> Response:
        today = datetime.fromtimestamp(self._account.clock.now(), UTC)
        card = read_card(
            typed.get("card_number", ""),
            typed.get("expiry", ""),
            typed.get("cvc", ""),
            this_month=(today.year, today.month),
        )
        if isinstance(card, str):
            return self._render(session, typed, card, status=400)
        return self._follow(session, typed, pay_by_card(self._account, session, buyer, card))

    def _follow(self, session: StripeObject, typed: dict[str, str], decline: Decline | None) -> Response:
        if decline:
            return self._render(session, typed, decline.message, status=402)
        if session["status"] == "open":
            return _redirect(self._account.private[session["id"]]["base_url"] + f"/c/confirm/{session['id']}")
        return _return_to_shop(session)

    async def _ask(self, request: Request, session: StripeObject) -> Response:
        page = write_page(
            "confirm",
            action=request.url.path,
            total=write_money(session["amount_total"], session["currency"]),
        )
        return HTMLResponse(page, headers=_HEADERS)

    async def _confirm(self, request: Request, session: StripeObject) -> Response:
        typed = await _read_typed(request)
        if session["status"] != "open":
            return _tell_over(request, session)
        agreed = typed.get("answer") == "agree"
        return self._follow(session, {}, confirm_card(self._account, session, agreed=agreed))

    def _render(
        self,
        session: StripeObject,
        typed: dict[str, str],
        error: str = "",
        *,
        status: int = 200,
    ) -> Response:
        known, own = session["customer_details"], self._account.private[session["id"]]
        methods = session["payment_method_types"]
        page = write_page(
            "pay",
            total=write_money(session["amount_total"], session["currency"]),
            items=[_describe(*pair) for pair in zip(own["items"], own["abouts"], strict=True)],
            cancel_url=session["cancel_url"],
            test_mode=not session["livemode"],
            error=error,
            action=f"/c/pay/{session['id']}",
            methods=methods,
            name=typed.get("name", ""),
            email=known["email"] if known else typed.get("email", ""),
            email_fixed=bool(known),
            method=typed.get("method", "card" if "card" in methods else "bank"),
        )
        return HTMLResponse(page, status, _HEADERS)


async def _read_typed(request: Request) -> dict[str, str]:
    given = read_form(await read_body(request, _LONGEST_FORM))
    return {name: value for name, value in given.items() if isinstance(value, str)}


def _read_buyer(typed: dict[str, str]) -> Buyer:
    name = typed.get("name", "").strip()[:_LONGEST_NAME]
    if not typed.get("email", "").strip():
        raise StripeRefusal("Please fill in your e-mail.")
    address = read_email(typed["email"].strip(), "email")
    if not name:
        raise StripeRefusal("Please fill in the name of the account or card holder.")
    return Buyer(address, name)


def _chooses_bank(session: StripeObject, typed: dict[str, str]) -> bool:
    offered = session["payment_method_types"]
    return "us_bank_account" in offered and ("card" not in offered or typed.get("method") == "bank")


def _known_mail(session: StripeObject) -> dict[str, str]:
    known = session["customer_details"]
    return {"email": known["email"]} if known else {}


def _describe(item: StripeObject, about: str) -> dict[str, Any]:
    return {
        "name": item["description"],
        "about": about,
        "quantity": item["quantity"],
        "each": write_money(item["price"]["unit_amount"], item["currency"]),
        "total": write_money(item["amount_total"], item["currency"]),
    }


def _tell_over(request: Request, session: StripeObject) -> Response:
    if session["status"] == "expired":
        return _notice(
            "This checkout has expired",
            "Nothing was charged. Go back to the shop and start again.",
            link=session["cancel_url"],
            link_text="Back to the shop",
        )
    if request.method == "POST":
        return _return_to_shop(session)
    return _notice(
        "You're all done here",
        "This checkout is complete. There is nothing more to pay.",
        link=_fill_success_url(session),
        link_text="Continue to the shop",
    )


def _return_to_shop(session: StripeObject) -> Response:
    return _redirect(_fill_success_url(session))


def _fill_success_url(session: StripeObject) -> str:
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", session["id"])


def _redirect(url: str) -> Response:
    return RedirectResponse(url, 303, _HEADERS)


def _notice(
    heading: str,
    *lines: str,
    link: str | None = None,
    link_text: str = "",
    status: int = 200,
) -> Response:
    page = write_page("notice", heading=heading, lines=lines, link=link, link_text=link_text)
    return HTMLResponse(page, status, _HEADERS)
