"""Shapes of credits: the overview, moving them, distributing them, and the ledger."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import StringConstraints

from core.domain.credits import MoveKind
from core.schemas.shapes import Answer, Ask, Credits, Id


class MemberCredits(Answer):
    """What one member holds, in credits."""

    member_id: str
    name: str
    role: str
    status: str
    allocated: int
    held: int
    used: int


class Overview(Answer):
    """`purchased == pool + allocated + held + used`; `debt` is what the next purchase pays first."""

    purchased: int
    pool: int
    allocated: int
    held: int
    used: int
    debt: int
    members: list[MemberCredits]


class AllocateAsk(Ask):
    """Pool to member."""

    member_id: Id
    credits: Credits


class ReassignAsk(Ask):
    """Member to member."""

    from_member_id: Id
    to_member_id: Id
    credits: Credits


class ReclaimAsk(Ask):
    """Member to pool; all unspent ones without `credits`."""

    member_id: Id
    credits: Credits | None = None


class DistributeAsk(Ask):
    """`equal` shares `credits` (the whole pool without it), `top-up` lifts everybody to `target`.

    `plan` is a preview's: with it exactly what was shown is done, or nothing and a conflict says that it would differ.
    """

    strategy: Literal["equal", "top-up"]
    credits: Credits | None = None
    target: Credits | None = None
    preview: bool = False
    plan: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")] | None = None


class MadeMove(Answer):
    """A move as it was made, or in a preview would be (`move_id` is null then, and when there was nothing)."""

    move_id: str | None
    kind: MoveKind
    credits: int
    member_id: str
    from_member_id: str | None = None


class Distribution(Answer):
    """Every move of a distribution, in joining order; `credits` is their sum, `pool` what is left after them.

    `plan` names exactly these moves.
    """

    strategy: str
    preview: bool
    credits: int
    pool: int
    moves: list[MadeMove]
    plan: str | None = None


class LedgerMove(Answer):
    """One line of the books."""

    move_id: str
    kind: MoveKind
    credits: int
    member_id: str | None
    from_member_id: str | None
    headshot_id: str | None
    purchase_id: str | None
    actor: str
    reason: str
    created_at: datetime
