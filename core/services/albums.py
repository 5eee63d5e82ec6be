"""What happens to finished headshots: choosing a favourite, and deleting them for good."""

from typing import Any

from sqlalchemy import Row

from core.domain.changes import Noun
from core.domain.generations import GenerationStatus
from core.domain.refusals import Conflict, NotFound
from core.services.access import Actor, note
from core.services.changes import note_change
from core.services.erasing import erase_files
from core.services.generations import cancel_generation, demand_generation
from core.store import generations as rows
from core.store.engine import Tx


def find_headshot(tx: Tx, team_id: str, generation_id: str) -> Row[Any]:
    """The generation's row; `NotFound` when the team has none or its pictures were deleted."""
    row = demand_generation(rows.find_generation(tx, generation_id), team_id)
    if row.deleted_at is not None:
        raise NotFound
    return row


def cancel_headshot(tx: Tx, actor: Actor, generation_id: str) -> None:
    """Ask for an end; `Conflict` when it has ended."""
    find_headshot(tx, actor.team_id, generation_id)
    cancel_generation(tx, generation_id)
    note(tx, actor, "headshot.canceled", generation_id)


def choose_favourite(tx: Tx, actor: Actor, generation_id: str, n: int | None) -> None:
    """Mark picture `n` (from 1) as the best one, or none."""
    find_headshot(tx, actor.team_id, generation_id)
    if n is not None and n not in {row.n for row in rows.list_headshots(tx, generation_id)}:
        raise Conflict("There is no such picture.", "Choose one that is there.", code="no_such_picture")
    rows.update_generation(tx, generation_id, {"favourite": n})
    note(tx, actor, "headshot.favourite", generation_id, favourite=n)
    note_change(tx, actor.team_id, Noun.GENERATIONS, generation_id, "favourite")


def list_files(tx: Tx, team_id: str, generation_id: str) -> list[str]:
    """The keys of every file that deleting it removes: pictures and the photos they came from."""
    row = find_headshot(tx, team_id, generation_id)
    if GenerationStatus(row.status).is_open:
        raise Conflict("This headshot is still being made.", "Cancel it first.", code="still_open")
    pictures = [headshot.file_key for headshot in rows.list_headshots(tx, generation_id)]
    selfies = rows.list_selfies(tx, generation_id=generation_id)
    return pictures + rows.list_own_files(tx, [selfie.id for selfie in selfies])


def forget_headshot(tx: Tx, actor: Actor, generation_id: str) -> None:
    """Note that the files are gone; the ledger stays as it is."""
    find_headshot(tx, actor.team_id, generation_id)
    rows.drop_headshots(tx, generation_id)
    selfies = [selfie.id for selfie in rows.list_selfies(tx, generation_id=generation_id)]
    erase_files(tx, rows.release_files(tx, selfies))
    rows.update_generation(tx, generation_id, {"deleted_at": tx.now, "favourite": None})
    note(tx, actor, "headshot.deleted", generation_id)
    note_change(tx, actor.team_id, Noun.GENERATIONS, generation_id, "deleted")
