"""Predictions as the real client makes, waits for, lists and cancels them."""

import asyncio
import base64
import io

import httpx
import pytest
from PIL import Image
from replicate.client import Client
from replicate.exceptions import ModelError, ReplicateError

from sandbox.replicate.foundry import Foundry
from tests.sandbox.replicate.conftest import (
    BANANA,
    KONTEXT,
    ONE_LOOP,
    SEEDREAM,
    draw_jpeg,
    list_outputs,
    name_file,
    open_client,
)

pytestmark = ONE_LOOP

PROMPT = {"prompt": "a headshot"}
HOUR = 3600


async def test_a_prediction_starts_runs_and_succeeds(client: Client, foundry: Foundry) -> None:
    prediction = await client.predictions.async_create(version=BANANA, input=PROMPT)
    assert (prediction.status, prediction.output, prediction.version) == ("starting", None, "hidden")
    await prediction.async_wait()
    assert prediction.status == "succeeded"
    assert prediction.model == BANANA
    assert prediction.input == PROMPT
    assert prediction.progress
    assert prediction.progress.percentage == 1.0
    assert {"total_time", "predict_time", "image_count"} == set(prediction.metrics or {})
    assert [job["id"] for job in await foundry.list_jobs()] == [prediction.id]


async def test_waiting_for_the_answer(client: Client, foundry: Foundry) -> None:
    done = await client.models.predictions.async_create(KONTEXT, PROMPT, wait=10)
    assert done.status == "succeeded"
    await foundry.plan_next(hold="processing")
    late = await client.models.predictions.async_create(KONTEXT, PROMPT, wait=1)
    assert late.status == "processing"
    answered = [request["status"] for request in await foundry.list_requests(method="POST")]
    assert answered == [201, 202]


async def test_running_a_model_in_one_go(client: Client, foundry: Foundry) -> None:
    found = await client.async_run(BANANA, input=PROMPT)
    assert str(found).endswith("out-0.jpg")
    await foundry.plan_next("failed", error="NSFW content detected.")
    with pytest.raises(ModelError, match="NSFW content detected"):
        await client.async_run(BANANA, input=PROMPT)


@pytest.mark.parametrize("model,output", [(BANANA, str), (KONTEXT, str), (SEEDREAM, list)])
async def test_output_is_one_address_or_a_list_as_the_model_says(
    client: Client, model: str, output: type
) -> None:
    prediction = await client.models.predictions.async_create(model, PROMPT, wait=10)
    assert isinstance(prediction.output, output)


async def test_a_version_is_pinned_by_its_id(client: Client) -> None:
    version = (await client.models.async_get(BANANA)).latest_version
    assert version
    for name in (version.id, f"{BANANA}:{version.id}"):
        prediction = await client.predictions.async_create(version=name, input=PROMPT, wait=10)
        assert (prediction.version, prediction.status) == (version.id, "succeeded")


async def test_held_predictions_wait_for_their_release(client: Client, foundry: Foundry) -> None:
    await foundry.plan_always(hold="processing")
    made = [await client.predictions.async_create(version=BANANA, input=PROMPT) for _ in range(3)]
    held = await foundry.wait_jobs(held=True, count=3)
    assert {job["status"] for job in held} == {"processing"}
    await foundry.release(made[0].id, outcome="failed", error="Out of memory.")
    [failed] = await foundry.wait_jobs(status="failed")
    assert failed["error"] == "Out of memory."
    assert sorted(await foundry.release_all()) == sorted([made[1].id, made[2].id])
    await foundry.wait_jobs(status="succeeded", count=2)


async def test_time_passes_as_planned(client: Client, foundry: Foundry) -> None:
    await foundry.plan_next(start_seconds=20, seconds=40)
    prediction = await client.predictions.async_create(version=BANANA, input=PROMPT)
    await foundry.wind_clock(21)
    await foundry.wait_jobs(status="processing")
    await foundry.wind_clock(41)
    await foundry.wait_jobs(status="succeeded")
    await prediction.async_reload()
    assert prediction.metrics
    assert 40 <= prediction.metrics["predict_time"] < 62 <= prediction.metrics["total_time"] < 70


