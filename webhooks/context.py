"""What a request may use: the core, the clock, signed links, limits, and what the front door tells of other wings."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, Protocol

from fastapi import Depends, Header, Request

from core.app import Core
from core.clock import Clock, NewId
from core.services.access import Actor
from webhooks.feed import Feed
from webhooks.links import Links
from webhooks.pulse import Pulse
from webhooks.tally import Tally
from webhooks.throttle import Places, Throttle

UPLOADS_AT_ONCE: Final = 4  # each holds one photo as it was sent, and small copies of the good ones
UPLOADS_TAKEN: Final = 12  # with those that wait for their turn: each has up to 281 MB in temporary files
THUMBS_AT_ONCE: Final = 2  # a decoded picture each
RecordTelegram = Callable[[dict[str, Any]], Awaitable[None]]


class Poller(Protocol):
    """What asks Telegram for updates, as far as its health goes."""

    @property
    def state(self) -> str:
        """How it goes, in a few words."""


@dataclass(frozen=True)
class Context:
    """Opened once for each application."""

    core: Core
    clock: Clock
    new_id: NewId
    links: Links
    exchanges: Throttle
    requests: Throttle
    feed: Feed
    storage: Pulse
    tally: Tally = field(default_factory=Tally)
    uploads: Places = field(default_factory=lambda: Places(UPLOADS_TAKEN))
    judging: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(UPLOADS_AT_ONCE))
    shrinking: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(THUMBS_AT_ONCE))


def read_context(request: Request) -> Context:
    """The application's context."""
    context: Context = request.app.state.context
    return context


def read_actor(request: Request) -> Actor:
    """Who asks; the route recognised them before it read the body."""
    actor: Actor = request.state.actor
    return actor


def read_origin(request: Request) -> str:
    """The address a request came from, for the audit log."""
    return request.client.host if request.client else ""


def read_bot_username(request: Request) -> str | None:
    """The Telegram bot's name, or None while none runs."""
    username: str | None = request.app.state.bot_username
    return username


def read_parts(request: Request) -> Mapping[str, str]:
    """The state of the other wings in a few words each; what is well is told by `health.WELL`."""
    state = request.app.state
    poller: Poller | None = state.poller
    return dict(state.part_states()) | ({"telegram": poller.state} if poller else {})


def find_public_url(request: Request) -> str:
    """Where browsers reach us: as configured, else the very socket this request came through.

    Never the Host header, which anybody can write.
    """
    configured = read_context(request).core.settings.closeup_public_url
    if configured:
        return configured
    host, port = request.scope["server"]
    return f"{request.url.scheme}://{f'[{host}]' if ':' in host else host}:{port}"


House = Annotated[Context, Depends(read_context)]
Caller = Annotated[Actor, Depends(read_actor)]
PublicUrl = Annotated[str, Depends(find_public_url)]
BotUsername = Annotated[str | None, Depends(read_bot_username)]
IdempotencyKey = Annotated[
    str | None,
    Header(alias="Idempotency-Key", description="The same key and body again gets the same answer"),
]
