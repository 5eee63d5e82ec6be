"""Any order of moves, replays and refusals, driven by Hypothesis beside a plain dict that says what must come of it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from core.domain.credits import MoveKind
from core.domain.generations import GenerationStatus
from core.domain.refusals import Conflict, NotEnoughCredits, Refusal
from core.domain.teams import Role
from core.services import teams
from core.services.access import Actor, answer_once
from core.services.books import audit_books
from core.services.credits import allocate, distribute, overview, plan_distribution, reassign, reclaim
from core.services.generations import end_generation
from core.services.members import reactivate
from core.services.payments import apply_event
from core.services.purchases import Offer, order_credits
from core.store import teams as team_rows
from core.store.credits import Move, post_move
from core.store.engine import Store, Tx
from core.store.generations import add_generation
from core.store.tables import accounts
from tests.core.office import NUMBERS, HeldClock, tell

CREDITS = some.integers(1, 12)
ENDS = some.sampled_from([GenerationStatus.COMPLETED, GenerationStatus.FAILED, GenerationStatus.CANCELED])


@dataclass(eq=False)
class Team:
    """A team as it must be: credits by account, and who is active, in joining order."""

    owner: Actor
    credits: Counter[str] = field(default_factory=Counter)
    members: dict[str, bool] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.owner.team_id

    @property
    def pool(self) -> int:
        return self.credits[f"pool:{self.id}"]

    def move(self, giver: str, taker: str, credits_: int) -> None:
        """Write one move into the model."""
        self.credits[giver] -= credits_
        self.credits[taker] += credits_

    def list_active(self) -> list[str]:
        return [member for member, is_active in self.members.items() if is_active]


@dataclass(eq=False)
class Member:
    """Somebody of a team."""

    team: Team
    id: str

    @property
    def own(self) -> str:
        return f"member:{self.id}"

    @property
    def held(self) -> str:
        return f"held:{self.id}"


@dataclass(eq=False)
class Purchase:
    """A purchase, and whether it was paid."""

    team: Team
    row: Any
    is_paid: bool = False


@dataclass(eq=False)
class Generation:
    """A generation of a member, and how it ended."""

    member: Member
    id: str
    credits: int
    end: GenerationStatus | None = None


@dataclass
class Request:
    """A request that was answered, ready to be sent again."""

    send: Callable[[], Any]
    answer: Any


def read_credits(tx: Tx, team_id: str) -> dict[str, int]:
    """What is in each account of a team that is not empty."""
    query = select(accounts.c.id, accounts.c.balance).where(accounts.c.team_id == team_id)
    return {row.id: row.balance for row in tx.conn.execute(query) if row.balance}


class BooksMachine(RuleBasedStateMachine):
    """Several teams in one database; every rule is one request or one event."""

    teams = Bundle("teams")
    members = Bundle("members")
    purchases = Bundle("purchases")
    generations = Bundle("generations")

    def __init__(self, store: Store, clock: HeldClock) -> None:
        super().__init__()
        self.store = store
        self.clock = clock
        self.known: list[Team] = []
        self.requests: list[Request] = []

    def change(self, work: Callable[[Tx], Any]) -> Any:
        """One transaction, a millisecond after the one before."""
        self.clock.go_on(milliseconds=1)
        return self.store.change(work)

    def ask(self, actor: Actor, request: dict[str, Any], work: Callable[[Tx], Any]) -> Any:
        """Send a request under a fresh idempotency key and remember it."""
        key = f"key{next(NUMBERS)}"

        def send() -> Any:
            return self.change(
                lambda tx: answer_once(tx, actor, key, request, lambda: {"answer": work(tx)})["answer"]
            )

        answer = send()
        self.requests.append(Request(send, answer))
        return answer

    def refuse(self, refusal: type[Refusal], actor: Actor, work: Callable[[Tx], Any]) -> None:
        """A request that must be refused; that nothing moved is what the invariant says."""
        with pytest.raises(refusal):
            self.ask(actor, {}, work)

    # ---- people ----------------------------------------------------------------------------------------------

    @initialize(target=teams)
    def found_first(self) -> Team:
        return self._found()

    @rule(target=teams)
    def found(self) -> Any:
        return self._found() if len(self.known) < 2 else multiple()

    def _found(self) -> Team:
        made = self.change(lambda tx: teams.found_team(tx, "Acme", "Ann"))
        team = Team(Actor(made.owner_id, made.team_id, "Ann", Role.OWNER, "test"))
        team.members[made.owner_id] = True
        self.known.append(team)
        self._pay(self._order(team, 40))
        return team

    @rule(target=members, team=teams)
    def hire(self, team: Team) -> Member:
        member_id = self.change(lambda tx: team_rows.add_member(tx, team.id, "Ben", Role.MEMBER))
        team.members[member_id] = True
        if team.pool >= 5:  # with nothing to spend, most requests would only be refused
            self.change(lambda tx: allocate(tx, team.owner, member_id, 5))
            team.move(f"pool:{team.id}", f"member:{member_id}", 5)
        return Member(team, member_id)

    @rule(member=members)
    def let_go(self, member: Member) -> None:
        team = member.team
        returned = self.change(lambda tx: teams.deactivate(tx, team.owner, member.id))
        assert returned == team.credits[member.own]
        team.move(member.own, f"pool:{team.id}", returned)
        team.members[member.id] = False

    @rule(member=members)
    def let_back(self, member: Member) -> None:
        self.change(lambda tx: reactivate(tx, member.team.owner, member.id))
        member.team.members[member.id] = True

    # ---- money -----------------------------------------------------------------------------------------------

    @rule(target=purchases, team=teams, credits_=CREDITS)
    def order(self, team: Team, credits_: int) -> Purchase:
        return self._order(team, credits_)

    def _order(self, team: Team, credits_: int) -> Purchase:
        row = self.change(lambda tx: order_credits(tx, team.owner, Offer("custom", credits_), None))
        return Purchase(team, row)

    @rule(
        purchase=purchases,
        kind=some.sampled_from(["completed", "async_payment_succeeded", "async_payment_failed", "expired"]),
        is_right=some.booleans(),
    )
    def hear_of(self, purchase: Purchase, kind: str, is_right: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        self._pay(purchase, kind, is_right=is_right)

    def _pay(self, purchase: Purchase, kind: str = "completed", *, is_right: bool = True) -> None:
        paying = kind in ("completed", "async_payment_succeeded")
        wrong: dict[str, Any] = {} if is_right else {"amount_subtotal": 1}
        event = tell(kind, purchase.row, f"evt_{next(NUMBERS)}", **wrong)
        outcome = self.change(lambda tx: apply_event(tx, event, is_live=False))
        credited = paying and is_right and not purchase.is_paid
        assert (outcome == "credited") is credited
        if credited:
            purchase.is_paid = True
            purchase.team.move(f"world:{purchase.team.id}", f"pool:{purchase.team.id}", purchase.row.credits)
        again = Request(lambda: self.change(lambda tx: apply_event(tx, event, is_live=False)), "repeated")
        self.requests.append(again)

    @rule(purchase=purchases, credits_=CREDITS)
    def refund(self, purchase: Purchase, credits_: int) -> None:
        team = purchase.team
        part = {"purchase_id": purchase.row.id}
        move = Move(team.id, MoveKind.REFUND, credits_, f"claw:{next(NUMBERS)}", "stripe", **part)
        assert self.change(lambda tx: post_move(tx, move)) is not None
        team.move(f"pool:{team.id}", f"world:{team.id}", credits_)
        self.requests.append(Request(lambda: self.change(lambda tx: post_move(tx, move)), None))

    # ---- sharing ---------------------------------------------------------------------------------------------

    @rule(member=members, credits_=CREDITS)
    def allocate(self, member: Member, credits_: int) -> None:
        team = member.team

        def work(tx: Tx) -> int:
            return allocate(tx, team.owner, member.id, credits_)

        if not team.members[member.id]:
            self.refuse(Conflict, team.owner, work)
        elif team.pool < credits_:
            self.refuse(NotEnoughCredits, team.owner, work)
        else:
            self.ask(team.owner, {"allocate": credits_}, work)
            team.move(f"pool:{team.id}", member.own, credits_)

    @rule(member=members, credits_=some.none() | CREDITS)
    def reclaim(self, member: Member, credits_: int | None) -> None:
        team, has = member.team, member.team.credits[member.own]

        def work(tx: Tx) -> int | None:
            return reclaim(tx, team.owner, member.id, credits_)

        if credits_ is not None and credits_ > has:
            self.refuse(NotEnoughCredits, team.owner, work)
        else:
            self.ask(team.owner, {"reclaim": credits_}, work)
            team.move(member.own, f"pool:{team.id}", has if credits_ is None else credits_)

    @rule(giver=members, taker=members, credits_=CREDITS)
    def reassign(self, giver: Member, taker: Member, credits_: int) -> None:
        team = giver.team

        def work(tx: Tx) -> int:
            return reassign(tx, team.owner, giver.id, taker.id, credits_)

        if giver is taker or taker.team is not team or not team.members[taker.id]:
            self.refuse(Refusal, team.owner, work)
        elif team.credits[giver.own] < credits_:
            self.refuse(NotEnoughCredits, team.owner, work)
        else:
            self.ask(team.owner, {"reassign": credits_}, work)
            team.move(giver.own, taker.own, credits_)

    @rule(team=teams, credits_=some.none() | CREDITS)
    def share_equally(self, team: Team, credits_: int | None) -> None:
        amount = max(team.pool, 0) if credits_ is None else credits_
        people = team.list_active()
        parts = {who: amount // len(people) + (n < amount % len(people)) for n, who in enumerate(people)}
        self._share(team, ("equal", credits_, None), parts)

    @rule(team=teams, level=CREDITS)
    def top_up(self, team: Team, level: int) -> None:
        parts = {who: max(level - team.credits[f"member:{who}"], 0) for who in team.list_active()}
        self._share(team, ("top-up", None, level), parts)

    def _share(self, team: Team, how: tuple[Any, Any, Any], parts: dict[str, int]) -> None:
        def work(tx: Tx) -> list[Any]:
            return [[share.member_id, share.credits] for share, _ in distribute(tx, team.owner, *how)]

        if sum(parts.values()) > max(team.pool, 0):
            self.refuse(NotEnoughCredits, team.owner, work)
            return
        planned = self.store.read(lambda tx: plan_distribution(tx, team.id, *how))
        done = self.ask(team.owner, {"distribute": how}, work)
        expected: list[list[Any]] = [[who, credits_] for who, credits_ in parts.items() if credits_]
        assert done == [[share.member_id, share.credits] for share in planned] == expected
        for who, credits_ in expected:
            team.move(f"pool:{team.id}", f"member:{who}", credits_)

    # ---- generations -----------------------------------------------------------------------------------------

    @rule(target=generations, member=members, credits_=some.integers(1, 3))
    def hold(self, member: Member, credits_: int) -> Any:
        team, generation_id = member.team, f"headshot{next(NUMBERS)}"
        row: dict[str, Any] = {
            "id": generation_id,
            "team_id": team.id,
            "member_id": member.id,
            "style": "casual",
        }
        row |= {"request_key": generation_id, "conversation_id": None}

        def send() -> bool:
            return bool(self.change(lambda tx: add_generation(tx, row, credits_, "test")))

        if team.credits[member.own] < credits_:
            with pytest.raises(NotEnoughCredits):
                send()
            return multiple()
        assert send()
        self.requests.append(Request(send, answer=False))
        team.move(member.own, member.held, credits_)
        return Generation(member, generation_id, credits_)

    @rule(generation=generations, end=ENDS)
    def end(self, generation: Generation, end: GenerationStatus) -> None:
        member, team = generation.member, generation.member.team
        ended = self.change(lambda tx: end_generation(tx, generation.id, end))
        if generation.end is not None:
            assert ended is generation.end
            return
        assert ended is end
        generation.end = end
        back = member.own if team.members[member.id] else f"pool:{team.id}"
        team.move(
            member.held, f"used:{team.id}" if end is GenerationStatus.COMPLETED else back, generation.credits
        )

    # ---- again and again -------------------------------------------------------------------------------------

    @rule(data=some.data())
    def send_again(self, data: some.DataObject) -> None:
        if self.requests:
            request = data.draw(some.sampled_from(self.requests))
            assert request.send() == request.answer

    @rule(team=teams)
    def reuse_a_key(self, team: Team) -> None:
        key = f"key{next(NUMBERS)}"
        for request, refused in (({"n": 1}, False), ({"n": 2}, True)):

            def work(tx: Tx, request: dict[str, int] = request) -> Any:
                return answer_once(tx, team.owner, key, request, dict)

            if refused:
                with pytest.raises(Conflict):
                    self.change(work)
            else:
                assert self.change(work) == {}

    @invariant()
    def balances_are_the_models(self) -> None:
        for team in self.known:
            found = self.store.read(partial(read_credits, team_id=team.id))
            assert found == {name: n for name, n in team.credits.items() if n}

    def teardown(self) -> None:
        """The whole books, once an example is over: damage done at any step would still be there."""
        assert self.store.read(audit_books).mismatches == []
        for team in self.known:
            seen = self.store.read(partial(overview, team_id=team.id))
            assert seen.purchased == seen.pool + seen.allocated + seen.held + seen.used


def test_the_books_are_what_a_plain_dict_says(shared_store: Store, held_clock: HeldClock) -> None:
    run_state_machine_as_test(
        partial(BooksMachine, shared_store, held_clock),  # type: ignore[arg-type] # called, never looked into
        settings=settings(
            max_examples=40,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