async def test_cancelling(client: Client, foundry: Foundry) -> None:
    await foundry.plan_next("stuck")
    prediction = await client.predictions.async_create(version=BANANA, input=PROMPT)
    await foundry.wait_jobs(status="processing")
    await prediction.async_cancel()
    assert (prediction.status, prediction.output) == ("canceled", None)
    done = await client.predictions.async_create(version=BANANA, input=PROMPT)
    await foundry.wait_jobs(status="succeeded")
    assert (await client.predictions.async_cancel(done.id)).status == "succeeded"


async def test_nothing_but_a_cancel_ends_what_is_stuck(url: str, foundry: Foundry) -> None:
    await foundry.plan_next("stuck")
    async with open_client(url, **{"Cancel-After": "10s"}) as client:
        stuck = await client.predictions.async_create(version=BANANA, input=PROMPT)
        await foundry.wait_jobs(status="processing")
        await foundry.wind_clock(2 * HOUR)
        assert (await client.predictions.async_get(stuck.id)).status == "processing"


@pytest.mark.parametrize("after,seconds", [("10", 10), ("30s", 30), ("5m", 300), ("1h30m45s", 5445)])
async def test_a_deadline_cancels_what_runs(
    http: httpx.AsyncClient, foundry: Foundry, after: str, seconds: int
) -> None:
    await foundry.plan_next(hold="processing")
    body = {"version": BANANA, "input": PROMPT}
    answer = await http.post("/v1/predictions", json=body, headers={"Cancel-After": after})
    assert answer.json()["deadline"] > answer.json()["created_at"]
    await foundry.wait_jobs(held=True)
    await foundry.wind_clock(seconds - 5)
    [job] = await foundry.list_jobs()
    assert job["status"] == "processing"
    await foundry.wind_clock(6)
    await foundry.wait_jobs(status="canceled")


async def test_a_deadline_aborts_what_has_not_begun(http: httpx.AsyncClient, foundry: Foundry) -> None:
    await foundry.plan_next(hold="starting")
    body = {"version": BANANA, "input": PROMPT}
    made = (await http.post("/v1/predictions", json=body, headers={"Cancel-After": "1m"})).json()
    await foundry.wait_jobs(held=True)
    await foundry.wind_clock(61)
    found = (await http.get(f"/v1/predictions/{made['id']}")).json()
    assert found["status"] == "aborted"
    assert "started_at" not in found
    assert "predict_time" not in found["metrics"]


async def test_the_client_cannot_read_aborted_ones_nor_a_list_with_one(
    client: Client, foundry: Foundry
) -> None:
    await foundry.plan_next("aborted")
    made = await client.predictions.async_create(version=BANANA, input=PROMPT)
    await foundry.wait_jobs(status="aborted")
    # The client's type of a status ends with canceled; whoever uses it must read the raw answer.
    for reading in (client.predictions.async_get(made.id), client.predictions.async_list()):
        with pytest.raises(ValueError, match="unexpected value; permitted: 'starting'"):
            await reading


async def test_no_prediction_runs_longer_than_half_an_hour(client: Client, foundry: Foundry) -> None:
    await foundry.plan_next(seconds=HOUR)
    prediction = await client.predictions.async_create(version=BANANA, input=PROMPT)
    await foundry.wait_jobs(status="processing")
    await foundry.wind_clock(HOUR / 2 + 1)
    assert (await client.predictions.async_get(prediction.id)).status == "canceled"


async def test_everything_is_gone_after_an_hour(
    client: Client, http: httpx.AsyncClient, foundry: Foundry
) -> None:
    [address] = await list_outputs(client, SEEDREAM, {**PROMPT, "size": "1K"})
    [prediction] = await client.predictions.async_list()
    assert (await http.get(address)).status_code == 200
    await foundry.wind_clock(HOUR - 30)
    assert (await http.get(address)).status_code == 200
    await foundry.wind_clock(31)
    assert (await http.get(address)).status_code == 404
    found = (await http.get(f"/v1/predictions/{prediction.id}")).json()
    left = {name: found[name] for name in ("data_removed", "input", "output", "logs", "status")}
    assert left == {"data_removed": True, "input": {}, "output": None, "logs": "", "status": "succeeded"}


