"""Webhooks: signed as the SDK wants them, retried, and lost, late, twice or out of order on demand."""

import asyncio
import json
import time

import pytest
import stripe

from sandbox.stripe.till import Till, TillRefused
from tests.sandbox.stripe.conftest import ONE_LOOP, WEBHOOK_SECRET, Sell, Shop

pytestmark = ONE_LOOP

PAID = [
    "payment_intent.created",
    "charge.succeeded",
    "payment_intent.succeeded",
    "checkout.session.completed",
    "charge.updated",
]


async def test_a_payment_is_told_in_stripes_events(sold: Sell, till: Till, shop: Shop) -> None:
    await sold()
    await till.wait_quiet()
    told = shop.read()
    assert sorted(event.type for event in told) == sorted(PAID)
    assert {event.api_version for event in told} == {stripe.api_version}
    assert all(event.request and event.request.id is None for event in told)


async def test_the_signature_holds_for_the_raw_body_and_this_secret_only(
    sold: Sell, till: Till, shop: Shop
) -> None:
    await sold()
    await till.wait_quiet()
    body, header = shop.received[0]
    assert stripe.WebhookSignature.verify_header(body.decode(), header, WEBHOOK_SECRET, tolerance=300)
    again = json.dumps(json.loads(body)).encode()
    for wrong_body, secret in ((again, WEBHOOK_SECRET), (body, "whsec_other")):
        with pytest.raises(stripe.SignatureVerificationError):
            stripe.Webhook.construct_event(wrong_body, header, secret)
    mine = stripe.WebhookSignature.generate_signature_header(
        body.decode(), WEBHOOK_SECRET, timestamp=int(header[2:].partition(",")[0])
    )
    assert header == mine


async def test_a_shop_that_fails_is_asked_again(sold: Sell, till: Till, shop: Shop) -> None:
    await till.set_webhook(shop.url, secret=WEBHOOK_SECRET, types=["checkout.session.completed"])
    shop.statuses = [500, 302]
    await sold()
    [delivery] = await till.wait_delivered("checkout.session.completed")
    assert delivery["attempts"] == [500, 302, 200]
    assert len({event.id for event in shop.read()}) == 1


async def test_a_shop_that_always_fails_is_given_up_and_listed(
    sold: Sell, till: Till, shop: Shop, client: stripe.StripeClient
) -> None:
    await till.set_webhook(shop.url, types=["checkout.session.completed"])
    shop.statuses = [503] * 4
    await sold()
    await till.wait_delivered("checkout.session.completed", state="failed")
    undelivered = (await client.v1.events.list_async({"delivery_success": False})).data
    assert [(event.type, event.pending_webhooks) for event in undelivered] == [
        ("checkout.session.completed", 1)
    ]
    await till.resend(undelivered[0].id)
    await till.wait_delivered("checkout.session.completed")
    assert (await client.v1.events.list_async({"delivery_success": False})).data == []


async def test_a_rolled_secret_signs_beside_the_old_one(sold: Sell, till: Till, shop: Shop) -> None:
    await till.roll_webhook_secret("whsec_new")
    await sold()
    await till.wait_quiet()
    assert shop.received[0][1].count("v1=") == 2
    assert shop.read("whsec_new")[0].id == shop.read(WEBHOOK_SECRET)[0].id


async def test_an_endpoint_made_through_the_api(
    client: stripe.StripeClient, sold: Sell, till: Till, shop: Shop
) -> None:
    await till.set_webhook(None)
    endpoint = await client.v1.webhook_endpoints.create_async(
        {
            "url": shop.url,
            "enabled_events": ["checkout.session.completed"],
            "api_version": "2026-10-28.endive",
        }
    )
    listed = (await client.v1.webhook_endpoints.list_async()).data
    assert [(row.id, "secret" in row.to_dict()) for row in listed] == [(endpoint.id, False)]
    await sold()
    await till.wait_delivered("checkout.session.completed")
    assert [event.type for event in shop.read(endpoint.secret or "")] == ["checkout.session.completed"]
    await client.v1.webhook_endpoints.delete_async(endpoint.id)
    await sold()
    assert len(await till.list_deliveries()) == 1
    with pytest.raises(stripe.InvalidRequestError):
        await client.v1.webhook_endpoints.create_async({"url": shop.url, "enabled_events": ["charge.payed"]})  # type: ignore[list-item]


async def test_switched_off_nothing_is_sent_and_all_is_listed(
    sold: Sell, till: Till, shop: Shop, client: stripe.StripeClient
) -> None:
    await till.break_next("off")
    await sold()
    await till.wait_quiet()
    assert shop.received == []
    assert [event.type for event in (await client.v1.events.list_async()).data] == PAID[::-1]
    await till.clear_faults()
    await sold()
    await till.wait_delivered("checkout.session.completed")


async def test_dropped_duplicated_and_delayed(
    sold: Sell, till: Till, shop: Shop, client: stripe.StripeClient
) -> None:
    await till.break_next("drop", type="payment_intent.succeeded")
    await till.break_next("duplicate", type="checkout.session.completed")
    await till.break_next("delay", type="charge.succeeded", seconds=0.3)
    before = time.monotonic()
    await sold()
    await till.wait_delivered("charge.succeeded")
    assert time.monotonic() - before >= 0.3
    types = [event.type for event in shop.read()]
    assert types.count("checkout.session.completed") == 2
    assert types[-1] == "charge.succeeded"
    assert "payment_intent.succeeded" not in types
    lost = (await client.v1.events.list_async({"delivery_success": False})).data
    assert [event.type for event in lost] == ["payment_intent.succeeded"]


async def test_reordered_events_arrive_newest_first(sold: Sell, till: Till, shop: Shop) -> None:
    await till.break_next("reorder", times=len(PAID))
    await sold()
    await till.wait_delivered(count=len(PAID))
    sent = [row["type"] for row in await till.list_deliveries()]
    assert sent == PAID[::-1]
    assert sorted(event.type for event in shop.read()) == sorted(PAID)
    await till.break_next("reorder", times=100)
    await sold()
    assert len(await till.list_deliveries()) == len(PAID)
    await till.release_held()
    assert [row["type"] for row in await till.list_deliveries()] == PAID[::-1] * 2


async def test_waiting_ends_with_the_delivery_or_with_a_refusal(sell: Sell, till: Till) -> None:
    session = await sell()
    waiting = asyncio.create_task(till.wait_delivered("checkout.session.completed", about=session.id))
    await till.pay(session.url or "")
    assert (await waiting)[0]["object_id"] == session.id
    with pytest.raises(TillRefused, match="saw 0"):
        await till.wait_delivered("refund.created", seconds=0.05)


async def test_an_event_names_the_api_request_that_caused_it(
    client: stripe.StripeClient, till: Till, shop: Shop
) -> None:
    made = await client.v1.customers.create_async({}, {"idempotency_key": "customer:1"})
    await till.wait_delivered("customer.created")
    [event] = shop.read()
    assert made.last_response
    assert event.request
    assert (event.request.id, event.request.idempotency_key) == (made.last_response.request_id, "customer:1")
