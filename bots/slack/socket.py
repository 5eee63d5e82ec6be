"""Socket Mode: a socket to Slack that is kept alive, watched, and made anew when it falls silent."""

import asyncio
import contextlib
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from bots.failures import SendFailure, WaitFor
from bots.slack.errors import is_token_refused, map_errors
from bots.slack.line import Line
from bots.slack.quiet import QUIET

PING_SECONDS: Final = 10.0
WATCH_SECONDS: Final = 15.0  # the library's socket was seen to sit disconnected without a word
CONNECT_SECONDS: Final = 30.0
CLOSE_SECONDS: Final = 4.0
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 30.0


class TokenRefused(Exception):  # noqa: N818 - an answer of Slack's, not a fault
    """The app token opens no socket."""


class SocketState(StrEnum):
    """What /healthz says about the socket."""

    OFF = "off"
    STARTING = "starting"
    CONNECTED = "ok"
    BAD_TOKEN = "Slack does not take the app token"  # noqa: S105 - a sentence
    UNREACHABLE = "Slack does not answer"
    SILENT = "the connection fell silent"


@dataclass(slots=True)
class SocketHealth:
    """The state now, how often a silent socket was replaced, and when the last frame came (monotonic seconds)."""

    state: SocketState = SocketState.OFF
    replaced: int = 0
    heard_at: float = 0.0

    @property
    def age(self) -> float:
        """Seconds since the last frame."""
        return time.monotonic() - self.heard_at


class SlackSocket:
    """Feeds `app` from Slack until stopped; no outage ends it."""

    def __init__(
        self, line: Line, app: AsyncApp, app_token: str, watch_seconds: float = WATCH_SECONDS
    ) -> None:
        self._line, self._app, self._token = line, app, app_token
        self._watch_seconds = watch_seconds
        self.health = SocketHealth()

    async def run(self, stop: asyncio.Event) -> None:
        """Connect, watch, and connect again until `stop`. Raises nothing."""
        self.health.state = SocketState.STARTING
        wait = _FIRST_WAIT
        while not stop.is_set():
            handler = self._make_handler()
            try:
                await self._connect(handler)
                wait = _FIRST_WAIT
                await self._watch(handler, stop)
            except (TokenRefused, SendFailure, TimeoutError, OSError) as error:
                bad = isinstance(error, TokenRefused)
                self.health.state = SocketState.BAD_TOKEN if bad else SocketState.UNREACHABLE
                asked = error.seconds if isinstance(error, WaitFor) else 0.0
                await _wait_or_stop(stop, max(wait, asked))
                wait = min(2 * wait, _LONGEST_WAIT)
            finally:
                await _close(handler)
        self.health.state = SocketState.OFF

    def _make_handler(self) -> AsyncSocketModeHandler:
        handler = AsyncSocketModeHandler(
            self._app,
            self._token,
            logger=QUIET,
            web_client=self._line.open_client(),
            ping_interval=min(PING_SECONDS, self._watch_seconds),
        )
        handler.client.on_message_listeners.append(self._note_frame)
        return handler

    async def _note_frame(self, message: Any) -> None:
        del message
        self.health.heard_at = time.monotonic()

    async def _connect(self, handler: AsyncSocketModeHandler) -> None:
        async with asyncio.timeout(CONNECT_SECONDS):
            handler.client.wss_uri = await self._ask_address(handler)
            await handler.client.connect()  # type: ignore[no-untyped-call] # the library gives no types here
        self.health.heard_at = time.monotonic()
        self.health.state = SocketState.CONNECTED

    async def _ask_address(self, handler: AsyncSocketModeHandler) -> str:
        """Asked for here, where a refusal has a name; the library would only try for ever."""
        with map_errors():
            try:
                opened = await handler.client.web_client.apps_connections_open(app_token=self._token)
            except SlackApiError as error:
                if is_token_refused(error):
                    raise TokenRefused from None
                raise
        return str(opened["url"])

    async def _watch(self, handler: AsyncSocketModeHandler, stop: asyncio.Event) -> None:
        """Return when stopped, or when the socket has been dead for two looks in a row."""
        missed = 0
        while not await _wait_or_stop(stop, self._watch_seconds):
            missed = 0 if await handler.client.is_connected() else missed + 1
            self.health.state = SocketState.SILENT if missed else SocketState.CONNECTED
            if missed > 1:
                self.health.replaced += 1
                return


async def _close(handler: AsyncSocketModeHandler) -> None:
    """A dead socket takes its time to say good-bye, so what it holds is let go first."""
    client = handler.client
    client.closed, client.auto_reconnect_enabled = True, False
    for task in (client.message_processor, client.current_session_monitor, client.message_receiver):
        if task is not None:
            task.cancel()
    with contextlib.suppress(Exception):
        async with asyncio.timeout(CLOSE_SECONDS):
            await client.disconnect()  # type: ignore[no-untyped-call] # as above
    await client.aiohttp_client_session.close()


async def _wait_or_stop(stop: asyncio.Event, seconds: float) -> bool:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()
    return stop.is_set()
