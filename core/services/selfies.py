"""Selfies on their way from a chat or an upload into a generation: received, judged, kept or refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from core.domain.generations import SelfieState
from core.domain.photos import HINTS, PhotoHint, PhotoProblem
from core.failpoints import reach
from core.photos.selfie import PhotoPrint
from core.services.arrivals import tell_conversation
from core.store import generations as rows
from core.store import teams
from core.store.engine import Tx

JUDGE: Final = "judge"


@dataclass(frozen=True, slots=True)
class Sent:
    """A photo as a platform sent it: `source` is what its face needs to fetch it."""

    selfie_id: str
    draft_id: str
    platform: str
    source: dict[str, Any]


def receive_selfies(tx: Tx, member_id: str, conversation_id: str, photos: Sequence[Sent]) -> None:
    """Note photos and have them judged, as one piece of work; one that was noted before is left as it is."""
    member = teams.find_any_member(tx, member_id)
    if member is None:
        return
    received = [
        {
            "id": sent.selfie_id,
            "team_id": member.team_id,
            "member_id": member_id,
            "draft_id": sent.draft_id,
            "conversation_id": conversation_id,
            "source": {"platform": sent.platform, **sent.source},
        }
        for sent in photos
    ]
    new = rows.add_selfies(tx, received)
    if new:
        tx.jobs.enqueue(tx.conn, JUDGE, f"judge:{new[0]}", new)


def name_selfie_file(team_id: str, member_id: str, selfie_id: str) -> str:
    """The key of a selfie's file."""
    return f"teams/{team_id}/members/{member_id}/selfies/{selfie_id}.jpg"


def accept_selfie(tx: Tx, selfie_id: str, file_key: str, facts: dict[str, Any]) -> bool:
    """Keep a judged photo; False when it was dropped meanwhile or is one too alike, and its file must go.

    Two copies may be judged at once, so likeness is looked at again here, one photo of a member at a time.
    """
    selfie = rows.find_selfie(tx, selfie_id)
    if selfie is None:
        return False
    teams.lock_member(tx, selfie.member_id)
    if selfie.state == SelfieState.RECEIVED.value and _is_known(tx, selfie.draft_id, facts):
        refuse_selfie(tx, selfie_id, PhotoProblem.DUPLICATE)
        return False
    values = {"state": SelfieState.ACCEPTED.value, "file_key": file_key, "facts": facts}
    if not rows.update_selfies(tx, [selfie_id], values, (SelfieState.RECEIVED,)):
        return bool(selfie.state == SelfieState.ACCEPTED.value)
    hints = [HINTS[PhotoHint(hint)] for hint in facts.get("hints", [])]
    _tell(tx, selfie_id, {"kind": "PhotoTaken", "selfie_id": selfie_id, "hint": " ".join(hints[:1])})
    reach("selfie.accepted")
    return True


def _is_known(tx: Tx, draft_id: str, facts: dict[str, Any]) -> bool:
    print_ = PhotoPrint(facts["sha256"], facts["dhash"])
    return any(print_.is_same_photo(PhotoPrint(f["sha256"], f["dhash"])) for f in list_prints(tx, draft_id))


def refuse_selfie(tx: Tx, selfie_id: str, problem: PhotoProblem | str) -> None:
    """Note why a photo is not taken; nothing of it is stored."""
    values = {"state": SelfieState.REFUSED.value, "problem": str(problem)}
    if rows.update_selfies(tx, [selfie_id], values, (SelfieState.RECEIVED,)):
        _tell(tx, selfie_id, {"kind": "PhotoTurnedDown", "selfie_id": selfie_id, "problem": str(problem)})


def drop_selfies(tx: Tx, member_id: str, selfie_ids: list[str]) -> list[str]:
    """Take photos that no generation uses out of a draft; the keys of the files that must go."""
    found = [row for row in (rows.find_selfie(tx, selfie_id) for selfie_id in selfie_ids) if row is not None]
    mine = [row for row in found if row.member_id == member_id and row.generation_id is None]
    rows.update_selfies(tx, [row.id for row in mine], {"state": SelfieState.REMOVED.value, "file_key": None})
    return [row.file_key for row in mine if row.file_key]


def list_prints(tx: Tx, draft_id: str) -> list[dict[str, Any]]:
    """The facts of the photos already taken for a draft, to know a duplicate by."""
    return [dict(row.facts) for row in rows.list_selfies(tx, draft_id=draft_id)]


def _tell(tx: Tx, selfie_id: str, body: dict[str, Any]) -> None:
    selfie = rows.find_selfie(tx, selfie_id)
    if selfie is not None and selfie.conversation_id is not None:
        tell_conversation(tx, selfie.conversation_id, f"judged:{selfie_id}", body)
