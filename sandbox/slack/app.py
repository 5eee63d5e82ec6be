"""Puts the stand-in of Slack together as one application: Web API, Socket Mode, HTTP mode, files, control."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import WebSocketRoute

from sandbox.controls import ControlError
from sandbox.slack import control_people, control_watch, installs, responses, transfers, web_api
from sandbox.slack.accounts import BOT_SCOPES, Grant
from sandbox.slack.courier import carry_deliveries
from sandbox.slack.http_mode import HttpMode
from sandbox.slack.sockets import serve_socket
from sandbox.slack.world import Clock, World

# They open nothing but this stand-in.
BOT_TOKEN = "xoxb-closeup-sandbox"  # noqa: S105
APP_TOKEN = "xapp-closeup-sandbox"  # noqa: S105
SIGNING_SECRET = "closeup-sandbox-signing"  # noqa: S105
CLIENT_ID = "100.200"
CLIENT_SECRET = "closeup-sandbox-client"  # noqa: S105


def open_slack(
    bot_token: str = BOT_TOKEN,
    app_token: str = APP_TOKEN,
    signing_secret: str = SIGNING_SECRET,
    request_url: str = "",
    clock: Clock = time.time,
) -> Starlette:
    """Give the stand-in as an ASGI application, with one workspace in which the app is installed.

    slack_sdk takes `<base URL>/api/` as its base_url. With a `request_url` deliveries are posted there
    (HTTP mode), else they go through Socket Mode. `clock` gives seconds since 1970. An empty `bot_token`
    leaves the app uninstalled.
    """
    routes = [*web_api.ROUTES, *transfers.ROUTES, *responses.ROUTES, *installs.ROUTES]
    control = [*control_people.ROUTES, *control_watch.ROUTES]
    app = Starlette(
        routes=[*routes, WebSocketRoute("/link/", serve_socket), *control],
        lifespan=_deliver_while_open,
        exception_handlers={ControlError: _write_refusal},
    )
    world = World(clock, HttpMode(request_url, signing_secret))
    world.client_id, world.client_secret = CLIENT_ID, CLIENT_SECRET
    team = world.add_team("Acme")
    world.grants[app_token] = Grant(app_token, "app", team, ("connections:write",))
    if bot_token:
        world.grants[bot_token] = Grant(bot_token, "bot", team, BOT_SCOPES)
    app.state.world = world
    return app


@contextlib.asynccontextmanager
async def _deliver_while_open(app: Starlette) -> AsyncIterator[None]:
    delivering = asyncio.create_task(carry_deliveries(app.state.world))
    yield
    for task in (delivering, *app.state.world.running):
        task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await delivering


def _write_refusal(_request: Request, refusal: Exception) -> Response:
    if not isinstance(refusal, ControlError):
        raise refusal
    return JSONResponse({"detail": refusal.sentence}, refusal.status)
