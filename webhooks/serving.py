"""Serves the application inside the running event loop, and stops it without cutting off who is being answered."""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import uvicorn
from fastapi import FastAPI

from core.domain.refusals import Conflict

DRAIN_SECONDS: Final = 4  # the whole stop has 10, and what else runs has to end too
BACKLOG: Final = 512


class AddressTaken(Conflict):
    """Somebody else listens there, or this machine has no such address."""

    code = "address_taken"


class _Server(uvicorn.Server):
    """A server that leaves signals to the front door and says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@dataclass(frozen=True)
class Serving:
    """A running server: `url` has the real port."""

    url: str
    port: int
    _server: _Server
    _task: asyncio.Task[None]
    _end_streams: Callable[[], None]

    async def stop(self) -> None:
        """Take no more requests, finish those that run within 4 seconds, then let go of the port."""
        self._server.should_exit = True
        self._end_streams()
        await self._task


async def serve_http(app: FastAPI, host: str, port: int) -> Serving:
    """Listen on `host` and `port` (0 takes a free one); returns once requests are answered.

    Raises `AddressTaken` when that cannot be listened on.
    """
    listening = open_socket(host, port)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listening]), name="http")
    await server.listening.wait()
    real = int(listening.getsockname()[1])
    return Serving(f"http://{host}:{real}", real, server, task, app.state.context.feed.close)


def open_socket(host: str, port: int) -> socket.socket:
    """A listening socket, before anything else starts, so that a taken port is known at once."""
    # Only a socket that says TCP gets TCP_NODELAY from asyncio; without it each small answer waits 40 ms.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(BACKLOG)
    except (OSError, OverflowError) as error:
        listening.close()
        raise AddressTaken(
            f"Port {port} on {host} cannot be used.", "Choose another one with CLOSEUP_BIND."
        ) from error
    return listening