async def test_the_list_is_cut_into_pages_that_new_predictions_do_not_move(
    client: Client, foundry: Foundry
) -> None:
    await foundry.plan_always(hold="starting")
    await foundry.set_limits(creates=1000)
    create = client.predictions.async_create
    made = [(await create(version=BANANA, input=PROMPT)).id for _ in range(205)]
    first = await client.predictions.async_list()
    await create(version=BANANA, input=PROMPT)
    assert [prediction.id for prediction in first] == made[:-101:-1]
    assert first.previous is None
    second = await client.predictions.async_list(first.next)
    third = await client.predictions.async_list(second.next)
    found = [prediction.id for page in (first, second, third) for prediction in page]
    assert found == made[::-1]
    assert third.next is None
    assert [p.id for p in await client.predictions.async_list(third.previous)] == [p.id for p in second]


async def test_the_list_by_time_and_origin(http: httpx.AsyncClient, foundry: Foundry) -> None:
    made = []
    for _ in range(3):
        made.append((await http.post("/v1/predictions", json={"version": BANANA, "input": PROMPT})).json())
        await foundry.wind_clock(60)
    middle = made[1]["created_at"]

    async def find(**asked: str) -> list[str]:
        return [row["id"] for row in (await http.get("/v1/predictions", params=asked)).json()["results"]]

    assert await find(created_after=middle) == [made[2]["id"], made[1]["id"]]
    assert await find(created_before=middle) == [made[0]["id"]]
    assert await find(source="web") == []


async def test_references_are_fetched_from_wherever_they_are(
    client: Client, http: httpx.AsyncClient, foundry: Foundry
) -> None:
    uploaded = name_file(draw_jpeg(size=(400, 300)), "a.jpg")
    wide = await list_outputs(client, BANANA, {**PROMPT, "image_input": [uploaded]})
    again = await list_outputs(client, BANANA, {**PROMPT, "image_input": wide})
    inline = "data:image/jpeg;base64," + base64.b64encode(draw_jpeg()).decode()
    tall = await list_outputs(client, KONTEXT, {**PROMPT, "input_image": inline})
    for address, ratio in ((wide[0], 4 / 3), (again[0], 4 / 3), (tall[0], 3 / 4)):
        picture = Image.open(io.BytesIO((await http.get(address)).content))
        assert abs(picture.width / picture.height - ratio) < 0.02


@pytest.mark.parametrize(
    "reference,sentence",
    [
        ("http://127.0.0.1:9/a.jpg", "could not be downloaded"),
        ("data:image/jpeg;base64,aGVsbG8=", "cannot identify image file"),
        ("data:image/jpeg;base64,*", "not valid base64"),
        ("{url}/v1/files/unknown", "does not exist or has expired"),
        ("{url}/v1/account", "HTTP 401"),
    ],
)
async def test_a_reference_that_is_no_picture_fails_the_prediction(
    client: Client, url: str, reference: str, sentence: str
) -> None:
    given = {**PROMPT, "image_input": [reference.format(url=url)]}
    prediction = await client.models.predictions.async_create(BANANA, given, wait=10)
    assert prediction.status == "failed"
    assert sentence in str(prediction.error)


async def test_many_at_once_go_through(client: Client, foundry: Foundry) -> None:
    await foundry.plan_always(hold="processing")
    creating = [client.predictions.async_create(version=BANANA, input=PROMPT) for _ in range(60)]
    made = await asyncio.gather(*creating)
    assert len({prediction.id for prediction in made}) == 60
    await foundry.wait_jobs(held=True, count=60)
    await foundry.release_all()
    await foundry.wait_jobs(status="succeeded", count=60)


async def test_the_rate_limit_says_when_it_ends(client: Client, foundry: Foundry) -> None:
    await foundry.set_limits(creates=2)
    for _ in range(2):
        await client.predictions.async_create(version=BANANA, input=PROMPT)
    with pytest.raises(ReplicateError, match=r"resets in ~\d+s") as refused:
        await client.predictions.async_create(version=BANANA, input=PROMPT)
    assert refused.value.status == 429
    assert len((await client.predictions.async_list()).results) == 2
    await foundry.wind_clock(60)
    await client.predictions.async_create(version=BANANA, input=PROMPT)
