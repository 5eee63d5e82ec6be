"""The eight moves: what each does to its two accounts, how often, and when it is refused."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import select

from core.domain.credits import ROUTES, AccountKind, MoveKind
from core.domain.generations import GenerationStatus
from core.domain.reasons import Why
from core.domain.refusals import NotEnoughCredits
from core.store.credits import Move, post_move
from core.store.engine import Store, Tx
from core.store.generations import add_generation, close_generation, find_generation
from core.store.tables import accounts, entries, holds, moves
from tests.core.office import HeldClock, Office, open_office


@dataclass
class Bench:
    """Ten credits in the pool, ten with Ben, ten with Cy and ten of Ben's held for a generation."""

    office: Office
    ben: str
    cy: str

    @property
    def generation(self) -> str:
        """The id of Ben's one generation."""
        return f"generation of {self.ben}"

    def write(self, kind: MoveKind, credits_: int = 3, key: str = "key") -> Move:
        giver = self.cy if kind is MoveKind.REASSIGN else None
        return Move(
            self.office.team_id, kind, credits_, f"{key}:{self.ben}", "test", self.ben, from_member_id=giver
        )

    def name_sides(self, kind: MoveKind) -> tuple[str, str]:
        """The two accounts by hand, so that the names in the books stay what they are."""
        team, ben, cy = self.office.team_id, self.ben, self.cy
        world, pool, used = f"world:{team}", f"pool:{team}", f"used:{team}"
        member, held, other = f"member:{ben}", f"held:{ben}", f"member:{cy}"
        return {
            MoveKind.PURCHASE: (world, pool),
            MoveKind.REFUND: (pool, world),
            MoveKind.ALLOCATE: (pool, member),
            MoveKind.RECLAIM: (member, pool),
            MoveKind.REASSIGN: (other, member),
            MoveKind.HOLD: (member, held),
            MoveKind.SETTLE: (held, used),
            MoveKind.RELEASE: (held, member),
        }[kind]

    def read_accounts(self) -> dict[str, tuple[int, int]]:
        """Balance and version of every account of the team."""
        ours = accounts.c.team_id == self.office.team_id
        query = select(accounts.c.id, accounts.c.balance, accounts.c.version).where(ours)
        return {row.id: (row.balance, row.version) for row in self.office.read(_list, query)}

    def read_entries(self, move_id: int | None) -> list[tuple[Any, ...]]:
        """Account, credits, balance and version of a move's entries."""
        columns = (entries.c.account_id, entries.c.credits, entries.c.balance, entries.c.version)
        return [
            tuple(row)
            for row in self.office.read(_list, select(*columns).where(entries.c.move_id == move_id))
        ]


def _list(tx: Tx, query: Any) -> list[Any]:
    return list(tx.conn.execute(query))


@pytest.fixture
def bench(shared_store: Store, held_clock: HeldClock) -> Bench:
    """On books that would not pass an audit: moves of any kind, without a generation or a payment behind them."""
    office = open_office(shared_store, held_clock)
    office.buy(40)
    bench = Bench(office, office.hire("Ben", 20), office.hire("Cy", 10))
    assert office.change(post_move, bench.write(MoveKind.HOLD, 10, "filled"))
    return bench


def check_sides(bench: Bench, move_id: int, before: Any, after: Any, deltas: dict[str, int]) -> None:
    """Both accounts changed as said, nothing else did, and the entries tell it."""
    assert {account for account in after if after[account] != before[account]} == set(deltas)
    expected = []
    for account, delta in deltas.items():
        balance, version = before[account]
        assert after[account] == (balance + delta, version + 1)
        expected.append((account, delta, balance + delta, version + 1))
    assert sorted(bench.read_entries(move_id)) == sorted(expected)


@pytest.mark.parametrize("kind", list(MoveKind))
def test_a_move_changes_two_balances_and_writes_two_entries(bench: Bench, kind: MoveKind) -> None:
    giver, taker = bench.name_sides(kind)
    before = bench.read_accounts()
    move_id = bench.office.change(post_move, bench.write(kind))
    after = bench.read_accounts()
    assert move_id is not None
    check_sides(bench, move_id, before, after, {giver: -3, taker: 3})


@pytest.mark.parametrize("kind", list(MoveKind))
def test_a_move_is_written_down_whole(bench: Bench, kind: MoveKind) -> None:
    move = replace(bench.write(kind), generation_id="g", purchase_id="p", reason="because")
    move_id = bench.office.change(post_move, move)
    (row,) = bench.office.read(_list, select(moves).where(moves.c.id == move_id))
    giver, taker = bench.name_sides(kind)
    assert (row.team_id, row.kind, row.credits, row.key) == (bench.office.team_id, kind.value, 3, move.key)
    assert (row.from_account, row.to_account) == (giver, taker)
    assert (row.member_id, row.from_member_id) == (bench.ben, move.from_member_id)
    assert (row.generation_id, row.purchase_id, row.actor, row.reason) == ("g", "p", "test", "because")
    assert row.created_at == bench.office.clock.now


