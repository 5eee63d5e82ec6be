"""Our calls of Replicate, over sockets: what is asked keeps to its description, and every answer means something."""

import asyncio
import zipfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from core.domain.refusals import Refusal
from core.gateways.replicate.api import MOST_CALLS, Order, ReplicateGateway
from core.gateways.replicate.models import read_models
from core.gateways.replicate.refusals import (
    GeneratorBusy,
    GeneratorOff,
    GeneratorRefused,
    GeneratorUnreachable,
    OutputUnusable,
    UnknownToReplicate,
)
from sandbox.listening import listen
from tests.core.gateways.replicate import LONG_AGO, PREDICTION, TRAINING, Bench, draw_jpeg, open_bench
from tests.sandbox.replicate.contract import Contract

MEGABYTE = 1024 * 1024
PREDICTIONS = "/v1/models/google/nano-banana/predictions"


@pytest.fixture
async def bench(shared_folder: Path, tmp_path: Path) -> AsyncIterator[Bench]:
    async with open_bench(read_models(tmp_path), Contract(shared_folder)) as bench:
        yield bench


@pytest.mark.parametrize("name", ["nano-banana", "seedream-4", "flux-kontext-pro"])
async def test_every_model_makes_a_picture_of_the_frame_we_want(bench: Bench, name: str) -> None:
    job = await bench.finish(await bench.predict(name))
    assert (job.status, job.error, len(job.outputs)) == ("succeeded", "", 1)
    picture = await bench.gateway.download(job.outputs[0], 8 * MEGABYTE)
    with Image.open(BytesIO(picture)) as image:
        assert image.width / image.height == pytest.approx(4 / 5, rel=0.02)


async def test_a_person_is_trained_used_and_forgotten(bench: Bench) -> None:
    model = bench.table.find("flux-fine-tuned")
    assert model.training is not None
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("photo-01.jpg", draw_jpeg())
    stored = await bench.gateway.upload("photos.zip", "application/zip", packed.getvalue(), "attempt_zip")
    destination = await bench.gateway.open_destination(model.training)
    assert destination == await bench.gateway.open_destination(model.training), "it is made once"
    latest = (await bench.gateway.read_model(model.training.name))["latest_version"]["id"]
    given = {**model.training.inputs, model.training.field: stored.address}
    begun = await bench.gateway.train(model.training, latest, destination, given, None)
    trained = (await bench.finish(begun, TRAINING)).version
    assert trained is not None
    assert trained.startswith(f"{destination}:")

    version = trained.partition(":")[2]
    asked = Order(model.write_input("a photo of CLSUP", [], 0), None, 60)
    job = await bench.finish(await bench.gateway.predict(model, version, asked))
    assert (job.status, len(job.outputs)) == ("succeeded", 1)

    await bench.gateway.delete_version(trained)
    await bench.gateway.delete_version(trained)
    with pytest.raises(UnknownToReplicate):
        await bench.gateway.read_version(destination, version)


async def test_an_aborted_prediction_can_be_read(bench: Bench) -> None:
    await bench.foundry.plan_next("aborted")
    job = await bench.finish(await bench.predict())
    assert (job.status, job.is_over, job.outputs) == ("aborted", True, ())


async def test_a_deadline_goes_with_the_order(bench: Bench) -> None:
    await bench.predict(seconds=90)
    await bench.predict(seconds=1)
    asked = await bench.foundry.list_requests(method="POST", path=PREDICTIONS)
    assert [row["headers"]["cancel-after"] for row in asked] == ["90s", "5s"]


async def test_a_prediction_can_be_stopped_and_stopped_again(bench: Bench) -> None:
    await bench.foundry.plan_next("stuck")
    job = await bench.predict()
    for _ in range(2):
        await bench.gateway.cancel_job(PREDICTION, job.id)
    assert (await bench.gateway.read_job(PREDICTION, job.id)).status == "canceled"


@pytest.mark.parametrize("fault", ["answer_lost", "answer_hung"])
async def test_an_answer_that_was_lost_is_found_by_its_input(
    bench: Bench, fault: str, tmp_path: Path
) -> None:
    model = bench.table.find(None)
    others = [await bench.predict() for _ in range(2)]
    given = await bench.write(model)
    await bench.foundry.break_next(fault, method="POST", path=PREDICTIONS)
    hasty = ReplicateGateway("r8_made_up", bench.url, seconds=0.5)
    with pytest.raises(GeneratorUnreachable):
        await hasty.predict(model, "", Order(given, None, 60))
    await hasty.close()
    found = await bench.find(given, {job.id for job in others})
    assert found is not None
    assert await bench.find(given, {found.id}) is None, "it is found once"
    assert len(await bench.foundry.list_jobs()) == 3


async def test_what_was_asked_before_is_not_searched_for(bench: Bench) -> None:
    job = await bench.predict()
    later = datetime.now(UTC)
    assert await bench.gateway.find_job(PREDICTION, later, set(), lambda _: True) is None
    found = await bench.gateway.find_job(PREDICTION, later - LONG_AGO, set(), lambda _: True)
    assert found is not None
    assert found.id == job.id


