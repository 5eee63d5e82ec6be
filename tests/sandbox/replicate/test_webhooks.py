"""Webhooks: signed as the client wants them, retried, and lost, late, often, forged or old on demand."""

import json
import time
from typing import Any

import pytest
from replicate.client import Client
from replicate.webhook import InvalidSignatureError, InvalidTimestampError

from sandbox.replicate.foundry import Foundry
from tests.sandbox.replicate.conftest import BANANA, ONE_LOOP, SECRET, TRAINER, Receiver, draw_jpeg, zip_files

pytestmark = ONE_LOOP

PROMPT = {"prompt": "a headshot"}


async def ask(client: Client, receiver: Receiver, *events: str) -> str:
    """Create a prediction that tells these events; gives its id."""
    given: dict[str, Any] = {"webhook_events_filter": list(events)} if events else {}
    made = await client.predictions.async_create(
        version=BANANA, input=PROMPT, webhook=f"{receiver.url}?job=7", **given
    )
    return str(made.id)


def read_told(receiver: Receiver) -> list[str]:
    return sorted(json.loads(body)["status"] for _, body in receiver.received)


async def test_a_webhook_holds_the_prediction_and_is_signed(
    client: Client, foundry: Foundry, receiver: Receiver
) -> None:
    made = await ask(client, receiver, "completed")
    [delivery] = await foundry.wait_delivered("completed", about=made)
    receiver.check(0)
    headers, body = receiver.received[0]
    assert headers["webhook-id"] == delivery["id"]
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 5
    found = await client._async_request("GET", f"/v1/predictions/{made}")
    assert json.loads(body) == found.json()
    with pytest.raises(InvalidSignatureError):
        receiver.check(0, "whsec_b3RoZXI=")
    receiver.received[0] = (headers, body.replace("succeeded", "failed"))
    with pytest.raises(InvalidSignatureError):
        receiver.check(0)


async def test_the_secret_is_the_one_the_api_tells(client: Client) -> None:
    assert (await client.webhooks.default.async_secret()).key == SECRET


@pytest.mark.parametrize(
    "events,told",
    [
        ((), ["processing", "succeeded"]),
        (("completed",), ["succeeded"]),
        (("start", "completed"), ["processing", "succeeded"]),
        (("start", "output", "logs", "completed"), ["processing"] * 3 + ["succeeded"]),
    ],
)
async def test_only_the_asked_events_are_told(
    client: Client, foundry: Foundry, receiver: Receiver, events: tuple[str, ...], told: list[str]
) -> None:
    await ask(client, receiver, *events)
    await foundry.wait_quiet()
    assert read_told(receiver) == told


@pytest.mark.parametrize("outcome", ["failed", "canceled", "aborted"])
async def test_every_end_is_told(client: Client, foundry: Foundry, receiver: Receiver, outcome: str) -> None:
    await foundry.plan_next(outcome)
    await ask(client, receiver, "completed")
    await foundry.wait_delivered()
    assert read_told(receiver) == [outcome]


async def test_trainings_tell_too(client: Client, foundry: Foundry, receiver: Receiver) -> None:
    await client.models.async_create("acme", "ann", visibility="private", hardware="cpu")
    version = (await client.models.async_get(TRAINER)).latest_version
    assert version
    given = {"input_images": zip_files(("a.jpg", draw_jpeg()))}
    hook: dict[str, Any] = {"webhook": receiver.url, "webhook_events_filter": ["completed"]}
    made = await client.trainings.async_create(TRAINER, version, given, destination="acme/ann", **hook)
    await foundry.wait_delivered("completed", about=made.id)
    receiver.check(0)
    assert json.loads(receiver.received[0][1])["output"]["version"].startswith("acme/ann:")


async def test_a_receiver_that_fails_is_asked_again_under_the_same_id(
    client: Client, foundry: Foundry, receiver: Receiver
) -> None:
    receiver.statuses = [500, 404]
    await ask(client, receiver, "completed")
    [delivery] = await foundry.wait_delivered()
    assert delivery["attempts"] == [500, 404, 200]
    assert len({headers["webhook-id"] for headers, _ in receiver.received}) == 1
    receiver.check(2)


async def test_a_receiver_that_always_fails_is_given_up(
    client: Client, foundry: Foundry, receiver: Receiver
) -> None:
    receiver.statuses = [503] * 3
    await ask(client, receiver, "completed")
    [delivery] = await foundry.wait_delivered(state="failed")
    assert delivery["attempts"] == [503] * 3
    await foundry.resend(delivery["id"])
    await foundry.wait_delivered()
    assert len({headers["webhook-id"] for headers, _ in receiver.received}) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_is_not_followed(
    client: Client, foundry: Foundry, receiver: Receiver, status: int
) -> None:
    receiver.statuses = [status]
    await ask(client, receiver, "completed")
    [delivery] = await foundry.wait_delivered(state="failed")
    assert delivery["attempts"] == [status]
    assert len(receiver.received) == 1


async def test_nobody_at_the_address(client: Client, foundry: Foundry) -> None:
    await ask(client, Receiver("http://127.0.0.1:9/hook"), "completed")
    [delivery] = await foundry.wait_delivered(state="failed")
    assert delivery["attempts"] == [0, 0, 0]


async def test_lost(client: Client, foundry: Foundry, receiver: Receiver) -> None:
    await foundry.break_next("lost")
    made = await ask(client, receiver, "completed")
    await foundry.wait_delivered(about=made, state="lost")
    assert (await client.predictions.async_get(made)).status == "succeeded"
    assert receiver.received == []


async def test_delayed(client: Client, foundry: Foundry, receiver: Receiver) -> None:
    await foundry.break_next("delayed", seconds=0.3)
    begun = time.monotonic()
    await ask(client, receiver, "completed")
    await foundry.wait_delivered()
    assert time.monotonic() - begun >= 0.3
    receiver.check(0)


async def test_repeated(client: Client, foundry: Foundry, receiver: Receiver) -> None:
    await foundry.break_next("repeated", event="completed")
    await ask(client, receiver)
    await foundry.wait_quiet()
    ids = [headers["webhook-id"] for headers, _ in receiver.received]
    assert sorted(ids.count(name) for name in set(ids)) == [1, 10]
    for number in range(11):
        receiver.check(number)


async def test_forged(client: Client, foundry: Foundry, receiver: Receiver) -> None:
    await foundry.break_next("forged")
    await ask(client, receiver, "completed")
    await foundry.wait_delivered()
    with pytest.raises(InvalidSignatureError):
        receiver.check(0)


async def test_an_hour_old(client: Client, foundry: Foundry, receiver: Receiver) -> None:
    await foundry.break_next("stale")
    await ask(client, receiver, "completed")
    await foundry.wait_delivered()
    with pytest.raises(InvalidTimestampError):
        receiver.check(0)


async def test_a_rolled_secret_signs_beside_the_old_one(
    client: Client, foundry: Foundry, receiver: Receiver
) -> None:
    new = await foundry.roll_secret()
    await ask(client, receiver, "completed")
    await foundry.wait_delivered()
    receiver.check(0)
    receiver.check(0, new)
    assert (await client.webhooks.default.async_secret()).key == new
