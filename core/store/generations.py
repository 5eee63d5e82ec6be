"""Generations, their selfies and headshots: rows in and out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, Update, bindparam, delete, func, insert, or_, select, update

from core.domain.credits import MoveKind
from core.domain.generations import OPEN, GenerationStatus, HoldState, SelfieState
from core.domain.reasons import Why
from core.store.bulk import add_rows
from core.store.credits import insert_ignoring
from core.store.engine import Tx
from core.store.posting import POSTINGS
from core.store.tables import generations, headshots, selfies


def add_generation(tx: Tx, row: dict[str, Any], credits_: int, actor: str) -> bool:
    """A new queued generation and the hold that pays for it; False when its `request_key` was used before.

    `row` has id, team_id, member_id, style, request_key and conversation_id. Raises `NotEnoughCredits` when the
    member holds fewer than `credits_`: roll back then.
    """
    return POSTINGS[tx.dialect].open(tx, row | {"credits": credits_, "actor": actor}) is not None


def close_generation(
    tx: Tx, generation_id: str, status: GenerationStatus, *, why: Why, done: int, actor: str
) -> bool:
    """The end of a generation with the settle (completed) or release of its hold; False when it ended before."""
    completed = status is GenerationStatus.COMPLETED
    parts = {
        "id": generation_id,
        "status": status.value,
        "state": (HoldState.SETTLED if completed else HoldState.RELEASED).value,
        "kind": (MoveKind.SETTLE if completed else MoveKind.RELEASE).value,
        "reason": why.sentence,
        "reason_code": why.code,
        "done": done,
        "actor": actor,
    }
    return POSTINGS[tx.dialect].close(tx, parts) is not None


def find_generation(tx: Tx, generation_id: str) -> Row[Any] | None:
    """The generation's row."""
    return tx.conn.execute(select(generations).where(generations.c.id == generation_id)).first()


def find_generation_by_key(tx: Tx, request_key: str) -> Row[Any] | None:
    """The generation that a request started."""
    return tx.conn.execute(select(generations).where(generations.c.request_key == request_key)).first()


def find_open_generation(tx: Tx, member_id: str) -> Row[Any] | None:
    """The member's generation that has not ended."""
    query = select(generations).where(generations.c.member_id == member_id)
    return tx.conn.execute(query.where(generations.c.status.in_([s.value for s in OPEN]))).first()


def update_generation(
    tx: Tx, generation_id: str, values: dict[str, Any], only_from: Iterable[GenerationStatus] | None = None
) -> bool:
    """Set columns of one generation, if it is still in one of the states `only_from`; whether it was."""
    states = None if only_from is None else tuple(status.value for status in only_from)
    claim = _build_update(tuple(values), states)
    return tx.conn.execute(claim, {"generation": generation_id, **values}).rowcount == 1


@cache
def _build_update(columns: tuple[str, ...], states: tuple[str, ...] | None) -> Update:
    """Built once for each set of columns: on the way of every credit, building costs more than running."""
    claim = update(generations).where(generations.c.id == bindparam("generation"))
    if states is not None:
        claim = claim.where(generations.c.status.in_(states))
    return claim.values({column: bindparam(column) for column in columns})


def list_generations(
    tx: Tx,
    team_id: str,
    limit: int,
    before: tuple[datetime, str] | None = None,
    *,
    member_id: str | None = None,
    status: str | None = None,
    style: str | None = None,
) -> list[Row[Any]]:
    """The team's generations, newest first, before the given (created_at, id)."""
    order = (generations.c.created_at.desc(), generations.c.id.desc())
    query = select(generations).where(generations.c.team_id == team_id).order_by(*order).limit(limit)
    filters = {"member_id": member_id, "status": status, "style": style}
    for column, value in filters.items():
        if value is not None:
            query = query.where(generations.c[column] == value)
    if before is not None:
        created, generation_id = before
        same = (generations.c.created_at == created) & (generations.c.id < generation_id)
        query = query.where(or_(generations.c.created_at < created, same))
    return list(tx.conn.execute(query))


def list_generations_of(tx: Tx, member_id: str) -> list[Row[Any]]:
    """Every generation of a member, newest first."""
    query = select(generations).where(generations.c.member_id == member_id)
    return list(tx.conn.execute(query.order_by(generations.c.created_at.desc(), generations.c.id.desc())))


