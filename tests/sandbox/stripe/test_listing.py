"""Lists: newest first, paged both ways, filtered; single objects expanded."""

import httpx
import pytest
import stripe

from sandbox.stripe.till import Till
from tests.sandbox.stripe.conftest import ONE_LOOP, Sell

pytestmark = ONE_LOOP


async def test_events_page_both_ways_without_loss(client: stripe.StripeClient, sold: Sell) -> None:
    for _ in range(3):
        await sold()
    newest_first = [
        event.id async for event in (await client.v1.events.list_async({"limit": 4})).auto_paging_iter()
    ]
    assert len(newest_first) == len(set(newest_first)) == 15
    oldest = newest_first[-1]
    forward = await client.v1.events.list_async({"limit": 4, "ending_before": oldest})
    assert [event.id async for event in forward.auto_paging_iter()] == newest_first[:-1][::-1]
    middle = await client.v1.events.list_async({"limit": 4, "starting_after": newest_first[3]})
    assert ([event.id for event in middle.data], middle.has_more) == (newest_first[4:8], True)


async def test_events_are_filtered(client: stripe.StripeClient, sold: Sell, till: Till) -> None:
    session = await sold()
    now = await till.wind_clock(100)
    await till.refund(session.id)
    wanted = {
        "both": {"types": ["checkout.session.completed", "refund.created"]},
        "later": {"created": {"gte": now}},
        "earlier": {"type": "refund.*", "created": {"lt": now}},
    }
    found = {
        name: [event.type for event in (await client.v1.events.list_async(params)).data]  # type: ignore[arg-type]
        for name, params in wanted.items()
    }
    assert found == {
        "both": ["refund.created", "checkout.session.completed"],
        "later": ["charge.refunded", "refund.created"],
        "earlier": [],
    }


async def test_events_are_kept_thirty_days(client: stripe.StripeClient, sold: Sell, till: Till) -> None:
    await sold()
    assert (await client.v1.events.list_async()).data
    await till.wind_clock(31 * 86400)
    assert (await client.v1.events.list_async()).data == []


async def test_sessions_are_filtered(client: stripe.StripeClient, sell: Sell, sold: Sell) -> None:
    open_one, paid = await sell(), await sold()
    sessions = client.v1.checkout.sessions
    assert [row.id for row in (await sessions.list_async({"status": "open"})).data] == [open_one.id]
    by_intent = await sessions.list_async({"payment_intent": str(paid.payment_intent)})
    assert [row.id for row in by_intent.data] == [paid.id]
    assert (await sessions.list_async({"created": {"gt": paid.created + 5}})).data == []


@pytest.mark.parametrize(
    "query", [{"limit": "0"}, {"limit": "101"}, {"starting_after": "cs_x"}, {"status": "paid"}]
)
async def test_a_wrong_list_is_refused(query: dict[str, str], api: httpx.AsyncClient) -> None:
    assert (await api.get("/checkout/sessions", params=query)).status_code == 400


async def test_objects_expand(client: stripe.StripeClient, sold: Sell, till: Till) -> None:
    customer = await client.v1.customers.create_async({"email": "ann@example.com", "metadata": {"team": "1"}})
    session = await sold(customer=customer.id)
    await till.refund(session.id, amount=100)
    expanded = await client.v1.checkout.sessions.retrieve_async(
        session.id, {"expand": ["customer", "line_items", "payment_intent.latest_charge.refunds"]}
    )
    row = expanded.to_dict()
    assert row["customer"]["metadata"] == {"team": "1"}
    assert [item["amount_total"] for item in row["line_items"]["data"]] == [2900]
    assert [one["amount"] for one in row["payment_intent"]["latest_charge"]["refunds"]["data"]] == [100]
    assert (await client.v1.checkout.sessions.retrieve_async(session.id)).customer == customer.id
    listed = await client.v1.charges.list_async({"expand": ["data.payment_intent"]})
    assert listed.data[0].to_dict()["payment_intent"]["amount_received"] == 2900


async def test_the_account_can_be_asked(client: stripe.StripeClient, sold: Sell) -> None:
    account = await client.v1.accounts.retrieve_current_async()
    assert account.charges_enabled
    await sold()
    balance = await client.v1.balance.retrieve_async()
    assert [(row.amount, row.currency) for row in balance.available] == [(2900 - 114, "usd")]
    with pytest.raises(stripe.PermissionError):
        await client.v1.accounts.retrieve_async("acct_other")


async def test_a_customer_is_changed(client: stripe.StripeClient, till: Till) -> None:
    made = await client.v1.customers.create_async(
        {"metadata": {"a": "1", "b": "2"}, "address": {"city": "Bonn"}}
    )
    changed = await client.v1.customers.update_async(
        made.id, {"name": "Acme", "metadata": {"a": "", "c": "3"}}
    )
    assert changed.metadata
    assert (changed.name, changed.metadata.to_dict()) == ("Acme", {"b": "2", "c": "3"})
    assert changed.address
    assert (changed.address.city, changed.address.line1) == ("Bonn", None)
    [told] = (await client.v1.events.list_async({"type": "customer.updated"})).data
    assert told.to_dict()["data"]["previous_attributes"] == {"name": None, "metadata": {"a": "1", "b": "2"}}
    await client.v1.customers.update_async(made.id, {"name": "Acme"})
    assert len((await client.v1.events.list_async({"type": "customer.updated"})).data) == 1
    await till.wait_delivered("customer.updated")


async def test_an_endpoint_is_changed(client: stripe.StripeClient, till: Till) -> None:
    [endpoint] = (await client.v1.webhook_endpoints.list_async()).data
    await client.v1.webhook_endpoints.update_async(endpoint.id, {"disabled": True, "description": "off"})
    await client.v1.customers.create_async({})
    assert await till.list_deliveries() == []
    found = await client.v1.webhook_endpoints.retrieve_async(endpoint.id)
    assert (found.status, found.description) == ("disabled", "off")
