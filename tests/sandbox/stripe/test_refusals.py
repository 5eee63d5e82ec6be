"""What Stripe refuses, with which status, code, parameter and exception of the SDK."""

import asyncio
import time
from typing import Any

import httpx
import pytest
import stripe

from sandbox.outgoing import open_http
from sandbox.stripe.account import API_VERSION
from tests.sandbox.stripe.conftest import ONE_LOOP, OpenClient, Order, Sell

pytestmark = ONE_LOOP


def price(**changes: Any) -> list[dict[str, Any]]:
    data = {"currency": "usd", "unit_amount": 2900, "product_data": {"name": "Starter"}} | changes
    return [{"quantity": 1, "price_data": data}]


WRONG_SESSIONS = [
    ({"colour": "red"}, "parameter_unknown", "colour"),
    ({"payment_intent_data": {"colour": "red"}}, "parameter_unknown", "payment_intent_data[colour]"),
    ({"line_items": price(colour="red")}, "parameter_unknown", "line_items[0][price_data][colour]"),
    ({"mode": "gift"}, None, "mode"),
    ({"mode": None}, "parameter_missing", "mode"),
    ({"line_items": None}, "parameter_missing", "line_items"),
    ({"success_url": None}, "parameter_missing", "success_url"),
    ({"success_url": "done"}, "url_invalid", "success_url"),
    ({"cancel_url": "ftp://example.com"}, "url_invalid", "cancel_url"),
    ({"line_items": price(unit_amount=49)}, "amount_too_small", None),
    (
        {"line_items": price(unit_amount=-100)},
        "parameter_invalid_integer",
        "line_items[0][price_data][unit_amount]",
    ),
    (
        {"line_items": price(unit_amount="1.5")},
        "parameter_invalid_integer",
        "line_items[0][price_data][unit_amount]",
    ),
    (
        {"line_items": price(unit_amount=10**9)},
        "parameter_invalid_integer",
        "line_items[0][price_data][unit_amount]",
    ),
    ({"line_items": [price()[0] | {"quantity": 0}]}, "parameter_invalid_integer", "line_items[0][quantity]"),
    ({"line_items": [price()[0] | {"quantity": 40_000}]}, "amount_too_large", None),
    ({"line_items": [{"quantity": 1}]}, "parameter_missing", "line_items[0][price_data]"),
    ({"line_items": price(currency="xxx")}, None, "line_items[0][price_data][currency]"),
    ({"line_items": price() + price(currency="eur")}, None, None),
    ({"customer": "cus_nobody"}, "resource_missing", "customer"),
    ({"customer_email": "ann"}, "email_invalid", "customer_email"),
    ({"metadata": {"k" * 41: "v"}}, None, "metadata"),
    ({"metadata": {"k": "v" * 501}}, None, "metadata[k]"),
    ({"metadata": {f"k{i}": "v" for i in range(51)}}, None, "metadata"),
    ({"client_reference_id": "x" * 201}, None, "client_reference_id"),
    ({"expand": ["colour"]}, None, "expand"),
]


@pytest.mark.parametrize("changes, code, param", WRONG_SESSIONS)
async def test_a_wrong_session_is_refused(
    changes: dict[str, Any], code: str | None, param: str | None, client: stripe.StripeClient, order: Order
) -> None:
    wanted: Any = {name: value for name, value in order(**changes).items() if value is not None}
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await client.v1.checkout.sessions.create_async(wanted)
    assert (refused.value.http_status, refused.value.code, refused.value.param) == (400, code, param)
    assert (refused.value.request_id or "").startswith("req_")
    assert (await client.v1.checkout.sessions.list_async()).data == []


@pytest.mark.parametrize("ahead", [29 * 60, 24 * 3600 + 60])
async def test_a_session_lives_half_an_hour_to_a_day(ahead: int, sell: Sell) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="expires_at"):
        await sell(expires_at=int(time.time()) + ahead)
    assert (await sell(expires_at=int(time.time()) + 30 * 60 + 1)).status == "open"


async def test_customer_and_mail_exclude_each_other(client: stripe.StripeClient, sell: Sell) -> None:
    customer = await client.v1.customers.create_async({"email": "ann@example.com"})
    with pytest.raises(stripe.InvalidRequestError, match="only specify one"):
        await sell(customer=customer.id, customer_email="ann@example.com")


