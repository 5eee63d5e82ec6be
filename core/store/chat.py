"""Conversations, what arrived in them and what is owed to them: rows in and out."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import Row, Table, bindparam, delete, insert, select, tuple_, update

from core.store.bulk import add_rows
from core.store.credits import insert_ignoring, insert_of
from core.store.engine import Tx
from core.store.tables import conversations, inbox, message_slots, notices, posts

# FOR KEY SHARE: it waits for a turn that begins (FOR UPDATE), not for one that writes down what it came to.
_KEEP_TURN: Final[dict[str, Any]] = {"read": True, "key_share": True}
# What each turn asks is built once: building a statement takes the library as long as PostgreSQL takes to answer it.
_MINE: Final = conversations.c.id == bindparam("mine")
_FIND: Final = select(conversations).where(_MINE)
_LOCK: Final = _FIND.with_for_update(key_share=True)
_KEEP: Final = _FIND.with_for_update(**_KEEP_TURN)
# FOR UPDATE, because the update alone would not wait for an arrival that is just being recorded.
_BEGIN_TURN: Final = (
    update(conversations)
    .where(conversations.c.id == select(conversations.c.id).where(_MINE).with_for_update().scalar_subquery())
    .values(turn=conversations.c.turn + 1)
)
_WAITING: Final = (
    select(inbox.c.id)
    .where(inbox.c.conversation_id == bindparam("mine"), inbox.c.worked_at.is_(None))
    .order_by(inbox.c.id)
    .limit(bindparam("most"))
)
# Looked at again while it is written: another worker may have claimed some of them in between.
_CLAIM: Final = (
    update(inbox)
    .where(inbox.c.id.in_(_WAITING), inbox.c.worked_at.is_(None))
    .values(worked_at=bindparam("now"))
    .returning(inbox)
)
_STANDS: Final = (message_slots.c.conversation_id == notices.c.conversation_id) & (
    message_slots.c.slot == notices.c.slot
)
_OWED: Final = (
    select(notices, message_slots.c.message, message_slots.c.edited_at)
    .join_from(notices, message_slots, _STANDS, isouter=True)
    .where(notices.c.conversation_id == bindparam("mine"), notices.c.state == "owed")
    .order_by(notices.c.rank, notices.c.id)
)
_OWE: Final = insert(notices).returning(notices.c.id)
_SUPERSEDE: Final = (
    update(notices)
    .where(notices.c.conversation_id == bindparam("mine"), notices.c.state == "owed")
    .where(notices.c.slot == bindparam("of_slot"))
    .values(state="dropped", settled_at=bindparam("now"))
    .returning(notices.c.id, notices.c.body)
)
_TURNS: Final[list[Any]] = [
    conversations.c.id,
    conversations.c.platform,
    conversations.c.chat,
    conversations.c.turn,
]


def open_conversation(tx: Tx, platform: str, chat: str) -> Row[Any]:
    """The conversation with this chat, begun if it is new; no turn of it begins until the transaction ends.

    Columns: id, platform, chat, member_id, state, turn. Otherwise an arrival could ask for a turn that has just
    looked, and would wait for the next one. A turn that is at work is not waited for.
    """
    row = {"id": tx.new_id("chat"), "platform": platform, "chat": chat, "state": {}, "created_at": tx.now}
    tx.conn.execute(insert_ignoring(tx, conversations).on_conflict_do_nothing(), row)
    query = select(conversations).where(conversations.c.platform == platform, conversations.c.chat == chat)
    return tx.conn.execute(query.with_for_update(**_KEEP_TURN)).one()


def open_conversations(tx: Tx, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Row[Any]]:
    """`open_conversation` for each (platform, chat); columns: id, platform, chat, turn."""
    found = _keep_turns(tx, keys)
    fresh = [key for key in sorted(keys) if key not in found]
    if not fresh:
        return found
    rows = [
        {"id": tx.new_id("chat"), "platform": platform, "chat": chat, "state": {}, "created_at": tx.now}
        for platform, chat in fresh
    ]
    tx.conn.execute(insert_ignoring(tx, conversations).on_conflict_do_nothing(), rows)
    return found | _keep_turns(tx, fresh)


def _keep_turns(tx: Tx, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Row[Any]]:
    wanted = tuple_(conversations.c.platform, conversations.c.chat).in_(keys)
    query = select(*_TURNS).where(wanted).order_by(conversations.c.platform, conversations.c.chat)
    return {(row.platform, row.chat): row for row in tx.conn.execute(query.with_for_update(**_KEEP_TURN))}


def find_conversation(tx: Tx, conversation_id: str) -> Row[Any] | None:
    """The conversation's row."""
    return tx.conn.execute(_FIND, {"mine": conversation_id}).first()


