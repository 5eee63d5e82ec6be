"""The rules of credits: kinds of accounts and moves, and how a pool is shared out."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from core.domain.refusals import Malformed, NotEnoughCredits

MAX_CREDITS: Final = 1_000_000  # more than any team needs; keeps every sum far inside 64 bits


class AccountKind(StrEnum):
    """Where credits can be; `world` is everything outside the team."""

    WORLD = "world"
    POOL = "pool"
    MEMBER = "member"
    HELD = "held"
    USED = "used"


class MoveKind(StrEnum):
    """The eight verbs of the books, the same words everywhere."""

    PURCHASE = "purchase"
    REFUND = "refund"
    ALLOCATE = "allocate"
    RECLAIM = "reclaim"
    REASSIGN = "reassign"
    HOLD = "hold"
    SETTLE = "settle"
    RELEASE = "release"


ROUTES: Final[dict[MoveKind, tuple[AccountKind, AccountKind]]] = {
    MoveKind.PURCHASE: (AccountKind.WORLD, AccountKind.POOL),
    MoveKind.REFUND: (AccountKind.POOL, AccountKind.WORLD),
    MoveKind.ALLOCATE: (AccountKind.POOL, AccountKind.MEMBER),
    MoveKind.RECLAIM: (AccountKind.MEMBER, AccountKind.POOL),
    MoveKind.REASSIGN: (AccountKind.MEMBER, AccountKind.MEMBER),
    MoveKind.HOLD: (AccountKind.MEMBER, AccountKind.HELD),
    MoveKind.SETTLE: (AccountKind.HELD, AccountKind.USED),
    MoveKind.RELEASE: (AccountKind.HELD, AccountKind.MEMBER),
}


def may_go_negative(kind: AccountKind, move: MoveKind) -> bool:
    """Only the outside world, and a pool whose money was refunded, may owe credits."""
    return kind is AccountKind.WORLD or (kind is AccountKind.POOL and move is MoveKind.REFUND)


def name_account(kind: AccountKind, owner: str) -> str:
    """The id of an account: its kind and the team (world, pool, used) or member (member, held) it belongs to."""
    return f"{kind.value}:{owner}"


def check_credits(credits_: int) -> int:
    """`credits_` if it is a whole number from 1 to `MAX_CREDITS`, else `Malformed`."""
    if not 1 <= credits_ <= MAX_CREDITS:
        raise Malformed(f"Credits must be a whole number from 1 to {MAX_CREDITS:,}.")
    return credits_


@dataclass(frozen=True, slots=True)
class Share:
    """What one member gets in a distribution, in credits."""

    member_id: str
    credits: int


@dataclass(frozen=True, slots=True)
class Holding:
    """A member and the unspent credits allocated to them, in joining order when in a list."""

    member_id: str
    allocated: int


def share_equally(holdings: Sequence[Holding], credits_: int) -> list[Share]:
    """`credits_` split over the members; the remainder goes one each to the earliest joined."""
    if not holdings:
        raise Malformed("There is no active member to give credits to.", "Invite somebody first.")
    each, left = divmod(credits_, len(holdings))
    shares = [Share(h.member_id, each + (n < left)) for n, h in enumerate(holdings)]
    return [share for share in shares if share.credits]


def top_up(holdings: Sequence[Holding], target: int) -> list[Share]:
    """What lifts every member below `target` unspent credits to it."""
    return [Share(h.member_id, target - h.allocated) for h in holdings if h.allocated < target]


def name_plan(shares: Sequence[Share]) -> str:
    """The name of exactly these shares in this order, 32 characters: two plans are the same when their names are."""
    lines = "\n".join(f"{share.member_id} {share.credits}" for share in shares)
    return hashlib.sha256(lines.encode()).hexdigest()[:32]


def check_pool(shares: Sequence[Share], pool: int) -> None:
    """Refuse a distribution that needs more credits than the pool holds: all or nothing."""
    need = sum(share.credits for share in shares)
    if need > max(pool, 0):
        raise NotEnoughCredits(
            f"That needs {need} credits and the pool holds {pool}.", "Buy credits or give less to each."
        )
