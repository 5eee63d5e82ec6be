"""Reads a team's live events over the socket, as a console would."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from tests.webhooks.site import Site

PATIENCE = 30  # seconds; the machine may be busy


@dataclass(frozen=True)
class Event:
    """One event as it came."""

    name: str
    data: dict[str, Any]
    event_id: str | None

    @property
    def told(self) -> tuple[str, str, str]:
        """What changed, to what, and how."""
        return self.name, self.data["subject_id"], self.data["kind"]


class Listener:
    """An open stream."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self._lines = answer.aiter_lines()

    async def read(self) -> Event:
        """The next event; raises StopAsyncIteration at the stream's end."""
        parts: dict[str, str] = {}
        async with asyncio.timeout(PATIENCE):
            while line := await anext(self._lines):
                name, _, value = line.partition(": ")
                parts[name] = value
        if "data" not in parts:
            return await self.read()
        return Event(parts["event"], json.loads(parts["data"]), parts.get("id"))

    async def read_until(self, name: str, kind: str) -> list[Event]:
        """Every event up to the first one with this name and kind."""
        read = [await self.read()]
        while (read[-1].name, read[-1].data.get("kind")) != (name, kind):
            read.append(await self.read())
        return read

    async def read_rest(self) -> list[Event]:
        """What comes until the server ends the stream."""
        read: list[Event] = []
        try:
            while True:
                read.append(await self.read())
        except StopAsyncIteration:
            return read


@asynccontextmanager
async def listen(
    site: Site, key: str | None = None, after: str | None = None, http: httpx.AsyncClient | None = None
) -> AsyncIterator[Listener]:
    """Watch the team with a key, by default the owner's; `after` is the last event seen."""
    headers = {
        b"Authorization": f"Bearer {site.owner if key is None else key}".encode(),
        b"Accept": b"text/event-stream",
    }
    if after is not None:
        headers[b"Last-Event-ID"] = after.encode()
    path = f"/api/teams/{site.team_id}/events"
    async with (http or site.http).stream("GET", path, headers=headers, timeout=PATIENCE) as answer:
        if answer.status_code != 200:
            await answer.aread()
            raise httpx.HTTPStatusError(answer.text, request=answer.request, response=answer)
        yield Listener(answer)
