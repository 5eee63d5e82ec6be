"""A database of many teams for the ledger's benchmarks, and their unit: one hold and its settlement."""

from functools import partial

from sqlalchemy import insert

from core.clock import make_id, read_system_clock
from core.domain.credits import MoveKind
from core.domain.generations import GenerationStatus
from core.domain.reasons import NOTHING
from core.services.books import audit_books
from core.store.credits import Move, open_accounts, post_move
from core.store.engine import Store, Tx, open_store
from core.store.generations import add_generation, close_generation
from core.store.tables import members, purchases, teams

TEAMS = 100
MEMBERS = 10  # per team: 1,000 accounts, so that contention is as low as in a real house
CREDITS = 1_000_000  # per member, more than any run spends


def open_books(url: str) -> Store:
    """The database at `url`, as the product opens it."""
    return open_store(url, read_system_clock, make_id)


def fill_books(
    store: Store, team_count: int = TEAMS, member_count: int = MEMBERS, credits_: int = CREDITS
) -> None:
    """Teams `t0`.. with members `t0m0`.., each with `credits_`, bought and allocated as usual."""
    for team in range(team_count):
        store.change(partial(_fill_team, team=f"t{team}", member_count=member_count, credits_=credits_))


def _fill_team(tx: Tx, team: str, member_count: int, credits_: int) -> None:
    tx.conn.execute(insert(teams), {"id": team, "name": team, "created_at": tx.now})
    open_accounts(tx, team)
    bought = credits_ * member_count
    order = {
        "package": "custom",
        "credits": bought,
        "amount_cents": 50 * bought,
        "currency": "usd",
        "status": "paid",
    }
    stamps = {"created_by": "bench", "expires_at": tx.now, "paid_at": tx.now, "created_at": tx.now}
    tx.conn.execute(insert(purchases), {"id": f"{team}p", "team_id": team, **order, **stamps})
    post_move(tx, Move(team, MoveKind.PURCHASE, bought, f"purchase:{team}p", "bench", purchase_id=f"{team}p"))
    for member in (f"{team}m{number}" for number in range(member_count)):
        person = {"id": member, "team_id": team, "name": member, "role": "member", "status": "active"}
        tx.conn.execute(insert(members), person | {"created_at": tx.now})
        open_accounts(tx, team, member)
        post_move(
            tx, Move(team, MoveKind.ALLOCATE, credits_, f"allocate:{member}", "bench", member_id=member)
        )


def hold(tx: Tx, generation: str, team: str, member: str) -> None:
    """The first transaction of a unit: a generation, its hold, and one credit from member to held."""
    row = {"id": generation, "team_id": team, "member_id": member, "style": "linkedin"}
    add_generation(tx, row | {"request_key": generation, "conversation_id": None}, 1, "bench")


def settle(tx: Tx, generation: str) -> None:
    """The second: the generation completed, its hold resolved, and the credit from held to used."""
    close_generation(tx, generation, GenerationStatus.COMPLETED, why=NOTHING, done=4, actor="bench")


def check_books(store: Store) -> None:
    """Raise AssertionError unless the books add up: a fast ledger that is wrong measures nothing."""
    audit = store.read(audit_books)
    assert audit.ok, audit.mismatches[:5]