@pytest.mark.parametrize("kind", list(MoveKind))
def test_the_same_key_moves_once_whatever_else_is_in_it(bench: Bench, kind: MoveKind) -> None:
    assert bench.office.change(post_move, bench.write(kind)) is not None
    before = bench.read_accounts()
    for again in (bench.write(kind), bench.write(kind, 1), bench.write(MoveKind.PURCHASE, 999)):
        assert bench.office.change(post_move, again) is None
    assert bench.read_accounts() == before


@pytest.mark.parametrize("kind", list(MoveKind))
def test_only_the_world_and_a_refunded_pool_may_fall_below_zero(bench: Bench, kind: MoveKind) -> None:
    before = bench.read_accounts()
    giver, _ = bench.name_sides(kind)
    if kind in (MoveKind.PURCHASE, MoveKind.REFUND):
        bench.office.change(post_move, bench.write(kind, 1000))
        assert bench.read_accounts()[giver][0] == before[giver][0] - 1000
    else:
        with pytest.raises(NotEnoughCredits):
            bench.office.change(post_move, bench.write(kind, 11))
        assert bench.read_accounts() == before
        assert bench.office.change(post_move, bench.write(kind, 10)) is not None, "the last credit may go"
        assert bench.read_accounts()[giver][0] == 0


def test_a_pool_in_debt_takes_credits_and_gives_none(bench: Bench) -> None:
    bench.office.change(post_move, bench.write(MoveKind.REFUND, 15, "clawed"))
    with pytest.raises(NotEnoughCredits):
        bench.office.change(post_move, bench.write(MoveKind.ALLOCATE, 1))
    bench.office.change(post_move, bench.write(MoveKind.RECLAIM, 2, "back"))
    bench.office.change(post_move, bench.write(MoveKind.PURCHASE, 4, "more"))
    assert bench.office.balance(AccountKind.POOL) == 10 - 15 + 2 + 4


def test_a_refused_move_leaves_its_key_free(bench: Bench) -> None:
    with pytest.raises(NotEnoughCredits):
        bench.office.change(post_move, bench.write(MoveKind.HOLD, 11))
    assert bench.office.change(post_move, bench.write(MoveKind.HOLD, 10)) is not None


def test_two_moves_in_one_transaction_see_each_other(bench: Bench) -> None:
    def both(tx: Tx) -> tuple[int | None, int | None]:
        first = post_move(tx, bench.write(MoveKind.ALLOCATE, 10, "first"))
        return first, post_move(tx, bench.write(MoveKind.RECLAIM, 20, "second"))

    assert None not in bench.office.change(both)
    assert bench.office.balance(AccountKind.MEMBER, bench.ben) == 0
    assert bench.office.balance(AccountKind.POOL) == 20


def test_a_move_of_a_member_needs_a_member(bench: Bench) -> None:
    for kind, sides in ROUTES.items():
        if not {AccountKind.MEMBER, AccountKind.HELD}.isdisjoint(sides):
            with pytest.raises(ValueError, match="needs a member"):
                bench.office.change(post_move, Move(bench.office.team_id, kind, 1, "key", "test"))


def test_a_move_between_unopened_accounts_is_refused(bench: Bench) -> None:
    for move in (
        replace(bench.write(MoveKind.HOLD), member_id="nobody"),
        replace(bench.write(MoveKind.REASSIGN), from_member_id="nobody"),
    ):
        with pytest.raises(Exception, match=r"(?i)foreign key|not enough credits"):
            bench.office.change(post_move, move)


def hold(bench: Bench, credits_: int = 3) -> bool:
    """Start Ben's one generation at a price."""
    row = {"id": bench.generation, "team_id": bench.office.team_id, "member_id": bench.ben, "style": "casual"}
    rest = {"request_key": bench.generation, "conversation_id": None}
    return bench.office.change(add_generation, row | rest, credits_, "test")


def close(bench: Bench, status: GenerationStatus, generation: str | None = None) -> bool:
    return bench.office.change(
        close_generation,
        generation or bench.generation,
        status,
        why=Why("a_code", "so it ended"),
        done=2,
        actor="closeup",
    )


def find_move(bench: Bench, kind: str) -> Any:
    """The move of that kind that belongs to Ben's generation."""
    (move,) = bench.office.read(_list, select(moves).where(moves.c.key == f"{kind}:{bench.generation}"))
    return move


