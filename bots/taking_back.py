"""Takes back what the bot posted into a chat: a person who deletes their data should not have to tidy up after us."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from sqlalchemy import Row

from core.store import chat
from core.store.engine import Tx
from core.store.threads import ThreadedStore

AT_ONCE: Final = 50  # after so many it is on record that they are gone


class Forgetful(Protocol):
    """What this needs of a platform."""

    deletable: timedelta | None

    async def forget(self, chat: str, refs: Sequence[str]) -> None:
        """Delete these, as far as they are there. Raises `SendFailure`."""


async def take_back(
    store: ThreadedStore, face: Forgetful, conversation: Row[Any], but: str, now: datetime
) -> None:
    """Delete everything of ours but the message in the slot `but`; again is no harm. Raises `SendFailure`.

    What is too old for the platform stays in the chat and is only let go of here.
    """
    ours = await store.read(lambda tx: list_ours(tx, conversation.id, but))
    young = [row.ref for row in ours if face.deletable is None or now - row.posted_at < face.deletable]
    for start in range(0, len(young), AT_ONCE):
        batch = young[start : start + AT_ONCE]
        await face.forget(conversation.chat, batch)
        await store.change(lambda tx, batch=batch: chat.drop_posts(tx, conversation.id, batch))  # type: ignore[misc]
    await store.change(lambda tx: chat.drop_posts(tx, conversation.id, [row.ref for row in ours]))


def list_ours(tx: Tx, conversation_id: str, but: str) -> list[Row[Any]]:
    """What the bot posted, without the message that stands in the slot `but`."""
    stays = chat.find_slot(tx, conversation_id, but) if but else None
    return [row for row in chat.list_posts(tx, conversation_id) if stays is None or row.ref != stays.message]