async def test_a_lost_upload_is_found_by_its_mark_and_deleted(bench: Bench) -> None:
    since = datetime.now(UTC) - LONG_AGO
    await bench.upload("attempt_other")
    await bench.foundry.break_next("answer_lost", method="POST", path="/v1/files")
    with pytest.raises(GeneratorUnreachable):
        await bench.upload("attempt_lost")
    found = await bench.gateway.find_file("attempt_lost", since)
    assert found is not None
    await bench.gateway.delete_file(found.id)
    await bench.gateway.delete_file(found.id)
    assert await bench.gateway.find_file("attempt_lost", since) is None


FAULTS = [("too_many", GeneratorBusy), ("error", GeneratorUnreachable), ("html", GeneratorUnreachable)]


@pytest.mark.parametrize(("fault", "refusal"), [*FAULTS, ("close", GeneratorUnreachable)])
async def test_trouble_at_replicate_is_no_crash(bench: Bench, fault: str, refusal: type[Refusal]) -> None:
    await bench.foundry.break_next(fault, method="POST", path=PREDICTIONS)
    with pytest.raises(refusal):
        await bench.predict()
    assert len(await bench.foundry.list_jobs()) == 0


@pytest.mark.parametrize(
    "body", [{}, [], {"id": "p1"}, {"results": 7}, {"results": [{"id": "p1"}]}, "<html>"]
)
async def test_an_answer_that_says_nothing_may_be_better_later(body: Any) -> None:
    """An order may have been taken all the same: it is looked for before it is made again."""

    async def answer(_request: Request) -> JSONResponse:
        return JSONResponse(body)

    async with listen(Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "POST"])])) as url:
        gateway = ReplicateGateway("r8_made_up", url)
        since = datetime.now(UTC)
        for call in (
            gateway.read_job(PREDICTION, "p1"),
            gateway.find_job(PREDICTION, since, set(), lambda _shown: True),
            gateway.find_file("mark", since),
            gateway.upload("photo.jpg", "image/jpeg", b"", "mark"),
        ):
            with pytest.raises(GeneratorUnreachable):
                await call
        await gateway.close()


async def test_a_crowd_asks_a_few_at_a_time_and_all_are_answered() -> None:
    under_way, most = 0, 0

    async def answer(request: Request) -> JSONResponse:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.01)  # what the network takes; without it none would meet another
        under_way -= 1
        return JSONResponse({"id": request.path_params["job"], "status": "processing"})

    async with listen(Starlette(routes=[Route("/v1/predictions/{job}", answer)])) as url:
        gateway = ReplicateGateway("r8_made_up", url)
        jobs = await asyncio.gather(*(gateway.read_job(PREDICTION, f"p{n}") for n in range(200)))
        await gateway.close()
    assert [job.id for job in jobs] == [f"p{n}" for n in range(200)]
    assert 1 < most <= MOST_CALLS


async def test_who_gets_no_turn_knows_that_nothing_was_asked(tmp_path: Path) -> None:
    """What was not asked need not be looked for before it is asked again."""
    asked = []

    async def hang(request: Request) -> JSONResponse:
        asked.append(request.method)
        await asyncio.sleep(60)
        return JSONResponse({})

    async with listen(Starlette(routes=[Route("/{path:path}", hang, methods=["GET", "POST"])])) as url:
        gateway = ReplicateGateway("r8_made_up", url, seconds=1.0)
        looks = [gateway.read_job(PREDICTION, f"p{n}") for n in range(MOST_CALLS)]
        late = gateway.predict(read_models(tmp_path).find(None), "", Order({}, None, 60))
        *hung, refused = await asyncio.gather(*looks, late, return_exceptions=True)
        await gateway.close()
    assert {type(each) for each in hung} == {GeneratorUnreachable}
    assert isinstance(refused, GeneratorBusy)
    assert asked == ["GET"] * MOST_CALLS


async def test_looking_is_repeated_when_replicate_is_busy(bench: Bench) -> None:
    job = await bench.predict()
    await bench.foundry.break_next("too_many", times=2, method="GET", path="/v1/predictions")
    assert (await bench.gateway.read_job(PREDICTION, job.id)).id == job.id


async def test_a_wrong_token_says_what_to_check(bench: Bench) -> None:
    stranger = ReplicateGateway("r8_somebody_else", bench.url)
    with pytest.raises(GeneratorOff) as refused:
        await stranger.read_model("google/nano-banana")
    await stranger.close()
    assert refused.value.mend == "Check REPLICATE_API_TOKEN."


async def test_an_input_that_the_model_does_not_take_is_not_asked_again(bench: Bench) -> None:
    model = bench.table.find(None)
    with pytest.raises(GeneratorRefused):
        await bench.gateway.predict(
            model, "", Order({"prompt": "a headshot", "aspect_ratio": "7:1"}, None, 60)
        )
    with pytest.raises(UnknownToReplicate):
        await bench.gateway.read_job(PREDICTION, "nobody")


async def test_outputs_are_fetched_within_bounds_and_without_our_token(bench: Bench) -> None:
    output = (await bench.finish(await bench.predict())).outputs[0]
    with pytest.raises(OutputUnusable):
        await bench.gateway.download(output, 1000)
    with pytest.raises(OutputUnusable):
        await bench.gateway.download("http://192.0.2.1/internal", MEGABYTE)
    with pytest.raises(OutputUnusable):
        await bench.gateway.download(f"{output}x", MEGABYTE)
    await bench.foundry.break_next("error", path="/delivery")
    with pytest.raises(GeneratorUnreachable):
        await bench.gateway.download(output, MEGABYTE)
    assert bench.gateway._downloads.headers.get("authorization") is None
