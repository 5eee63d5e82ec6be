"""Every request and answer agrees with Replicate's own description of its API, and the check can tell."""

import copy
from typing import Any

import httpx
import pytest
import pytest_asyncio
from replicate.client import Client
from replicate.exceptions import ReplicateError

from sandbox.replicate.foundry import Foundry
from tests.sandbox.replicate.conftest import (
    BANANA,
    KONTEXT,
    ONE_LOOP,
    SEEDREAM,
    TRAINER,
    Receiver,
    draw_jpeg,
    name_file,
    open_client,
    zip_files,
)
from tests.sandbox.replicate.contract import Contract

pytestmark = ONE_LOOP

PROMPT = {"prompt": "a headshot"}
# What the stand-in offers of the description; the rest is not used by this product.
OFFERED = {
    "account.get", "files.create", "files.delete", "files.get", "files.list", "hardware.list", "models.create",
    "models.delete", "models.get", "models.list", "models.predictions.create", "models.versions.delete",
    "models.versions.get", "models.versions.list", "predictions.cancel", "predictions.create",
    "predictions.get", "predictions.list", "trainings.cancel", "trainings.create", "trainings.get",
    "trainings.list", "webhooks.default.secret.get",
}  # fmt: skip


async def play_predictions(client: Client, foundry: Foundry, hook: dict[str, Any]) -> None:
    """Predictions of every model and fate, at every point of their lives."""
    file = name_file(draw_jpeg(), "a.jpg")
    await client.models.predictions.async_create(KONTEXT, {**PROMPT, "input_image": file}, wait=10, **hook)
    await client.predictions.async_create(version=SEEDREAM, input={**PROMPT, "image_input": [file]}, **hook)
    for outcome in ("failed", "canceled", "aborted"):
        await foundry.plan_next(outcome)
        await client.predictions.async_create(version=BANANA, input=PROMPT, **hook)
    await foundry.plan_next(hold="processing")
    held = await client.models.predictions.async_create(BANANA, PROMPT, wait=1)
    await held.async_reload()
    await held.async_cancel()
    with pytest.raises(ReplicateError):
        await client.predictions.async_create(version=BANANA, input={**PROMPT, "image_input": [5]})
    await foundry.wait_quiet()


async def play_trainings(client: Client, foundry: Foundry, hook: dict[str, Any]) -> None:
    """A model's life from its creation to its deletion."""
    model = await client.models.async_create("acme", "ann", visibility="private", hardware="cpu")
    trainer = await client.models.async_get(TRAINER)
    assert trainer.latest_version
    made = []
    for outcome in ("succeeded", "failed", "stuck"):
        await foundry.plan_next(outcome)
        given = {"input_images": zip_files(("a.jpg", draw_jpeg()))}
        made.append(
            await client.trainings.async_create(
                trainer, trainer.latest_version, given, destination=model, **hook
            )
        )
    await made[2].async_cancel()
    await foundry.wait_quiet()
    for training in made:
        await training.async_reload()
    await client.trainings.async_list()
    [version] = await model.versions.async_list()
    await client.predictions.async_create(version=version.id, input={**PROMPT, "num_outputs": 2}, **hook)
    await foundry.wait_quiet()
    await model.versions.async_get(version.id)
    await model.versions.async_delete(version.id)
    await client.models.async_delete(model.id)


async def play_the_rest(client: Client) -> None:
    file = await client.files.async_create(name_file(b"x", "a.zip"), metadata={"job": 1})
    await client.files.async_get(file.id)
    await client.files.async_list()
    await client.files.async_delete(file.id)
    with pytest.raises(ReplicateError):
        await client.files.async_get(file.id)
    await client.accounts.async_current()
    await client.hardware.async_list()
    await client.models.async_list()
    await client.webhooks.default.async_secret()


