"""Every fate of a payment, told in every order, twice, in parts: it ends the same, and the books add up."""

import itertools
import json
import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import Row

from core.domain.credits import AccountKind, MoveKind
from core.gateways.stripe import CheckoutSession, StripeEvent, parse_event
from core.services.payments import apply_event
from core.services.purchases import record_session
from core.store import purchases as rows
from core.store.access import list_audit
from core.store.engine import Tx
from tests.core.bank import Bank
from tests.core.fates import FATES, End, Fate, list_heard
from tests.core.office import NUMBERS, Office, tell

CREDITS = 10
TOGETHER = 0.3  # seconds in which the second of two callers would be done if it did not wait
ALL_ORDERS_UP_TO = 3  # events; of longer tales so many orders are drawn:
DRAWN = 10
NAMED = [pytest.param(fate, id=name) for name, fate in FATES.items()]
WORDS = {
    "bank bounced": {"The customer's bank account could not be debited."},
    "declined, then expired": {"Your card was declined."},
    "declined, then bounced": {
        "Your card was declined.",
        "The customer's bank account could not be debited.",
    },
}


def play(office: Office, fate: Fate) -> tuple[Row[Any], list[StripeEvent]]:
    """A purchase of its own, and what Stripe tells of its fate."""
    purchase = office.order(CREDITS)
    bank = Bank(purchase)
    fate.play(bank)
    return purchase, list_heard(bank)


def hear(office: Office, events: Sequence[StripeEvent]) -> list[str]:
    """Apply the events one after the other; in one transaction, since thousands of orders are tried."""

    def work(tx: Tx) -> list[str]:
        return [apply_event(tx, event, is_live=False) for event in events]

    return office.change(work)


def read(office: Office, purchase: Row[Any]) -> Row[Any]:
    row = office.read(rows.find_purchase, purchase.id)
    assert row is not None
    return row


def check(office: Office, purchase: Row[Any], end: End) -> Row[Any]:
    """The purchase stands where it must, and the ledger says the same of it."""
    row = read(office, purchase)
    assert End(row.status, row.clawed, row.refunded_cents, row.disputed_cents) == end
    granted = [m.credits for m in office.list_moves(MoveKind.PURCHASE) if m.purchase_id == purchase.id]
    assert granted == ([CREDITS] if end.status == "paid" else [])
    back = [m for m in office.list_moves(MoveKind.REFUND) if m.purchase_id == purchase.id]
    taken = sum(m.credits if m.from_account.startswith("pool:") else -m.credits for m in back)
    assert taken == end.clawed
    return row


def shuffle(events: list[StripeEvent]) -> list[tuple[int, ...]]:
    """Every order of few events, some orders of many; as places, because each order has events of its own."""
    places = range(len(events))
    if len(events) <= ALL_ORDERS_UP_TO:
        return list(itertools.permutations(places))
    dice = random.Random(len(events))
    return [tuple(reversed(places)), *(tuple(dice.sample(places, len(places))) for _ in range(DRAWN - 1))]


@pytest.mark.parametrize("fate", NAMED)
def test_every_order_ends_the_same(office: Office, fate: Fate) -> None:
    _, told = play(office, fate)
    before = office.balance(AccountKind.POOL)
    orders = shuffle(told)
    for order in orders:
        purchase, events = play(office, fate)
        hear(office, [events[place] for place in order])
        check(office, purchase, fate.end)
    each = CREDITS - fate.end.clawed if fate.end.status == "paid" else 0
    assert office.balance(AccountKind.POOL) - before == each * len(orders)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.data())
def test_twice_late_and_partly_lost_ends_the_same_once_the_list_is_read(office: Office, data: Any) -> None:
    fate = FATES[data.draw(some.sampled_from(sorted(FATES)), label="fate")]
    purchase, told = play(office, fate)
    heard = data.draw(some.lists(some.sampled_from(told), max_size=2 * len(told)), label="heard")
    for event in heard:
        hear(office, [event])
        row = read(office, purchase)
        assert 0 <= row.clawed <= CREDITS
    known = {event.event_id for event in heard}
    missed = [event for event in told if event.event_id not in known]
    if data.draw(some.booleans(), label="newest page first"):
        missed.reverse()
    hear(office, missed)
    check(office, purchase, fate.end)
    before = office.balances()
    assert set(hear(office, told)) == {"repeated"}
    assert office.balances() == before


@pytest.mark.parametrize("name", sorted(WORDS))
def test_the_reason_is_kept_in_stripes_words_in_every_order(office: Office, name: str) -> None:
    for order in shuffle(play(office, FATES[name])[1]):
        purchase, events = play(office, FATES[name])
        hear(office, [events[place] for place in order])
        assert check(office, purchase, FATES[name].end).trouble in WORDS[name]


