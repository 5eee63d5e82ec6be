"""Everything that can become of a payment after the page: delayed methods, refunds, disputes, expiry."""

import pytest
import stripe

from sandbox.listening import listen
from sandbox.stripe.app import open_stripe
from sandbox.stripe.till import DECLINED_CARD, DISPUTED_CARD, Till, TillRefused
from tests.sandbox.stripe.conftest import ONE_LOOP, Sell

pytestmark = ONE_LOOP


async def list_types(client: stripe.StripeClient) -> list[str]:
    """The types of all events so far, oldest first."""
    return [str(event.type) for event in (await client.v1.events.list_async({"limit": 100})).data][::-1]


async def read_charge(client: stripe.StripeClient, session: stripe.checkout.Session) -> stripe.Charge:
    """The charge behind a session."""
    intent = await client.v1.payment_intents.retrieve_async(str(session.payment_intent))
    return await client.v1.charges.retrieve_async(str(intent.latest_charge))


async def test_metadata_goes_where_stripe_puts_it(
    client: stripe.StripeClient, sold: Sell, till: Till
) -> None:
    session = await sold()
    intent = await client.v1.payment_intents.retrieve_async(str(session.payment_intent))
    charge = await read_charge(client, session)
    refund, dispute = await till.refund(session.id, amount=100), await till.dispute(session.id)
    assert intent.metadata.to_dict() == charge.metadata.to_dict() == {"purchase_id": "purchase-1"}
    assert refund["metadata"] == dispute["metadata"] == {}
    assert refund["payment_intent"] == dispute["payment_intent"] == intent.id


async def test_an_unpaid_session_has_no_payment_intent(client: stripe.StripeClient, sell: Sell) -> None:
    session = await sell()
    assert (session.payment_intent, session.status, session.payment_status) == (None, "open", "unpaid")
    assert session.expires_at == session.created + 86400
    assert await list_types(client) == []


async def test_a_delayed_payment_settles(client: stripe.StripeClient, sell: Sell, till: Till) -> None:
    session = await sell()
    assert (await till.pay_by_bank(session.url or "")).done
    unpaid = await client.v1.checkout.sessions.retrieve_async(session.id)
    assert (unpaid.status, unpaid.payment_status) == ("complete", "unpaid")
    await till.settle(session.id)
    paid = await client.v1.checkout.sessions.retrieve_async(session.id)
    assert (paid.status, paid.payment_status) == ("complete", "paid")
    assert (await read_charge(client, paid)).amount_captured == 2900
    assert await list_types(client) == [
        "payment_intent.created",
        "charge.pending",
        "payment_intent.processing",
        "checkout.session.completed",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.async_payment_succeeded",
        "charge.updated",
    ]


async def test_a_delayed_payment_fails(client: stripe.StripeClient, sell: Sell, till: Till) -> None:
    session = await sell()
    await till.pay_by_bank(session.url or "")
    await till.fail(session.id)
    assert (await list_types(client))[-3:] == [
        "charge.failed",
        "payment_intent.payment_failed",
        "checkout.session.async_payment_failed",
    ]
    failed = await client.v1.checkout.sessions.retrieve_async(session.id)
    assert (failed.status, failed.payment_status) == ("complete", "unpaid")
    intent = await client.v1.payment_intents.retrieve_async(str(failed.payment_intent))
    assert intent.last_payment_error
    assert intent.last_payment_error.payment_method_type == "us_bank_account"


async def test_partial_refunds_add_up(client: stripe.StripeClient, sold: Sell) -> None:
    session = await sold()
    charge = await read_charge(client, session)
    for amount, so_far in ((900, 900), (2000, 2900)):
        refund = await client.v1.refunds.create_async({"charge": charge.id, "amount": amount})
        charge = await client.v1.charges.retrieve_async(charge.id)
        assert (refund.status, charge.amount_refunded, charge.refunded) == (
            "succeeded",
            so_far,
            so_far == 2900,
        )
    assert (await list_types(client))[-4:] == ["refund.created", "charge.refunded"] * 2
    by_intent = await client.v1.refunds.list_async({"payment_intent": str(session.payment_intent)})
    assert [refund.amount for refund in by_intent.data] == [2000, 900]


async def test_a_failed_or_canceled_refund_counts_no_more(
    client: stripe.StripeClient, sold: Sell, till: Till
) -> None:
    session = await sold()
    failed = await till.refund(session.id)
    assert (await read_charge(client, session)).refunded
    await till.fail_refund(failed["id"])
    assert (await read_charge(client, session)).amount_refunded == 0
    assert (await list_types(client))[-3:] == ["refund.failed", "refund.updated", "charge.refund.updated"]
    canceled = await till.refund(session.id, amount=500, pending=True)
    assert (await read_charge(client, session)).amount_refunded == 500
    with pytest.raises(stripe.InvalidRequestError, match="requires_action"):
        await client.v1.refunds.cancel_async(canceled["id"])
    assert (await till.cancel_refund(canceled["id"]))["status"] == "canceled"
    charge = await read_charge(client, session)
    assert (charge.amount_refunded, charge.refunded) == (0, False)
    states = {row.id: row.status for row in (await client.v1.refunds.list_async()).data}
    assert states == {failed["id"]: "failed", canceled["id"]: "canceled"}


async def test_a_dispute_is_won(client: stripe.StripeClient, sold: Sell, till: Till) -> None:
    session = await sold()
    before = (await client.v1.balance.retrieve_async()).available[0].amount
    dispute = await till.dispute(session.id, reason="product_not_received")
    assert (dispute["status"], dispute["amount"]) == ("needs_response", 2900)
    assert (await read_charge(client, session)).disputed
    await till.win_dispute(dispute["id"])
    won = await client.v1.disputes.retrieve_async(dispute["id"])
    assert won.status == "won"
    assert (await list_types(client))[-4:] == [
        "charge.dispute.created",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.closed",
        "charge.dispute.funds_reinstated",
    ]
    assert (await client.v1.balance.retrieve_async()).available[0].amount == before - 1500


