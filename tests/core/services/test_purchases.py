"""A purchase from order to credits: every way Stripe tells of it, in any order and number."""

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Row, select

from core.domain.credits import AccountKind, MoveKind
from core.domain.refusals import Conflict, Malformed
from core.gateways.stripe import CheckoutSession
from core.services.payments import apply_event
from core.services.purchases import Offer, describe_checkout, order_credits, record_session
from core.store import purchases as rows
from core.store.access import list_audit
from core.store.tables import callbacks
from tests.core.office import NUMBERS, Office, tell

News = tuple[str, dict[str, Any]]
COMPLETED: News = ("completed", {})
UNPAID = ("completed", {"payment_status": "unpaid"})
SUCCEEDED: News = ("async_payment_succeeded", {})
FAILED = ("async_payment_failed", {"payment_status": "unpaid"})
EXPIRED = ("expired", {"payment_status": "unpaid"})
WRONG = ("completed", {"amount_subtotal": 1})
UNHEARD: News = ("confirmed_by_pigeon", {})


def read(office: Office, purchase: Row[Any]) -> Row[Any]:
    row = office.read(rows.find_purchase, purchase.id)
    assert row is not None
    return row


def apply(office: Office, purchase: Row[Any], kind: str, session: dict[str, Any], event_id: str = "") -> str:
    event = tell(kind, purchase, event_id or f"evt_{next(NUMBERS)}", **session)
    return office.change(apply_event, event, is_live=False)


@pytest.mark.parametrize(
    ("events", "outcomes", "status", "credited"),
    [
        ([COMPLETED], ["credited"], "paid", 1),
        ([("completed", {"payment_status": "no_payment_required"})], ["credited"], "paid", 1),
        ([COMPLETED, COMPLETED], ["credited", "ignored"], "paid", 1),
        ([COMPLETED, SUCCEEDED], ["credited", "ignored"], "paid", 1),
        ([SUCCEEDED, COMPLETED], ["credited", "ignored"], "paid", 1),
        ([UNPAID], ["processing"], "processing", 0),
        ([UNPAID, SUCCEEDED], ["processing", "credited"], "paid", 1),
        ([UNPAID, FAILED], ["processing", "failed"], "failed", 0),
        ([FAILED, UNPAID], ["failed", "ignored"], "failed", 0),
        ([SUCCEEDED, UNPAID], ["credited", "ignored"], "paid", 1),
        ([COMPLETED, FAILED], ["credited", "ignored"], "paid", 1),
        ([COMPLETED, EXPIRED], ["credited", "ignored"], "paid", 1),
        ([EXPIRED], ["expired"], "expired", 0),
        ([EXPIRED, COMPLETED], ["expired", "credited"], "paid", 1),
        ([UNPAID, EXPIRED], ["processing", "ignored"], "processing", 0),
        ([FAILED, COMPLETED], ["failed", "credited"], "paid", 1),
        ([UNHEARD], ["ignored"], "created", 0),
        ([WRONG], ["quarantined"], "quarantined", 0),
        ([WRONG, COMPLETED], ["quarantined", "credited"], "paid", 1),
        ([COMPLETED, WRONG], ["credited", "quarantined"], "paid", 1),
        ([("async_payment_succeeded", {"payment_status": "unpaid"})], ["quarantined"], "quarantined", 0),
    ],
)
def test_events_in_any_order_credit_a_paid_purchase_once(
    office: Office, events: list[Any], outcomes: list[str], status: str, credited: int
) -> None:
    purchase = office.order(10)
    assert [apply(office, purchase, kind, session) for kind, session in events] == outcomes
    assert read(office, purchase).status == status
    assert office.balance(AccountKind.POOL) == 10 * credited
    assert len(office.list_moves(MoveKind.PURCHASE)) == credited


@pytest.mark.parametrize(
    ("session", "trouble"),
    [
        ({"amount_subtotal": 499}, "amount"),
        ({"amount_subtotal": 501}, "amount"),
        ({"amount_subtotal": None, "amount_total": 501}, "amount"),
        ({"amount_subtotal": None, "amount_total": None}, "amount"),
        ({"currency": "eur"}, "currency"),
        ({"currency": None}, "currency"),
        ({"livemode": True}, "live mode"),
        ({"id": "cs_of_somebody_else"}, "another checkout"),
        ({"payment_status": "shrug"}, "without a payment"),
    ],
)
def test_a_payment_that_does_not_match_is_set_aside_and_told(
    office: Office, session: dict[str, Any], trouble: str
) -> None:
    purchase = office.order(10)
    office.change(
        record_session, purchase.id, CheckoutSession(f"cs_{purchase.id}", "https://checkout.test/1")
    )
    assert office.pay(purchase, **session) == "quarantined"
    row = read(office, purchase)
    assert row.status == "quarantined"
    assert trouble in row.trouble
    assert office.balance(AccountKind.POOL) == 0
    (noted, *_) = office.read(list_audit, office.team_id, 5)
    assert (noted.action, noted.object, noted.actor) == ("purchase.quarantined", purchase.id, "stripe")


def test_what_is_right_in_other_letters_is_credited(office: Office) -> None:
    purchase = office.order(10)
    assert office.pay(purchase, currency="USD") == "credited"


def test_taxes_on_top_do_not_matter(office: Office) -> None:
    purchase = office.order(10)
    assert office.pay(purchase, amount_total=purchase.amount_cents + 95) == "credited"


def test_a_live_payment_in_live_mode_is_credited(office: Office) -> None:
    purchase = office.order(10)
    event = tell("completed", purchase, f"evt_{next(NUMBERS)}", livemode=True)
    assert office.change(apply_event, event, is_live=True) == "credited"


