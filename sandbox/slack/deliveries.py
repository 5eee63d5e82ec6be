"""What Slack owes the app: events, interactions and commands, each delivered until it is acknowledged."""

import asyncio
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.changes import Changes
from sandbox.slack.errors import JsonObject

EVENT, INTERACTIVE, COMMAND = "events_api", "interactive", "slash_commands"
MAX_RECORDED = 20_000
# What the app's manifest subscribes to; facts/chat.md 3.13.
SUBSCRIBED = ("message.im", "app_home_opened", "app_uninstalled", "tokens_revoked", "file_deleted")


@dataclass
class Delivery:
    """One thing to deliver. `outcome` is empty while open, then `acked` or `failed`; `answer` came with the ack.

    `waited` tells that a first connection had to be waited for; `took` is the seconds from the attempt that
    succeeded to its acknowledgement.
    """

    number: int
    kind: str
    payload: JsonObject
    at: float
    copies: int = 1
    attempts: int = 0
    waited: bool = False
    outcome: str = ""
    answer: Any = None
    took: float = 0.0
    reason: str = ""
    envelope_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    acked: asyncio.Event = field(default_factory=asyncio.Event)
    done: asyncio.Event = field(default_factory=asyncio.Event)
    then: Callable[[Any], None] | None = None

    def write(self) -> JsonObject:
        """Render for the record of deliveries."""
        hidden = ("acked", "done", "then")
        return {name: value for name, value in vars(self).items() if name not in hidden}


class Deliveries:
    """Everything to deliver, in order, and the record of all that was."""

    def __init__(self) -> None:
        self.waiting: asyncio.Queue[Delivery] = asyncio.Queue()
        self.recorded: deque[Delivery] = deque(maxlen=MAX_RECORDED)
        self.changes = Changes()
        self.duplicates_wanted = 0
        self.subscribed = set(SUBSCRIBED)
        self._held: list[Delivery] = []
        self._hold_until = 0

    def reverse_next(self, count: int) -> None:
        """Hold the next `count` deliveries back and send them in reverse order."""
        self._hold_until = count

    def publish(
        self, kind: str, payload: JsonObject, at: float, then: Callable[[Any], None] | None = None
    ) -> Delivery:
        """Queue something for the app; `then` gets the answer that comes with the acknowledgement."""
        number = self.recorded[-1].number + 1 if self.recorded else 1
        copies = 2 if self.duplicates_wanted else 1
        self.duplicates_wanted = max(self.duplicates_wanted - 1, 0)
        delivery = Delivery(number, kind, payload, at, copies, then=then)
        self.recorded.append(delivery)
        self._held.append(delivery)
        if len(self._held) >= self._hold_until:
            for held in reversed(self._held):
                self.waiting.put_nowait(held)
            self._held, self._hold_until = [], 0
        return delivery

    def finish(self, delivery: Delivery, outcome: str) -> None:
        """Record what became of a delivery and wake everyone who waits for it."""
        delivery.outcome = outcome
        if delivery.then is not None:
            delivery.then(delivery.answer)
        delivery.done.set()
        self.changes.touch()
