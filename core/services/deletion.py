"""Deleting a person: their pictures, their name and their way in go; the books stay whole."""

from datetime import datetime
from typing import Any, Final

from core.domain.changes import Noun
from core.domain.generations import OPEN, GenerationStatus
from core.domain.teams import MemberStatus, Role
from core.services import credits as credit_services
from core.services import erasing
from core.services.changes import note_change
from core.services.erasing import erase_files
from core.services.generations import cancel_generation
from core.services.providers import forget_at_provider
from core.store import access, chat, teams
from core.store import generations as rows
from core.store.engine import Tx

ERASE: Final = erasing.ERASE
NOBODY: Final = "Deleted member"


def delete_headshots(tx: Tx, generation_id: str) -> None:
    """The pictures and selfies of a generation go; its moves stay."""
    keys = rows.drop_headshots(tx, generation_id)
    selfies = rows.list_selfies(tx, generation_id=generation_id)
    keys += rows.release_files(tx, [row.id for row in selfies])
    rows.update_generation(tx, generation_id, {"deleted_at": tx.now})
    generation = rows.find_generation(tx, generation_id)
    if generation is not None:
        note_change(tx, generation.team_id, Noun.GENERATIONS, generation_id, "deleted")
    forget_at_provider(tx, generation_id)
    erase_files(tx, keys)


def delete_old_selfies(tx: Tx, before: datetime) -> None:
    """Selfies that were sent before a moment go, however often they were used since."""
    old = rows.list_old_selfies(tx, before)
    erase_files(tx, rows.release_files(tx, [row.id for row in old]))


def delete_person(tx: Tx, member_id: str, origin: str) -> str:
    """Everything personal of a member goes; the id under which that is recorded.

    A running generation is canceled, unspent credits return to the pool, chat accounts are unlinked. An owner
    stays the owner of the team, without photos, consent or chat account.
    """
    teams.lock_member(tx, member_id)
    member = teams.find_any_member(tx, member_id)
    if member is None:
        return ""
    _cancel_open(tx, member_id)
    _delete_pictures(tx, member_id)
    values: dict[str, Any] = {"consent_version": None, "consented_at": None}
    if Role(member.role) is not Role.OWNER:
        values |= {"name": NOBODY, "status": MemberStatus.DEACTIVATED.value}
        credit_services.reclaim_all(
            tx, f"member:{member_id}", member.team_id, member_id, "deleted their data"
        )
        access.revoke_keys(tx, member_id)
    teams.update_member(tx, member_id, **values)
    teams.drop_identities(tx, member_id)
    chat.forget_conversations(tx, member_id)
    receipt = tx.new_id("deletion")
    access.add_audit(
        tx, member.team_id, f"member:{member_id}", "person.deleted", member_id, {"receipt": receipt}, origin
    )
    note_change(tx, member.team_id, Noun.MEMBERS, member_id, "deleted")
    return receipt


def _cancel_open(tx: Tx, member_id: str) -> None:
    for generation in rows.list_generations_of(tx, member_id):
        if GenerationStatus(generation.status) in OPEN:
            cancel_generation(tx, generation.id)


def _delete_pictures(tx: Tx, member_id: str) -> None:
    for generation in rows.list_generations_of(tx, member_id):
        delete_headshots(tx, generation.id)
    left = rows.list_selfies_of(tx, member_id)
    erase_files(tx, rows.release_files(tx, [row.id for row in left]))