def list_outdated(tx: Tx, before: datetime, limit: int) -> list[str]:
    """Ids of generations that ended before a moment and whose pictures were not deleted."""
    query = select(generations.c.id).where(
        generations.c.ended_at < before, generations.c.deleted_at.is_(None)
    )
    return list(tx.conn.scalars(query.order_by(generations.c.ended_at).limit(limit)))


def list_open(tx: Tx) -> list[Row[Any]]:
    """Every generation that holds a credit, oldest first: id, created_at."""
    query = select(generations.c.id, generations.c.created_at).where(
        generations.c.status.in_([status.value for status in OPEN])
    )
    return list(tx.conn.execute(query.order_by(generations.c.created_at, generations.c.id)))


def list_old_selfies(tx: Tx, before: datetime) -> list[Row[Any]]:
    """Stored selfies that came before a moment and that no open generation needs."""
    at_work = select(generations.c.id).where(generations.c.status.in_([status.value for status in OPEN]))
    needed = selfies.c.generation_id.is_not(None) & selfies.c.generation_id.in_(at_work)
    stored = selfies.c.file_key.is_not(None) & (selfies.c.created_at < before)
    return list(tx.conn.execute(select(selfies).where(stored, ~needed)))


def add_selfie(tx: Tx, row: dict[str, Any]) -> bool:
    """A selfie that arrived; False when this id is known."""
    claim = insert_ignoring(tx, selfies).on_conflict_do_nothing().returning(selfies.c.id)
    received = {"state": SelfieState.RECEIVED.value, "created_at": tx.now}
    return tx.conn.execute(claim, row | received).first() is not None


def add_selfies(tx: Tx, photos: Sequence[dict[str, Any]]) -> list[str]:
    """Selfies that arrived; the ids that were not known."""
    received = {"state": SelfieState.RECEIVED.value, "created_at": tx.now}
    return [row.id for row in add_rows(tx, selfies, [photo | received for photo in photos], (selfies.c.id,))]


def share_selfie(tx: Tx, selfie: Row[Any], generation_id: str) -> None:
    """One more generation works from this photo: a row of its own, of the same age, for the same file."""
    row = selfie._asdict() | {"id": tx.new_id("selfie"), "generation_id": generation_id}
    tx.conn.execute(insert(selfies), row | {"draft_id": generation_id})


def release_files(tx: Tx, ids: Sequence[str]) -> list[str]:
    """Take these selfies out of use; the keys of the files that no other selfie is kept in.

    The others are locked: of two who let go of one file at once, the second one must see that it is the last.
    """
    theirs = select(selfies.c.file_key).where(selfies.c.id.in_(ids), selfies.c.file_key.is_not(None))
    sharing = select(selfies.c.id).where(selfies.c.file_key.in_(theirs)).order_by(selfies.c.id)
    tx.conn.execute(sharing.with_for_update())
    keys = list_own_files(tx, ids)
    update_selfies(tx, ids, {"state": SelfieState.REMOVED.value, "file_key": None, "facts": None})
    return keys


def list_own_files(tx: Tx, ids: Sequence[str]) -> list[str]:
    """The keys of the files of these selfies that no other selfie is kept in."""
    theirs = select(selfies.c.file_key).where(selfies.c.id.in_(ids), selfies.c.file_key.is_not(None))
    query = select(selfies.c.id, selfies.c.file_key).where(selfies.c.file_key.in_(theirs))
    found = list(tx.conn.execute(query))
    kept = {row.file_key for row in found if row.id not in set(ids)}
    return sorted({row.file_key for row in found} - kept)


def list_kept_files(tx: Tx, keys: Sequence[str]) -> set[str]:
    """Those of these keys under which a selfie is kept."""
    return set(tx.conn.scalars(select(selfies.c.file_key).where(selfies.c.file_key.in_(keys))))


def list_kept_pictures(tx: Tx, generation_ids: Iterable[str]) -> set[str]:
    """The keys of the headshots of these generations."""
    mine = headshots.c.generation_id.in_(list(generation_ids))
    return set(tx.conn.scalars(select(headshots.c.file_key).where(mine)))