def test_the_reason_is_gone_once_the_payment_went_through(office: Office) -> None:
    purchase, events = play(office, FATES["declined, then paid"])
    assert hear(office, events[:1]) == ["noted"]
    assert read(office, purchase).trouble == "Your card was declined."
    assert hear(office, events[1:2]) == ["noted"]
    assert read(office, purchase).trouble == "Your card has insufficient funds."
    assert hear(office, events[2:]) == ["credited"]
    assert read(office, purchase).trouble is None
    late = replace(events[0], event_id=f"evt_{next(NUMBERS)}")
    assert hear(office, [late]) == ["ignored"], (
        "a failed try that is told late says nothing about a paid purchase"
    )
    assert read(office, purchase).trouble is None


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        ({"message": "Your card was declined. " * 100}, "noted"),
        ({"message": ""}, "ignored"),
        (None, "ignored"),
    ],
)
def test_a_reason_is_bounded_and_may_be_missing(office: Office, error: Any, outcome: str) -> None:
    purchase, (event, *_) = play(office, FATES["declined, then paid"])
    odd = replace(event, data=event.data | {"last_payment_error": error})
    assert hear(office, [odd]) == [outcome]
    assert len(read(office, purchase).trouble or "") == (500 if outcome == "noted" else 0)


def test_a_bank_that_says_no_without_a_reason_has_ours(office: Office) -> None:
    purchase, events = play(office, FATES["bank bounced"])
    hear(office, [event for event in events if not event.kind.startswith("payment_intent.")])
    assert read(office, purchase).trouble == "The bank did not pay."


def test_the_receipt_and_the_buyer_are_kept(office: Office) -> None:
    for order in itertools.permutations(("charge.succeeded", "checkout.session.completed", "charge.updated")):
        purchase = office.order(CREDITS)
        bank = Bank(purchase)
        bank.pay()
        by_kind = {event.kind: event for event in bank.told}
        assert set(hear(office, [by_kind[kind] for kind in order])) == {"credited", "noted"}
        row = read(office, purchase)
        assert row.receipt_url == bank._charge["receipt_url"]
        assert row.receipt_url.startswith("https://stripe.test/receipts/ch_")
        assert (row.buyer_email, row.payment_id) == ("ann@example.com", bank.session["payment_intent"])


def test_what_nobody_waits_for_is_ignored_and_kept(office: Office) -> None:
    purchase = office.order(CREDITS)
    bank = Bank(purchase)
    bank.pay()
    others = [event for event in bank.told if event not in list_heard(bank) and event.kind[:7] != "charge."]
    assert {event.kind for event in others} == {"payment_intent.created", "payment_intent.succeeded"}
    assert hear(office, [*others, *others]) == ["ignored", "ignored", "repeated", "repeated"]
    assert read(office, purchase).status == "created"


@pytest.mark.parametrize("name", ["paid", "bank under way", "bank bounced", "expired"])
def test_the_other_mode_never_moves_a_purchase_on(office: Office, name: str) -> None:
    purchase = office.order(CREDITS)
    bank = Bank(purchase, live=True)
    FATES[name].play(bank)
    outcomes = set(hear(office, bank.told))
    assert outcomes == ({"quarantined", "ignored"} if name == "paid" else {"ignored"})
    row = check(office, purchase, End("quarantined" if name == "paid" else "created"))
    assert (row.trouble or "").startswith("A test payment arrived" if name == "paid" else "")


@pytest.mark.parametrize("kind", ["expired", "async_payment_failed", "completed"])
def test_another_checkout_that_names_a_purchase_does_not_end_it(office: Office, kind: str) -> None:
    purchase = office.order(CREDITS)
    office.change(record_session, purchase.id, CheckoutSession(f"cs_{purchase.id}", "https://checkout.test"))
    news = tell(kind, purchase, f"evt_{next(NUMBERS)}", id="cs_another", payment_status="unpaid")
    assert hear(office, [news]) == ["ignored"]
    assert read(office, purchase).status == "created"


