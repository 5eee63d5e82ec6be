"""Opens the stand-in as one ASGI application: the API, the output files and the controls."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Sequence

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from sandbox.replicate import api_account, api_files, api_models, api_predictions, api_trainings
from sandbox.replicate.control import Controls
from sandbox.replicate.delivery import RETRY_PAUSES
from sandbox.replicate.gate import Gate
from sandbox.replicate.signing import write_secret
from sandbox.replicate.world import World
from sandbox.severed import offer_severing

TOKEN = "r8_CloseupSandbox000000000000000000000000"  # noqa: S105 - opens nothing but the stand-in
WEBHOOK_SECRET = write_secret(b"closeup sandbox replicate")
USERNAME = "acme"
_METHODS = ["GET", "POST", "DELETE", "PUT", "PATCH"]
_PLACES = (
    *api_predictions.PLACES,
    *api_trainings.PLACES,
    *api_models.PLACES,
    *api_files.PLACES,
    *api_account.PLACES,
)


class ReplicateStandIn(Starlette):
    """A Starlette that can also cut a connection, which needs the server's own `send`."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or the lifespan, as ASGI asks."""
        if scope["type"] == "http":
            offer_severing(scope, send)
        await super().__call__(scope, receive, send)


def open_replicate(
    *,
    token: str = TOKEN,
    webhook_secret: str = WEBHOOK_SECRET,
    now: Callable[[], float] = time.time,
    username: str = USERNAME,
    seed: int | None = None,
    retry_pauses: Sequence[float] = RETRY_PAUSES,
) -> Starlette:
    """A Replicate account of its own that `token` opens; the client takes the base URL as its `base_url`.

    `webhook_secret` is `whsec_` and base64. `now` gives Unix seconds, `seed` makes ids repeatable,
    `retry_pauses` are the seconds between a webhook's attempts. Serve it with its lifespan on, in one event
    loop. Raises ValueError for a secret of another form.
    """
    world = World(
        webhook_secret=webhook_secret, username=username, now=now, seed=seed, retry_pauses=retry_pauses
    )
    gate = Gate(world, token)

    @contextlib.asynccontextmanager
    async def live(_app: Starlette) -> AsyncIterator[None]:
        ticking = asyncio.create_task(world.clock.run())
        yield
        ticking.cancel()
        await world.close()

    return ReplicateStandIn(
        routes=[
            *(gate.open_route(place) for place in _PLACES),
            Route("/v1/{rest:path}", gate.refuse_unknown, methods=_METHODS),
            Route("/delivery/xezq/{key:path}", gate.send_output, methods=["GET"]),
            *Controls(world).routes(),
        ],
        lifespan=live,
    )
