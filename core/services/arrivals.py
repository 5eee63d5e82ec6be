"""What arrives for a conversation, from a platform or from our own house, recorded once and worked in turns."""

from collections.abc import Mapping, Sequence
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

    @property
    def conversation(self) -> tuple[str, str]:
        """By what its conversation is found: platform and chat."""
        return self.platform, self.chat_key


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


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of several deliveries: whether each is new, and the turn that each conversation waits for now."""

    are_new: list[bool]
    asked: dict[str, int]


def record_arrivals(tx: Tx, arrivals: Sequence[Delivery], asked: Mapping[str, int]) -> Recorded:
    """`record_arrival` for many that came at once, in their order: one look, one record, one request for a turn each.

    `asked` are turns that are known to be asked for, by conversation: they are not asked for again.
    """
    opened = chat.open_conversations(tx, list({one.conversation: None for one in arrivals}))
    rows = [
        {
            "conversation_id": opened[one.conversation].id,
            "source": one.platform,
            "dedupe_key": one.dedupe_key,
            "body": one.body,
        }
        for one in arrivals
    ]
    new = chat.add_arrivals(tx, rows)
    are_new = [_take(new, (one.platform, one.dedupe_key)) for one in arrivals]
    told = {opened[one.conversation].id for one, is_new in zip(arrivals, are_new, strict=True) if is_new}
    turns = {row.id: row.turn for row in opened.values() if row.id in told}
    for conversation_id, turn in turns.items():
        if asked.get(conversation_id) != turn:
            ask_turn(tx, conversation_id, turn)
    reach("arrival.recorded")
    return Recorded(are_new, turns)


def _take(keys: set[tuple[str, str]], key: tuple[str, str]) -> bool:
    """Whether `key` is among `keys`, once: what comes twice in one batch is new once."""
    if key not in keys:
        return False
    keys.remove(key)
    return True


def tell_conversation(tx: Tx, conversation_id: str, dedupe_key: str, body: dict[str, Any]) -> bool:
    """Tell a conversation what happened in the house; False when it was told before."""
    conversation = chat.keep_turn(tx, conversation_id)
    if conversation is None or not chat.add_arrival(tx, conversation_id, "closeup", dedupe_key, body):
        return False
    ask_turn(tx, conversation_id, conversation.turn)
    return True


def tell_member(tx: Tx, member_id: str, dedupe_key: str, body: dict[str, Any]) -> None:
    """Tell every conversation that speaks for a member; `dedupe_key` is the event's, not a conversation's."""
    for conversation in chat.list_conversations_of(tx, member_id):
        tell_conversation(tx, conversation.id, f"{dedupe_key}:{conversation.id}", body)


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
