"""The books: posting a move between two accounts, and reading balances; nothing here decides who may."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, func, literal, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from core.domain.credits import ROUTES, AccountKind, MoveKind, may_go_negative, name_account
from core.store.engine import Tx
from core.store.posting import POSTINGS
from core.store.tables import accounts, members, moves


@dataclass(frozen=True, slots=True)
class Move:
    """One movement of `credits` (> 0). `key` is its idempotency key: the same key is posted once for ever."""

    team_id: str
    kind: MoveKind
    credits: int
    key: str
    actor: str
    member_id: str | None = None
    from_member_id: str | None = None
    generation_id: str | None = None
    purchase_id: str | None = None
    reason: str = ""
    is_undone: bool = False

    @property
    def sides(self) -> tuple[str, str]:
        """The ids of the accounts it goes from and to; the other way round when an earlier move is undone."""
        from_kind, to_kind = ROUTES[self.kind]
        giver = self.from_member_id if self.kind is MoveKind.REASSIGN else self.member_id
        there = self._name(from_kind, giver), self._name(to_kind, self.member_id)
        return (there[1], there[0]) if self.is_undone else there

    def _name(self, kind: AccountKind, member_id: str | None) -> str:
        owner = member_id if kind in (AccountKind.MEMBER, AccountKind.HELD) else self.team_id
        if owner is None:
            msg = f"a {self.kind} move needs a member"
            raise ValueError(msg)
        return name_account(kind, owner)


def insert_ignoring(tx: Tx, table: Any) -> Any:
    """An INSERT of the running dialect that can say ON CONFLICT."""
    return insert_of(tx.dialect, table)


def insert_of(dialect: str, table: Any) -> Any:
    """As `insert_ignoring`, for a statement that is built once for each dialect."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def post_move(tx: Tx, move: Move) -> int | None:
    """Move the credits and write both entries; the move's id, or None when its key was posted before.

    Raises `NotEnoughCredits` when the giving account would fall below zero: roll back then.
    """
    return POSTINGS[tx.dialect].post(tx, _write_parts(move))


def _write_parts(move: Move) -> dict[str, Any]:
    giver, taker = move.sides
    kind = AccountKind(giver.split(":", 1)[0])
    return {
        "team_id": move.team_id,
        "kind": move.kind.value,
        "giver": giver,
        "taker": taker,
        "credits": move.credits,
        "key": move.key,
        "member_id": move.member_id,
        "from_member_id": move.from_member_id,
        "generation_id": move.generation_id,
        "purchase_id": move.purchase_id,
        "actor": move.actor,
        "reason": move.reason,
        "may_owe": may_go_negative(kind, move.kind),
    }


def open_accounts(tx: Tx, team_id: str, member_id: str | None = None) -> None:
    """The accounts of a team, or of one member; those that exist stay as they are."""
    kinds = (
        (AccountKind.MEMBER, AccountKind.HELD)
        if member_id
        else (AccountKind.WORLD, AccountKind.POOL, AccountKind.USED)
    )
    rows = [
        {
            "id": name_account(kind, member_id or team_id),
            "team_id": team_id,
            "kind": kind.value,
            "member_id": member_id,
            "created_at": tx.now,
        }
        for kind in kinds
    ]
    tx.conn.execute(insert_ignoring(tx, accounts).on_conflict_do_nothing(), rows)


def lock_balances(tx: Tx, team_id: str) -> None:
    """Let nobody else move the credits of a team until the transaction ends, for work on many of its accounts."""
    ours = select(accounts.c.id).where(accounts.c.team_id == team_id).order_by(accounts.c.id)
    tx.conn.execute(ours.with_for_update())


def read_balance(tx: Tx, kind: AccountKind, owner: str) -> int:
    """The balance of one account in credits; 0 when it was never opened."""
    found = tx.conn.scalar(select(accounts.c.balance).where(accounts.c.id == name_account(kind, owner)))
    return int(found or 0)


def read_team_balances(tx: Tx, team_id: str) -> dict[AccountKind, int]:
    """The sum of balances of each kind of account of a team."""
    query = select(accounts.c.kind, func.sum(accounts.c.balance)).where(accounts.c.team_id == team_id)
    found = {
        AccountKind(kind): int(total) for kind, total in tx.conn.execute(query.group_by(accounts.c.kind))
    }
    return {kind: found.get(kind, 0) for kind in AccountKind}


def list_member_balances(tx: Tx, team_id: str) -> list[Row[Any]]:
    """One row a member in joining order: id, name, role, status, allocated, held, used."""
    holding, held = accounts.alias("holding"), accounts.alias("held")
    settled = (
        select(moves.c.member_id, func.sum(moves.c.credits).label("used"))
        .where(moves.c.team_id == team_id, moves.c.kind == MoveKind.SETTLE.value)
        .group_by(moves.c.member_id)
        .subquery()
    )
    query = (
        select(
            members.c.id,
            members.c.name,
            members.c.role,
            members.c.status,
            func.coalesce(holding.c.balance, 0).label("allocated"),
            func.coalesce(held.c.balance, 0).label("held"),
            func.coalesce(settled.c.used, 0).label("used"),
        )
        .outerjoin(holding, and_(holding.c.member_id == members.c.id, holding.c.kind == literal("member")))
        .outerjoin(held, and_(held.c.member_id == members.c.id, held.c.kind == literal("held")))
        .outerjoin(settled, settled.c.member_id == members.c.id)
        .where(members.c.team_id == team_id)
        .order_by(members.c.created_at, members.c.id)
    )
    return list(tx.conn.execute(query))


def list_moves(
    tx: Tx,
    team_id: str,
    limit: int,
    before: int | None = None,
    member_id: str | None = None,
    kind: str | None = None,
) -> list[Row[Any]]:
    """A team's moves, newest first, at most `limit`, with ids below `before`."""
    query = select(moves).where(moves.c.team_id == team_id).order_by(moves.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(moves.c.id < before)
    if member_id is not None:
        query = query.where(or_(moves.c.member_id == member_id, moves.c.from_member_id == member_id))
    if kind is not None:
        query = query.where(moves.c.kind == kind)
    return list(tx.conn.execute(query))
