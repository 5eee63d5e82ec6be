"""Headshots asked for through the API: photos that were judged already, kept and used in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row

from core.domain.credits import AccountKind
from core.domain.generations import CREDITS_PER_GENERATION, GenerationStatus, SelfieState
from core.domain.photos import MIN_SELFIES
from core.domain.refusals import Conflict, NotEnoughCredits, Unavailable
from core.domain.styles import Style
from core.domain.teams import MemberStatus
from core.services import teams as team_services
from core.services.access import Actor, note
from core.services.albums import find_headshot
from core.services.erasing import UNKEPT_SECONDS, erase_unkept_files
from core.services.generations import Order, start_generation
from core.services.members import demand_member
from core.store import generations as rows
from core.store.credits import read_balance
from core.store.engine import Tx

# Half of the time after which they go: no clock of another machine is that wrong.
LONGEST_STORING: Final = timedelta(seconds=UNKEPT_SECONDS / 2)


@dataclass(frozen=True, slots=True)
class Upload:
    """A judged photo whose file is stored under `file_key`; `facts` as `SelfieFacts.to_json` gives them."""

    selfie_id: str
    file_key: str
    facts: dict[str, Any]


class PhotosGone(Conflict):
    """What a headshot was made from is not stored any more."""

    code = "photos_gone"
    sentence = "The photos of this headshot are gone."
    mend = "Ask for new ones."


class UploadLate(Unavailable):
    """So much time has passed since storing began that what was stored may be gone again."""

    code = "upload_late"
    sentence = "Storing the photos took too long."
    mend = "Send them again: nothing was charged."


def check_ready(tx: Tx, team_id: str, member_id: str) -> None:
    """Refuse before any work: no such member, deactivated, or no credit left."""
    member = demand_member(tx, team_id, member_id)
    if member.status != MemberStatus.ACTIVE.value:
        raise Conflict("This member is deactivated.", "Let them back in first.", code="member_deactivated")
    if read_balance(tx, AccountKind.MEMBER, member_id) < CREDITS_PER_GENERATION:
        raise NotEnoughCredits(
            "This member has no credits left.", "Allocate some first: nothing was charged."
        )


def announce_uploads(tx: Tx, uploads: Sequence[Upload]) -> datetime:
    """Note that these files are about to be stored, so that they do not outlive a kill; the moment."""
    erase_unkept_files(tx, [upload.file_key for upload in uploads])
    return tx.now


def demand_timely(tx: Tx, announced_at: datetime) -> None:
    """`UploadLate` when what was announced then may no longer be kept: the machine slept in the middle."""
    if tx.now - announced_at > LONGEST_STORING:
        raise UploadLate


def keep_upload(tx: Tx, team_id: str, member_id: str, draft_id: str, upload: Upload) -> None:
    """Note an uploaded photo as accepted."""
    row = {
        "id": upload.selfie_id,
        "team_id": team_id,
        "member_id": member_id,
        "draft_id": draft_id,
        "source": {"platform": "api"},
    }
    rows.add_selfie(tx, row)
    taken = {"state": SelfieState.ACCEPTED.value, "file_key": upload.file_key, "facts": upload.facts}
    rows.update_selfies(tx, [upload.selfie_id], taken)


def start_from_uploads(
    tx: Tx, actor: Actor, member_id: str, style: Style, uploads: Sequence[Upload]
) -> Row[Any]:
    """Keep the photos, note the consent that was declared, hold a credit and start; the generation's row."""
    member = demand_member(tx, actor.team_id, member_id)
    if member.consent_version is None:
        team_services.record_consent(tx, member_id, f"declared by {actor.label}")
    row = _start(tx, actor, member_id, style, uploads)
    note(tx, actor, "headshot.requested", row.id, member_id=member_id, style=style.value)
    return row


def list_reusable(tx: Tx, team_id: str, generation_id: str) -> tuple[Row[Any], list[Row[Any]]]:
    """A headshot that can be made again, and its stored photos; `Conflict` when it is open or they are gone."""
    row = find_headshot(tx, team_id, generation_id)
    if GenerationStatus(row.status).is_open:
        raise Conflict("This headshot is still being made.", "Wait for its end.", code="still_open")
    photos = [photo for photo in rows.list_selfies(tx, generation_id=generation_id) if photo.file_key]
    if len(photos) < MIN_SELFIES:
        raise PhotosGone
    return row, photos


def start_again(tx: Tx, actor: Actor, generation_id: str, style: Style, copies: Sequence[Upload]) -> Row[Any]:
    """A new generation of the same person on copies of the same photos; nobody is asked again to agree."""
    row, _ = list_reusable(tx, actor.team_id, generation_id)
    again = _start(tx, actor, row.member_id, style, copies)
    note(tx, actor, "headshot.redone", again.id, of=generation_id, style=style.value)
    return again


def _start(tx: Tx, actor: Actor, member_id: str, style: Style, uploads: Sequence[Upload]) -> Row[Any]:
    draft_id = tx.new_id("draft")
    for upload in uploads:
        keep_upload(tx, actor.team_id, member_id, draft_id, upload)
    selfie_ids = [upload.selfie_id for upload in uploads]
    return start_generation(tx, Order(member_id, style, selfie_ids, f"api:{draft_id}", actor.label))
