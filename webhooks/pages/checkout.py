"""Where Stripe sends the buyer back to: says truthfully whether the credits are there."""

from dataclasses import dataclass, replace
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader
from sqlalchemy import Row

from core.domain.purchases import PurchaseStatus
from core.store import purchases as rows
from webhooks.context import House

router = APIRouter(prefix="/checkout", tags=["pages"], include_in_schema=False)

REFRESH_SECONDS: Final = 3
_templates = Environment(loader=PackageLoader("webhooks", "pages"), autoescape=True)


@dataclass(frozen=True, slots=True)
class Notice:
    """What a page says; `mood` is `good`, `waiting`, `bad` or `plain`. `detail` is in Stripe's words or ours.

    `link` is an address of Stripe's, and `link_text` what it leads to.
    """

    mood: str
    title: str
    text: str
    detail: str = ""
    link: str = ""
    link_text: str = ""


UNKNOWN: Final = Notice(
    "plain", "Thank you", "If you have just paid, your credits will be there in a moment."
)
SUCCESS: Final[dict[PurchaseStatus, Notice]] = {
    PurchaseStatus.PAID: Notice("good", "Payment received", "{credits} credits are in your team's pool."),
    PurchaseStatus.CREATED: Notice(
        "waiting",
        "Waiting for Stripe",
        "Your payment for {credits} credits is being confirmed. This page keeps looking.",
    ),
    PurchaseStatus.PROCESSING: Notice(
        "waiting",
        "Your bank is on it",
        "Your team gets {credits} credits as soon as the payment has gone through.",
    ),
    PurchaseStatus.FAILED: Notice(
        "bad", "The payment did not go through", "No credits were added. Please try again."
    ),
    PurchaseStatus.EXPIRED: Notice(
        "bad", "This checkout has expired", "Nothing was charged. Please start a new one."
    ),
    PurchaseStatus.QUARANTINED: Notice(
        "bad",
        "This payment needs a look",
        "It does not match the order, so no credits were added yet. Ask your admin.",
    ),
}
TAKEN_BACK: Final = Notice(
    "plain",
    "Money returned",
    "{clawed} of {credits} credits were taken back: the payment was returned or is under dispute.",
)
RETURNED: Final = Notice(
    "plain", "Money returned", "The payment did not match the order and was returned. No credits were added."
)
CANCELED: Final = Notice(
    "plain", "Checkout left", "Nothing was charged here. You can close this page or start again."
)


@router.get("/success")
async def success(house: House, session_id: Annotated[str, Query(max_length=200)] = "") -> HTMLResponse:
    """Looks the purchase up by Stripe's session id, which nobody can guess."""
    row = await house.core.store.read(lambda tx: rows.find_purchase_by_session(tx, clean(session_id)))
    return write_page(UNKNOWN if row is None else describe_purchase(row))


@router.get("/cancel")
async def cancel(house: House, purchase: Annotated[str, Query(max_length=200)] = "") -> HTMLResponse:
    """Who turned back, although they may have paid in another tab."""
    row = await house.core.store.read(lambda tx: rows.find_purchase(tx, clean(purchase)))
    if row is None:
        return write_page(CANCELED)
    if row.status != PurchaseStatus.CREATED.value:
        return write_page(describe_purchase(row))
    return write_page(add_link(tell_trouble(CANCELED, row), row.checkout_url, "Back to the payment page"))


def describe_purchase(row: Row[Any]) -> Notice:
    """What there is to say about a purchase now."""
    status = PurchaseStatus(row.status)
    notice = TAKEN_BACK if row.clawed else RETURNED if is_returned(row) else SUCCESS[status]
    text = notice.text.format(credits=row.credits, clawed=row.clawed)
    said = tell_trouble(replace(notice, text=text), row)
    return add_link(said, row.receipt_url, "Show the receipt") if status is PurchaseStatus.PAID else said


def is_returned(row: Row[Any]) -> bool:
    """Whether a payment that was set aside has gone back."""
    return bool(row.status == PurchaseStatus.QUARANTINED.value and row.refunded_cents > 0)


def tell_trouble(notice: Notice, row: Row[Any]) -> Notice:
    """The notice, with why the payment failed or does not fit, if that is how things stand."""
    is_over = row.status in (PurchaseStatus.PAID.value, PurchaseStatus.PROCESSING.value)
    return notice if is_over or not row.trouble else replace(notice, detail=row.trouble)


def add_link(notice: Notice, address: str | None, text: str) -> Notice:
    """The notice with a link; only to a web page."""
    is_page = address is not None and address.startswith(("https://", "http://"))
    return replace(notice, link=address or "", link_text=text) if is_page else notice


def clean(word: str) -> str:
    """What a database can look for: no control characters and no halves of letters."""
    return word if word.isascii() and word.isprintable() else ""


def write_page(notice: Notice) -> HTMLResponse:
    """The page of a notice; it looks again by itself while it waits."""
    template = _templates.get_template("notice.html")
    return HTMLResponse(
        template.render(notice=notice, refresh=REFRESH_SECONDS if notice.mood == "waiting" else None)
    )
