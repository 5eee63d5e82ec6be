"""Live changes for every stream of this process: a watched team is read twice a second, once for all of its streams."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import structlog
from sqlalchemy import Row

from core.domain.refusals import TooManyRequests, Unavailable
from core.store.access import list_good_keys
from core.store.changes import Place, list_changes, place_change, read_head
from core.store.engine import Tx
from core.store.threads import ThreadedStore

log = structlog.get_logger()

PAUSE: Final = 0.5  # seconds between two looks
BATCH: Final = 500
WAITING: Final = 2000  # changes that wait for one slow reader before it is let go, to resume later
STREAMS_PER_KEY: Final = 4
STREAMS_PER_TEAM: Final = 40
RETRY_SECONDS: Final = 30


class Stopping(Unavailable):
    """This server is going away."""

    code = "stopping"
    sentence = "This server is stopping."
    mend = "Try again in a minute."


@dataclass(eq=False)
class Watch:
    """One stream's place in the feed; iterating gives changes until the stream has to end."""

    team_id: str
    key_id: str
    _waiting: asyncio.Queue[Row[Any] | None] = field(default_factory=asyncio.Queue)

    def tell(self, rows: Sequence[Row[Any]]) -> None:
        """More changes; who does not keep up is ended, and resumes from what they have."""
        if self._waiting.qsize() + len(rows) > WAITING:
            self.end()
            return
        for row in rows:
            self._waiting.put_nowait(row)

    def end(self) -> None:
        """No more changes come: what waits is dropped, for the reader to ask for again."""
        while not self._waiting.empty():
            self._waiting.get_nowait()
        self._waiting.put_nowait(None)

    async def __aiter__(self) -> AsyncIterator[Row[Any]]:
        while (row := await self._waiting.get()) is not None:
            yield row


class Channel:
    """One team's changes as they are committed, for all who watch it here."""

    def __init__(self, store: ThreadedStore, team_id: str, place: Place) -> None:
        self.watches: set[Watch] = set()
        self._store = store
        self._team_id = team_id
        self._place = place
        self._task = asyncio.create_task(self._run(), name=f"changes of {team_id}")

    def close(self) -> None:
        """Stop reading and end every stream."""
        self._task.cancel()
        for watch in self.watches:
            watch.end()

    async def _run(self) -> None:
        while True:
            try:
                is_behind = await self._look()
            except Exception as error:  # noqa: BLE001 - the database may be away for a while; streams outlive that
                log.warning("changes not read", error=type(error).__name__)
                is_behind = False
            if not is_behind:
                await asyncio.sleep(PAUSE)

    async def _look(self) -> bool:
        """Tell what is new and end the streams whose key is no longer good; whether there is more at once."""
        keys = {watch.key_id for watch in self.watches}
        rows, good = await self._store.read(partial(self._read, keys=keys))
        for watch in self.watches:
            if watch.key_id in keys - good:
                watch.end()
            else:
                watch.tell(rows)
        if rows:
            self._place = place_change(rows[-1])
        return len(rows) == BATCH

    def _read(self, tx: Tx, keys: set[str]) -> tuple[list[Row[Any]], set[str]]:
        return list_changes(tx, self._team_id, self._place, BATCH), list_good_keys(tx, keys)


class Feed:
    """Every stream of this process; at most 4 for one key and 40 for one team."""

    def __init__(self, store: ThreadedStore) -> None:
        self._store = store
        self._channels: dict[str, Channel] = {}
        self._per_key: Counter[str] = Counter()
        self._is_closed = False

    async def join(self, team_id: str, key_id: str) -> Watch:
        """Watch a team from now on; `TooManyRequests` when there are too many streams already."""
        head = None if team_id in self._channels else await self._store.read(read_head)
        if self._is_closed:
            raise Stopping
        if self._per_key[key_id] >= STREAMS_PER_KEY or self.count(team_id) >= STREAMS_PER_TEAM:
            raise TooManyRequests(RETRY_SECONDS)
        if team_id not in self._channels:
            assert head is not None  # noqa: S101 - no await since it was looked for
            self._channels[team_id] = Channel(self._store, team_id, head)
        watch = Watch(team_id, key_id)
        self._channels[team_id].watches.add(watch)
        self._per_key[key_id] += 1
        return watch

    def count(self, team_id: str) -> int:
        """How many streams watch a team here."""
        channel = self._channels.get(team_id)
        return len(channel.watches) if channel else 0

    def leave(self, watch: Watch) -> None:
        """A stream has ended; the team is not read any more once nobody watches it."""
        channel = self._channels.get(watch.team_id)
        if channel is None or watch not in channel.watches:
            return
        channel.watches.discard(watch)
        self._per_key[watch.key_id] -= 1
        if not self._per_key[watch.key_id]:
            del self._per_key[watch.key_id]
        if not channel.watches:
            del self._channels[watch.team_id]
            channel.close()

    def close(self) -> None:
        """End every stream, and take no more."""
        self._is_closed = True
        for channel in self._channels.values():
            channel.close()
