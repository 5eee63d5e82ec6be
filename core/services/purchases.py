"""Buying credits: write an order down, and open the checkout where it is paid."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Row

from core.domain.changes import Noun
from core.domain.purchases import CURRENCY, DEFAULT_CUSTOM_CENTS, price
from core.domain.refusals import Conflict, Malformed
from core.gateways.stripe import CheckoutOrder, CheckoutSession
from core.services.access import Actor, note
from core.services.changes import note_change
from core.store import purchases as rows
from core.store import teams
from core.store.engine import Tx

WATCH: Final = "watch"
CHECKOUT_LIFE: Final = timedelta(hours=23)  # Stripe takes 30 minutes to 24 hours


@dataclass(frozen=True, slots=True)
class Offer:
    """What the buyer asked for: a package by name, and a number of credits for `custom`."""

    package: str
    credits: int | None = None
    custom_cents: int = DEFAULT_CUSTOM_CENTS
    return_base: str = ""
    customer_id: str | None = None


def order_credits(tx: Tx, actor: Actor, offer: Offer, request_key: str | None) -> Row[Any]:
    """Write down a purchase before anybody is asked to pay; the same request gets the same purchase."""
    pack = price(offer.package, offer.credits, offer.custom_cents)
    key = None if request_key is None else f"{actor.label}:{request_key}"
    purchase_id = tx.new_id("purchase")
    row = {
        "id": purchase_id,
        "team_id": actor.team_id,
        "package": pack.package,
        "credits": pack.credits,
        "amount_cents": pack.amount_cents,
        "currency": CURRENCY,
        "request_key": key,
        "return_base": offer.return_base,
        "customer_id": offer.customer_id,
        "created_by": actor.label,
        "expires_at": tx.now + CHECKOUT_LIFE,
    }
    if rows.add_purchase(tx, row):
        tx.jobs.enqueue(tx.conn, WATCH, f"watch:{purchase_id}", purchase_id)
        note(tx, actor, "purchase.created", purchase_id, package=pack.package, amount_cents=pack.amount_cents)
        note_change(tx, actor.team_id, Noun.PURCHASES, purchase_id, "created")
        return demand_purchase(rows.find_purchase(tx, purchase_id))
    earlier = demand_purchase(rows.find_purchase_by_key(tx, str(key)))
    if (earlier.package, earlier.credits) != (pack.package, pack.credits):
        raise Conflict("This Idempotency-Key came with another purchase before.", code="key_reused")
    return earlier


def describe_checkout(purchase: Row[Any]) -> CheckoutOrder:
    """What Stripe is asked for; only what was written down, so that a repeated call is the same call."""
    title = price(purchase.package, purchase.credits if purchase.package == "custom" else None).title
    back = f"{purchase.return_base}/checkout"
    return CheckoutOrder(
        purchase_id=purchase.id,
        team_id=purchase.team_id,
        title=title,
        amount_cents=purchase.amount_cents,
        currency=purchase.currency,
        expires_at=purchase.expires_at,
        success_url=f"{back}/success?session_id={{CHECKOUT_SESSION_ID}}",
        cancel_url=f"{back}/cancel?purchase={purchase.id}",
        customer_id=purchase.customer_id,
    )


def record_session(tx: Tx, purchase_id: str, session: CheckoutSession) -> Row[Any]:
    """Remember where the purchase is paid."""
    rows.update_purchase(tx, purchase_id, {"session_id": session.session_id, "checkout_url": session.url})
    purchase = demand_purchase(rows.find_purchase(tx, purchase_id))
    note_change(tx, purchase.team_id, Noun.PURCHASES, purchase_id, "opened")
    return purchase


def forget_customer(tx: Tx, purchase_id: str) -> Row[Any]:
    """This purchase and the next ones do without the customer that Stripe does not know; the purchase.

    It was made with another key, as when an installation goes from test to live, or deleted at Stripe.
    """
    purchase = demand_purchase(rows.find_purchase(tx, purchase_id))
    rows.update_purchase(tx, purchase.id, {"customer_id": None})
    teams.drop_customer(tx, purchase.team_id, purchase.customer_id)
    return demand_purchase(rows.find_purchase(tx, purchase.id))


def demand_purchase(row: Row[Any] | None) -> Row[Any]:
    """The row, or `Malformed` when there is none."""
    if row is None:
        raise Malformed("There is no such purchase.")
    return row