async def play_time(url: str, foundry: Foundry) -> None:
    """What only time brings: a deadline, removed data, a second page of the list."""
    await foundry.plan_next(hold="processing")
    async with open_client(url, **{"Cancel-After": "1m30s"}) as client:
        await client.predictions.async_create(version=BANANA, input=PROMPT)
        await foundry.wait_jobs(held=True)
        await foundry.wind_clock(91)
        await foundry.wind_clock(3700)
        await foundry.plan_always(hold="processing")
        for _ in range(101):
            await client.predictions.async_create(version=BANANA, input=PROMPT)


async def test_everything_said_on_the_wire_agrees(
    client: Client,
    url: str,
    http: httpx.AsyncClient,
    foundry: Foundry,
    receiver: Receiver,
    contract: Contract,
) -> None:
    every = {"webhook_events_filter": ["start", "output", "logs", "completed"]}
    hook = {"webhook": receiver.url, **every}
    await play_predictions(client, foundry, hook)
    await play_trainings(client, foundry, hook)
    await play_the_rest(client)
    await play_time(url, foundry)
    # The client cannot read a list with an aborted prediction.
    page = (await http.get("/v1/predictions")).json()
    assert len((await http.get(page["next"])).json()["results"]) > 3
    records = await foundry.list_requests()
    played = {(contract.name_operation(row["method"], row["path"])) for row in records}
    assert played == OFFERED
    # The refused create was wrong on purpose, and the description says so as well.
    said = [row for row in records if row["status"] != 422]
    assert len(records) - len(said) == 1
    assert [fault for row in said for fault in contract.find_faults(row)] == []
    deliveries = await foundry.list_deliveries()
    assert {row["event"] for row in deliveries} == set(every["webhook_events_filter"])
    for row in deliveries:
        kind = "trainings" if "/v1/trainings/" in row["body"] else "predictions"
        assert contract.find_webhook_faults(row["body"], kind) == []


@pytest_asyncio.fixture(loop_scope="session")
async def record(http: httpx.AsyncClient, foundry: Foundry) -> dict[str, Any]:
    body = {"version": BANANA, "input": PROMPT}
    await http.post("/v1/predictions", json=body, headers={"Prefer": "wait=5", "Cancel-After": "5m"})
    return (await foundry.list_requests())[0]


@pytest.mark.parametrize(
    "place,value,fault",
    [
        ("answer.status", "done", "$.status: 'done' is not one of"),
        ("answer.created_at", "yesterday", "'yesterday' is not a 'date-time'"),
        ("answer.completed_at", None, "$.completed_at: None is not of type 'string'"),
        ("answer.urls", {"get": "https://a.b/c", "cancel": "https://a.b/c"}, "'web' is a required property"),
        ("answer.colour", "red", "'colour' was unexpected"),
        ("answer.error", 5, "5 is not of type 'string', 'null'"),
        ("body.webhook_completed", "x", "'webhook_completed' was unexpected"),
        ("body.input", [], "[] is not of type 'object'"),
        ("body.webhook_events_filter", ["done"], "'done' is not one of"),
        ("headers.prefer", "wait=700", "'wait=700' does not match"),
        ("query.limit", "5", "asked with limit"),
        ("path", "/v1/prediction", "is not described"),
        ("status", 200, "answered 200, which is not described"),
    ],
)
async def test_a_planted_fault_is_found(
    record: dict[str, Any], contract: Contract, place: str, value: Any, fault: str
) -> None:
    assert contract.find_faults(record) == []
    wrong = copy.deepcopy(record)
    *outer, name = place.split(".")
    (wrong[outer[0]] if outer else wrong)[name] = value
    [found] = contract.find_faults(wrong)
    assert fault in found


async def test_a_planted_fault_in_a_refusal_is_found(
    http: httpx.AsyncClient, foundry: Foundry, contract: Contract
) -> None:
    await http.get("/v1/predictions/no")
    [record] = await foundry.list_requests()
    assert contract.find_faults(record) == []
    record["answer"] = {"detail": "no"}
    assert len(contract.find_faults(record)) == 2
