"""Credits over HTTP: the overview, moving and distributing them, and the ledger."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy import Row

from core.domain.credits import AccountKind, MoveKind, Share, name_plan
from core.domain.refusals import Malformed
from core.schemas import credits as shapes
from core.schemas.shapes import Id, Page
from core.services import credits as services
from core.services.access import Actor
from core.store import credits as books
from core.store.engine import Tx
from webhooks.api.once import change_once, describe_request
from webhooks.context import Caller, House, IdempotencyKey
from webhooks.paging import FIRST_PAGE, Cursor, Limit, cut_page, place_by_id, read_number
from webhooks.routes import NEEDS_KEY, AdminRoute

router = APIRouter(
    prefix="/api/teams/{team_id}/credits", tags=["credits"], route_class=AdminRoute, dependencies=NEEDS_KEY
)


@router.get("/overview")
async def overview(team_id: Id, house: House) -> shapes.Overview:
    """Where the team's credits are now."""
    found = await house.core.store.read(lambda tx: services.overview(tx, team_id))
    return shapes.Overview.model_validate(asdict(found))


@router.post("/allocate", response_model=shapes.MadeMove)
async def allocate(
    team_id: Id, ask: shapes.AllocateAsk, house: House, actor: Caller, key: IdempotencyKey = None
) -> dict[str, Any]:
    """Pool to member."""

    def work(tx: Tx) -> shapes.MadeMove:
        move_id = services.allocate(tx, actor, ask.member_id, ask.credits)
        return write_move(MoveKind.ALLOCATE, move_id, ask.credits, ask.member_id)

    return await change_once(house, actor, key, describe_request("allocate", team_id, ask), work)


@router.post("/reassign", response_model=shapes.MadeMove)
async def reassign(
    team_id: Id, ask: shapes.ReassignAsk, house: House, actor: Caller, key: IdempotencyKey = None
) -> dict[str, Any]:
    """Member to member."""

    def work(tx: Tx) -> shapes.MadeMove:
        move_id = services.reassign(tx, actor, ask.from_member_id, ask.to_member_id, ask.credits)
        return write_move(MoveKind.REASSIGN, move_id, ask.credits, ask.to_member_id, ask.from_member_id)

    return await change_once(house, actor, key, describe_request("reassign", team_id, ask), work)


@router.post("/reclaim", response_model=shapes.MadeMove)
async def reclaim(
    team_id: Id, ask: shapes.ReclaimAsk, house: House, actor: Caller, key: IdempotencyKey = None
) -> dict[str, Any]:
    """Member to pool: `credits`, or all that is unspent."""

    def work(tx: Tx) -> shapes.MadeMove:
        held_before = books.read_balance(tx, AccountKind.MEMBER, ask.member_id)
        move_id = services.reclaim(tx, actor, ask.member_id, ask.credits)
        amount = held_before if ask.credits is None else ask.credits
        return write_move(MoveKind.RECLAIM, move_id, amount, ask.member_id)

    return await change_once(house, actor, key, describe_request("reclaim", team_id, ask), work)


@router.post("/auto-distribute", response_model=shapes.Distribution)
async def auto_distribute(
    team_id: Id, ask: shapes.DistributeAsk, house: House, actor: Caller, key: IdempotencyKey = None
) -> Any:
    """Share out credits, all or nothing; a preview shows what would be done and does nothing."""
    check_strategy(ask)
    if ask.preview:
        return await house.core.store.read(lambda tx: preview_distribution(tx, team_id, ask))
    request = describe_request("auto-distribute", team_id, ask)
    return await change_once(house, actor, key, request, lambda tx: distribute(tx, actor, ask))


def check_strategy(ask: shapes.DistributeAsk) -> None:
    """Refuse a number that would be ignored: what is about credits must mean what it says."""
    is_equal = ask.strategy == "equal"
    if (is_equal and ask.target is not None) or (
        not is_equal and (ask.target is None or ask.credits is not None)
    ):
        raise Malformed(
            "`credits` goes with equal and `target` with top-up.",
            "Send the one that belongs to the strategy.",
        )
    if ask.preview and ask.plan is not None:
        raise Malformed("`plan` belongs to what is done after a preview.", "Send it without preview.")


def preview_distribution(tx: Tx, team_id: str, ask: shapes.DistributeAsk) -> shapes.Distribution:
    """What a distribution would do now."""
    shares = services.plan_distribution(tx, team_id, ask.strategy, ask.credits, ask.target)
    moves = [write_move(MoveKind.ALLOCATE, None, share.credits, share.member_id) for share in shares]
    left = books.read_balance(tx, AccountKind.POOL, team_id) - sum(share.credits for share in shares)
    return write_distribution(ask, moves, left, shares)


def distribute(tx: Tx, actor: Actor, ask: shapes.DistributeAsk) -> shapes.Distribution:
    """Do it, in this transaction."""
    done = services.distribute(tx, actor, ask.strategy, ask.credits, ask.target, ask.plan)
    moves = [
        write_move(MoveKind.ALLOCATE, move_id, share.credits, share.member_id) for share, move_id in done
    ]
    left = books.read_balance(tx, AccountKind.POOL, actor.team_id)
    return write_distribution(ask, moves, left, [share for share, _ in done])


def write_distribution(
    ask: shapes.DistributeAsk, moves: list[shapes.MadeMove], left: int, shares: list[Share]
) -> shapes.Distribution:
    """The answer to a distribution."""
    total = sum(move.credits for move in moves)
    return shapes.Distribution(
        strategy=ask.strategy,
        preview=ask.preview,
        credits=total,
        pool=left,
        moves=moves,
        plan=name_plan(shares),
    )


@router.get("/ledger")
async def ledger(
    team_id: Id,
    house: House,
    limit: Limit = FIRST_PAGE,
    cursor: Cursor = None,
    member_id: Annotated[Id | None, Query()] = None,
    kind: MoveKind | None = None,
) -> Page[shapes.LedgerMove]:
    """Every move, newest first."""
    before = read_number(cursor)
    rows = await house.core.store.read(
        lambda tx: books.list_moves(tx, team_id, limit + 1, before, member_id, kind.value if kind else None)
    )
    kept, following = cut_page(rows, limit, place_by_id)
    return Page(items=[write_ledger_move(row) for row in kept], next_cursor=following)


def name_move(move_id: int | None) -> str | None:
    """The id of a move as programs see it."""
    return None if move_id is None else f"move_{move_id}"


def write_move(
    kind: MoveKind, move_id: int | None, credits_: int, member_id: str, from_member_id: str | None = None
) -> shapes.MadeMove:
    """The answer to one move."""
    return shapes.MadeMove(
        move_id=name_move(move_id),
        kind=kind,
        credits=credits_,
        member_id=member_id,
        from_member_id=from_member_id,
    )


def write_ledger_move(row: Row[Any]) -> shapes.LedgerMove:
    """A row of the books as the API shows it; a refund that was undone counts below zero, so that sums are right."""
    is_undone = row.kind == MoveKind.REFUND.value and row.from_account.startswith(AccountKind.WORLD.value)
    return shapes.LedgerMove(
        move_id=f"move_{row.id}",
        kind=row.kind,
        credits=-row.credits if is_undone else row.credits,
        member_id=row.member_id,
        from_member_id=row.from_member_id,
        headshot_id=row.generation_id,
        purchase_id=row.purchase_id,
        actor=row.actor,
        reason=row.reason,
        created_at=row.created_at,
    )
