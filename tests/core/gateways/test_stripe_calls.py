"""Calling Stripe when it does not answer as it should: bounded, asked again with the same key, and told plainly."""

import time
from asyncio import to_thread
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.domain.refusals import Unavailable
from core.gateways.stripe import (
    TIMEOUT_SECONDS,
    CheckoutOrder,
    PaymentsOff,
    PaymentsRefused,
    PaymentsUnreachable,
    StripeGateway,
    UnknownToStripe,
)
from sandbox.listening import listen
from sandbox.stripe.app import open_stripe
from sandbox.stripe.till import Till

KEY = "sk_test_made_up_51"
CREATE = "/v1/checkout/sessions"
ORDER = CheckoutOrder(
    purchase_id="purchase_1",
    team_id="team_1",
    title="Starter",
    amount_cents=2900,
    currency="usd",
    expires_at=datetime.now(UTC) + timedelta(hours=23),
    success_url="https://closeup.test/success",
    cancel_url="https://closeup.test/cancel",
)


@dataclass
class Line:
    """The gateway, and what is at its other end."""

    gateway: StripeGateway
    till: Till
    url: str

    async def open(self, **changes: Any) -> str:
        order = CheckoutOrder(**{name: getattr(ORDER, name) for name in ORDER.__slots__} | changes)
        return (await to_thread(self.gateway.open_checkout, order)).session_id

    async def list_created(self) -> list[dict[str, Any]]:
        return await self.till.list_requests(method="POST", path=CREATE)


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    async with listen(open_stripe(secret_key=KEY)) as url, Till(url) as till:
        yield Line(StripeGateway(KEY, url), till, url)


async def test_a_call_that_hangs_is_given_up_and_made_once_more(line: Line) -> None:
    await line.till.break_next("answer_hung", path=CREATE)
    began = time.monotonic()
    session_id = await line.open()
    assert TIMEOUT_SECONDS <= time.monotonic() - began < TIMEOUT_SECONDS + 5
    first, second = await line.list_created()
    assert first["idempotency_key"] == second["idempotency_key"]
    assert second["replayed"], "the first call was heard: the second gets its answer, and no second session"
    assert await line.open() == session_id


@pytest.mark.parametrize(("fault", "calls"), [("too_many", 1), ("error", 3), ("close", 3)])
async def test_an_outage_is_told_plainly(line: Line, fault: str, calls: int) -> None:
    await line.till.break_next(fault, times=3, path=CREATE)
    with pytest.raises(PaymentsUnreachable) as refused:
        await line.open()
    assert refused.value.sentence == "Stripe is not answering."
    assert refused.value.mend == "Try again in a minute: you will not be charged twice."
    keys = [call["idempotency_key"] for call in await line.list_created()]
    assert (len(keys), len(set(keys))) == (calls, 1)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"customer_id": "cus_of_nobody"}, UnknownToStripe),
        ({"amount_cents": 49}, PaymentsRefused),
        ({"expires_at": datetime.now(UTC)}, PaymentsRefused),
        ({"success_url": "nowhere"}, PaymentsRefused),
    ],
)
async def test_a_no_is_told_without_stripes_words(
    line: Line, changes: dict[str, Any], kind: type[Unavailable], capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(kind) as refused:
        await line.open(**changes)
    assert type(refused.value) is kind
    assert refused.value.status == 503
    said = refused.value.sentence + refused.value.mend + "".join(capfd.readouterr())
    assert "stripe refused" in said, "the log has the code"
    for word in (KEY, "cus_of_nobody", "No such", "nowhere", "$0.50"):
        assert word not in said


async def test_a_key_that_is_not_accepted_says_so_and_is_not_repeated(line: Line) -> None:
    line.gateway = StripeGateway("sk_test_of_somebody_else_51", line.url)
    with pytest.raises(PaymentsOff) as refused:
        await line.open()
    assert refused.value.mend == "Check STRIPE_SECRET_KEY."
    assert "somebody" not in f"{refused.value}{refused.value.mend}"
    assert await to_thread(line.gateway.open_customer, "team_1", "Acme") is None


async def test_another_request_for_the_same_purchase_is_not_refused(line: Line) -> None:
    """A setting was changed, or the customer forgotten, between a call whose answer was lost and its repetition."""
    first = await line.open()
    assert await line.open(title="Starter pack") != first
    assert await line.open() == first


async def test_a_customer_is_made_once_even_if_the_answer_is_lost(line: Line) -> None:
    await line.till.break_next("answer_lost", path="/v1/customers")
    made = [await to_thread(line.gateway.open_customer, "team_1", "Acme") for _ in range(2)]
    assert made[0] is not None
    assert made[0] == made[1]


async def test_a_checkout_does_without_a_customer_who_cannot_be_made(line: Line) -> None:
    await line.till.break_next("error", times=3, path="/v1/customers")
    assert await to_thread(line.gateway.open_customer, "team_1", "Acme") is None
    await line.till.break_next("close", times=3, path="/v1/customers")
    with pytest.raises(PaymentsUnreachable):
        await to_thread(line.gateway.open_customer, "team_1", "Acme")


async def test_an_invoice_is_made_if_it_is_wanted(line: Line) -> None:
    line.gateway = StripeGateway(KEY, line.url, invoices=True)
    session_id = await line.open()
    assert (await line.till.pay(f"{line.url}/c/pay/{session_id}")).done
    session = await to_thread(line.gateway.read_session, session_id)
    assert session["invoice"].startswith("in_")
