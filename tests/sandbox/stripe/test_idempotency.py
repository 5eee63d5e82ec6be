"""Idempotency keys: the same answer again, a refusal for another body, a conflict while in use."""

import asyncio

import httpx
import pytest
import stripe

from sandbox.stripe.till import Till
from tests.sandbox.stripe.conftest import ONE_LOOP, Order

pytestmark = ONE_LOOP


async def test_the_same_key_and_body_give_the_same_answer(
    client: stripe.StripeClient, order: Order, till: Till
) -> None:
    first, again = [
        await client.v1.checkout.sessions.create_async(order(), {"idempotency_key": "checkout:1:1"})
        for _ in range(2)
    ]
    assert first.to_dict() == again.to_dict()
    assert first.last_response
    assert again.last_response
    assert first.last_response.headers.get("Idempotent-Replayed") is None
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    assert again.last_response.headers["Original-Request"] == first.last_response.request_id
    assert len((await client.v1.checkout.sessions.list_async()).data) == 1
    assert [row["replayed"] for row in await till.list_requests(method="POST")] == [False, True]


async def test_a_replay_is_the_old_answer_even_when_the_session_went_on(
    client: stripe.StripeClient, order: Order, till: Till
) -> None:
    first = await client.v1.checkout.sessions.create_async(order(), {"idempotency_key": "k"})
    await till.pay(first.url or "")
    again = await client.v1.checkout.sessions.create_async(order(), {"idempotency_key": "k"})
    assert (again.id, again.status) == (first.id, "open")


async def test_another_body_or_path_is_refused(client: stripe.StripeClient, order: Order) -> None:
    options: stripe.RequestOptions = {"idempotency_key": "k"}
    await client.v1.checkout.sessions.create_async(order(), options)
    with pytest.raises(stripe.IdempotencyError, match="same parameters") as refused:
        await client.v1.checkout.sessions.create_async(order(client_reference_id="2"), options)
    assert refused.value.http_status == 400
    with pytest.raises(stripe.IdempotencyError, match="same endpoint"):
        await client.v1.customers.create_async({}, options)


async def test_a_concurrent_request_with_the_key_is_409(api: httpx.AsyncClient, till: Till) -> None:
    await till.break_next("slow", path="/v1/customers", seconds=0.3)
    headers = {"Idempotency-Key": "k"}
    slow = asyncio.create_task(api.post("/customers", headers=headers))
    await till.wait_requested(path="/v1/customers")
    refused = await api.post("/customers", headers=headers)
    assert refused.status_code == 409
    assert refused.json()["error"]["code"] == "idempotency_key_in_use"
    assert (await slow).status_code == 200
    assert (await api.post("/customers", headers=headers)).json()["id"] == (await slow).json()["id"]


async def test_the_sdk_waits_for_the_other_request(
    client: stripe.StripeClient, api: httpx.AsyncClient, till: Till
) -> None:
    await till.break_next("slow", path="/v1/customers", seconds=0.3)
    slow = asyncio.create_task(api.post("/customers", headers={"Idempotency-Key": "k"}))
    await till.wait_requested(path="/v1/customers")
    found = await client.v1.customers.create_async({}, {"idempotency_key": "k", "max_network_retries": 3})
    assert found.id == (await slow).json()["id"]


async def test_validation_is_not_kept_and_a_crash_is(api: httpx.AsyncClient, till: Till) -> None:
    headers = {"Idempotency-Key": "k"}
    assert (await api.post("/customers", data={"colour": "red"}, headers=headers)).status_code == 400
    assert (await api.post("/customers", data={"name": "Ann"}, headers=headers)).status_code == 200
    await till.break_next("error_kept")
    headers = {"Idempotency-Key": "crashed"}
    answers = [await api.post("/customers", headers=headers) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [500, 500, 500]
    assert answers[2].headers["idempotent-replayed"] == "true"


async def test_a_key_is_forgotten_after_a_day_and_no_longer_than_255(
    api: httpx.AsyncClient, till: Till
) -> None:
    headers = {"Idempotency-Key": "k"}
    first = await api.post("/customers", headers=headers)
    await till.wind_clock(86_402)
    assert (await api.post("/customers", headers=headers)).json()["id"] != first.json()["id"]
    assert (await api.post("/customers", headers={"Idempotency-Key": "k" * 256})).status_code == 400
