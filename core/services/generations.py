"""Generations: hold a credit and start, follow the work, and end in exactly one settle or one release."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row

from core.domain.changes import Noun
from core.domain.credits import AccountKind
from core.domain.generations import (
    CREDITS_PER_GENERATION,
    OPEN,
    PICTURES,
    ConsentMissing,
    GenerationStatus,
    check_selfie_count,
)
from core.domain.reasons import Reason, Why
from core.domain.refusals import Conflict, NotEnoughCredits, NotFound
from core.domain.styles import Style
from core.domain.teams import MemberStatus
from core.failpoints import reach
from core.services import credits as credit_services
from core.services.arrivals import tell_conversation
from core.services.changes import note_change, note_changes
from core.services.erasing import erase_files
from core.store import generations as rows
from core.store import teams
from core.store.credits import read_balance
from core.store.engine import Tx

GENERATE: Final = "generate"
NEWS: Final = "news"  # the one topic that a generation waits for: of a webhook, or of a wish to stop


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: `request_key` makes it happen once, `conversation_id` is where the result is shown."""

    member_id: str
    style: Style
    selfie_ids: Sequence[str]
    request_key: str
    actor: str
    conversation_id: str | None = None


def start_generation(tx: Tx, order: Order) -> Row[Any]:
    """Hold one credit, bind the selfies and start the work, all in this transaction; the generation's row.

    The same `request_key` gets the same generation. Raises `NotEnoughCredits`, `ConsentMissing` or
    `Malformed` (too few or too many photos), and then nothing is charged.
    """
    earlier = rows.find_generation_by_key(tx, order.request_key)
    if earlier is not None:
        return earlier
    member = _demand_ready(tx, order)
    generation_id = tx.new_id("headshot")
    row = {
        "id": generation_id,
        "team_id": member.team_id,
        "member_id": member.id,
        "style": order.style.value,
        "request_key": order.request_key,
        "conversation_id": order.conversation_id,
    }
    if not rows.add_generation(tx, row, CREDITS_PER_GENERATION, order.actor):
        return demand_generation(rows.find_generation_by_key(tx, order.request_key))
    _bind_selfies(tx, generation_id, order)
    queued = (Noun.GENERATIONS, generation_id, "queued")
    note_changes(tx, member.team_id, queued, (Noun.CREDITS, member.id, "held"))
    tx.jobs.enqueue(tx.conn, GENERATE, generation_id, generation_id, partition=member.team_id)
    reach("generation.held")
    return demand_generation(rows.find_generation(tx, generation_id))


def _demand_ready(tx: Tx, order: Order) -> Row[Any]:
    check_selfie_count(len(set(order.selfie_ids)))
    teams.keep_member(tx, order.member_id)
    member = teams.find_any_member(tx, order.member_id)
    if member is None or member.status != MemberStatus.ACTIVE.value:
        raise NotFound("This member is not active in the team.")
    if member.consent_version is None:
        raise ConsentMissing
    if read_balance(tx, AccountKind.MEMBER, member.id) < CREDITS_PER_GENERATION:
        raise NotEnoughCredits("You have no credits left.", "Ask your admin for some: nothing was charged.")
    return member


def _bind_selfies(tx: Tx, generation_id: str, order: Order) -> None:
    selfies = [rows.find_selfie(tx, selfie_id) for selfie_id in order.selfie_ids]
    usable = [
        s for s in selfies if s is not None and s.member_id == order.member_id and s.state == "accepted"
    ]
    if len(usable) != len(order.selfie_ids):
        raise Conflict("Some of these photos are gone.", "Send them again.", code="photos_gone")
    unused = [selfie.id for selfie in usable if selfie.generation_id is None]
    rows.update_selfies(tx, unused, {"generation_id": generation_id})
    for shared in [s for s in usable if s.generation_id is not None]:
        rows.share_selfie(tx, shared, generation_id)


def begin_work(tx: Tx, generation_id: str) -> Row[Any]:
    """The work is under way; the generation's row. Again is no harm."""
    values = {"status": GenerationStatus.RUNNING.value, "started_at": tx.now}
    has_begun = rows.update_generation(tx, generation_id, values, (GenerationStatus.QUEUED,))
    row = demand_generation(rows.find_generation(tx, generation_id))
    if has_begun:
        note_change(tx, row.team_id, Noun.GENERATIONS, generation_id, "running")
    return row


def record_picture(tx: Tx, generation_id: str, n: int, file_key: str, size: int) -> None:
    """One more picture is stored; tell the member's chat how far it is. One that comes after the end is removed."""
    is_new = rows.add_headshot(tx, generation_id, n, file_key, size)
    done = len(rows.list_headshots(tx, generation_id))
    if rows.update_generation(tx, generation_id, {"done": done}, (GenerationStatus.RUNNING,)):
        body = {"generation_id": generation_id, "done": done, "total": PICTURES}
        _tell(tx, generation_id, f"progress:{generation_id}:{n}", {"kind": "GenerationProgressed", **body})
        team_id = demand_generation(rows.find_generation(tx, generation_id)).team_id
        note_change(tx, team_id, Noun.GENERATIONS, generation_id, "progressed")
    elif is_new and not _is_open(tx, generation_id):
        rows.drop_headshots(tx, generation_id, n)
        erase_files(tx, [file_key])
    reach("picture.recorded")


