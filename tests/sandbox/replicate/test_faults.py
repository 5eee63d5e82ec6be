"""Trouble on demand, as the real client feels it, and what of it took effect."""

import asyncio
import time

import httpx
import pytest
from replicate.client import Client
from replicate.exceptions import ReplicateError

from sandbox.replicate.foundry import Foundry, FoundryRefused
from tests.sandbox.replicate.conftest import BANANA, ONE_LOOP, list_outputs

pytestmark = ONE_LOOP

PROMPT = {"prompt": "a headshot"}


@pytest.mark.parametrize(
    "kind,status,sentence",
    [("too_many", 429, r"resets in ~30s"), ("error", 500, "unexpected error"), ("html", 502, "502")],
)
async def test_a_create_is_refused_and_did_nothing(
    client: Client, foundry: Foundry, kind: str, status: int, sentence: str
) -> None:
    await foundry.break_next(kind, method="POST", path="/v1/predictions")
    with pytest.raises(ReplicateError, match=sentence) as refused:
        await client.predictions.async_create(version=BANANA, input=PROMPT)
    assert refused.value.status == status
    assert await foundry.list_jobs() == []
    await client.predictions.async_create(version=BANANA, input=PROMPT)


async def test_the_client_asks_again_by_itself_when_it_reads(client: Client, foundry: Foundry) -> None:
    await foundry.break_next("too_many", method="GET", times=2)
    assert (await client.accounts.async_current()).username == "acme"
    assert [row["status"] for row in await foundry.list_requests()] == [429, 429, 200]


@pytest.mark.parametrize("kind,made", [("close", 0), ("answer_lost", 1)])
async def test_a_connection_is_cut_before_or_after_the_effect(
    client: Client, foundry: Foundry, kind: str, made: int
) -> None:
    await foundry.break_next(kind, method="POST")
    with pytest.raises(httpx.TransportError):
        await client.predictions.async_create(version=BANANA, input=PROMPT, webhook="https://example.com/7")
    [cut] = await foundry.list_requests(method="POST")
    assert (cut["status"], cut["fault"]) == (0, kind)
    found = (await client.predictions.async_list()).results
    assert len(found) == made
    if made:
        # The list does not tell the webhook: a lost prediction is known by its input alone.
        assert found[0].input == PROMPT


@pytest.mark.parametrize("kind,made", [("hang", 0), ("answer_hung", 1)])
async def test_no_answer_comes(http: httpx.AsyncClient, foundry: Foundry, kind: str, made: int) -> None:
    await foundry.break_next(kind)
    with pytest.raises(httpx.ReadTimeout):
        await http.post("/v1/predictions", json={"version": BANANA, "input": PROMPT}, timeout=0.3)
    await foundry.wait_jobs(count=made)
    [lost] = await foundry.wait_requested()
    assert (lost["fault"], len(await foundry.list_jobs())) == (kind, made)


async def test_a_slow_answer(client: Client, foundry: Foundry) -> None:
    await foundry.break_next("slow", seconds=0.3)
    begun = time.monotonic()
    await client.accounts.async_current()
    assert time.monotonic() - begun >= 0.3


@pytest.mark.parametrize("kind,status", [("error", 500), ("html", 502)])
async def test_a_download_breaks(
    client: Client, http: httpx.AsyncClient, foundry: Foundry, kind: str, status: int
) -> None:
    [address] = await list_outputs(client, BANANA, PROMPT)
    await foundry.break_next(kind, path="/delivery/")
    assert (await http.get(address)).status_code == status
    await foundry.break_next("close", path="/delivery/")
    with pytest.raises(httpx.TransportError):
        await http.get(address)
    assert (await http.get(address)).status_code == 200


async def test_a_cancel_fails(client: Client, foundry: Foundry) -> None:
    await foundry.plan_next(hold="processing")
    made = await client.predictions.async_create(version=BANANA, input=PROMPT)
    await foundry.break_next("error", path=f"/v1/predictions/{made.id}/cancel")
    with pytest.raises(ReplicateError):
        await made.async_cancel()
    await made.async_cancel()
    assert made.status == "canceled"


async def test_requests_are_watched_without_sleeping(client: Client, foundry: Foundry) -> None:
    waiting = asyncio.create_task(foundry.wait_requested(method="GET", path="/v1/account", count=2))
    await client.accounts.async_current()
    await asyncio.wait([waiting], timeout=0.1)
    assert not waiting.done()
    await client.accounts.async_current()
    assert len(await waiting) == 2
    with pytest.raises(FoundryRefused, match="Waited"):
        await foundry.wait_requested(path="/v1/hardware", seconds=0.05)


async def test_what_the_controls_refuse(foundry: Foundry) -> None:
    for asking in (
        foundry.break_next("earthquake"),
        foundry.break_next("error", colour="red"),
        foundry.plan_next("perished"),
        foundry.plan_next(flaw="ugly"),
        foundry.plan_next(hold="ended"),
        foundry.release("nobody"),
        foundry.resend("msg_nothing"),
        foundry.roll_secret("secret"),
    ):
        with pytest.raises(FoundryRefused):
            await asking


async def test_cleared_faults_and_plans_do_nothing(client: Client, foundry: Foundry) -> None:
    await foundry.break_next("error")
    await foundry.plan_next("failed")
    await foundry.clear_faults()
    await foundry.clear_plans()
    made = await client.models.predictions.async_create(BANANA, PROMPT, wait=10)
    assert made.status == "succeeded"


async def test_a_plan_is_for_its_model_and_as_often_as_said(client: Client, foundry: Foundry) -> None:
    await foundry.plan_next("failed", model=BANANA, times=2)
    models = ("black-forest-labs/flux-kontext-pro", BANANA, BANANA, BANANA)
    made = [await client.models.predictions.async_create(model, PROMPT, wait=10) for model in models]
    assert [prediction.status for prediction in made] == ["succeeded", "failed", "failed", "succeeded"]