def read_hold(bench: Bench) -> Any:
    found = bench.office.read(_list, select(holds).where(holds.c.generation_id == bench.generation))
    return found[0] if found else None


def test_a_generation_is_made_with_its_hold_and_its_move(bench: Bench) -> None:
    before = bench.read_accounts()
    assert hold(bench)
    after, row = bench.read_accounts(), read_hold(bench)
    assert (row.team_id, row.member_id, row.credits, row.state) == (
        bench.office.team_id,
        bench.ben,
        3,
        "held",
    )
    assert (row.created_at, row.resolved_at) == (bench.office.clock.now, None)
    generation = bench.office.find(find_generation, bench.generation)
    assert (generation.status, generation.style, generation.reason, generation.done) == (
        "queued",
        "casual",
        "",
        0,
    )
    assert (generation.created_at, generation.member_id) == (bench.office.clock.now, bench.ben)
    move = find_move(bench, "hold")
    assert (move.kind, move.credits, move.actor, move.reason) == ("hold", 3, "test", "")
    assert (move.member_id, move.generation_id, move.team_id) == (
        bench.ben,
        bench.generation,
        bench.office.team_id,
    )
    assert (move.from_account, move.to_account) == (f"member:{bench.ben}", f"held:{bench.ben}")
    check_sides(bench, move.id, before, after, {f"member:{bench.ben}": -3, f"held:{bench.ben}": 3})


def test_a_generation_is_made_once(bench: Bench) -> None:
    assert hold(bench)
    before = bench.read_accounts()
    row = {"id": "another", "team_id": bench.office.team_id, "member_id": bench.ben, "style": "casual"}
    again = row | {"request_key": bench.generation, "conversation_id": None}
    assert not bench.office.change(add_generation, again, 3, "test")
    assert bench.read_accounts() == before
    assert bench.office.read(find_generation, "another") is None


def test_a_generation_beyond_the_balance_leaves_nothing(bench: Bench) -> None:
    before = bench.read_accounts()
    with pytest.raises(NotEnoughCredits):
        hold(bench, 11)
    assert bench.read_accounts() == before
    assert read_hold(bench) is None
    assert bench.office.read(find_generation, bench.generation) is None
    assert hold(bench, 10), "the last credit may go"


@pytest.mark.parametrize(
    ("status", "state", "kind"),
    [
        ("completed", "settled", "settle"),
        ("failed", "released", "release"),
        ("canceled", "released", "release"),
    ],
)
def test_a_generation_ends_once_with_its_hold_and_its_move(
    bench: Bench, status: str, state: str, kind: str
) -> None:
    hold(bench)
    bench.office.clock.go_on(minutes=1)
    now, before = bench.office.clock.now, bench.read_accounts()
    assert close(bench, GenerationStatus(status))
    after, row = bench.read_accounts(), read_hold(bench)
    assert (row.state, row.resolved_at) == (state, now)
    generation = bench.office.find(find_generation, bench.generation)
    assert (generation.status, generation.reason, generation.done) == (status, "so it ended", 2)
    assert generation.ended_at == now
    taker = f"used:{bench.office.team_id}" if kind == "settle" else f"member:{bench.ben}"
    move = find_move(bench, kind)
    assert (move.kind, move.credits, move.actor, move.reason) == (kind, 3, "closeup", "so it ended")
    assert (move.member_id, move.generation_id, move.team_id) == (
        bench.ben,
        bench.generation,
        bench.office.team_id,
    )
    assert (move.from_account, move.to_account) == (f"held:{bench.ben}", taker)
    check_sides(bench, move.id, before, after, {f"held:{bench.ben}": -3, taker: 3})
    for other in ("completed", "failed", "canceled"):
        assert not close(bench, GenerationStatus(other))
    assert bench.read_accounts() == after
    assert bench.office.read(find_generation, bench.generation) == generation


def test_what_never_began_does_not_end(bench: Bench) -> None:
    before = bench.read_accounts()
    assert not close(bench, GenerationStatus.COMPLETED, "unheard")
    assert bench.read_accounts() == before


def test_an_end_that_the_books_know_already_is_a_fault_and_changes_nothing(bench: Bench) -> None:
    """A hold that is open although its settle was posted: books that somebody broke."""
    hold(bench)
    bench.office.change(post_move, replace(bench.write(MoveKind.SETTLE), key=f"settle:{bench.generation}"))
    before = bench.read_accounts()
    with pytest.raises(Exception, match=r"(?i)unique"):
        close(bench, GenerationStatus.COMPLETED)
    assert bench.read_accounts() == before
    assert read_hold(bench).state == "held"
