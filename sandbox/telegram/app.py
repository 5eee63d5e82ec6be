"""Puts the stand-in of Telegram together as one application: Bot API, control API and chat page."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator

from starlette.applications import Starlette

from sandbox.controls import ControlError
from sandbox.telegram import bot_api, control, page
from sandbox.telegram.delivery import deliver_updates
from sandbox.telegram.world import Clock, World

TOKEN = "7001234567:closeup-sandbox-telegram-0000000000"  # noqa: S105 - opens nothing but this stand-in


def open_telegram(token: str = TOKEN, username: str = "closeup_bot", clock: Clock = time.time) -> Starlette:
    """Give the stand-in as an ASGI application for one bot.

    `token` has the form `<number>:<letters>`; python-telegram-bot takes `<base URL>/bot` as its base_url
    and `<base URL>/file/bot` as its base_file_url. `clock` gives seconds since 1970. Raises ValueError for
    a token without a number.
    """
    int(token.partition(":")[0])
    app = Starlette(
        routes=[*bot_api.ROUTES, *control.ROUTES, *page.ROUTES],
        lifespan=_deliver_while_open,
        exception_handlers={ControlError: control.write_refusal},
    )
    app.state.world = World(token, username, clock)
    return app


@contextlib.asynccontextmanager
async def _deliver_while_open(app: Starlette) -> AsyncIterator[None]:
    delivering = asyncio.create_task(deliver_updates(app.state.world))
    yield
    delivering.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await delivering
