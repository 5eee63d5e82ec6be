"""Reads what an audit of the books compares; each query lists only what contradicts itself."""

from typing import Any

from sqlalchemy import Row, Select, and_, case, func, literal, or_, select

from core.domain.credits import AccountKind, MoveKind
from core.domain.generations import OPEN, HoldState
from core.domain.purchases import PurchaseStatus
from core.store.engine import Tx
from core.store.tables import accounts, entries, generations, holds, moves, purchases, teams


def count_rows(tx: Tx) -> dict[str, int]:
    """How many teams, accounts and moves there are."""
    tables = {"teams": teams, "accounts": accounts, "moves": moves}
    return {
        name: int(tx.conn.scalar(select(func.count()).select_from(table)) or 0)
        for name, table in tables.items()
    }


def find_uneven_moves(tx: Tx) -> list[Row[Any]]:
    """Moves whose entries are not exactly the two they need, one on each of their accounts: id, parts."""
    parts = func.count(entries.c.account_id)
    gave = and_(entries.c.account_id == moves.c.from_account, entries.c.credits == -moves.c.credits)
    took = and_(entries.c.account_id == moves.c.to_account, entries.c.credits == moves.c.credits)
    right = func.sum(case((or_(gave, took), 1), else_=0))
    query: Select[Any] = (
        select(moves.c.id, parts.label("parts"))
        .outerjoin(entries, entries.c.move_id == moves.c.id)
        .group_by(moves.c.id)
        .having(or_(parts != literal(2), right != literal(2)))
    )
    return list(tx.conn.execute(query))


def find_wrong_balances(tx: Tx) -> list[Row[Any]]:
    """Accounts whose balance is not the sum of their entries, or whose versions have a gap: id, balance, total."""
    total = func.coalesce(func.sum(entries.c.credits), 0)
    count = func.count(entries.c.move_id)
    newest = func.coalesce(func.max(entries.c.version), 0)
    query = (
        select(accounts.c.id, accounts.c.balance, total.label("total"))
        .outerjoin(entries, entries.c.account_id == accounts.c.id)
        .group_by(accounts.c.id, accounts.c.balance, accounts.c.version)
        .having(or_(total != accounts.c.balance, count != accounts.c.version, newest != accounts.c.version))
    )
    return list(tx.conn.execute(query))


def find_wrong_last_entries(tx: Tx) -> list[Row[Any]]:
    """Accounts whose newest entry recorded another balance than they have: id, balance, recorded."""
    query = (
        select(accounts.c.id, accounts.c.balance, entries.c.balance.label("recorded"))
        .join(entries, and_(entries.c.account_id == accounts.c.id, entries.c.version == accounts.c.version))
        .where(entries.c.balance != accounts.c.balance)
    )
    return list(tx.conn.execute(query))


def find_negative_accounts(tx: Tx) -> list[Row[Any]]:
    """Accounts below zero that may not be: all but the world and a pool after a refund."""
    refunded = select(moves.c.team_id).where(moves.c.kind == MoveKind.REFUND.value)
    may_owe = or_(
        accounts.c.kind == AccountKind.WORLD.value,
        and_(accounts.c.kind == AccountKind.POOL.value, accounts.c.team_id.in_(refunded)),
    )
    return list(
        tx.conn.execute(select(accounts.c.id, accounts.c.balance).where(accounts.c.balance < 0, ~may_owe))
    )


def find_wrong_holds(tx: Tx) -> list[Row[Any]]:
    """Members whose held credits are not the sum of their open holds: id, balance, held."""
    open_holds = and_(holds.c.member_id == accounts.c.member_id, holds.c.state == HoldState.HELD.value)
    held = func.coalesce(func.sum(holds.c.credits), 0)
    query = (
        select(accounts.c.id, accounts.c.balance, held.label("held"))
        .outerjoin(holds, open_holds)
        .where(accounts.c.kind == AccountKind.HELD.value)
        .group_by(accounts.c.id, accounts.c.balance)
        .having(held != accounts.c.balance)
    )
    return list(tx.conn.execute(query))


def find_wrong_ends(tx: Tx) -> list[Row[Any]]:
    """Generations whose state, hold and moves disagree: id, status, hold, holds, ends.

    An open one has one hold move and no end; an ended one has exactly one settle (completed) or one release.
    """

    def count(*kinds: MoveKind) -> Any:
        return func.coalesce(func.sum(case((moves.c.kind.in_([k.value for k in kinds]), 1), else_=0)), 0)

    opened, settled, released = count(MoveKind.HOLD), count(MoveKind.SETTLE), count(MoveKind.RELEASE)
    is_open = generations.c.status.in_([s.value for s in OPEN])
    right = or_(
        and_(is_open, holds.c.state == "held", settled == 0, released == 0),
        and_(generations.c.status == "completed", holds.c.state == "settled", settled == 1, released == 0),
        and_(
            generations.c.status.in_(["failed", "canceled"]),
            holds.c.state == "released",
            settled == 0,
            released == 1,
        ),
    )
    query = (
        select(generations.c.id, generations.c.status, holds.c.state.label("hold"))
        .outerjoin(holds, holds.c.generation_id == generations.c.id)
        .outerjoin(moves, moves.c.generation_id == generations.c.id)
        .group_by(generations.c.id, generations.c.status, holds.c.state)
        .having(~func.coalesce(and_(opened == 1, right), literal(value=False)))
    )
    return list(tx.conn.execute(query))


def find_wrong_purchases(tx: Tx) -> list[Row[Any]]:
    """Purchases whose state and purchase moves disagree: id, status, grants, granted credits."""
    grant = and_(moves.c.purchase_id == purchases.c.id, moves.c.kind == MoveKind.PURCHASE.value)
    grants = func.count(moves.c.id)
    granted = func.coalesce(func.sum(moves.c.credits), 0)
    is_paid = purchases.c.status == PurchaseStatus.PAID.value
    right = or_(and_(is_paid, grants == 1, granted == purchases.c.credits), and_(~is_paid, grants == 0))
    query = (
        select(purchases.c.id, purchases.c.status, grants.label("grants"), granted.label("granted"))
        .outerjoin(moves, grant)
        .group_by(purchases.c.id, purchases.c.status, purchases.c.credits)
        .having(~right)
    )
    return list(tx.conn.execute(query))


def find_moves_of_nothing(tx: Tx) -> list[Row[Any]]:
    """Moves that name a purchase or a generation that does not exist: id, kind."""
    query = (
        select(moves.c.id, moves.c.kind)
        .outerjoin(purchases, purchases.c.id == moves.c.purchase_id)
        .outerjoin(generations, generations.c.id == moves.c.generation_id)
        .where(
            or_(
                and_(moves.c.purchase_id.is_not(None), purchases.c.id.is_(None)),
                and_(moves.c.generation_id.is_not(None), generations.c.id.is_(None)),
                and_(moves.c.kind == MoveKind.PURCHASE.value, moves.c.purchase_id.is_(None)),
            )
        )
    )
    return list(tx.conn.execute(query))


def sum_by_kind(tx: Tx) -> dict[AccountKind, int]:
    """The credits in each kind of account over all teams; they add up to zero."""
    query = select(accounts.c.kind, func.sum(accounts.c.balance)).group_by(accounts.c.kind)
    found = {AccountKind(kind): int(total) for kind, total in tx.conn.execute(query)}
    return {kind: found.get(kind, 0) for kind in AccountKind}
