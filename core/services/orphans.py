"""Work that nobody does any more: its credit goes back and its member is told; and chats that wait for a turn."""

from datetime import timedelta

from core.domain.generations import GenerationStatus
from core.domain.reasons import Reason
from core.services.arrivals import ask_later_turn
from core.services.generations import end_generation
from core.store import chat
from core.store.engine import Tx


def give_up_generation(tx: Tx, generation_id: str, reason: Reason) -> GenerationStatus:
    """End a generation that no work will end: the credit goes back, the member is told; a no-op if it has ended."""
    return end_generation(tx, generation_id, GenerationStatus.FAILED, reason.sentence, reason.value)


def wake_conversations(tx: Tx, asleep: timedelta, limit: int) -> list[str]:
    """A turn for each conversation in which something has waited for so long; which those are.

    One that is at work already gets a second turn, which finds nothing to do.
    """
    waiting = chat.list_waiting(tx, tx.now - asleep, limit)
    for conversation_id in waiting:
        ask_later_turn(tx, conversation_id, f"woken:{tx.now:%Y%m%d%H%M}", 0)
    return waiting