def end_generation(
    tx: Tx, generation_id: str, status: GenerationStatus, reason: str = "", code: str = ""
) -> GenerationStatus:
    """End a generation: settle its credit if it completed, else release it; how it ended, now or before.

    `reason` is an English sentence for admins, `code` a `Reason` that the member's chat puts into words.

    The claim on the hold makes every later call, replay or race a no-op.
    """
    generation = demand_generation(rows.find_generation(tx, generation_id))
    teams.keep_member(tx, generation.member_id)
    done = _count(tx, generation_id)
    why = Why(code, reason)
    if not rows.close_generation(tx, generation_id, status, why=why, done=done, actor="closeup"):
        return GenerationStatus(demand_generation(rows.find_generation(tx, generation_id)).status)
    credit = "settled" if status is GenerationStatus.COMPLETED else "released"
    ended = (Noun.GENERATIONS, generation_id, status.value)
    note_changes(tx, generation.team_id, ended, (Noun.CREDITS, generation.member_id, credit))
    _return_if_gone(tx, generation)
    if status is not GenerationStatus.COMPLETED:
        _drop_pictures(tx, generation)
    _tell(tx, generation_id, f"end:{generation_id}", _describe_end(tx, generation, status, why))
    reach("generation.ended")
    return status


def _is_open(tx: Tx, generation_id: str) -> bool:
    """A worker that was taken for dead may wake when its work was ended, or all of it deleted."""
    generation = demand_generation(rows.find_generation(tx, generation_id))
    return GenerationStatus(generation.status).is_open


def _count(tx: Tx, generation_id: str) -> int:
    return len(rows.list_headshots(tx, generation_id))


def _drop_pictures(tx: Tx, generation: Row[Any]) -> None:
    """Who stopped the work, or deleted their data meanwhile, gets no picture: then none may stay."""
    if generation.status == GenerationStatus.QUEUED.value:
        return
    rows.drop_headshots(tx, generation.id)
    numbers = range(1, PICTURES + 1)
    erase_files(tx, [name_headshot_file(generation.team_id, generation.id, n) for n in numbers])


def _return_if_gone(tx: Tx, generation: Row[Any]) -> None:
    """What comes back to a member who left goes on to the pool: nothing is stranded."""
    member = teams.find_any_member(tx, generation.member_id)
    if member is not None and member.status == MemberStatus.DEACTIVATED.value:
        credit_services.reclaim_all(tx, "closeup", generation.team_id, member.id, "left the team")


def _describe_end(tx: Tx, generation: Row[Any], status: GenerationStatus, why: Why) -> dict[str, Any]:
    body: dict[str, Any] = {
        "generation_id": generation.id,
        "balance": read_balance(tx, AccountKind.MEMBER, generation.member_id),
    }
    if status is GenerationStatus.COMPLETED:
        pictures = [row.file_key for row in rows.list_headshots(tx, generation.id)]
        return body | {"kind": "GenerationCompleted", "style": generation.style, "pictures": pictures}
    if status is GenerationStatus.FAILED:
        return body | {"kind": "GenerationFailed", "reason": why.sentence, "code": why.code}
    return body | {"kind": "GenerationCanceled"}


def _tell(tx: Tx, generation_id: str, dedupe_key: str, body: dict[str, Any]) -> None:
    generation = rows.find_generation(tx, generation_id)
    if generation is not None and generation.conversation_id is not None:
        tell_conversation(tx, generation.conversation_id, dedupe_key, body)


def cancel_generation(tx: Tx, generation_id: str) -> GenerationStatus:
    """Ask for an end: one that has not begun ends at once, a running one at its next step."""
    generation = demand_generation(rows.find_generation(tx, generation_id))
    if not GenerationStatus(generation.status).is_open:
        raise Conflict("This generation has already ended.", code="already_ended")
    rows.update_generation(tx, generation_id, {"cancel_requested": True}, OPEN)
    if generation.status == GenerationStatus.QUEUED.value:
        canceled = Reason.CANCELED
        return end_generation(tx, generation_id, GenerationStatus.CANCELED, canceled.sentence, canceled.value)
    note_change(tx, generation.team_id, Noun.GENERATIONS, generation_id, "canceling")
    tx.jobs.send(tx.conn, generation_id, NEWS, {"kind": "cancel"}, f"cancel:{generation_id}")
    return GenerationStatus(generation.status)


def demand_generation(row: Row[Any] | None, team_id: str | None = None) -> Row[Any]:
    """The row, or `NotFound` when there is none or it is another team's."""
    if row is None or (team_id is not None and row.team_id != team_id):
        raise NotFound
    return row


def name_headshot_file(team_id: str, generation_id: str, n: int) -> str:
    """The key of picture `n` (from 1) of a generation; the same picture made again lands on itself."""
    return f"teams/{team_id}/generations/{generation_id}/headshot-{n}.jpg"
