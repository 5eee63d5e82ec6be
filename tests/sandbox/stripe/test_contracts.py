"""Every answer and event has the shape of Stripe's own, by the pinned schemas and the official examples."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
import stripe
from jsonschema import Draft202012Validator

from sandbox.stripe.till import CONFIRM_CARD, DECLINED_CARD, DISPUTED_CARD, Till
from tests.sandbox.stripe.conftest import ONE_LOOP, Sell, Shop

pytestmark = ONE_LOOP

# What Stripe leaves out unless asked to expand it, or only sends in some countries and features.
LEFT_OUT = {"charge": {"refunds"}}


@cache
def _read(path: Path) -> Any:
    return json.loads(path.read_text())


@pytest.fixture
def schemas(shared_folder: Path) -> Any:
    return _read(shared_folder / "contracts/stripe/stripe-python-16.1.0.schemas.json")


@pytest.fixture
def examples(shared_folder: Path) -> Any:
    return _read(shared_folder / "contracts/stripe/fixtures3.json")["resources"]


def find_faults(schemas: Any, row: dict[str, Any]) -> list[str]:
    """What is wrong with an object, by the schema of its kind; kinds without one have no faults."""
    schema = schemas["objects"].get(row["object"])
    if schema is None:
        return []
    check = Draft202012Validator({**schema, "$defs": schemas["$defs"]})
    return [f"{row['object']} {e.json_path}: {e.message[:200]}" for e in check.iter_errors(row)]


async def play_everything(sell: Sell, sold: Sell, till: Till) -> None:
    """One of each fate that a payment can have."""
    declined = await sell(customer_creation="always", invoice_creation={"enabled": True})
    await till.pay(declined.url or "", card=DECLINED_CARD)
    await till.pay(declined.url or "", card=CONFIRM_CARD)
    for ending in (till.settle, till.fail):
        bank = await sell(invoice_creation={"enabled": True})
        await till.pay_by_bank(bank.url or "")
        await ending(bank.id)
    refunded = await sold()
    refund = await till.refund(refunded.id, amount=900)
    await till.settle_refund(refund["id"])
    await till.fail_refund(refund["id"])
    await till.cancel_refund((await till.refund(refunded.id, pending=True))["id"])
    disputed = await sold(DISPUTED_CARD)
    await till.expire((await sell()).id)
    inquired = await sold()
    inquiry = await till.dispute(inquired.id, inquiry=True)
    await till.escalate_dispute(inquiry["id"])
    await till.lose_dispute(inquiry["id"])
    assert disputed.payment_status == "paid"


async def test_every_event_and_answer_has_stripes_shape(
    schemas: Any, sell: Sell, sold: Sell, till: Till, shop: Shop, api: httpx.AsyncClient
) -> None:
    await play_everything(sell, sold, till)
    await till.wait_quiet()
    events = [json.loads(body) for body, _ in shop.received]
    rows = [*events, *(event["data"]["object"] for event in events)]
    for path in ("checkout/sessions", "payment_intents", "charges", "refunds", "disputes", "customers"):
        rows += (await api.get(f"/{path}", params={"limit": 100})).json()["data"]
    assert {row["object"] for row in rows} >= set(schemas["objects"])
    assert [fault for row in rows for fault in find_faults(schemas, row)] == []


async def test_every_field_is_one_that_stripe_sends_and_none_is_missing(
    schemas: Any, examples: Any, sell: Sell, sold: Sell, till: Till, api: httpx.AsyncClient
) -> None:
    await play_everything(sell, sold, till)
    events = (await api.get("/events", params={"limit": 100})).json()["data"]
    rows = [event["data"]["object"] for event in events] + events
    for row in rows:
        kind = row["object"]
        if kind in schemas["objects"]:
            name = schemas["objects"][kind]["$ref"].rpartition("/")[2]
            known = set(schemas["$defs"][name]["properties"]) | set(examples[kind])
            # Only an updated object's event says what it was; the schema keeps that inside `data`.
            assert set(row) - known == set(), kind
            assert set(examples[kind]) - set(row) - LEFT_OUT.get(kind, set()) == set(), kind


async def test_line_items_and_the_rest_agree_with_the_examples(
    examples: Any, sold: Sell, api: httpx.AsyncClient
) -> None:
    session = await sold()
    items = (await api.get(f"/checkout/sessions/{session.id}/line_items")).json()
    charge = (await api.get("/charges", params={"payment_intent": str(session.payment_intent)})).json()[
        "data"
    ][0]
    found = {
        "item": items["data"][0],
        "price": items["data"][0]["price"],
        "balance_transaction": (
            await api.get(f"/balance_transactions/{charge['balance_transaction']}")
        ).json(),
        "payment_method": (await api.get(f"/payment_methods/{charge['payment_method']}")).json(),
        "balance": (await api.get("/balance")).json(),
        "webhook_endpoint": (await api.get("/webhook_endpoints")).json()["data"][0],
    }
    for kind, row in found.items():
        assert set(row) == set(examples[kind]), kind


async def test_a_planted_fault_is_found(schemas: Any, sold: Sell, client: stripe.StripeClient) -> None:
    row = (await sold()).to_dict()
    assert find_faults(schemas, row) == []
    assert find_faults(schemas, row | {"payment_status": "payed"}) != []
    assert find_faults(schemas, row | {"amount_total": "2900"}) != []
