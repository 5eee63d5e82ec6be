"""What durable work may use: the store, the files, the photo lab and the chat desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Row

from core.gateways.files import Files
from core.photos.lab import Lab
from core.store.engine import Tx
from core.store.threads import ThreadedStore


class Desk(Protocol):
    """The chat wing as durable work sees it."""

    async def wait_for_intake(self) -> None:
        """Wait a moment for what is coming in just now."""

    def answer(self, tx: Tx, conversation: Row[Any], arrivals: Sequence[Row[Any]]) -> Row[Any] | None:
        """Work arrivals in their order inside the transaction: state, requests and notices owed.

        The conversation's row as it stands then.
        """

    def apologise(self, tx: Tx, conversation: Row[Any]) -> None:
        """Owe the person a plain sentence: what they sent could not be worked on."""

    def find_owed(self, tx: Tx, conversation: Row[Any] | None) -> Any:
        """What is owed to a conversation, for `send_owed`."""

    async def send_owed(self, conversation_id: str, seen: Any = None) -> None:
        """Send what is owed to a conversation, in order; raises only when it is to be tried again later.

        `seen` is what `find_owed` found a moment ago, which saves looking again.
        """

    async def fetch(self, source: dict[str, Any]) -> bytes:
        """The bytes of a photo that a platform holds; a `PhotoRefused` when it cannot be had."""


@dataclass(frozen=True)
class House:
    """Opened once for each working process."""

    store: ThreadedStore
    files: Files
    lab: Lab
    desk: Desk