@pytest.mark.parametrize(
    "path, param",
    [
        ("checkout/sessions/cs_x", "session"),
        ("payment_intents/pi_x", "intent"),
        ("charges/ch_x", "charge"),
        ("customers/cus_x", "id"),
        ("refunds/re_x", "refund"),
        ("disputes/dp_x", "dispute"),
        ("events/evt_x", "id"),
    ],
)
async def test_an_unknown_id_in_the_path_is_404(path: str, param: str, api: httpx.AsyncClient) -> None:
    answer = await api.get(f"/{path}")
    assert answer.status_code == 404
    error = answer.json()["error"]
    assert (error["type"], error["code"], error["param"]) == (
        "invalid_request_error",
        "resource_missing",
        param,
    )


async def test_an_unknown_path_is_named(api: httpx.AsyncClient) -> None:
    answer = await api.post("/coupons", data={"a": "b"})
    assert answer.status_code == 404
    assert "Unrecognized request URL (POST: /v1/coupons)" in answer.json()["error"]["message"]


async def test_a_wrong_key_is_refused_without_repeating_it(open_client: OpenClient) -> None:
    with pytest.raises(stripe.AuthenticationError) as refused:
        await open_client("sk_test_somebodyelseskey").v1.balance.retrieve_async()
    assert refused.value.http_status == 401
    assert "somebodyelse" not in str(refused.value)


async def test_a_missing_key_and_a_basic_key(base_url: str, api: httpx.AsyncClient) -> None:
    async with open_http(base_url) as bare:
        assert (await bare.get("/v1/balance")).status_code == 401
        key = api.headers["authorization"].removeprefix("Bearer ")
        assert (await bare.get("/v1/balance", auth=(key, ""))).status_code == 200
        broken = {b"Authorization": "Basic §§§".encode()}
        assert (await bare.get("/v1/balance", headers=broken)).status_code == 401


async def test_the_version_is_echoed_and_others_are_refused(api: httpx.AsyncClient) -> None:
    assert (await api.get("/balance")).headers["stripe-version"] == API_VERSION
    for version in ("2019-01-01", "tomorrow"):
        answer = await api.get("/balance", headers={"Stripe-Version": version})
        assert answer.status_code == 400


@pytest.mark.parametrize(
    "body, kind, status",
    [
        (b'{"mode": "payment"}', "application/json", 400),
        (b"mode=payment&mode[x]=1", "application/x-www-form-urlencoded", 400),
        (b"a[[b]=1", "application/x-www-form-urlencoded", 400),
        (b"a" + b"[b]" * 20 + b"=1", "application/x-www-form-urlencoded", 400),
        (b"&".join(b"a%d=1" % i for i in range(2000)), "application/x-www-form-urlencoded", 400),
        (b"\xff\xfe=1", "application/x-www-form-urlencoded", 400),
        (b"a=" + b"x" * 300_000, "application/x-www-form-urlencoded", 413),
    ],
)
async def test_an_unreadable_body_is_refused(
    body: bytes, kind: str, status: int, api: httpx.AsyncClient
) -> None:
    answer = await api.post("/checkout/sessions", content=body, headers={"Content-Type": kind})
    assert answer.status_code == status
    assert answer.json()["error"]["type"] == "invalid_request_error"


async def test_only_an_open_session_can_be_expired(
    client: stripe.StripeClient, sold: Sell, sell: Sell
) -> None:
    for session in (await sold(), await sell()):
        if session.status == "open":
            await client.v1.checkout.sessions.expire_async(session.id)
        with pytest.raises(stripe.InvalidRequestError, match=r'status in \["open"\]'):
            await client.v1.checkout.sessions.expire_async(session.id)


async def test_too_much_cannot_be_refunded(client: stripe.StripeClient, sold: Sell, sell: Sell) -> None:
    session = await sold()
    intent = str(session.payment_intent)
    for amount in (0, -1, 2901):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            await client.v1.refunds.create_async({"payment_intent": intent, "amount": amount})
        assert refused.value.param == "amount"
    both = await asyncio.gather(
        *(client.v1.refunds.create_async({"payment_intent": intent, "amount": 2000}) for _ in range(2)),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in both) == ["InvalidRequestError", "Refund"]
    await client.v1.refunds.create_async({"payment_intent": intent})
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await client.v1.refunds.create_async({"payment_intent": intent})
    assert refused.value.code == "charge_already_refunded"
    unpaid = await sell()
    with pytest.raises(stripe.InvalidRequestError):
        await client.v1.refunds.create_async({"payment_intent": str(unpaid.payment_intent)})
