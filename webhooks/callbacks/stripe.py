"""Stripe's events: the signature over the raw bytes, then record and effect in one transaction, then 200."""

from fastapi import APIRouter, Request

from core.failpoints import reach
from core.gateways.stripe import CallbackRefused, StripeEvent, read_event
from core.schemas.shapes import Answer
from core.services.payments import apply_event
from core.store.engine import Tx
from webhooks.context import House

router = APIRouter(tags=["callbacks"])


class EndpointDisabled(CallbackRefused):
    """An empty secret closes the endpoint; it never opens it."""

    code = "endpoint_disabled"
    sentence = "This endpoint is not in use here."
    mend = "Set STRIPE_WEBHOOK_SECRET to take Stripe's events."


class Received(Answer):
    """What came of an event; `repeated` when it was known already."""

    received: bool = True
    outcome: str


@router.post("/api/stripe/webhook")
async def take_event(request: Request, house: House) -> Received:
    """An authentic event is answered 200 even when it is none of our business."""
    core = house.core
    secrets = core.settings.stripe_webhook_secrets
    if not secrets:
        raise EndpointDisabled
    signature = request.headers.get("stripe-signature")
    event = read_event(await request.body(), signature, secrets, house.clock())
    outcome = await core.store.change(lambda tx: apply_callback(tx, event, is_live=core.is_stripe_live))
    return Received(outcome=outcome)


def apply_callback(tx: Tx, event: StripeEvent, *, is_live: bool) -> str:
    """Record the event and do what it says; what came of it."""
    outcome = apply_event(tx, event, is_live=is_live)
    reach("webhook.applied")
    return outcome
