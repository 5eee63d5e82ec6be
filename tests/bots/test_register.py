"""The register: what comes at once is recorded at once, in its order, each once, and no failure takes others along."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import StatementError

from bots.register import MOST_AT_ONCE, Register
from core.services.arrivals import Delivery
from core.store import chat, tables
from core.store.engine import Store, Tx
from core.store.threads import ThreadedStore
from tests.core.office import NUMBERS, open_office_store, open_threads


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with open_office_store(database_url) as opened:
        yield opened


@pytest.fixture
def threads(store: Store) -> Iterator[ThreadedStore]:
    with open_threads(store) as opened:
        yield opened


def deliver(account: str, key: str, body: object = None) -> Delivery:
    return Delivery("telegram", account, f"{account}:{key}", {"text": body or key})


def name_chats(count: int) -> list[str]:
    return [f"register {next(NUMBERS)}" for _ in range(count)]


async def list_texts(threads: ThreadedStore, account: str) -> list[str]:
    """What is on record for a chat, in the order in which it will be worked."""
    inbox, talks = tables.inbox.c, tables.conversations.c
    query = select(inbox.body).join_from(tables.inbox, tables.conversations)
    mine = query.where(talks.chat == account).order_by(inbox.id)
    return [body["text"] for body in await threads.read(lambda tx: list(tx.conn.scalars(mine)))]


@contextmanager
def count_commits(store: Store) -> Iterator[list[None]]:
    commits: list[None] = []

    def note(_connection: object) -> None:
        commits.append(None)

    event.listen(store.engine, "commit", note)
    try:
        yield commits
    finally:
        event.remove(store.engine, "commit", note)


async def test_what_comes_at_once_is_one_transaction(threads: ThreadedStore, store: Store) -> None:
    register, chats = Register(threads), name_chats(5)
    deliveries = [deliver(account, f"{n}") for n in range(4) for account in chats]
    with count_commits(store) as commits:
        are_new = await asyncio.gather(*(register.record(delivery) for delivery in deliveries))
    assert are_new == [True] * 20
    assert len(commits) == 1
    for account in chats:
        assert await list_texts(threads, account) == ["0", "1", "2", "3"]


async def test_more_than_one_batch_keeps_its_order(threads: ThreadedStore) -> None:
    register, [account] = Register(threads), name_chats(1)
    keys = [f"{n}" for n in range(MOST_AT_ONCE + 20)]
    await asyncio.gather(*(register.record(deliver(account, key)) for key in keys))
    assert await list_texts(threads, account) == keys


async def test_what_comes_again_is_known(threads: ThreadedStore) -> None:
    register, [account] = Register(threads), name_chats(1)
    assert await register.record(deliver(account, "one"))
    again = [deliver(account, "one"), deliver(account, "two"), deliver(account, "two")]
    assert await asyncio.gather(*(register.record(one) for one in again)) == [False, True, False]
    assert await list_texts(threads, account) == ["one", "two"]


async def test_one_that_cannot_be_recorded_stops_its_own_chat_alone(threads: ThreadedStore) -> None:
    """Nothing may go on record past a message that failed: the platform brings both again, in order."""
    register, [ours, other] = Register(threads), name_chats(2)
    unwritable = object()
    deliveries = [
        deliver(ours, "one"),
        deliver(ours, "two", unwritable),
        deliver(ours, "three"),
        deliver(other, "four"),
    ]
    answers = await asyncio.gather(*(register.record(one) for one in deliveries), return_exceptions=True)
    assert answers[0] is True
    assert isinstance(answers[1], StatementError | TypeError)  # SQLite's driver, and PostgreSQL's
    assert answers[2] is answers[1]
    assert answers[3] is True
    assert await list_texts(threads, ours) == ["one"]
    assert await list_texts(threads, other) == ["four"]
    assert await register.record(deliver(ours, "two"))
    assert await register.record(deliver(ours, "three"))
    assert await list_texts(threads, ours) == ["one", "two", "three"]


async def test_a_turn_is_asked_for_again_once_it_has_begun(threads: ThreadedStore) -> None:
    register, [account] = Register(threads), name_chats(1)
    await register.record(deliver(account, "one"))
    await register.record(deliver(account, "two"))
    talk = await threads.read(lambda tx: chat.find_conversation_with(tx, "telegram", account))
    assert talk is not None
    assert await list_turns(threads, talk.id) == [f"turn:{talk.id}:0"]
    await threads.change(lambda tx: chat.begin_turn(tx, talk.id))
    await register.record(deliver(account, "three"))
    assert await list_turns(threads, talk.id) == [f"turn:{talk.id}:0", f"turn:{talk.id}:1"]


async def list_turns(threads: ThreadedStore, conversation_id: str) -> list[str]:
    """The turns that the job engine was asked for."""

    def read(tx: Tx) -> list[str]:
        schema = "" if tx.dialect == "sqlite" else "dbos."
        query = f"SELECT workflow_uuid FROM {schema}workflow_status WHERE workflow_uuid LIKE :ours ORDER BY 1"
        return list(tx.conn.scalars(text(query), {"ours": f"turn:{conversation_id}:%"}))

    return await threads.read(read)
