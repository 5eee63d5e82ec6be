"""Stripe through its own SDK: opens a checkout, verifies events; the only importer of the SDK."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import stripe
import structlog

from core.domain.refusals import Malformed, Unavailable

log = structlog.get_logger()

PAGE: Final = 100  # the most that Stripe lists at once
TIMEOUT_SECONDS: Final = 10
RETRIES: Final = 2
TOLERANCE_SECONDS: Final = 300  # Stripe's own default for webhook timestamps


class CallbackRefused(Malformed):
    """A webhook body that Stripe did not sign, or not lately."""

    code, status = "unverifiable", 400
    sentence = "This is not a message from Stripe that I can verify."


class PaymentsOff(Unavailable):
    """No Stripe key is configured."""

    code = "payments_off"
    sentence = "Payments are not set up on this installation."
    mend = "Set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET."


class PaymentsUnreachable(Unavailable):
    """Stripe did not answer, or not as expected."""

    code = "payments_unreachable"
    sentence = "Stripe is not answering."
    mend = "Try again in a minute: you will not be charged twice."


class PaymentsRefused(Unavailable):
    """Stripe understood the request and said no: the account or the settings are not as we need them."""

    code = "payments_refused"
    sentence = "Stripe did not accept this request."
    mend = "Nothing was charged. The log of this installation has Stripe's error code."


class UnknownToStripe(PaymentsRefused):
    """What we name by id is not in this Stripe account: it was made with another key, or deleted there."""

    code = "payments_unknown"
    sentence = "The Stripe account does not know what we asked about."
    mend = "Check that STRIPE_SECRET_KEY belongs to the account that was used before."


@dataclass(frozen=True, slots=True)
class CheckoutOrder:
    """What a checkout session is opened for; `amount_cents` in `currency`, times are UTC."""

    purchase_id: str
    team_id: str
    title: str
    amount_cents: int
    currency: str
    expires_at: datetime
    success_url: str
    cancel_url: str
    customer_id: str | None = None


@dataclass(frozen=True, slots=True)
class CheckoutSession:
    """Where the buyer pays."""

    session_id: str
    url: str


@dataclass(frozen=True, slots=True)
class StripeEvent:
    """A verified event; `data` is the object it tells of, as Stripe wrote it."""

    event_id: str
    kind: str
    livemode: bool
    created: datetime
    data: dict[str, Any]
    body: bytes


class StripeGateway:
    """Calls Stripe with one key; thread-safe. With `invoices` every payment gets an invoice too."""

    def __init__(
        self,
        secret_key: str,
        api_base: str,
        *,
        invoices: bool = False,
        seconds: float = TIMEOUT_SECONDS,
        retries: int = RETRIES,
    ) -> None:
        self.is_live = secret_key.startswith(("sk_live", "rk_live"))
        self._invoices = invoices
        self._client = stripe.StripeClient(
            secret_key,
            base_addresses={"api": api_base},
            max_network_retries=retries,
            http_client=stripe.RequestsClient(timeout=seconds),
        )

    def open_checkout(self, order: CheckoutOrder) -> CheckoutSession:
        """Create the session, or get the same one again. `UnknownToStripe` is about the customer."""
        asked: Any = _write_session(order, invoices=self._invoices)
        key = _name_request(order, asked)
        with _map_errors():
            try:
                session = self._client.v1.checkout.sessions.create(asked, {"idempotency_key": key})
            except stripe.APIError as error:
                if not _is_kept(error):
                    raise
                session = self._client.v1.checkout.sessions.create(asked, {"idempotency_key": f"{key}:2"})
        return CheckoutSession(session.id, str(session.url))

    def read_account(self) -> str:
        """The name of the account that the key belongs to."""
        with _map_errors():
            account = self._client.v1.accounts.retrieve_current()
        told = account.to_dict()
        profile = (told.get("settings") or {}).get("dashboard") or told.get("business_profile") or {}
        return str(profile.get("display_name") or profile.get("name") or account.id)

    def find_endpoint(self, url: str) -> tuple[str, ...] | None:
        """The kinds of events that an enabled webhook endpoint sends to `url`; None when there is none."""
        with _map_errors():
            listed = self._client.v1.webhook_endpoints.list({"limit": PAGE})
        ours = [each for each in listed.data if each.url == url and each.status == "enabled"]
        return tuple(str(kind) for each in ours for kind in each.enabled_events) if ours else None

    def read_session(self, session_id: str) -> dict[str, Any]:
        """The session as it is now, as plain values."""
        with _map_errors():
            return dict(self._client.v1.checkout.sessions.retrieve(session_id).to_dict())

    def open_customer(self, team_id: str, name: str) -> str | None:
        """The id of the team's one customer, made once; None when this key may not: a checkout does without."""
        asked: Any = {"name": name, "metadata": {"team_id": team_id}}
        try:
            return self._client.v1.customers.create(asked, {"idempotency_key": f"customer:{team_id}"}).id
        except stripe.APIConnectionError as error:
            raise PaymentsUnreachable from error
        except stripe.StripeError:
            return None

    def list_events(self, kinds: Sequence[str], since: datetime) -> Iterator[list[StripeEvent]]:
        """Pages of the events of these kinds created from `since` on, newest first; Stripe keeps them for 30 days."""
        asked: Any = {"types": list(kinds), "created": {"gte": int(since.timestamp())}, "limit": PAGE}
        with _map_errors():
            page = self._client.v1.events.list(asked)
        while page.data:  # a page may hold nothing that can be read, and yet not be the last
            yield list(_read_listed(page.data))
            if not page.has_more:
                return
            with _map_errors():
                page = page.next_page()


