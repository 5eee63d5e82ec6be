"""Server-sent events: what changed in a team, as it is committed; `Last-Event-ID` resumes."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Header
from sqlalchemy import Row
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.types import Receive, Scope, Send

from core.schemas.changes import HEARTBEAT_SECONDS, HELLO, RESET, Change, Hello, Reset
from core.schemas.shapes import Answer, Id
from core.store.changes import Place, has_change, list_changes, place_change, read_head
from core.store.engine import Tx
from webhooks.context import Caller, House
from webhooks.feed import Feed, Watch
from webhooks.routes import NEEDS_KEY, AdminRoute
from webhooks.version import SERVER_VERSION

router = APIRouter(
    prefix="/api/teams/{team_id}", tags=["events"], route_class=AdminRoute, dependencies=NEEDS_KEY
)

BACKLOG: Final = 2000  # missed changes that are told one by one; more is cheaper to fetch again
SEND_SECONDS: Final = 30.0  # a reader that takes nothing for so long is gone
MAX_NUMBER: Final = 2**63 - 1
STREAM: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "Events `hello` or `reset`, then one named `credits`, `purchases`, `members`, `invites`, "
        "`generations`, `audit` or `team` for each change, until the key ends; a comment every 15 seconds",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    }
}


@dataclass(frozen=True)
class Start:
    """Where a stream begins: after `place`, with what was missed; `is_lost` when that is not known any more."""

    place: Place
    missed: Sequence[Row[Any]] = ()
    is_resumed: bool = False
    is_lost: bool = False


class Stream(EventSourceResponse):
    """Server-sent events that give their place in the feed back, however they end."""

    def __init__(self, feed: Feed, watch: Watch, start: Start) -> None:
        super().__init__(
            write_events(watch, start),
            ping=HEARTBEAT_SECONDS,
            ping_message_factory=lambda: ServerSentEvent(comment="still here", sep="\n"),
            send_timeout=SEND_SECONDS,
        )
        self._feed = feed
        self._watch = watch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Stream until one side ends it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._feed.leave(self._watch)


@router.get("/events", response_class=EventSourceResponse, responses=STREAM)
async def stream_events(
    team_id: Id,
    house: House,
    actor: Caller,
    last_event_id: Annotated[str | None, Header(alias="Last-Event-ID", max_length=100)] = None,
) -> EventSourceResponse:
    """What changes in the team from now on, or from the event after `Last-Event-ID` on."""
    watch = await house.feed.join(team_id, actor.key_id)
    try:
        # The feed listens already, so nothing falls between what is read here and what it tells.
        start = await house.core.store.read(lambda tx: find_start(tx, team_id, last_event_id))
    except BaseException:
        house.feed.leave(watch)
        raise
    return Stream(house.feed, watch, start)


def find_start(tx: Tx, team_id: str, last_event_id: str | None) -> Start:
    """Where to begin after the last event that was seen, if any."""
    if not last_event_id:
        return Start(read_head(tx))
    seen = read_place(last_event_id)
    if seen is None or not has_change(tx, team_id, seen):
        return Start(read_head(tx), is_lost=True)
    missed = list_changes(tx, team_id, seen, BACKLOG + 1)
    if len(missed) > BACKLOG:
        return Start(read_head(tx), is_lost=True)
    return Start(place_change(missed[-1]) if missed else seen, missed, is_resumed=True)


async def write_events(watch: Watch, start: Start) -> AsyncIterator[ServerSentEvent]:
    """The greeting, what was missed, then what happens."""
    hello = Hello(server_version=SERVER_VERSION, team_id=watch.team_id, resumed=start.is_resumed)
    yield write_event(HELLO, hello)
    if start.is_lost:
        yield write_event(RESET, Reset(reason="What changed since that event is not known any more."))
    for row in start.missed:
        yield write_change(row)
    async for row in watch:
        if place_change(row) > start.place:
            yield write_change(row)


def write_change(row: Row[Any]) -> ServerSentEvent:
    """The event of one change, named by its noun."""
    change = Change(noun=row.noun, subject_id=row.subject_id, kind=row.kind, at=row.created_at)
    return write_event(row.noun, change, f"{row.xid}-{row.id}")


def write_event(name: str, data: Answer, event_id: str | None = None) -> ServerSentEvent:
    """One event; ids are opaque to whoever reads them."""
    return ServerSentEvent(data.model_dump_json(), event=name, id=event_id, sep="\n")


def read_place(event_id: str) -> Place | None:
    """The place that an event's id stands for, or None when it is not one of ours."""
    xid, _, number = event_id.partition("-")
    parts = [int(part) for part in (xid, number) if part.isascii() and part.isdigit()]
    return Place(*parts) if len(parts) == 2 and max(parts) <= MAX_NUMBER else None  # noqa: PLR2004 - both were numbers
