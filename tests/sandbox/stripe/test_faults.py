"""The API in trouble: what the SDK sees, what was done, and what a retry with the key finds."""

from typing import Any

import httpx
import pytest
import stripe

from sandbox.stripe.till import Till, TillRefused
from tests.sandbox.stripe.conftest import ONE_LOOP, OpenClient, Order

pytestmark = ONE_LOOP


async def count_sessions(client: stripe.StripeClient) -> int:
    """How many sessions there really are."""
    return len((await client.v1.checkout.sessions.list_async()).data)


@pytest.mark.parametrize(
    "kind, error, done",
    [
        ("too_many", stripe.RateLimitError, 0),
        ("error", stripe.APIError, 0),
        ("error_kept", stripe.APIError, 0),
        ("close", stripe.APIConnectionError, 0),
        ("answer_lost", stripe.APIConnectionError, 1),
    ],
)
async def test_a_fault_hits_once(
    kind: str, error: type[Exception], done: int, client: stripe.StripeClient, order: Order, till: Till
) -> None:
    await till.break_next(kind, path="/v1/checkout")
    with pytest.raises(error):
        await client.v1.checkout.sessions.create_async(order())
    assert await count_sessions(client) == done
    await client.v1.checkout.sessions.create_async(order())
    faults = [row["fault"] for row in await till.list_requests(method="POST")]
    assert faults == [kind, None]


@pytest.mark.parametrize("kind", ["error", "close", "answer_lost"])
async def test_the_sdks_own_retry_mends_it(
    kind: str, client: stripe.StripeClient, order: Order, till: Till
) -> None:
    await till.break_next(kind, method="POST")
    options: Any = {"idempotency_key": "checkout:1:1", "max_network_retries": 2}
    session = await client.v1.checkout.sessions.create_async(order(), options)
    assert await count_sessions(client) == 1
    assert (await client.v1.checkout.sessions.retrieve_async(session.id)).status == "open"


@pytest.mark.parametrize("kind, done", [("hang", 0), ("answer_hung", 1)])
async def test_a_hung_request_runs_into_the_clients_timeout(
    kind: str, done: int, api: httpx.AsyncClient, client: stripe.StripeClient, till: Till
) -> None:
    await till.break_next(kind)
    with pytest.raises(httpx.ReadTimeout):
        await api.post("/customers", timeout=0.2, headers={"Idempotency-Key": "k"})
    await till.wait_requested(method="POST")
    assert len((await client.v1.customers.list_async()).data) == done
    await api.post("/customers", headers={"Idempotency-Key": "k"})
    assert len((await client.v1.customers.list_async()).data) == 1


async def test_faults_are_narrowed_counted_and_cleared(
    open_client: OpenClient, till: Till, api: httpx.AsyncClient
) -> None:
    client = open_client()
    await till.break_next("too_many", times=2, method="GET", path="/v1/refunds")
    await client.v1.customers.create_async({})
    for _ in range(2):
        with pytest.raises(stripe.RateLimitError):
            await client.v1.refunds.list_async()
    assert (await client.v1.refunds.list_async()).data == []
    await till.break_next("error", times=9)
    await till.clear_faults()
    assert (await api.get("/balance")).status_code == 200


async def test_the_controls_refuse_what_they_do_not_know(till: Till) -> None:
    with pytest.raises(TillRefused, match="no fault called"):
        await till.break_next("earthquake")
    with pytest.raises(TillRefused, match="A fault has these fields"):
        await till.break_next("error", colour="red")
    with pytest.raises(TillRefused, match="`times` must be given as int"):
        await till.break_next("error", times="many")
    with pytest.raises(TillRefused, match=r"No such checkout\.session"):
        await till.settle("cs_x")
    with pytest.raises(TillRefused, match="No such charge"):
        await till.refund("ch_x")


async def test_requests_are_recorded_decoded_and_without_the_key(
    client: stripe.StripeClient, order: Order, till: Till
) -> None:
    await client.v1.checkout.sessions.create_async(order(), {"idempotency_key": "checkout:1:1"})
    [row] = await till.wait_requested(method="POST", path="/v1/checkout/sessions")
    assert row["params"]["line_items"][0]["price_data"]["unit_amount"] == "2900"
    assert (row["status"], row["idempotency_key"]) == (200, "checkout:1:1")
    assert row["stripe_version"] == stripe.api_version
    assert "sk_test" not in str(row)