def list_at_work(tx: Tx, generation_ids: Iterable[str], selfie_ids: Iterable[str]) -> set[str]:
    """Those of these ids whose work is not over: generations still open, selfies not judged yet."""
    is_open = generations.c.status.in_([status.value for status in OPEN])
    making = select(generations.c.id).where(generations.c.id.in_(list(generation_ids)), is_open)
    is_new = selfies.c.state == SelfieState.RECEIVED.value
    judging = select(selfies.c.id).where(selfies.c.id.in_(list(selfie_ids)), is_new)
    return {*tx.conn.scalars(making), *tx.conn.scalars(judging)}


def find_selfie(tx: Tx, selfie_id: str) -> Row[Any] | None:
    """The selfie's row."""
    return tx.conn.execute(select(selfies).where(selfies.c.id == selfie_id)).first()


def update_selfies(
    tx: Tx, ids: Sequence[str], values: dict[str, Any], only_from: Iterable[SelfieState] | None = None
) -> int:
    """Set columns of selfies still in one of the states `only_from`; how many were."""
    claim = update(selfies).where(selfies.c.id.in_(ids))
    if only_from is not None:
        claim = claim.where(selfies.c.state.in_([state.value for state in only_from]))
    return tx.conn.execute(claim.values(**values)).rowcount


def list_selfies(tx: Tx, *, draft_id: str | None = None, generation_id: str | None = None) -> list[Row[Any]]:
    """The accepted selfies of a draft or a generation, in the order they came."""
    query = select(selfies).where(selfies.c.state == SelfieState.ACCEPTED.value)
    if draft_id is not None:
        query = query.where(selfies.c.draft_id == draft_id)
    if generation_id is not None:
        query = query.where(selfies.c.generation_id == generation_id)
    return list(tx.conn.execute(query.order_by(selfies.c.created_at, selfies.c.id)))


def list_selfies_of(tx: Tx, member_id: str) -> list[Row[Any]]:
    """Every selfie of a member whose file is stored, or will be once it is judged."""
    may_come = selfies.c.file_key.is_not(None) | (selfies.c.state == SelfieState.RECEIVED.value)
    return list(tx.conn.execute(select(selfies).where(selfies.c.member_id == member_id, may_come)))


def add_headshot(tx: Tx, generation_id: str, n: int, file_key: str, size: int) -> bool:
    """Note a picture that is stored; False when it was noted before."""
    row = {"generation_id": generation_id, "n": n, "file_key": file_key, "bytes": size, "created_at": tx.now}
    claim = insert_ignoring(tx, headshots).on_conflict_do_nothing().returning(headshots.c.n)
    return tx.conn.execute(claim, row).first() is not None


def list_headshots(tx: Tx, generation_id: str) -> list[Row[Any]]:
    """The stored pictures of a generation as they are shown: the most alike first, what was not measured last."""
    query = select(headshots).where(headshots.c.generation_id == generation_id)
    return list(tx.conn.execute(query.order_by(headshots.c.distance.nulls_last(), headshots.c.n)))


def measure_headshots(tx: Tx, generation_id: str, distances: Mapping[int, float]) -> None:
    """Note how far each of these pictures, by number, is from its person."""
    for n, distance in distances.items():
        picture = (headshots.c.generation_id == generation_id) & (headshots.c.n == n)
        tx.conn.execute(update(headshots).where(picture).values(distance=distance))


def drop_headshots(tx: Tx, generation_id: str, n: int | None = None) -> list[str]:
    """Forget the pictures of a generation, or only number `n`; the keys of their files."""
    gone = delete(headshots).where(headshots.c.generation_id == generation_id)
    if n is not None:
        gone = gone.where(headshots.c.n == n)
    return list(tx.conn.scalars(gone.returning(headshots.c.file_key)))


def estimate_seconds(tx: Tx, style: str, sample: int = 20) -> int | None:
    """How long the last `sample` completed generations took on average, in seconds; None without any."""
    query = (
        select(generations.c.started_at, generations.c.ended_at)
        .where(generations.c.status == GenerationStatus.COMPLETED.value, generations.c.style == style)
        .order_by(generations.c.ended_at.desc())
        .limit(sample)
    )
    took = [
        (row.ended_at - row.started_at).total_seconds() for row in tx.conn.execute(query) if row.started_at
    ]
    return round(sum(took) / len(took)) if took else None


def count_by_status(tx: Tx, team_id: str) -> dict[str, int]:
    """How many generations of a team are in each state."""
    query = select(generations.c.status, func.count()).where(generations.c.team_id == team_id)
    return {status: int(count) for status, count in tx.conn.execute(query.group_by(generations.c.status))}
