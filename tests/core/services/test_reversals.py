"""Money that goes back takes its credits with it: by the sum of it, into debt if need be, and never more than all."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import Row

from core.domain.credits import AccountKind, MoveKind
from core.domain.purchases import Reversal, ReversalKind, sum_taken
from core.domain.refusals import NotEnoughCredits
from core.gateways.stripe import StripeEvent
from core.services.books import audit_books
from core.services.credits import allocate, reclaim
from core.services.payments import apply_event
from core.store import purchases as rows
from core.store.access import list_audit
from core.store.engine import Tx
from tests.core.bank import Bank
from tests.core.fates import FATES, list_heard
from tests.core.office import NUMBERS, Office, tell

TOGETHER = 0.3  # seconds in which the second of two callers would be done if it did not wait


def pay(office: Office, credits_: int = 10) -> tuple[Row[Any], Bank]:
    """A purchase that Stripe was paid for; we were not told yet."""
    purchase = office.order(credits_)
    bank = Bank(purchase)
    bank.pay()
    return purchase, bank


def hear(office: Office, events: list[StripeEvent]) -> list[str]:
    """Apply each event in a transaction of its own."""
    return [office.change(apply_event, event, is_live=False) for event in events]


def read(office: Office, purchase: Row[Any]) -> tuple[int, int, int]:
    """Credits taken back, cents refunded, cents under dispute."""
    row = office.read(rows.find_purchase, purchase.id)
    assert row is not None
    return row.clawed, row.refunded_cents, row.disputed_cents


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(credits_=some.integers(1, 40), parts=some.lists(some.integers(1, 900), min_size=1, max_size=5))
def test_parts_take_back_by_their_sum(office: Office, credits_: int, parts: list[int]) -> None:
    purchase, bank = pay(office, credits_)
    pool, cents, back = office.balance(AccountKind.POOL), credits_ * 50, 0
    hear(office, list_heard(bank))
    for part in parts:
        amount = min(part, cents - back)
        if amount == 0:
            break
        back += amount
        count = len(bank.told)
        bank.refund(amount)
        hear(office, bank.told[count:])
        # Fifty cents bought one credit: the buyer keeps each one that is not paid back whole.
        assert read(office, purchase) == (back // 50, back, 0)
    assert office.balance(AccountKind.POOL) - pool == credits_ - back // 50


@pytest.mark.parametrize(
    "name", ["refunded", "a part refunded", "two parts refunded", "all refunded in parts"]
)
@pytest.mark.parametrize("told", ["refund.", "charge.refund"])
def test_either_of_stripes_two_ways_to_tell_is_enough(office: Office, name: str, told: str) -> None:
    purchase = office.order(10)
    bank = Bank(purchase)
    FATES[name].play(bank)
    hear(office, [event for event in bank.told if event.kind.startswith((told, "checkout."))])
    end = FATES[name].end
    assert read(office, purchase) == (end.clawed, end.refunded, end.disputed)


@pytest.mark.parametrize(
    ("known", "taken"),
    [
        ([], (0, 0)),
        ([("refund", 60, "succeeded"), ("charge", 100, "refunded")], (100, 0)),
        ([("refund", 60, "failed"), ("charge", 100, "refunded")], (40, 0)),
        ([("refund", 60, "failed"), ("refund", 40, "succeeded"), ("charge", 60, "refunded")], (40, 0)),
        ([("refund", 60, "failed"), ("refund", 60, "pending"), ("charge", 60, "refunded")], (60, 0)),
        ([("refund", 60, "canceled")], (0, 0)),
        ([("refund", 60, "requires_action")], (60, 0)),
        ([("dispute", 60, "needs_response"), ("dispute", 10, "lost"), ("dispute", 5, "won")], (0, 70)),
        ([("dispute", 60, "a state of tomorrow")], (0, 60)),
        ([("refund", 60, "a state of tomorrow")], (60, 0)),
        ([("dispute", 60, "prevented"), ("dispute", 9, "warning_under_review")], (0, 0)),
    ],
)
def test_what_counts_as_taken(known: list[tuple[str, int, str]], taken: tuple[int, int]) -> None:
    reversals = [Reversal(ReversalKind(kind), cents, state) for kind, cents, state in known]
    for order in itertools.permutations(reversals):
        assert sum_taken(order) == taken


@pytest.mark.parametrize("escalates", [False, True])
def test_each_turn_of_a_dispute_is_followed(office: Office, *, escalates: bool) -> None:
    purchase, bank = pay(office)
    hear(office, list_heard(bank))
    seen = []
    bank.dispute(None, *(["escalated"] if escalates else []), "won", inquiry=escalates)
    for event in list_heard(bank)[1:]:
        hear(office, [event])
        seen.append((event.kind.removeprefix("charge.dispute."), read(office, purchase)[0]))
    gone = [("closed", 0), ("funds_reinstated", 0)]
    asked = [("created", 0), ("updated", 10)] if escalates else [("created", 10)]
    assert seen == [*asked, ("funds_withdrawn", 10), *gone]
    moves = [(m.reason, m.credits) for m in office.list_moves(MoveKind.REFUND)]
    assert moves == [("taken back", 10), ("given back", 10)]


def test_refund_and_dispute_together_never_take_more_than_all(office: Office) -> None:
    purchase, bank = pay(office)
    bank.refund(400)
    bank.dispute()
    hear(office, list_heard(bank))
    assert read(office, purchase) == (10, 400, 500)
    assert sum(m.credits for m in office.list_moves(MoveKind.REFUND)) == 10
    assert office.balance(AccountKind.POOL) == 0


def test_a_debt_leaves_members_alone_and_the_next_purchase_pays_it(office: Office) -> None:
    purchase, bank = pay(office)
    hear(office, list_heard(bank))
    ben = office.hire("Ben", 8)
    bank.refund()
    hear(office, list_heard(bank))
    assert office.balance(AccountKind.POOL) == -8
    assert office.balance(AccountKind.MEMBER, ben) == 8, "what members hold is theirs"
    with pytest.raises(NotEnoughCredits):
        office.change(allocate, office.ann, ben, 1)
    assert office.start(ben).status == "queued", "and they may use it"
    office.change(reclaim, office.ann, ben, 2)
    assert office.balance(AccountKind.POOL) == -6, "what an admin calls back pays the debt"
    office.buy(5)
    with pytest.raises(NotEnoughCredits):
        office.change(allocate, office.ann, ben, 1)
    office.buy(5)
    assert office.balance(AccountKind.POOL) == 4
    office.change(allocate, office.ann, ben, 4)
    assert read(office, purchase) == (10, 500, 0)


@pytest.mark.parametrize("name", ["refunded", "disputed", "inquiry escalated and won", "refund failed"])
def test_what_is_told_before_the_payment_is_known_waits_for_it(office: Office, name: str) -> None:
    purchase = office.order(10)
    bank = Bank(purchase)
    FATES[name].play(bank)
    paid, *reversals = list_heard(bank)
    assert set(hear(office, reversals)) == {"noted"}
    assert read(office, purchase) == (0, 0, 0)
    assert hear(office, [paid]) == ["credited"]
    end = FATES[name].end
    assert read(office, purchase) == (end.clawed, end.refunded, end.disputed)
    assert office.balance(AccountKind.POOL) == 10 - end.clawed


def test_the_other_mode_takes_nothing_back(office: Office) -> None:
    purchase = office.order(10)
    bank = Bank(purchase)
    FATES["refunded, rest disputed"].play(bank)
    paid, *reversals = list_heard(bank)
    hear(office, [paid])
    assert set(hear(office, [replace(event, livemode=True) for event in reversals])) == {"ignored"}
    assert read(office, purchase) == (0, 0, 0)


@pytest.mark.parametrize("payment", [None, "", "pi_of_another_shop"])
@pytest.mark.parametrize("kind", ["refund", "dispute", "charge"])
def test_another_shops_money_is_none_of_ours(office: Office, payment: str | None, kind: str) -> None:
    purchase = office.buy()
    about: dict[str, Any] = {
        "id": f"x_{next(NUMBERS)}",
        "object": kind,
        "amount": 500,
        "amount_refunded": 500,
        "status": "lost",
    }
    news = tell("completed", purchase, f"evt_{next(NUMBERS)}", **about, payment_intent=payment)
    name = "charge.dispute.closed" if kind == "dispute" else "charge.refunded"
    assert hear(office, [replace(news, kind=name)]) == ["noted" if payment else "ignored"]
    assert read(office, purchase) == (0, 0, 0)
    odd = replace(news, kind=name, event_id=f"evt_{next(NUMBERS)}", data=news.data | {"object": "parrot"})
    assert hear(office, [odd]) == ["ignored"]


def test_what_was_taken_back_is_in_the_audit(office: Office) -> None:
    purchase, bank = pay(office)
    bank.refund(250)
    hear(office, list_heard(bank))
    (noted, *_) = office.read(list_audit, office.team_id, 1)
    assert (noted.actor, noted.action, noted.object) == ("stripe", "purchase.reversed", purchase.id)
    assert noted.detail == {"credits": 5}


@pytest.mark.parametrize("first", ["the payment", "its refund"])
def test_a_payment_and_its_refund_told_at_the_same_moment(office: Office, first: str) -> None:
    purchase, bank = pay(office)
    bank.refund()
    heard = list_heard(bank)[:2]
    ours, theirs = heard if first == "the payment" else heard[::-1]
    with ThreadPoolExecutor(1) as other:

        def work(tx: Tx) -> Any:
            apply_event(tx, ours, is_live=False)
            late = other.submit(office.change, apply_event, theirs, is_live=False)
            with pytest.raises(StillWaiting):
                late.result(TOGETHER)
            return late

        office.change(work).result(10)
    assert read(office, purchase) == (10, 500, 0)
    assert office.balance(AccountKind.POOL) == 0


def test_many_callers_at_once_take_back_once(lonely_office: Office) -> None:
    office = lonely_office
    purchase, bank = pay(office)
    bank.refund(100)
    bank.refund(150)
    bank.dispute(250)
    events = list_heard(bank)
    with ThreadPoolExecutor(8) as callers:
        for _ in range(2):
            told = [callers.submit(office.change, apply_event, event, is_live=False) for event in events * 2]
            assert {call.exception() for call in told} == {None}
    assert read(office, purchase) == (10, 250, 250)
    assert office.balance(AccountKind.POOL) == 0
    assert office.read(audit_books).mismatches == []


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_verdict_that_is_overturned_counts_as_last_told(office: Office, order: tuple[int, int]) -> None:
    purchase, bank = pay(office)
    bank.dispute(None, "won")
    paid, *_, won, _ = list_heard(bank)
    later: dict[str, Any] = {
        "event_id": f"evt_{next(NUMBERS)}",
        "created": won.created + timedelta(seconds=1),
    }
    lost = replace(won, **later, data=won.data | {"status": "lost"})
    hear(office, [paid, *((won, lost)[place] for place in order)])
    assert read(office, purchase) == (10, 0, 500)
