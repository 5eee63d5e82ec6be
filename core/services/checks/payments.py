"""Stripe: whether it takes the key, and sends its webhooks to us."""

import asyncio
from typing import Final

from core.domain.refusals import Refusal
from core.gateways.stripe import StripeGateway
from core.services.checks.finding import Check, tell_off, tell_well
from core.settings import Settings

NAME: Final = "stripe"
ANSWER_SECONDS: Final = 4.0
# Without these a payment or a refund is learned of only by asking.
NEEDED: Final = (
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "charge.refunded",
    "charge.dispute.created",
    "charge.dispute.closed",
)


async def check_stripe(settings: Settings) -> Check:
    """The account of the key and its webhook endpoint; raises the gateway's refusals."""
    key = settings.stripe_secret_key
    if key is None:
        return tell_off(NAME)
    gateway = StripeGateway(
        key.get_secret_value(), settings.stripe_api_base, seconds=ANSWER_SECONDS, retries=0
    )
    account = await asyncio.to_thread(gateway.read_account)
    told = f"{account}, {'live' if gateway.is_live else 'test'} mode"
    return tell_well(NAME, told, await asyncio.to_thread(_find_advice, gateway, settings))


def _find_advice(gateway: StripeGateway, settings: Settings) -> str:
    """What to do about the webhook; payments arrive without one too, a little later."""
    if settings.closeup_public_url is None:
        return ""
    url = f"{settings.closeup_public_url}/api/stripe/webhook"
    try:
        kinds = gateway.find_endpoint(url)
    except Refusal:
        return ""  # a restricted key may not see the endpoints, and need not
    if kinds is None:
        return f"Add a webhook endpoint for {url} in Stripe: payments arrive sooner."
    missing = [kind for kind in NEEDED if kind not in kinds and "*" not in kinds]
    return f"Add to the webhook endpoint: {', '.join(missing)}." if missing else ""
