"""What the processes of a race or a kill do: open the database of their own accord, wait for each other, go.

Every part is a function by name, so that another process can find it.
"""

import os
import signal
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.synchronize import Barrier
from typing import Any, NoReturn

from core.clock import make_id, read_system_clock
from core.domain.generations import GenerationStatus
from core.domain.refusals import Refusal
from core.domain.teams import Role
from core.gateways.stripe import StripeEvent
from core.services.access import Actor, answer_once
from core.services.credits import allocate, distribute, reassign
from core.services.generations import end_generation
from core.services.payments import apply_event
from core.store.engine import Store, Tx, open_store
from core.store.generations import add_generation

THREADS = 10  # in each process, more than it would keep busy
_barriers: list[Barrier] = []


def join_crowd(barrier: Barrier) -> None:
    """Called once in each process: where all of them wait for each other."""
    _barriers.append(barrier)


def run_part(part: str, url: str, arguments: tuple[Any, ...]) -> Counter[str]:
    """Do a part in this process as soon as every process is there; how often it came to what."""
    store = open_store(url, read_system_clock, make_id)
    try:
        _barriers[0].wait(60)
        return Counter(PARTS[part](store, *arguments))
    finally:
        store.close()


def _try(store: Store, work: Any) -> str:
    """What a piece of work came to: `done`, its own word, a refusal's code or the name of an error."""
    try:
        answer = store.change(work)
    except Refusal as refusal:
        return refusal.code
    except Exception as error:  # noqa: BLE001 - the test wants to see whatever it was
        return f"{type(error).__name__}: {error}"[:200]
    return answer if isinstance(answer, str) else "done"


def _hold(store: Store, team_id: str, member_id: str, count: int) -> list[str]:
    """Spend `count` credits one by one, many at once."""

    def spend(_number: int) -> str:
        generation_id = make_id("headshot")
        row = {"id": generation_id, "team_id": team_id, "member_id": member_id, "style": "casual"}
        rest = {"request_key": generation_id, "conversation_id": None}
        return _try(store, lambda tx: add_generation(tx, row | rest, 1, "test"))

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(spend, range(count)))


def _apply(store: Store, event: StripeEvent) -> list[str]:
    """Apply one event of Stripe's."""
    return [_try(store, lambda tx: apply_event(tx, event, is_live=False))]


def _act(team_id: str, owner_id: str) -> Actor:
    return Actor(owner_id, team_id, "Ann", Role.OWNER, "test")


def _allocate_once(store: Store, team_id: str, owner_id: str, member_id: str) -> list[str]:
    """Allocate two credits under one idempotency key; what was answered."""
    actor = _act(team_id, owner_id)
    request = {"member_id": member_id, "credits": 2}

    def work(tx: Tx) -> str:
        answer = answer_once(tx, actor, "key", request, lambda: {"move": allocate(tx, actor, member_id, 2)})
        return f"move {answer['move']}"

    return [_try(store, work)]


def _end(store: Store, generation_id: str) -> list[str]:
    """End one generation in every way at once; what it says it ended as."""
    ends = [GenerationStatus.COMPLETED, GenerationStatus.FAILED, GenerationStatus.CANCELED]
    with ThreadPoolExecutor(len(ends)) as pool:
        return list(
            pool.map(lambda end: _try(store, lambda tx: end_generation(tx, generation_id, end).value), ends)
        )


def _cross(store: Store, team_id: str, owner_id: str, members: list[str], count: int) -> list[str]:
    """Hand credits round and round between members, in both directions and through the pool, many at once."""
    actor = _act(team_id, owner_id)
    pairs = [(a, b) for a in members for b in members if a != b]

    def work(number: int) -> str:
        giver, taker = pairs[(number * 7 + os.getpid()) % len(pairs)]
        if number % 5:
            return _try(store, lambda tx: reassign(tx, actor, giver, taker, 1))
        if number % 2:
            return _try(store, lambda tx: allocate(tx, actor, taker, 1))
        return _try(store, lambda tx: "done" if distribute(tx, actor, "equal", len(members)) else "nothing")

    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(work, range(count)))


PARTS: dict[str, Any] = {
    "hold": _hold,
    "apply": _apply,
    "allocate_once": _allocate_once,
    "end": _end,
    "cross": _cross,
}


def die_in(moment: str, operation: str, url: str, arguments: tuple[Any, ...]) -> NoReturn:
    """Do one operation and be killed -9 `before` its commit, or `after` it and before anybody is told."""
    store = open_store(url, read_system_clock, make_id)

    def work(tx: Tx) -> None:
        OPERATIONS[operation](tx, *arguments)
        if moment == "before":
            _die()

    store.change(work)
    _die()


def die_while_committing(operation: str, url: str, arguments: tuple[Any, ...]) -> NoReturn:
    """Do one operation and be killed -9 somewhere around its commit, wherever it happens to be."""
    store = open_store(url, read_system_clock, make_id)

    def work(tx: Tx) -> None:
        OPERATIONS[operation](tx, *arguments)
        threading.Timer(0.001, _die).start()

    store.change(work)
    threading.Event().wait()
    raise AssertionError


def _die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def _hold_one(tx: Tx, team_id: str, member_id: str, generation_id: str) -> None:
    row = {"id": generation_id, "team_id": team_id, "member_id": member_id, "style": "casual"}
    add_generation(tx, row | {"request_key": generation_id, "conversation_id": None}, 1, "test")


OPERATIONS: dict[str, Any] = {
    "hold": _hold_one,
    "end": lambda tx, generation_id, status: end_generation(tx, generation_id, GenerationStatus(status)),
    "pay": lambda tx, event: apply_event(tx, event, is_live=False),
    "distribute": lambda tx, team_id, owner_id: distribute(tx, _act(team_id, owner_id), "equal"),
}