def find_conversation_with(tx: Tx, platform: str, chat: str) -> Row[Any] | None:
    """The row of the conversation with this chat, if it was ever begun."""
    query = select(conversations).where(conversations.c.platform == platform, conversations.c.chat == chat)
    return tx.conn.execute(query).first()


def lock_conversation(tx: Tx, conversation_id: str) -> Row[Any] | None:
    """The conversation's row, for nobody else to work on until the transaction ends; arrivals may be recorded."""
    return tx.conn.execute(_LOCK, {"mine": conversation_id}).first()


def keep_turn(tx: Tx, conversation_id: str) -> Row[Any] | None:
    """The conversation's row; no turn of it begins until the transaction ends (see `open_conversation`)."""
    return tx.conn.execute(_KEEP, {"mine": conversation_id}).first()


def list_conversations_of(tx: Tx, member_id: str) -> list[Row[Any]]:
    """The conversations a member has."""
    return list(tx.conn.execute(select(conversations).where(conversations.c.member_id == member_id)))


def update_conversation(tx: Tx, conversation_id: str, **values: Any) -> Row[Any] | None:
    """Set columns of one conversation; its row as it stands then."""
    change = _build_update(conversations, tuple(values)).returning(conversations)
    return tx.conn.execute(change, {"mine": conversation_id, **_name_new(values)}).first()


@cache
def _build_update(table: Table, names: tuple[str, ...]) -> Any:
    """An UPDATE of these columns of the row `mine`."""
    return (
        update(table)
        .where(table.c.id == bindparam("mine"))
        .values({name: bindparam(f"new_{name}", type_=table.c[name].type) for name in names})
    )


def _name_new(values: dict[str, Any]) -> dict[str, Any]:
    return {f"new_{name}": value for name, value in values.items()}


def begin_turn(tx: Tx, conversation_id: str) -> None:
    """From now on arrivals ask for a turn of their own: the running one may have looked already."""
    tx.conn.execute(_BEGIN_TURN, {"mine": conversation_id})


def add_arrival(tx: Tx, conversation_id: str, source: str, dedupe_key: str, body: dict[str, Any]) -> bool:
    """Record what arrived; False when it was recorded before."""
    row = {"conversation_id": conversation_id, "source": source, "dedupe_key": dedupe_key, "body": body}
    return tx.conn.execute(_build_add_arrival(tx.dialect), row | {"received_at": tx.now}).first() is not None


@cache
def _build_add_arrival(dialect: str) -> Any:
    return insert_of(dialect, inbox).on_conflict_do_nothing().returning(inbox.c.id)


def add_arrivals(tx: Tx, arrivals: Sequence[dict[str, Any]]) -> set[tuple[str, str]]:
    """Record what arrived, in this order: conversation_id, source, dedupe_key and body of each.

    Gives source and dedupe_key of those that were not recorded before.
    """
    rows = [arrival | {"received_at": tx.now} for arrival in arrivals]
    return {tuple(row) for row in add_rows(tx, inbox, rows, (inbox.c.source, inbox.c.dedupe_key))}


def list_arrivals(tx: Tx, conversation_id: str, limit: int) -> list[Row[Any]]:
    """What arrived and was not worked on, in order."""
    query = select(inbox).where(inbox.c.conversation_id == conversation_id, inbox.c.worked_at.is_(None))
    return list(tx.conn.execute(query.order_by(inbox.c.id).limit(limit)))


def claim_arrivals(tx: Tx, conversation_id: str, limit: int) -> list[Row[Any]]:
    """What arrived and was not worked on, in order, noted as worked on from now."""
    claimed = tx.conn.execute(_CLAIM, {"mine": conversation_id, "most": limit, "now": tx.now})
    return sorted(claimed, key=lambda arrival: arrival.id)


def settle_arrivals(tx: Tx, arrival_ids: Sequence[int]) -> set[int]:
    """Note that arrivals were worked on; the ids of those that were not before."""
    claim = update(inbox).where(inbox.c.id.in_(arrival_ids), inbox.c.worked_at.is_(None))
    return set(tx.conn.scalars(claim.values(worked_at=tx.now).returning(inbox.c.id)))


def add_notice(
    tx: Tx, conversation_id: str, body: dict[str, Any], slot: str | None = None, rank: int = 1
) -> int:
    """Something owed to a conversation; its id. `slot` names the message that it edits, if it does.

    A lower `rank` goes out first, whatever is owed already.
    """
    row = {
        "conversation_id": conversation_id,
        "body": body,
        "slot": slot,
        "rank": rank,
        "state": "owed",
        "created_at": tx.now,
    }
    return int(tx.conn.execute(_OWE, row).scalar_one())