@pytest.mark.parametrize("kind", ["completed", "expired", "async_payment_failed", "unheard_of"])
def test_the_same_event_again_does_nothing(office: Office, kind: str) -> None:
    purchase = office.order(10)
    event_id = f"evt_{next(NUMBERS)}"
    first = apply(office, purchase, kind, {}, event_id)
    before = office.balances()
    assert apply(office, purchase, kind, {}, event_id) == "repeated"
    assert apply(office, purchase, "completed", {}, event_id) == "repeated", "the event's id is what counts"
    assert office.balances() == before
    find = select(callbacks).where(callbacks.c.id == event_id)
    (kept,) = office.read(lambda tx: list(tx.conn.execute(find)))
    assert (kept.source, kept.kind, kept.outcome) == ("stripe", f"checkout.session.{kind}", first)


def test_an_event_may_overtake_our_note_of_its_session(office: Office) -> None:
    purchase = office.order(10)
    assert purchase.session_id is None
    assert office.pay(purchase) == "credited"
    session = CheckoutSession(f"cs_{purchase.id}", "https://checkout.test/1")
    row = office.change(record_session, purchase.id, session)
    assert (row.status, row.session_id, row.payment_id) == ("paid", f"cs_{purchase.id}", f"pi_{purchase.id}")
    assert row.paid_at == office.clock.now


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ({"client_reference_id": None}, "ignored"),
        ({"client_reference_id": "purchase_of_nobody"}, "ignored"),
        ({"client_reference_id": None, "metadata": {"purchase_id": "{id}"}}, "credited"),
        ({"client_reference_id": None, "metadata": None}, "ignored"),
        ({"payment_intent": None}, "credited"),
        ({"payment_intent": {"id": "pi_expanded"}}, "credited"),
    ],
)
def test_a_purchase_is_found_by_our_id_in_the_session(
    office: Office, reference: dict[str, Any], found: str
) -> None:
    purchase = office.order(10)
    written = json.loads(json.dumps(reference).replace("{id}", purchase.id))
    assert office.pay(purchase, **written) == found
    assert office.balance(AccountKind.POOL) == (10 if found == "credited" else 0)


def test_a_purchase_is_found_by_its_session(office: Office) -> None:
    purchase = office.order(10)
    office.change(record_session, purchase.id, CheckoutSession("cs_known", "https://checkout.test/1"))
    assert office.pay(purchase, id="cs_known", client_reference_id=None) == "credited"


@pytest.mark.parametrize(
    "kind", ["payment_intent.succeeded", "charge.refunded", "customer.created", "checkout"]
)
def test_an_event_of_another_kind_is_kept_and_ignored(office: Office, kind: str) -> None:
    purchase = office.order(10)
    event = tell("completed", purchase, f"evt_{next(NUMBERS)}")
    other = replace(event, kind=kind)
    assert office.change(apply_event, other, is_live=False) == "ignored"
    assert office.change(apply_event, other, is_live=False) == "repeated"
    assert office.balance(AccountKind.POOL) == 0


@pytest.mark.parametrize(
    ("package", "credits_", "expected"),
    [
        ("starter", None, (50, 2900)),
        ("professional", None, (150, 7900)),
        ("enterprise", None, (500, 19900)),
        ("starter", 50, (50, 2900)),
        ("custom", 1, (1, 50)),
        ("custom", 10_000, (10_000, 500_000)),
    ],
)
def test_an_order_is_priced_by_us(
    office: Office, package: str, credits_: int | None, expected: tuple[int, int]
) -> None:
    offer = Offer(package, credits_, return_base="https://closeup.test")
    row = office.change(order_credits, office.ann, offer, None)
    assert (row.credits, row.amount_cents, row.currency, row.status) == (*expected, "usd", "created")
    assert row.created_by == office.ann.label
    order = describe_checkout(row)
    assert (order.amount_cents, order.currency, order.purchase_id) == (expected[1], "usd", row.id)
    assert order.success_url.startswith(
        "https://closeup.test/checkout/success?session_id={CHECKOUT_SESSION_ID}"
    )
    assert row.id in order.cancel_url
    assert order.expires_at == row.expires_at
    assert 0.5 <= (row.expires_at - office.clock.now).total_seconds() / 3600 <= 24, "what Stripe takes"


def test_the_same_request_gets_the_same_order_and_another_is_refused(office: Office) -> None:
    first = office.change(order_credits, office.ann, Offer("starter"), "key")
    assert office.change(order_credits, office.ann, Offer("starter"), "key").id == first.id
    with pytest.raises(Conflict) as refused:
        office.change(order_credits, office.ann, Offer("professional"), "key")
    assert refused.value.code == "key_reused"
    ben = office.act_as(office.hire())
    assert office.change(order_credits, ben, Offer("starter"), "key").id != first.id, (
        "keys are each actor's own"
    )
    assert office.change(order_credits, office.ann, Offer("starter"), None).id != first.id


def test_a_session_of_no_purchase_is_refused(office: Office) -> None:
    with pytest.raises(Malformed):
        office.change(
            record_session, "purchase_of_nobody", CheckoutSession("cs_stray", "https://checkout.test")
        )


@pytest.mark.parametrize("receipt", [None, "https://stripe.test/receipt"])
def test_a_receipt_of_nothing_or_no_receipt_is_ignored(office: Office, receipt: str | None) -> None:
    purchase = office.buy(10)
    event = tell("completed", purchase, f"evt_{next(NUMBERS)}")
    payment_id = "pi_of_nobody" if receipt else f"pi_{purchase.id}"
    charge = {"id": "ch_1", "payment_intent": payment_id, "receipt_url": receipt}
    news = replace(event, kind="charge.succeeded", data=charge)
    assert office.change(apply_event, news, is_live=False) == "ignored"
    assert read(office, purchase).receipt_url is None