async def test_a_dispute_is_lost_and_blocks_refunds(
    client: stripe.StripeClient, sold: Sell, till: Till
) -> None:
    session = await sold(DISPUTED_CARD)
    listed = await client.v1.disputes.list_async({"payment_intent": str(session.payment_intent)})
    [dispute] = listed.data
    await till.lose_dispute(dispute.id)
    assert (await client.v1.disputes.retrieve_async(dispute.id)).status == "lost"
    assert (await list_types(client))[-1] == "charge.dispute.closed"
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await client.v1.refunds.create_async({"payment_intent": str(session.payment_intent)})
    assert refused.value.code == "charge_disputed"


async def test_an_inquiry_ends_quietly(client: stripe.StripeClient, sold: Sell, till: Till) -> None:
    session = await sold()
    inquiry = await till.dispute(session.id, amount=1000, inquiry=True)
    assert (inquiry["status"], inquiry["is_charge_refundable"]) == ("warning_needs_response", True)
    assert (await till.win_dispute(inquiry["id"]))["status"] == "warning_closed"
    assert (await list_types(client))[-2:] == ["charge.dispute.created", "charge.dispute.closed"]


async def test_a_session_expires_on_demand_and_in_time(
    client: stripe.StripeClient, sell: Sell, till: Till
) -> None:
    asked, aged = await sell(), await sell()
    assert (await client.v1.checkout.sessions.expire_async(asked.id)).status == "expired"
    await till.wind_clock(24 * 3600 + 1)
    found = await client.v1.checkout.sessions.retrieve_async(aged.id)
    assert (found.status, found.url) == ("expired", None)
    assert await list_types(client) == ["checkout.session.expired"] * 2


async def test_an_expired_session_cancels_its_payment_intent(
    client: stripe.StripeClient, sell: Sell, till: Till
) -> None:
    session = await sell()
    await till.pay(session.url or "", card=DECLINED_CARD)
    await till.expire(session.id)
    assert (await list_types(client))[-2:] == ["payment_intent.canceled", "checkout.session.expired"]
    expired = await client.v1.checkout.sessions.retrieve_async(session.id)
    assert (await client.v1.payment_intents.retrieve_async(str(expired.payment_intent))).status == "canceled"


async def test_what_did_not_happen_cannot_be_reversed(sell: Sell, sold: Sell, till: Till) -> None:
    unpaid, bank, paid = await sell(), await sell(), await sold()
    await till.pay_by_bank(bank.url or "")
    dispute = await till.dispute(paid.id)
    refund = await till.refund((await sold()).id)
    for attempt in (
        till.settle(paid.id),
        till.fail(unpaid.id),
        till.refund(unpaid.id),
        till.refund(bank.id),
        till.dispute(bank.id),
        till.dispute(paid.id),
        till.dispute((await sold()).id, amount=2901),
        till.escalate_dispute(dispute["id"]),
        till.cancel_refund(refund["id"]),
    ):
        with pytest.raises(TillRefused):
            await attempt
    await till.lose_dispute(dispute["id"])
    with pytest.raises(TillRefused, match="already closed"):
        await till.win_dispute(dispute["id"])


async def test_slow_refunds_wait_for_the_bank(sold: Sell, sell: Sell, till: Till) -> None:
    bank = await sell()
    await till.pay_by_bank(bank.url or "")
    await till.settle(bank.id)
    for session in (bank, await sold("4000 0000 0000 7726")):
        refund = await till.refund(session.id)
        assert refund["status"] == "pending"
        assert (await till.settle_refund(refund["id"]))["status"] == "succeeded"


async def test_an_inquiry_can_come_with_the_payment(client: stripe.StripeClient, sold: Sell) -> None:
    await sold("4000 0000 0000 1976")
    assert [row.status for row in (await client.v1.disputes.list_async()).data] == ["warning_needs_response"]


async def test_an_invoice_and_a_customer_when_asked(client: stripe.StripeClient, sold: Sell) -> None:
    session = await sold(invoice_creation={"enabled": True}, customer_creation="always")
    assert session.customer_details
    customer = await client.v1.customers.retrieve_async(str(session.customer))
    invoice = await client.v1.invoices.retrieve_async(str(session.invoice))
    assert (customer.email, session.customer_details.email) == ("ann@example.com", "ann@example.com")
    assert (invoice.status, invoice.amount_paid) == ("paid", 2900)
    types = await list_types(client)
    assert types.index("invoice.paid") < types.index("checkout.session.completed")


async def test_a_live_key_makes_live_objects() -> None:
    async with listen(open_stripe(secret_key="sk_live_x")) as url:
        http = stripe.HTTPXClient(timeout=5)
        live = stripe.StripeClient("sk_live_x", base_addresses={"api": url}, http_client=http)
        session = await live.v1.checkout.sessions.create_async(
            {
                "mode": "payment",
                "success_url": "http://127.0.0.1:9/",
                "line_items": [
                    {
                        "quantity": 2,
                        "price_data": {
                            "currency": "usd",
                            "unit_amount": 50,
                            "product_data": {"name": "Custom"},
                        },
                    }
                ],
            }
        )
        assert (session.livemode, session.id[:8], session.amount_total) == (True, "cs_live_", 100)
        await http.close_async()  # type: ignore[no-untyped-call]