@pytest.mark.parametrize(
    ("session", "sentence"),
    [
        ({"amount_subtotal": 499, "amount_total": 499}, "The amount paid is not the amount ordered."),
        ({"amount_total": 499}, "The amount paid is not the amount ordered."),
        (
            {"amount_total": 0, "payment_status": "no_payment_required"},
            "The amount paid is not the amount ordered.",
        ),
        ({"amount_subtotal": 501, "amount_total": 501}, "The amount paid is not the amount ordered."),
        ({"currency": "eur"}, "The currency paid is not the currency ordered."),
        ({"livemode": True}, "A test payment arrived in live mode, or the other way round."),
        ({"id": "cs_another"}, "The payment belongs to another checkout."),
        ({"payment_status": "who knows"}, "Stripe called the checkout complete without a payment."),
    ],
)
def test_a_payment_set_aside_says_why_and_its_refund_moves_nothing(
    office: Office, session: dict[str, Any], sentence: str
) -> None:
    purchase = office.order(CREDITS)
    office.change(record_session, purchase.id, CheckoutSession(f"cs_{purchase.id}", "https://checkout.test"))
    assert office.pay(purchase, **session) == "quarantined"
    assert check(office, purchase, End("quarantined")).trouble == sentence
    (noted, *_) = office.read(list_audit, office.team_id, 1)
    assert (noted.action, noted.detail) == ("purchase.quarantined", {"trouble": sentence})

    back: dict[str, Any] = {
        "object": "refund",
        "id": f"re_{purchase.id}",
        "status": "succeeded",
        "amount": 499,
    }
    refund = tell("completed", purchase, f"evt_{next(NUMBERS)}", **back)
    assert hear(office, [replace(refund, kind="refund.created")]) == ["noted"]
    check(office, purchase, End("quarantined", refunded=499))
    assert office.list_moves() == []


def test_one_payment_pays_one_purchase(office: Office) -> None:
    first, second = office.order(CREDITS), office.order(CREDITS)
    assert office.pay(first) == "credited"
    assert office.pay(second, payment_intent=f"pi_{first.id}") == "quarantined"
    assert check(office, second, End("quarantined")).trouble == "This payment belongs to another purchase."
    assert office.pay(second) == "credited", "and the right payment still counts"
    check(office, second, End("paid"))


def test_a_right_payment_after_a_wrong_one_keeps_what_was_refunded_apart(office: Office) -> None:
    purchase = office.order(CREDITS)
    assert office.pay(purchase, amount_subtotal=1, payment_intent="pi_wrong") == "quarantined"
    back: dict[str, Any] = {
        "object": "refund",
        "id": f"re_{purchase.id}",
        "status": "succeeded",
        "amount": 500,
    }
    wrong = tell("completed", purchase, f"evt_{next(NUMBERS)}", **back, payment_intent="pi_wrong")
    hear(office, [replace(wrong, kind="refund.created")])
    check(office, purchase, End("quarantined", refunded=500))
    assert office.pay(purchase) == "credited"
    check(office, purchase, End("paid"))


def test_stripes_own_examples_with_our_ids_go_the_whole_way(office: Office, shared_folder: Path) -> None:
    examples = json.loads((shared_folder / "contracts" / "stripe" / "fixtures3.json").read_text())[
        "resources"
    ]
    purchase = office.order(CREDITS)
    payment = {"payment_intent": f"pi_{purchase.id}"}

    def write(kind: str, noun: str, **changes: Any) -> StripeEvent:
        about = examples[noun] | changes
        event = {"id": f"evt_{next(NUMBERS)}", "type": kind, "data": {"object": about}}
        return parse_event(json.dumps(examples["event"] | event).encode())

    paid = {
        "client_reference_id": purchase.id,
        "payment_status": "paid",
        "currency": "usd",
        "id": f"cs_{purchase.id}",
    }
    amounts = {"amount_subtotal": 500, "amount_total": 500}
    back = {"id": f"re_{purchase.id}", "amount": 200, "status": "succeeded"}
    asked = {"id": f"dp_{purchase.id}", "amount": 300, "status": "needs_response"}
    told = [
        write("checkout.session.completed", "checkout.session", **paid, **amounts, **payment),
        write("charge.succeeded", "charge", **payment, receipt_url="https://stripe.test/receipt"),
        write("refund.created", "refund", **back, **payment),
        write("charge.dispute.created", "dispute", **asked, **payment),
    ]
    assert hear(office, told) == ["credited", "noted", "reversed", "reversed"]
    assert check(office, purchase, End("paid", 10, 200, 300)).receipt_url == "https://stripe.test/receipt"
    won = write("charge.dispute.closed", "dispute", **asked | {"status": "won"}, **payment)
    assert hear(office, [won]) == ["reversed"]
    check(office, purchase, End("paid", 4, 200))


def test_a_reason_told_at_the_same_moment_is_kept(office: Office) -> None:
    purchase, (declined, unpaid, reason, bounced) = play(office, FATES["declined, then bounced"])
    hear(office, [declined, unpaid])
    with ThreadPoolExecutor(1) as other:

        def work(tx: Tx) -> Any:
            apply_event(tx, reason, is_live=False)
            late = other.submit(hear, office, [bounced])
            with pytest.raises(StillWaiting):
                late.result(TOGETHER)
            return late

        office.change(work).result(10)
    row = check(office, purchase, FATES["declined, then bounced"].end)
    assert row.trouble == "The customer's bank account could not be debited."