def drop_superseded(tx: Tx, conversation_id: str, slot: str) -> list[Row[Any]]:
    """An edit of a message that was not sent yet need not be: a newer one is coming. What was let go: id, body."""
    dropped = tx.conn.execute(_SUPERSEDE, {"mine": conversation_id, "of_slot": slot, "now": tx.now})
    return sorted(dropped, key=lambda notice: notice.id)


def drop_owed(tx: Tx, conversation_id: str) -> None:
    """Nobody is there any more to be told."""
    owed = update(notices).where(notices.c.conversation_id == conversation_id, notices.c.state == "owed")
    tx.conn.execute(owed.values(state="dropped", settled_at=tx.now))


def list_owed(tx: Tx, conversation_id: str) -> list[Row[Any]]:
    """The notices owed to a conversation, in order; an edit with its slot's `message` and `edited_at`, or None."""
    return list(tx.conn.execute(_OWED, {"mine": conversation_id}))


def read_silence(tx: Tx) -> timedelta | None:
    """How long ago anything arrived for any conversation; None if nothing ever did."""
    newest = tx.conn.scalar(select(inbox.c.received_at).order_by(inbox.c.id.desc()).limit(1))
    return None if newest is None else tx.now - newest


def list_waiting(tx: Tx, before: datetime, limit: int) -> list[str]:
    """Conversations with an arrival that was not worked on, or a notice that was not sent, since `before`."""
    arrived = select(inbox.c.conversation_id).where(inbox.c.worked_at.is_(None), inbox.c.received_at < before)
    owed = select(notices.c.conversation_id).where(notices.c.state == "owed", notices.c.created_at < before)
    waiting = arrived.union(owed).limit(limit)
    return list(tx.conn.scalars(waiting))


def update_notice(tx: Tx, notice_id: int, **values: Any) -> None:
    """Set columns of one notice."""
    tx.conn.execute(_build_update(notices, tuple(values)), {"mine": notice_id, **_name_new(values)})


def find_slot(tx: Tx, conversation_id: str, slot: str) -> Row[Any, Any] | None:
    """Which message stands in a slot of a conversation, and when it was last written: message, edited_at."""
    query = select(message_slots.c.message, message_slots.c.edited_at)
    mine = message_slots.c.conversation_id == conversation_id, message_slots.c.slot == slot
    return tx.conn.execute(query.where(*mine)).first()


def put_slot(tx: Tx, conversation_id: str, slot: str, message: Any) -> None:
    """Note which message stands in a slot now."""
    row = {"conversation_id": conversation_id, "slot": slot, "message": message, "edited_at": tx.now}
    tx.conn.execute(_build_put_slot(tx.dialect), row)


@cache
def _build_put_slot(dialect: str) -> Any:
    row = insert_of(dialect, message_slots)
    now = {"message": row.excluded.message, "edited_at": row.excluded.edited_at}
    return row.on_conflict_do_update(index_elements=["conversation_id", "slot"], set_=now)


@cache
def _build_add_posts(dialect: str) -> Any:
    return insert_of(dialect, posts).on_conflict_do_nothing()


def add_posts(tx: Tx, conversation_id: str, refs: Sequence[str]) -> None:
    """Note where something of ours stands now; again is no harm."""
    rows = [{"conversation_id": conversation_id, "ref": ref, "posted_at": tx.now} for ref in refs]
    if rows:
        tx.conn.execute(_build_add_posts(tx.dialect), rows)


def list_posts(tx: Tx, conversation_id: str) -> list[Row[Any]]:
    """What of ours stands in a conversation, oldest first: ref, posted_at."""
    query = select(posts.c.ref, posts.c.posted_at).where(posts.c.conversation_id == conversation_id)
    return list(tx.conn.execute(query.order_by(posts.c.posted_at, posts.c.ref)))


def drop_posts(tx: Tx, conversation_id: str, refs: Sequence[str]) -> None:
    """These are gone, or cannot be taken back."""
    ours = (posts.c.conversation_id == conversation_id) & posts.c.ref.in_(refs)
    tx.conn.execute(delete(posts).where(ours))


def forget_conversations(tx: Tx, member_id: str) -> None:
    """What was said in a member's conversations goes; the rows stay, so that nothing is worked twice."""
    theirs = select(conversations.c.id).where(conversations.c.member_id == member_id)
    worked = inbox.c.conversation_id.in_(theirs) & inbox.c.worked_at.is_not(None)
    tx.conn.execute(update(inbox).where(worked).values(body={}))
    done = notices.c.conversation_id.in_(theirs) & (notices.c.state != "owed")
    tx.conn.execute(update(notices).where(done).values(body={}))
    tx.conn.execute(
        update(conversations).where(conversations.c.member_id == member_id).values(member_id=None)
    )
