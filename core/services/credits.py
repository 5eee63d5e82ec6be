"""Credits inside a team: allocate, reclaim, reassign, distribute, and the overview that always adds up."""

from dataclasses import dataclass
from typing import Literal

from core.domain.changes import Noun
from core.domain.credits import (
    AccountKind,
    MoveKind,
    Share,
    check_credits,
    check_pool,
    name_plan,
    share_equally,
    top_up,
)
from core.domain.refusals import Conflict, Malformed, NotFound
from core.domain.teams import MemberStatus
from core.services.access import Actor, note
from core.services.arrivals import tell_member
from core.services.changes import note_change
from core.store import credits as books
from core.store import teams
from core.store.credits import Move
from core.store.engine import Tx

Strategy = Literal["equal", "top-up"]


@dataclass(frozen=True, slots=True)
class MemberCredits:
    """What one member holds, in credits."""

    member_id: str
    name: str
    role: str
    status: str
    allocated: int
    held: int
    used: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Where a team's credits are: `purchased == pool + allocated + held + used`; a pool in debt is below zero."""

    purchased: int
    pool: int
    allocated: int
    held: int
    used: int
    debt: int
    members: list[MemberCredits]


def overview(tx: Tx, team_id: str) -> Overview:
    """The team's credits now; `debt` is what the next purchase pays first."""
    sums = books.read_team_balances(tx, team_id)
    pool = sums[AccountKind.POOL]
    listed = [
        MemberCredits(r.id, r.name, r.role, r.status, int(r.allocated), int(r.held), int(r.used))
        for r in books.list_member_balances(tx, team_id)
    ]
    return Overview(
        purchased=-sums[AccountKind.WORLD],
        pool=pool,
        allocated=sums[AccountKind.MEMBER],
        held=sums[AccountKind.HELD],
        used=sums[AccountKind.USED],
        debt=max(-pool, 0),
        members=listed,
    )


def allocate(tx: Tx, actor: Actor, member_id: str, credits_: int) -> int:
    """Pool to member; the move's id. `NotEnoughCredits` when the pool is short."""
    _demand_active(tx, actor.team_id, member_id)
    move_id = _move(tx, actor, MoveKind.ALLOCATE, check_credits(credits_), member_id)
    note(tx, actor, "credits.allocated", member_id, credits=credits_)
    note_change(tx, actor.team_id, Noun.CREDITS, member_id, "allocated")
    return move_id


def reclaim(tx: Tx, actor: Actor, member_id: str, credits_: int | None) -> int | None:
    """Member to pool, all unspent ones by default; the move's id, or None when there was nothing."""
    if teams.find_member(tx, actor.team_id, member_id) is None:
        raise NotFound
    amount = (
        books.read_balance(tx, AccountKind.MEMBER, member_id) if credits_ is None else check_credits(credits_)
    )
    if amount == 0:
        return None
    move_id = _move(tx, actor, MoveKind.RECLAIM, amount, member_id)
    note(tx, actor, "credits.reclaimed", member_id, credits=amount)
    note_change(tx, actor.team_id, Noun.CREDITS, member_id, "reclaimed")
    return move_id


def reassign(tx: Tx, actor: Actor, from_member_id: str, to_member_id: str, credits_: int) -> int:
    """Member to member; the move's id."""
    if from_member_id == to_member_id:
        raise Malformed("Choose two different members.")
    if teams.find_member(tx, actor.team_id, from_member_id) is None:
        raise NotFound
    _demand_active(tx, actor.team_id, to_member_id)
    move_id = _move(tx, actor, MoveKind.REASSIGN, check_credits(credits_), to_member_id, from_member_id)
    note(tx, actor, "credits.reassigned", to_member_id, credits=credits_, from_member_id=from_member_id)
    note_change(tx, actor.team_id, Noun.CREDITS, to_member_id, "reassigned")
    return move_id


def plan_distribution(
    tx: Tx, team_id: str, strategy: Strategy, credits_: int | None = None, target: int | None = None
) -> list[Share]:
    """Who would get what: `equal` shares `credits_` (default: the whole pool), `top-up` lifts all to `target`.

    The pool is read in this transaction; raises `NotEnoughCredits` when it is short.
    """
    pool = books.read_balance(tx, AccountKind.POOL, team_id)
    holdings = teams.list_holdings(tx, team_id)
    if strategy == "equal":
        shares = share_equally(holdings, max(pool, 0) if credits_ is None else check_credits(credits_))
    elif target is None:
        raise Malformed("Say to how many credits each member is topped up.", "Send target.")
    else:
        shares = top_up(holdings, check_credits(target))
    check_pool(shares, pool)
    return shares


def distribute(
    tx: Tx,
    actor: Actor,
    strategy: Strategy,
    credits_: int | None = None,
    target: int | None = None,
    plan: str | None = None,
) -> list[tuple[Share, int]]:
    """Do what `plan_distribution` says, all or nothing; each share with its move's id.

    With `plan`, the name of what somebody was shown, `Conflict` when it would be anything else.
    """
    teams.keep_team(tx, actor.team_id)
    books.lock_balances(tx, actor.team_id)
    shares = plan_distribution(tx, actor.team_id, strategy, credits_, target)
    if plan is not None and name_plan(shares) != plan:
        raise Conflict("The team changed after this preview.", "Look at a new preview.")
    done = [(s, _move(tx, actor, MoveKind.ALLOCATE, s.credits, s.member_id, reason=strategy)) for s in shares]
    note(
        tx,
        actor,
        "credits.distributed",
        actor.team_id,
        strategy=strategy,
        credits=sum(s.credits for s in shares),
    )
    note_change(tx, actor.team_id, Noun.CREDITS, actor.team_id, "distributed")
    return done


def reclaim_all(tx: Tx, actor: str, team_id: str, member_id: str, reason: str) -> int:
    """Everything unspent of a member goes back to the pool; how many credits."""
    amount = books.read_balance(tx, AccountKind.MEMBER, member_id)
    if amount:
        key = f"reclaim:{tx.new_id('request')}"
        books.post_move(
            tx, Move(team_id, MoveKind.RECLAIM, amount, key, actor, member_id=member_id, reason=reason)
        )
        note_change(tx, team_id, Noun.CREDITS, member_id, "reclaimed")
        tell_member(tx, member_id, key, {"kind": "BalanceChanged"})
    return amount


def _demand_active(tx: Tx, team_id: str, member_id: str) -> None:
    teams.keep_member(tx, member_id)
    member = teams.find_member(tx, team_id, member_id)
    if member is None:
        raise NotFound
    if member.status != MemberStatus.ACTIVE.value:
        raise Conflict("This member is deactivated.", "Let them back in first.", code="member_deactivated")


def _move(
    tx: Tx,
    actor: Actor,
    kind: MoveKind,
    credits_: int,
    member_id: str,
    from_member_id: str | None = None,
    reason: str = "",
) -> int:
    """Post one move of this request; a replayed request never gets here (`access.answer_once`)."""
    key = f"{kind.value}:{tx.new_id('request')}"
    move = Move(
        actor.team_id,
        kind,
        credits_,
        key,
        actor.label,
        member_id,
        from_member_id=from_member_id,
        reason=reason,
    )
    move_id = books.post_move(tx, move)
    assert move_id is not None  # noqa: S101 - the key was drawn one line above
    for owner in (member_id, from_member_id):
        if owner is not None:
            tell_member(tx, owner, f"balance:{move_id}", {"kind": "BalanceChanged"})
    return move_id
