"""What arrives for a conversation, from a platform or from our own house, recorded once and worked in turns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from core.failpoints import reach
from core.store import chat
from core.store.engine import Tx

CONVERSE: Final = "converse"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a platform delivered for one conversation; `dedupe_key` is unique on its platform."""

    platform: str
    chat_key: str
    dedupe_key: str
    body: dict[str, Any]


def record_arrival(tx: Tx, platform: str, chat_key: str, dedupe_key: str, body: dict[str, Any]) -> bool:
    """Record what a platform delivered and ask for a turn; False when it was recorded before.

    Once this transaction has committed the platform may be told that we have it.
    """
    conversation = chat.open_conversation(tx, platform, chat_key)
    if not chat.add_arrival(tx, conversation.id, platform, dedupe_key, body):
        return False
    ask_turn(tx, conversation.id, conversation.turn)
    reach("arrival.recorded")
    return True


def record_arrivals(tx: Tx, arrivals: Sequence[Delivery]) -> list[bool]:
    """`record_arrival` for many that came at once: one look and one request for a turn for each conversation.

    Conversations are locked in the order of their keys, so that two processes that do this cannot deadlock.
    """
    is_new = [False] * len(arrivals)
    for (platform, chat_key), places in _group(arrivals).items():
        conversation = chat.open_conversation(tx, platform, chat_key)
        for place in places:
            delivery = arrivals[place]
            is_new[place] = chat.add_arrival(
                tx, conversation.id, platform, delivery.dedupe_key, delivery.body
            )
        if any(is_new[place] for place in places):
            ask_turn(tx, conversation.id, conversation.turn)
    reach("arrival.recorded")
    return is_new


def _group(arrivals: Sequence[Delivery]) -> dict[tuple[str, str], list[int]]:
    """The places in `arrivals` that belong to each conversation."""
    groups: dict[tuple[str, str], list[int]] = {}
    for place, delivery in enumerate(arrivals):
        groups.setdefault((delivery.platform, delivery.chat_key), []).append(place)
    return dict(sorted(groups.items()))


def tell_conversation(tx: Tx, conversation_id: str, dedupe_key: str, body: dict[str, Any]) -> bool:
    """Tell a conversation what happened in the house; False when it was told before."""
    conversation = chat.lock_conversation(tx, conversation_id)
    if conversation is None or not chat.add_arrival(tx, conversation_id, "closeup", dedupe_key, body):
        return False
    ask_turn(tx, conversation_id, conversation.turn)
    return True


def ask_turn(tx: Tx, conversation_id: str, turn: int) -> None:
    """One turn works everything that arrived before it began, so arrivals until then share it."""
    tx.jobs.enqueue(
        tx.conn, CONVERSE, f"turn:{conversation_id}:{turn}", conversation_id, partition=conversation_id
    )


def ask_later_turn(tx: Tx, conversation_id: str, key: str, seconds: float) -> None:
    """One more turn after `seconds`; the same `key` asks once."""
    name = f"later:{conversation_id}:{key}"
    tx.jobs.enqueue(
        tx.conn, CONVERSE, name, conversation_id, partition=conversation_id, delay_seconds=seconds
    )
