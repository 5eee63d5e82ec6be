"""A team with people, credits and photos in a fresh database, for the tests of the core."""

import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Row, select, text

from core.clock import make_id, read_system_clock
from core.domain.credits import AccountKind, MoveKind
from core.domain.generations import SelfieState
from core.domain.styles import Style
from core.domain.teams import Role
from core.gateways.stripe import StripeEvent
from core.services import payments
from core.services import teams as team_services
from core.services.access import Actor
from core.services.credits import allocate
from core.services.generations import Order, start_generation
from core.services.purchases import Offer, order_credits
from core.store import credits as books
from core.store import generations as generation_rows
from core.store import teams as team_rows
from core.store.credits import Move, post_move
from core.store.engine import Store, Tx, open_store
from core.store.tables import accounts, moves
from core.store.threads import ThreadedStore
from core.workflows.engine import Engine

T = TypeVar("T")
NUMBERS = itertools.count()  # one for all: several teams live in one database
LISTENING_SECONDS = 0.2  # a stop waits for the last look
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class HeldClock:
    """Stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def go_on(self, **by: float) -> None:
        """Let time pass; the arguments are a timedelta's."""
        self.now += timedelta(**by)


@contextmanager
def open_office_store(url: str, clock: Callable[[], datetime] = read_system_clock) -> Iterator[Store]:
    """The database as the product opens it, with its job engine."""
    store = open_store(url, clock, make_id)
    store.jobs = Engine(store, LISTENING_SECONDS)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def open_threads(store: Store) -> Iterator[ThreadedStore]:
    """The store for the event loop; its threads have ended when the block has."""
    threads = ThreadedStore(store)
    try:
        yield threads
    finally:
        threads.close()


