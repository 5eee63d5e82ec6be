"""Opens the stand-in as one ASGI application: the API, the Checkout page and the controls."""

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator, Callable, Sequence

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from sandbox.bell import Bell
from sandbox.severed import offer_severing
from sandbox.stripe.account import StripeAccount
from sandbox.stripe.checkout import expire_due_sessions
from sandbox.stripe.clock import Clock
from sandbox.stripe.control import Controls
from sandbox.stripe.delivery import RETRY_PAUSES, Courier
from sandbox.stripe.endpoints import create_endpoint
from sandbox.stripe.faults import Faults
from sandbox.stripe.gate import Gate
from sandbox.stripe.page import CheckoutPage
from sandbox.stripe.receipts import Receipts
from sandbox.stripe.records import Records

_METHODS = ["GET", "POST", "DELETE", "PUT", "PATCH"]


class StripeStandIn(Starlette):
    """A Starlette that can also cut a connection, which needs the server's own `send`."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or the lifespan, as ASGI asks."""
        if scope["type"] == "http":
            offer_severing(scope, send)
        await super().__call__(scope, receive, send)


def open_stripe(
    *,
    secret_key: str,
    webhook_url: str | None = None,
    webhook_secret: str | None = None,
    now: Callable[[], float] = time.time,
    seed: int | None = None,
    retry_pauses: Sequence[float] = RETRY_PAUSES,
) -> Starlette:
    """A Stripe account of its own that `secret_key` opens (`sk_live_...` makes it live mode).

    `webhook_url` registers an endpoint for all events, signed with `webhook_secret`; it can be set later
    through `/control/webhook`. `now` gives Unix seconds, `seed` makes ids repeatable, `retry_pauses` are
    the seconds between a webhook's attempts. Serve it with its lifespan on, in one event loop.
    """
    clock, bell, faults = Clock(now), Bell(), Faults()
    account = StripeAccount(clock, random.Random(seed), livemode=secret_key.startswith("sk_live_"))  # noqa: S311
    records = Records(bell)
    courier = Courier(account, faults, records, retry_pauses=retry_pauses)
    account.deliver = courier.take
    if webhook_url:
        create_endpoint(account, {"url": webhook_url, "enabled_events": ["*"]}, webhook_secret)

    @contextlib.asynccontextmanager
    async def live(_app: Starlette) -> AsyncIterator[None]:
        ageing = asyncio.create_task(_expire_as_time_passes(account))
        yield
        ageing.cancel()
        await courier.close()

    gate = Gate(account, secret_key, faults, records)
    return StripeStandIn(
        routes=[
            Route("/v1/{rest:path}", gate.answer, methods=_METHODS),
            *CheckoutPage(account).routes(),
            *Receipts(account).routes(),
            *Controls(account, faults, records, courier).routes(),
        ],
        lifespan=live,
    )


async def _expire_as_time_passes(account: StripeAccount) -> None:
    while True:
        expire_due_sessions(account)
        await asyncio.sleep(1)
