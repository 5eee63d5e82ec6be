"""Cuts a connection without an answer or in its middle, and holds one open without answering."""

import asyncio
from collections.abc import Callable
from typing import TypeAlias

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

_Cut: TypeAlias = Callable[[], None]
_SLOT = "sandbox.sever"
# Longer than the client's own patience (the SDK's default is 80 s), and not for ever.
_LONGEST_HOLD = 120.0


def offer_severing(scope: Scope, send: Send) -> None:
    """Remember how to cut this connection; `send` must be the server's own, not a wrapped one."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if isinstance(transport, asyncio.Transport):
        scope[_SLOT] = transport.abort


async def sever(request: Request) -> None:
    """Cut the connection now; where the server offers no way to, the caller answers 500 instead."""
    cut: _Cut | None = request.scope.get(_SLOT)
    if cut is None:
        return
    cut()
    # The server learns of the cut at its next turn; only then does it drop what we answer after it.
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def hold_open(request: Request) -> None:
    """Say nothing until the client gives up."""
    try:
        async with asyncio.timeout(_LONGEST_HOLD):
            while (await request.receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        return


class DroppedResponse(Response):
    """Promises a body and never sends it, at which the server closes the connection."""

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Send the head and one byte."""
        headers = [(b"content-type", b"application/json"), (b"content-length", b"1000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"{", "more_body": True})