@dataclass
class Office:
    """One team: `ann` is its owner. Every method is one transaction of its own."""

    store: Store
    clock: HeldClock
    team_id: str
    ann: Actor

    def change(self, work: Callable[..., T], *args: Any, **parts: Any) -> T:
        """`work(tx, ...)` in one writing transaction."""
        return self.store.change(lambda tx: work(tx, *args, **parts))

    def read(self, work: Callable[..., T], *args: Any, **parts: Any) -> T:
        """`work(tx, ...)` in one reading transaction."""
        return self.store.read(lambda tx: work(tx, *args, **parts))

    def find(self, work: Callable[..., Row[Any] | None], *args: Any) -> Row[Any]:
        """The row that `work(tx, ...)` finds in one reading transaction, which must be there."""
        row = self.read(work, *args)
        assert row is not None
        return row

    def hire(self, name: str = "Ben", credits_: int = 0, role: Role = Role.MEMBER) -> str:
        """A member who agreed to everything and got `credits_` from the pool; the id. Each joins a second later."""
        self.clock.go_on(seconds=1)
        member_id = self.change(team_rows.add_member, self.team_id, name, role)
        self.change(team_services.record_consent, member_id, "test")
        if credits_:
            self.change(allocate, self.ann, member_id, credits_)
        return member_id

    def act_as(self, member_id: str, role: Role = Role.MEMBER) -> Actor:
        """The member as a signed-in actor."""
        return Actor(member_id, self.team_id, "somebody", role, "test")

    def order(self, credits_: int = 10) -> Row[Any]:
        """A custom purchase that nobody has paid yet."""
        return self.change(order_credits, self.ann, Offer("custom", credits_), None)

    def pay(self, purchase: Row[Any], **session: Any) -> str:
        """Stripe tells that the purchase was paid; what came of it."""
        event = tell("completed", purchase, f"evt_{next(NUMBERS)}", **session)
        return self.change(payments.apply_event, event, is_live=False)

    def buy(self, credits_: int = 10) -> Row[Any]:
        """A custom purchase, paid."""
        purchase = self.order(credits_)
        assert self.pay(purchase) == "credited"
        return purchase

    def refund(self, purchase: Row[Any], credits_: int, key: str | None = None) -> int | None:
        """Take credits of a purchase back out of the pool, into debt if need be."""
        key = key or f"refund:{purchase.id}:{next(NUMBERS)}"
        move = Move(self.team_id, MoveKind.REFUND, credits_, key, "stripe", purchase_id=purchase.id)
        return self.change(post_move, move)

    def send_selfies(
        self, member_id: str, count: int = 6, state: SelfieState = SelfieState.ACCEPTED
    ) -> list[str]:
        """Judged photos of a member; their ids."""
        return self.change(_add_selfies, self.team_id, member_id, count, state)

    def start(self, member_id: str, key: str | None = None, **parts: Any) -> Row[Any]:
        """A generation on six fresh photos."""
        selfies = parts.pop("selfie_ids", None) or self.send_selfies(member_id)
        return self.store.change(self.order_generation(member_id, selfies, key, **parts))

    def order_generation(
        self, member_id: str, selfies: list[str], key: str | None = None, **parts: Any
    ) -> Callable[[Tx], Row[Any]]:
        """The work of starting a generation, for a transaction."""
        key = key or f"request:{next(NUMBERS)}"
        order = Order(member_id, Style.LINKEDIN, selfies, key, f"member:{member_id}", **parts)
        return lambda tx: start_generation(tx, order)

    def balance(self, kind: AccountKind, owner: str | None = None) -> int:
        """The credits in one account; the team's without an owner."""
        return self.read(books.read_balance, kind, owner or self.team_id)

    def balances(self) -> dict[str, int]:
        """Every account of the team that is not at zero."""
        ours = (accounts.c.team_id == self.team_id) & (accounts.c.balance != 0)
        query = select(accounts.c.id, accounts.c.balance).where(ours)
        return {row.id: row.balance for row in self.read(lambda tx: list(tx.conn.execute(query)))}

    def list_erased(self) -> list[str]:
        """The files that the job engine was asked to erase, by any team."""
        schema = "" if self.store.engine.dialect.name == "sqlite" else "dbos."
        query = text(
            f"SELECT i.inputs FROM {schema}workflow_status s JOIN {schema}workflow_input i"
            " USING (workflow_uuid) WHERE s.name = 'erase'"
        )
        found = self.read(lambda tx: list(tx.conn.scalars(query)))
        return sorted(key for inputs in found for key in json.loads(inputs)["args"][0])

    def list_moves(self, kind: MoveKind | None = None) -> list[Row[Any]]:
        """The team's moves of one kind, or all, oldest first."""
        query = select(moves).where(moves.c.team_id == self.team_id).order_by(moves.c.id)
        query = query if kind is None else query.where(moves.c.kind == kind.value)
        return self.read(lambda tx: list(tx.conn.execute(query)))


def open_office(store: Store, clock: HeldClock) -> Office:
    """The team Acme of Ann at noon, without credits, in a database that other teams may live in too."""
    clock.now = NOON
    found = store.change(lambda tx: team_services.found_team(tx, "Acme", "Ann"))
    store.change(lambda tx: team_services.record_consent(tx, found.owner_id, "test"))
    return Office(
        store, clock, found.team_id, Actor(found.owner_id, found.team_id, "Ann", Role.OWNER, "test")
    )


def tell(
    kind: str, purchase: Row[Any], event_id: str, *, livemode: bool = False, **session: Any
) -> StripeEvent:
    """Stripe's event `checkout.session.{kind}` of a purchase, with `session` other than it should be."""
    right = {
        "id": f"cs_{purchase.id}",
        "client_reference_id": purchase.id,
        "payment_status": "paid",
        "payment_intent": f"pi_{purchase.id}",
        "amount_subtotal": purchase.amount_cents,
        "amount_total": purchase.amount_cents,
        "currency": purchase.currency,
    }
    return StripeEvent(event_id, f"checkout.session.{kind}", livemode, NOON, right | session, b"{}")


def _add_selfies(tx: Tx, team_id: str, member_id: str, count: int, state: SelfieState) -> list[str]:
    ids = [tx.new_id("selfie") for _ in range(count)]
    for selfie_id in ids:
        row = {"id": selfie_id, "team_id": team_id, "member_id": member_id, "draft_id": "draft", "source": {}}
        generation_rows.add_selfie(tx, row)
    files = {"state": state.value, "file_key": f"selfies/{ids[0]}.jpg"}
    generation_rows.update_selfies(tx, ids, files)
    return ids
