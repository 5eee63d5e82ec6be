"""The Checkout page as a buyer meets it: pays, is declined, mistypes, comes too late, clicks twice."""

import asyncio
import json

import httpx
import pytest
import stripe

from sandbox.stripe.form_reader import read_page
from sandbox.stripe.till import CONFIRM_CARD, DECLINED_CARD, POOR_CARD, Till, read_session_id
from tests.sandbox.stripe.conftest import ONE_LOOP, Sell, Shop

pytestmark = ONE_LOOP


async def test_the_page_shows_the_order(sell: Sell, api: httpx.AsyncClient) -> None:
    session = await sell()
    page = await api.get(session.url or "")
    assert page.status_code == 200
    for shown in ("Starter", "50 credits", "$29.00", "TEST MODE", 'href="http://127.0.0.1:9/back"'):
        assert shown in page.text
    assert "<script" not in page.text
    form, alert, heading = read_page(page.text)
    assert form
    assert (form.method, alert, heading) == ("post", "", "Payment details")
    assert set(form.fields) == {"email", "method", "card_number", "expiry", "cvc", "name"}


async def test_what_a_shop_writes_cannot_break_the_page(sell: Sell, api: httpx.AsyncClient) -> None:
    name = "<script>alert(1)</script>"
    price = {"currency": "usd", "unit_amount": 100, "product_data": {"name": name, "description": name}}
    session = await sell(line_items=[{"quantity": 3, "price_data": price}])
    page = await api.get(session.url or "")
    assert "<script" not in page.text
    assert "3 &times; $1.00" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


@pytest.mark.parametrize(
    "card, sentence, code",
    [
        (DECLINED_CARD, "Your card was declined.", "generic_decline"),
        (POOR_CARD, "Your card has insufficient funds.", "insufficient_funds"),
        ("4000 0000 0000 0069", "Your card has expired.", None),
    ],
)
async def test_a_declined_card_is_told_and_may_be_followed_by_a_good_one(
    card: str,
    sentence: str,
    code: str | None,
    sell: Sell,
    till: Till,
    shop: Shop,
    client: stripe.StripeClient,
) -> None:
    session = await sell()
    visit = await till.pay(session.url or "", card=card)
    assert (visit.done, visit.sentence) == (False, sentence)
    await till.wait_delivered("payment_intent.payment_failed")
    declined = await client.v1.checkout.sessions.retrieve_async(session.id)
    assert (declined.status, declined.payment_status) == ("open", "unpaid")
    [told] = [e.data.object for e in shop.read() if e.type == "payment_intent.payment_failed"]
    error = told["last_payment_error"].to_dict()
    assert (error["message"], error.get("decline_code")) == (sentence, code)
    assert (await till.pay(session.url or "")).done
    paid = await client.v1.checkout.sessions.retrieve_async(session.id)
    assert (paid.payment_status, paid.payment_intent) == ("paid", declined.payment_intent)


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ({"card": "4242"}, "Your card number is incomplete."),
        ({"card": "4242 4242 4242 4241"}, "Your card number is invalid."),
        ({"expiry": "13/34"}, "Your card's expiration date is incomplete."),
        ({"expiry": "01/20"}, "Your card's expiration date is in the past."),
        ({"cvc": "1"}, "Your card's security code is incomplete."),
        ({"email": "ann"}, "Invalid email address: ann"),
        ({"email": ""}, "Please fill in your e-mail."),
        ({"name": " "}, "Please fill in the name of the account or card holder."),
    ],
)
async def test_a_mistyped_field_is_told(typed: dict[str, str], sentence: str, sell: Sell, till: Till) -> None:
    session = await sell()
    visit = await till.pay(session.url or "", **typed)  # type: ignore[arg-type]
    assert visit.sentence == sentence
    assert await till.list_deliveries() == []


@pytest.mark.parametrize("number", ["4111 1111 1111 1111", "6011 1111 1111 1117"])
async def test_a_card_that_is_no_test_card_is_declined(number: str, sell: Sell, till: Till) -> None:
    session = await sell()
    assert "test mode, but used a non test card" in (await till.pay(session.url or "", card=number)).sentence


async def test_a_bank_may_ask_first(sell: Sell, till: Till, client: stripe.StripeClient) -> None:
    session = await sell()
    refused = await till.pay(session.url or "", card=CONFIRM_CARD, agree=False)
    assert refused.sentence.startswith("We are unable to authenticate")
    assert (await till.pay(session.url or "", card=CONFIRM_CARD)).done
    types = [event.type for event in (await client.v1.events.list_async()).data]
    assert types.count("payment_intent.requires_action") == 2
    assert types.count("payment_intent.payment_failed") == 1
    assert types.count("checkout.session.completed") == 1


async def test_a_double_click_pays_once(sell: Sell, till: Till, client: stripe.StripeClient) -> None:
    session = await sell()
    visits = await asyncio.gather(*(till.pay(session.url or "") for _ in range(4)))
    sentences = {visit.sentence or visit.location for visit in visits}
    assert sentences <= {"You're all done here", f"http://127.0.0.1:9/done?session={session.id}"}
    assert len((await client.v1.charges.list_async()).data) == 1


async def test_a_session_that_is_over_says_so(sell: Sell, till: Till, api: httpx.AsyncClient) -> None:
    paid, expired = await sell(), await sell()
    await till.pay(paid.url or "")
    await till.expire(expired.id)
    assert (await till.pay(paid.url or "")).sentence == "You're all done here"
    assert (await till.pay(expired.url or "")).sentence == "This checkout has expired"
    assert (await api.get((paid.url or "") + "x")).status_code == 404


async def test_the_known_buyer_is_filled_in(client: stripe.StripeClient, sell: Sell, till: Till) -> None:
    customer = await client.v1.customers.create_async({"email": "team@example.com"})
    session = await sell(customer=customer.id)
    await till.pay(session.url or "", email="other@example.com")
    found = await client.v1.checkout.sessions.retrieve_async(session.id)
    assert found.customer_details
    assert found.customer_details.email == "team@example.com"


async def test_only_the_methods_asked_for_are_offered(
    sell: Sell, till: Till, client: stripe.StripeClient
) -> None:
    session = await sell(payment_method_types=["card"])
    visit = await till.pay_by_bank(session.url or "")
    assert (visit.done, visit.sentence) == (False, "Your card number is incomplete.")
    bank_only = await sell(payment_method_types=["us_bank_account"])
    assert (await till.pay(bank_only.url or "")).done
    found = await client.v1.checkout.sessions.retrieve_async(read_session_id(bank_only.url or ""))
    assert found.payment_status == "unpaid"


async def test_a_receipt_can_be_opened(sell: Sell, till: Till, shop: Shop, api: httpx.AsyncClient) -> None:
    session = await sell()
    await till.pay(session.url or "")
    await till.wait_delivered("charge.succeeded")
    [charge] = [
        b["data"]["object"] for b in map(json.loads, dict(shop.received)) if b["type"] == "charge.succeeded"
    ]
    receipt = await api.get(charge["receipt_url"])
    assert "$29.00" in receipt.text
    assert (await api.get(charge["receipt_url"] + "x")).status_code == 404


@pytest.mark.parametrize("body", [b"x" * 20_000, b"\xff\xff", b"a[=1"])
async def test_an_unreadable_form_gets_a_page(body: bytes, sell: Sell, api: httpx.AsyncClient) -> None:
    session = await sell()
    answer = await api.post(session.url or "", content=body)
    assert answer.status_code in {400, 413}
    assert read_page(answer.text)[2] == "That did not work"
