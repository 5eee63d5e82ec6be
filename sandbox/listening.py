"""Serves an ASGI application on a real socket inside this process, for as long as a block lasts."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.silence import SilenceableSocket

_GRACE_SECONDS = 0.05
# Who plays a person may pause; a connection that is closed just as they go on would look like a fault of the stand-in.
_KEEP_ALIVE_SECONDS = 600


class _QuietServer(uvicorn.Server):
    """A server that leaves the process's own signal handling alone and stops at once."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """End `serve`."""
        self.should_exit = True
        self._stopping.set()

    async def main_loop(self) -> None:
        """Tick as uvicorn does, ten times a second, but wake when stopped."""
        counter = 0
        while not await self.on_tick(counter):
            counter += 1
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), 0.1)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close every connection and cut what still runs; uvicorn would pause for a tenth of a second first."""
        del sockets
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        if running := list(self.server_state.tasks):
            await asyncio.wait(running, timeout=_GRACE_SECONDS)
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running, timeout=1)
        await self.lifespan.shutdown()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _let_go(app: ASGIApp) -> ASGIApp:
    """A client that is killed in the middle of its request is no fault of the stand-in, and worth no traceback."""

    async def call(scope: Scope, receive: Receive, send: Send) -> None:
        with contextlib.suppress(ClientDisconnect):
            await app(scope, receive, send)

    return call


@contextlib.contextmanager
def _cut_quietly() -> Iterator[None]:
    log = logging.getLogger("uvicorn.error")
    level = log.level
    # Stand-ins hold long polls on purpose; cutting them at the end is no error worth a traceback.
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.setLevel(level)


def _open_socket(host: str, port: int) -> socket.socket:
    # Naming the protocol makes asyncio send small answers at once; without it each one may wait 40 ms.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        # Listening before uvicorn starts: a client that connects at once waits instead of being refused.
        listening.listen(128)
    except OSError:
        listening.close()
        raise
    return listening


@contextlib.asynccontextmanager
async def listen(app: ASGIApp, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve `app` and give its base URL, such as `http://127.0.0.1:40123`, without a slash at the end.

    Port 0 takes any free port. Raises OSError when the port is taken. Leaving the block stops the server
    and cuts the requests that are still open.
    """
    listening = _open_socket(host, port)
    config = uvicorn.Config(
        _let_go(app),
        ws=SilenceableSocket,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=0,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
    )
    server = _QuietServer(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield f"http://{host}:{listening.getsockname()[1]}"
    finally:
        with _cut_quietly():
            server.stop()
            await serving
        listening.close()
