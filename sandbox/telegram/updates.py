"""The queue of updates: numbered, filtered, confirmed by offset, held open for one poller at a time."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sandbox.changes import Changes
from sandbox.telegram.errors import BotApiError, JsonObject

# Bot API 10.1, getUpdates and setWebhook: everything but these kinds is sent unless asked otherwise.
_ASKED_ONLY = {"chat_member", "message_reaction", "message_reaction_count"}
MAX_BATCH = 100
FIRST_UPDATE_ID = 700_000_001
_TAKEN_OVER = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)
_WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


@dataclass
class Pending:
    """One update that waits to be confirmed; `copies` more than one means that it comes again."""

    update: JsonObject
    chat_id: int
    copies: int = 1

    @property
    def id(self) -> int:
        """The update's number."""
        return int(self.update["update_id"])


class UpdateQueue:
    """All updates not yet confirmed by the bot, in order."""

    def __init__(self) -> None:
        self.pending: list[Pending] = []
        self.arrivals = Changes()
        self.duplicates_wanted = 0
        self._allowed: list[str] = []
        self._next_id = FIRST_UPDATE_ID
        self._held: list[tuple[str, JsonObject, int]] = []
        self._hold_until = 0
        self._poller = 0

    @property
    def allowed(self) -> list[str]:
        """The kinds that the bot asked for; empty for the default."""
        return self._allowed

    def allow(self, kinds: Sequence[str] | None) -> None:
        """Choose the kinds for updates from now on; None keeps the last choice."""
        if kinds is not None:
            self._allowed = list(kinds)

    def reverse_next(self, count: int) -> None:
        """Hold the next `count` updates back and queue them in reverse order."""
        self._hold_until = count

    def publish(self, kind: str, body: JsonObject, chat_id: int) -> None:
        """Queue an update, unless the bot did not ask for its kind."""
        if kind not in self._allowed if self._allowed else kind in _ASKED_ONLY:
            return
        self._held.append((kind, body, chat_id))
        if len(self._held) < self._hold_until:
            return
        for held in reversed(self._held):
            self._number(*held)
        self._held, self._hold_until = [], 0
        self.arrivals.touch()

    def drop_all(self) -> None:
        """Forget everything pending."""
        self.pending = []

    def confirm(self, entry: Pending) -> None:
        """Count one delivery of an update; it leaves the queue after its last copy."""
        entry.copies -= 1
        if entry.copies <= 0 and entry in self.pending:
            self.pending.remove(entry)

    async def take(
        self, offset: int, limit: int, seconds: float, webhook_url: Callable[[], str]
    ) -> list[JsonObject]:
        """Answer getUpdates: confirm what lies before `offset`, then wait up to `seconds` for updates.

        Raises BotApiError 409 when a webhook is set or another poller takes over.
        """
        me = self._become_poller()
        if not webhook_url():
            self._confirm_before(offset)
        deadline = asyncio.get_running_loop().time() + seconds
        while True:
            if webhook_url():
                raise BotApiError(409, _WEBHOOK_ACTIVE)
            if self._poller != me:
                raise BotApiError(409, _TAKEN_OVER)
            if self.pending:
                return [entry.update for entry in self.pending[: min(max(limit, 1), MAX_BATCH)]]
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0 or not await self.arrivals.wait_beyond(self.arrivals.count, left):
                return []

    def _become_poller(self) -> int:
        self._poller += 1
        self.arrivals.touch()
        return self._poller

    def _confirm_before(self, offset: int) -> None:
        if offset < 0:
            self.pending = self.pending[offset:]
            return
        for entry in [entry for entry in self.pending if entry.id < offset]:
            self.confirm(entry)

    def _number(self, kind: str, body: JsonObject, chat_id: int) -> None:
        copies = 2 if self.duplicates_wanted else 1
        self.duplicates_wanted = max(self.duplicates_wanted - 1, 0)
        update = {"update_id": self._next_id, kind: body}
        self._next_id += 1
        self.pending.append(Pending(update, chat_id, copies))
