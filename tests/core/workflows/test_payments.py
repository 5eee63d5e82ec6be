"""Looking after open purchases: whatever Stripe answers, each one ends, and none stands in another's way."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Row

from core.domain.credits import AccountKind
from core.gateways.stripe import (
    CheckoutSession,
    PaymentsOff,
    PaymentsRefused,
    PaymentsUnreachable,
    StripeGateway,
    UnknownToStripe,
)
from core.services.purchases import CHECKOUT_LIFE, Offer, order_credits, record_session
from core.store import purchases as rows
from core.store import teams
from core.store.engine import Store
from core.store.threads import ThreadedStore
from core.workflows.payments import list_pauses, look_at_purchase, look_calmly, reconcile_calmly
from core.workflows.till import Till, open_session
from sandbox.listening import listen
from sandbox.stripe.app import open_stripe
from sandbox.stripe.till import DECLINED_CARD
from sandbox.stripe.till import Till as Buyer
from tests.core.office import Office

KEY = "sk_test_made_up"
SESSIONS = "/v1/checkout/sessions"
SLOW = {"times": 3, "path": SESSIONS}


@dataclass
class Desk:
    """An office, its till, and a buyer who stands at Stripe."""

    office: Office
    till: Till
    buyer: Buyer

    def order(self, **offer: Any) -> Row[Any]:
        """A purchase of 10 credits whose checkout may stay open for its usual time."""
        wanted = Offer("custom", 10, return_base="http://closeup.test", **offer)
        return self.office.change(order_credits, self.office.ann, wanted, None)

    def read(self, purchase: Row[Any]) -> Row[Any]:
        row = self.office.read(rows.find_purchase, purchase.id)
        assert row is not None
        return row

    def pool(self) -> int:
        return self.office.balance(AccountKind.POOL)

    async def open(self, purchase: Row[Any]) -> Row[Any]:
        return await open_session(self.till, purchase)

    async def look(self, purchase: Row[Any]) -> bool:
        return await look_at_purchase(self.till, purchase.id)

    async def count_sessions(self) -> int:
        """How many sessions there are at Stripe."""
        sessions = self.till.gateway()._client.v1.checkout.sessions
        return len((await self.till.store.run(sessions.list)).data)


@pytest.fixture
async def desk(office: Office) -> AsyncIterator[Desk]:
    standin = open_stripe(secret_key=KEY, now=lambda: office.clock().timestamp())
    async with listen(standin) as url, Buyer(url) as buyer:
        gateway = StripeGateway(KEY, url)
        yield Desk(office, Till(ThreadedStore(office.store), lambda: gateway), buyer)


def test_the_looks_last_longer_than_a_checkout() -> None:
    assert sum(list_pauses()) > CHECKOUT_LIFE.total_seconds()
    assert max(list_pauses()) <= 300


async def test_a_purchase_is_followed_to_its_end(desk: Desk) -> None:
    purchase = await desk.open(desk.order())
    assert not await desk.look(purchase)
    await desk.buyer.pay(purchase.checkout_url, card=DECLINED_CARD)
    assert not await desk.look(purchase)
    assert (await desk.buyer.pay(purchase.checkout_url)).done
    assert await desk.look(purchase)
    assert (desk.read(purchase).status, desk.pool()) == ("paid", 10)
    assert await desk.look(purchase), "and looking again changes nothing"
    assert desk.pool() == 10


async def test_a_bank_takes_days(desk: Desk) -> None:
    purchase = await desk.open(desk.order())
    assert (await desk.buyer.pay_by_bank(purchase.checkout_url)).done
    assert not await desk.look(purchase)
    assert not await desk.look(purchase)
    assert desk.read(purchase).status == "processing"
    desk.office.clock.go_on(days=3)
    await desk.buyer.settle(purchase.session_id)
    await reconcile_calmly(desk.till)
    assert (desk.read(purchase).status, desk.pool()) == ("paid", 10)


async def test_a_session_whose_id_we_lost_is_the_same_session(desk: Desk) -> None:
    purchase = desk.order()
    await desk.buyer.break_next("answer_lost", **SLOW)
    with pytest.raises(PaymentsUnreachable):
        await desk.open(purchase)
    assert desk.read(purchase).session_id is None
    assert not await desk.look(purchase)
    again = desk.read(purchase)
    assert (await desk.buyer.pay(again.checkout_url)).done
    assert await desk.look(purchase)
    assert desk.pool() == 10
    assert await desk.count_sessions() == 1


async def test_an_order_that_never_reached_stripe_ends_when_its_time_is_over(desk: Desk) -> None:
    purchase = desk.order()
    desk.office.clock.go_on(days=3)
    assert await look_calmly(desk.till, purchase.id)
    assert desk.read(purchase).status == "expired"
    assert await desk.buyer.list_requests() == [], "Stripe would refuse what has expired"
    assert await desk.look(purchase)


async def test_a_purchase_nobody_watched_ends_by_reconciliation(desk: Desk) -> None:
    left = await desk.open(desk.order())
    lost = desk.order()
    await reconcile_calmly(desk.till)
    assert [desk.read(row).status for row in (left, lost)] == ["created", "created"]
    desk.office.clock.go_on(days=2)
    await reconcile_calmly(desk.till)
    assert [desk.read(row).status for row in (left, lost)] == ["expired", "expired"]


async def test_sessions_of_another_account_end_and_stand_in_nobodys_way(desk: Desk) -> None:
    """As when an installation goes from test keys to live ones."""
    foreign, delayed, ours = desk.order(), desk.order(), desk.order()
    for purchase in (foreign, delayed):
        session = desk.office.change(record_session, purchase.id, _made_up_session(purchase))
        assert not await look_calmly(desk.till, session.id)
    desk.office.pay(delayed, id=f"cs_{delayed.id}", payment_status="unpaid")
    ours = await desk.open(ours)
    assert (await desk.buyer.pay_by_bank(ours.checkout_url)).done
    assert not await desk.look(ours)
    await desk.buyer.settle(ours.session_id)
    desk.office.clock.go_on(hours=24)
    await reconcile_calmly(desk.till)
    statuses = [desk.read(row).status for row in (foreign, delayed, ours)]
    assert statuses == ["expired", "processing", "paid"]


async def test_a_customer_of_another_account_is_let_go(desk: Desk) -> None:
    office = desk.office
    office.change(teams.put_customer, office.team_id, "cus_of_test_mode")
    purchase = desk.order(customer_id="cus_of_test_mode")
    opened = await desk.open(purchase)
    assert (opened.customer_id, opened.status) == (None, "created")
    team = office.read(teams.find_team, office.team_id)
    assert team is not None
    assert team.stripe_customer_id is None, "the next checkout makes a new one"
    assert (await desk.buyer.pay(opened.checkout_url)).done
    assert await desk.look(opened)
    assert desk.pool() == 10


async def test_a_new_customer_is_not_let_go_for_an_old_one(desk: Desk) -> None:
    office = desk.office
    purchase = desk.order(customer_id="cus_of_test_mode")
    office.change(teams.put_customer, office.team_id, "cus_new")
    await desk.open(purchase)
    team = office.read(teams.find_team, office.team_id)
    assert team is not None
    assert team.stripe_customer_id == "cus_new"


@pytest.mark.parametrize("fault", ["too_many", "error", "close"])
async def test_an_outage_is_no_end(desk: Desk, fault: str) -> None:
    purchase = desk.order()
    await desk.buyer.break_next(fault, **SLOW)
    assert not await look_calmly(desk.till, purchase.id)
    await desk.buyer.clear_faults()
    assert not await look_calmly(desk.till, purchase.id)
    assert desk.read(purchase).session_id is not None
    assert await desk.count_sessions() == 1


async def test_a_crash_that_stripe_remembers_is_passed_by(desk: Desk) -> None:
    """For a day Stripe would repeat its own crash to whoever repeats the request."""
    purchase = desk.order()
    await desk.buyer.break_next("error_kept", path=SESSIONS)
    opened = await desk.open(purchase)
    again = await desk.open(purchase)
    assert opened.session_id == again.session_id
    assert await desk.count_sessions() == 1


async def test_what_stripe_refuses_is_told_apart_from_an_outage(desk: Desk) -> None:
    purchase = desk.order()
    desk.office.clock.go_on(hours=22, minutes=45)  # Stripe opens no session for less than half an hour
    with pytest.raises(PaymentsRefused) as refused:
        await desk.open(purchase)
    assert not isinstance(refused.value, UnknownToStripe)
    assert "expires_at" not in f"{refused.value.sentence}{refused.value.mend}", (
        "Stripe's words stay with Stripe"
    )


async def test_a_key_that_is_not_accepted_ends_nothing(desk: Desk) -> None:
    url = str(desk.till.gateway()._client._requestor.base_addresses["api"])
    wrong = StripeGateway("sk_test_wrong", url)
    till = Till(desk.till.store, lambda: wrong)
    purchase = desk.order()
    with pytest.raises(PaymentsOff):
        await open_session(till, purchase)
    assert not await look_calmly(till, purchase.id)
    await reconcile_calmly(till)
    assert desk.read(purchase).status == "created"


async def test_without_a_key_reconciliation_does_nothing(desk: Desk) -> None:
    def refuse() -> StripeGateway:
        raise PaymentsOff

    purchase = desk.order()
    desk.office.clock.go_on(days=2)
    await reconcile_calmly(Till(desk.till.store, refuse))
    assert desk.read(purchase).status == "created"


async def test_one_purchase_that_breaks_holds_up_no_other(desk: Desk) -> None:
    first, second = desk.order(), desk.order()
    desk.office.clock.go_on(days=2)
    broken = BreakingStore(desk.office.store, first.id)
    await reconcile_calmly(Till(broken, desk.till.gateway))
    assert [desk.read(row).status for row in (first, second)] == ["created", "expired"]


class BreakingStore(ThreadedStore):
    """A database that has trouble with one purchase: every reading that is about it fails."""

    def __init__(self, store: Store, purchase_id: str) -> None:
        super().__init__(store)
        self.purchase_id = purchase_id

    async def read(self, work: Any) -> Any:
        if getattr(work, "keywords", {}).get("purchase_id") == self.purchase_id:
            raise OSError("disk")
        return await super().read(work)


def _made_up_session(purchase: Row[Any]) -> CheckoutSession:
    return CheckoutSession(f"cs_{purchase.id}", "https://stripe.test")
