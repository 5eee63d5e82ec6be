"""A Stripe stand-in on a real socket, the real SDK pointed at it, a till and a receiver of webhooks."""

import contextlib
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import httpx
import pytest
import pytest_asyncio
import stripe
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.listening import listen
from sandbox.outgoing import open_http
from sandbox.stripe.app import open_stripe
from sandbox.stripe.till import PAID_CARD, Till

SECRET_KEY = "sk_test_51SandboxSandboxSandbox"
WEBHOOK_SECRET = "whsec_sandboxsandboxsandbox"

# One loop for all tests here, so that one pair of servers can serve them all.
ONE_LOOP = pytest.mark.asyncio(loop_scope="session")

OpenClient: TypeAlias = Callable[..., stripe.StripeClient]
Order: TypeAlias = Callable[..., Any]
Sell: TypeAlias = Callable[..., Awaitable[stripe.checkout.Session]]


@dataclass
class Shop:
    """A receiver of webhooks as a shop would run it: keeps what came, answers what the test wants."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    received: list[tuple[bytes, str]] = field(default_factory=list)

    async def take(self, request: Request) -> Response:
        self.received.append((await request.body(), request.headers["stripe-signature"]))
        return Response(status_code=self.statuses.pop(0) if self.statuses else 200)

    def read(self, secret: str = WEBHOOK_SECRET) -> list[stripe.Event]:
        """Every event received, in order, its signature verified by the SDK."""
        return [stripe.Webhook.construct_event(body, header, secret) for body, header in self.received]


class Stage:
    """A server that stays while the applications behind it change, since opening one costs 0.2 s."""

    def __init__(self) -> None:
        self.app: ASGIApp = Starlette()
        self.url = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self.app if scope["type"] == "http" else Starlette())(scope, receive, send)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def stages() -> AsyncIterator[list[Stage]]:
    opened = [Stage(), Stage()]
    async with contextlib.AsyncExitStack() as stack:
        for stage in opened:
            stage.url = await stack.enter_async_context(listen(stage))
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def shop(stages: list[Stage]) -> Shop:
    shop = Shop(f"{stages[0].url}/hook")
    stages[0].app = Starlette(routes=[Route("/hook", shop.take, methods=["POST"])])
    return shop


@pytest_asyncio.fixture(loop_scope="session")
async def base_url(stages: list[Stage], shop: Shop) -> AsyncIterator[str]:
    app = open_stripe(
        secret_key=SECRET_KEY,
        webhook_url=shop.url,
        webhook_secret=WEBHOOK_SECRET,
        retry_pauses=(0.02, 0.02, 0.02),
    )
    stages[1].app = app
    async with app.router.lifespan_context(app):
        yield stages[1].url


@pytest_asyncio.fixture(loop_scope="session")
async def till(base_url: str) -> AsyncIterator[Till]:
    async with Till(base_url) as till:
        yield till


@pytest.fixture(autouse=True)
def _forgive_the_sdk() -> Iterator[None]:
    """The SDK hands httpx its body in a way that httpx means to drop."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Use 'content=", DeprecationWarning)
        yield


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def sdk_http() -> AsyncIterator[stripe.HTTPXClient]:
    http = stripe.HTTPXClient(timeout=5)
    yield http
    await http.close_async()  # type: ignore[no-untyped-call]


@pytest.fixture
def open_client(base_url: str, sdk_http: stripe.HTTPXClient) -> OpenClient:
    """Open the real SDK, turned to the stand-in by its base address only."""

    def open_one(key: str = SECRET_KEY, **options: Any) -> stripe.StripeClient:
        return stripe.StripeClient(key, base_addresses={"api": base_url}, http_client=sdk_http, **options)

    return open_one


@pytest.fixture
def client(open_client: OpenClient) -> stripe.StripeClient:
    return open_client()


@pytest_asyncio.fixture(loop_scope="session")
async def api(base_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """The API without the SDK, for what the SDK would not let through or would hide."""
    async with open_http(f"{base_url}/v1") as http:
        http.headers["Authorization"] = f"Bearer {SECRET_KEY}"
        yield http


@pytest.fixture
def order() -> Order:
    """Write what a shop sends to sell 50 credits for $29, with changes."""

    def write(**changes: Any) -> Any:
        price = {
            "currency": "usd",
            "unit_amount": 2900,
            "product_data": {"name": "Starter", "description": "50 credits"},
        }
        return {
            "mode": "payment",
            "client_reference_id": "purchase-1",
            "success_url": "http://127.0.0.1:9/done?session={CHECKOUT_SESSION_ID}",
            "cancel_url": "http://127.0.0.1:9/back",
            "line_items": [{"quantity": 1, "price_data": price}],
            "metadata": {"purchase_id": "purchase-1", "team_id": "team-1"},
            "payment_intent_data": {"metadata": {"purchase_id": "purchase-1"}},
        } | changes

    return write


@pytest.fixture
def sell(client: stripe.StripeClient, order: Order) -> Sell:
    """Open a session and give it."""

    async def open_session(**changes: Any) -> stripe.checkout.Session:
        return await client.v1.checkout.sessions.create_async(order(**changes))

    return open_session


@pytest.fixture
def sold(client: stripe.StripeClient, sell: Sell, till: Till) -> Sell:
    """Open a session, pay it by card, and give it as Stripe has it then."""

    async def pay_session(card: str = PAID_CARD, **changes: Any) -> stripe.checkout.Session:
        session = await sell(**changes)
        visit = await till.pay(session.url or "", card=card)
        assert visit.done, visit.sentence
        return await client.v1.checkout.sessions.retrieve_async(session.id)

    return pay_session