def _read_listed(events: Iterable[stripe.Event]) -> Iterator[StripeEvent]:
    """What of a list can be read: an event that cannot must not keep the others from us."""
    for event in events:
        try:
            yield parse_event(json.dumps(event.to_dict()).encode())
        except CallbackRefused:
            log.warning("event not readable", event_id=event.id)


@contextmanager
def _map_errors() -> Iterator[None]:
    """Stripe's errors as refusals; its own words may name keys and stay out of every answer and log."""
    try:
        yield
    except (stripe.AuthenticationError, stripe.PermissionError) as error:
        raise PaymentsOff(
            "Stripe does not accept this installation's key.", "Check STRIPE_SECRET_KEY."
        ) from error
    except stripe.InvalidRequestError as error:
        log.warning("stripe refused", code=error.code, param=error.param, status=error.http_status)
        raise (UnknownToStripe if error.code == "resource_missing" else PaymentsRefused) from error
    except stripe.StripeError as error:
        raise PaymentsUnreachable from error


def _is_kept(error: stripe.APIError) -> bool:
    """Whether Stripe repeats a crash of its own: for a day it would give this key no other answer."""
    told = {name.lower(): word for name, word in (error.headers or {}).items()}
    return told.get("idempotent-replayed") == "true"


def _name_request(order: CheckoutOrder, asked: dict[str, Any]) -> str:
    """The idempotency key: the purchase, and what is asked for it.

    The same request is the same session. Stripe refuses a key that comes with another request, which a changed
    setting or a forgotten customer would make it; nobody was ever shown the session of a call that we repeat.
    """
    told = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
    return f"checkout:{order.purchase_id}:{told[:16]}"


def _write_session(order: CheckoutOrder, *, invoices: bool) -> dict[str, Any]:
    """Ids go into the payment intent's metadata too: Stripe does not copy them there from the session."""
    ids = {"purchase_id": order.purchase_id, "team_id": order.team_id}
    price = {
        "currency": order.currency,
        "unit_amount": order.amount_cents,
        "product_data": {"name": f"Closeup {order.title}"},
    }
    customer = {"customer": order.customer_id} if order.customer_id else {}
    invoice = {"invoice_creation": {"enabled": True, "invoice_data": {"metadata": ids}}} if invoices else {}
    return {
        **customer,
        **invoice,
        "mode": "payment",
        "line_items": [{"price_data": price, "quantity": 1}],
        "client_reference_id": order.purchase_id,
        "metadata": ids,
        "payment_intent_data": {"metadata": ids},
        "success_url": order.success_url,
        "cancel_url": order.cancel_url,
        "expires_at": int(order.expires_at.timestamp()),
    }


def read_event(body: bytes, signature: str | None, secrets: Sequence[str], now: datetime) -> StripeEvent:
    """The event in `body` if one of `secrets` signed it within 5 minutes of `now`, else `CallbackRefused`."""
    if not secrets or not signature or _is_ahead(signature, now) or not _is_signed(body, signature, secrets):
        raise CallbackRefused
    return parse_event(body)


def parse_event(body: bytes) -> StripeEvent:
    """The event that `body` writes out, whoever sent it; `CallbackRefused` when it is none."""
    try:
        event = json.loads(body)
        return StripeEvent(
            event_id=str(event["id"]),
            kind=str(event["type"]),
            livemode=bool(event.get("livemode")),
            created=datetime.fromtimestamp(int(event.get("created") or 0), UTC),
            data=dict(event["data"]["object"]),
            body=body,
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise CallbackRefused from error


def _is_ahead(signature: str, now: datetime) -> bool:
    """The SDK refuses old timestamps and takes future ones; a replay kept for later must not pass."""
    stamp = re.search(r"\bt=(\d{1,12})\b", signature)
    return stamp is None or int(stamp[1]) > now.timestamp() + TOLERANCE_SECONDS


def _is_signed(body: bytes, signature: str, secrets: Sequence[str]) -> bool:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return False
    for secret in secrets:
        try:
            stripe.WebhookSignature.verify_header(text, signature, secret, tolerance=TOLERANCE_SECONDS)
        except (stripe.SignatureVerificationError, TypeError, ValueError):
            continue
        return True
    return False
