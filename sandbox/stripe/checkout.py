"""The rules of Checkout sessions: what may be created, when one ends, and what completing one records."""

from typing import Any

from sandbox.stripe.account import StripeAccount
from sandbox.stripe.objects.checkout import write_buyer, write_line_item, write_session
from sandbox.stripe.objects.customers import write_customer
from sandbox.stripe.refusals import StripeRefusal, missing_param
from sandbox.stripe.shapes import refuse_both
from sandbox.stripe.tables import StripeObject

# Bounds of a charge: https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
_LEAST_CENTS, _MOST_CENTS = 50, 99_999_999
# Life of a session: https://docs.stripe.com/api/checkout/sessions/create (expires_at)
_SHORTEST, _LONGEST = 30 * 60, 24 * 3600


def create_session(account: StripeAccount, given: dict[str, Any], base_url: str) -> StripeObject:
    """Check everything Stripe checks beyond names and types, then open the session."""
    for name in ("mode", "line_items", "success_url"):
        if not given.get(name):
            raise missing_param(name)
    refuse_both(given, "customer", "customer_email")
    items = [_read_item(item, i) for i, item in enumerate(given["line_items"])]
    currency, now = _read_currency(items), account.clock.now()
    customer = None
    if "customer" in given:
        customer = account.tables.customers.get(given["customer"], param="customer")
    id_ = account.mode_id("cs", 58)
    session = write_session(
        id_,
        given,
        amount=_add_up(items),
        currency=currency,
        created=now,
        expires_at=_read_expiry(given, now),
        livemode=account.livemode,
        url=f"{base_url}/c/pay/{id_}",
        customer=customer,
    )
    account.private[id_] = {
        "items": [_write_item(account, item) for item in items],
        "base_url": base_url,
        "intent_data": given.get("payment_intent_data", {}),
        "abouts": [item["price_data"]["product_data"].get("description", "") for item in items],
    }
    return account.tables.sessions.add(session)


def _read_item(item: dict[str, Any], place: int) -> dict[str, Any]:
    for name in ("price_data", "quantity"):
        if name not in item:
            raise missing_param(f"line_items[{place}][{name}]")
    inside = f"line_items[{place}][price_data]"
    for name in ("currency", "unit_amount", "product_data"):
        if name not in item["price_data"]:
            raise missing_param(f"{inside}[{name}]")
    if not item["price_data"]["product_data"].get("name"):
        raise missing_param(f"{inside}[product_data][name]")
    return item


def _read_currency(items: list[dict[str, Any]]) -> str:
    found = {item["price_data"]["currency"] for item in items}
    if len(found) > 1:
        raise StripeRefusal("All line items in a Checkout Session must use the same currency.")
    return str(found.pop())


def _add_up(items: list[dict[str, Any]]) -> int:
    total = sum(item["price_data"]["unit_amount"] * item["quantity"] for item in items)
    currency = items[0]["price_data"]["currency"]
    if total < _LEAST_CENTS:
        raise StripeRefusal(
            f"The Checkout Session's total amount due must add up to at least $0.50 {currency}",
            code="amount_too_small",
        )
    if total > _MOST_CENTS:
        raise StripeRefusal(
            f"The Checkout Session's total amount due must be no more than $999,999.99 {currency}",
            code="amount_too_large",
        )
    return int(total)


def _read_expiry(given: dict[str, Any], now: int) -> int:
    expires_at = int(given.get("expires_at", now + _LONGEST))
    # A second of grace each way: the caller's clock ticked while the request travelled.
    if expires_at < now + _SHORTEST - 1:
        raise StripeRefusal(
            "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation."
        )
    if expires_at > now + _LONGEST + 1:
        raise StripeRefusal(
            "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation."
        )
    return expires_at


def _write_item(account: StripeAccount, item: dict[str, Any]) -> StripeObject:
    return write_line_item(
        account.new_id("li"),
        account.new_id("price_1"),
        account.new_id("prod", 14),
        item,
        created=account.clock.now(),
        livemode=account.livemode,
    )


def expire_session(account: StripeAccount, session: StripeObject) -> StripeObject:
    """End an open session; raises StripeRefusal for any other."""
    if session["status"] != "open":
        raise StripeRefusal(
            'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a'
            f" status of `{session['status']}`."
        )
    account.change(session, status="expired", url=None)
    intent = account.tables.intents.find(session["payment_intent"])
    if intent:
        account.change(
            intent,
            status="canceled",
            cancellation_reason="automatic",
            canceled_at=account.clock.now(),
            next_action=None,
        )
        account.emit("payment_intent.canceled", intent)
    account.emit("checkout.session.expired", session)
    return session


def expire_due_sessions(account: StripeAccount) -> None:
    """End every open session whose time has passed."""
    for session in account.tables.sessions:
        if session["status"] == "open" and session["expires_at"] <= account.clock.now():
            expire_session(account, session)


def complete_session(
    account: StripeAccount,
    session: StripeObject,
    *,
    email: str | None,
    name: str,
    paid: bool,
) -> None:
    """Record that the buyer is done: paid now, or `unpaid` while a delayed method is on its way."""
    if session["customer_creation"] == "always":
        _create_customer(account, session, email, name)
    account.change(
        session,
        status="complete",
        payment_status="paid" if paid else "unpaid",
        url=None,
        customer_details=write_buyer(email, name, "US"),
        collected_information=dict.fromkeys(("business_name", "individual_name", "shipping_details")),
    )


def _create_customer(account: StripeAccount, session: StripeObject, email: str | None, name: str) -> None:
    customer = write_customer(
        account.new_id("cus", 14),
        {"email": email, "name": name},
        created=account.clock.now(),
        livemode=account.livemode,
    )
    account.tables.customers.add(customer)
    account.change(session, customer=customer["id"])
    account.emit("customer.created", customer)
