"""What a request object, an input, a header or a token must not be: refused in Replicate's own words."""

from typing import Any

import httpx
import pytest
from replicate.client import Client
from replicate.exceptions import ReplicateError

from sandbox.replicate.foundry import Foundry
from tests.sandbox.replicate.conftest import BANANA, KONTEXT, ONE_LOOP, SEEDREAM, TRAINER, open_client

pytestmark = ONE_LOOP

PROMPT = {"prompt": "a headshot"}
PICTURE = "https://example.com/a.jpg"


@pytest.mark.parametrize(
    "model,given,sentence",
    [
        (BANANA, {}, "- input: prompt is required"),
        (BANANA, {"prompt": 5}, "- input.prompt: Invalid type. Expected: string, given: integer"),
        (BANANA, {"prompt": None}, "- input.prompt: Invalid type. Expected: string, given: null"),
        (BANANA, {**PROMPT, "aspect_ratio": "5:7"}, 'aspect_ratio must be one of the following: "match'),
        (BANANA, {**PROMPT, "image_input": PICTURE}, "Expected: array, given: string"),
        (BANANA, {**PROMPT, "image_input": ["me.jpg"]}, "- input.image_input.0: Does not match format 'uri'"),
        (BANANA, {**PROMPT, "seed": 5}, "- input: Additional property seed is not allowed"),
        (SEEDREAM, {**PROMPT, "image_input": [PICTURE] * 11}, "Array must have at most 10 items"),
        (SEEDREAM, {**PROMPT, "image_input": [PICTURE] * 10, "max_images": 6}, "together must be at most 15"),
        (SEEDREAM, {**PROMPT, "max_images": 16}, "Must be less than or equal to 15"),
        (SEEDREAM, {**PROMPT, "width": 1000}, "Must be greater than or equal to 1024"),
        (SEEDREAM, {**PROMPT, "enhance_prompt": "yes"}, "Expected: boolean, given: string"),
        (SEEDREAM, {**PROMPT, "max_images": True}, "Expected: integer, given: boolean"),
        (KONTEXT, {**PROMPT, "input_image": "data:image/jpeg;base64," + "A" * 400_000}, "up to 256 kB"),
        (KONTEXT, {**PROMPT, "safety_tolerance": 7}, "Must be less than or equal to 6"),
    ],
)  # fmt: skip
async def test_an_input_is_held_against_the_models_schema(
    client: Client, foundry: Foundry, model: str, given: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ReplicateError) as refused:
        await client.predictions.async_create(version=model, input=given)
    assert (refused.value.status, refused.value.title) == (422, "Input validation failed")
    assert sentence in str(refused.value.detail)
    assert await foundry.list_jobs() == []


async def test_what_may_be_left_open_may_be_null(client: Client) -> None:
    given = {**PROMPT, "seed": None, "input_image": None}
    made = await client.models.predictions.async_create(KONTEXT, given, wait=10)
    assert made.status == "succeeded"


@pytest.mark.parametrize(
    "body,sentence",
    [
        ({"input": PROMPT}, "version is required"),
        ({"version": BANANA}, "input is required"),
        (
            {"version": BANANA, "input": PROMPT, "webhook_completed": PICTURE},
            "webhook_completed is not allowed",
        ),
        ({"version": BANANA, "input": PROMPT, "idempotency_key": "1"}, "idempotency_key is not allowed"),
        ({"version": BANANA, "input": []}, "Expected: object, given: array"),
        ({"version": 5, "input": PROMPT}, "version: Invalid type"),
        ({"version": BANANA, "input": PROMPT, "webhook": "http://example.com/hook"}, "https-url"),
        ({"version": BANANA, "input": PROMPT, "webhook": "https://[bad"}, "https-url"),
        ({"version": BANANA, "input": PROMPT, "webhook_events_filter": ["done"]}, "webhook_events_filter"),
        ([], "Expected: object, given: array"),
    ],
)
async def test_request_objects_are_closed(http: httpx.AsyncClient, body: Any, sentence: str) -> None:
    answer = await http.post("/v1/predictions", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert sentence in answer.json()["detail"]
    assert answer.json()["invalid_fields"]


@pytest.mark.parametrize("version", ["0" * 64, "acme/nobody", f"{BANANA}:{'0' * 64}", TRAINER, "", "a/b/c"])
async def test_versions_that_nobody_may_run(client: Client, version: str) -> None:
    with pytest.raises(ReplicateError, match="The specified version does not exist"):
        await client.predictions.async_create(version or " ", PROMPT)


@pytest.mark.parametrize(
    "headers",
    [{"Prefer": "wait=61"}, {"Prefer": "wait=0"}, {"Prefer": "respond-async"}, {"Cancel-After": "4s"},
     {"Cancel-After": "soon"}, {"Cancel-After": ""}],
)  # fmt: skip
async def test_headers_out_of_bounds(
    http: httpx.AsyncClient, foundry: Foundry, headers: dict[str, str]
) -> None:
    answer = await http.post("/v1/predictions", json={"version": BANANA, "input": PROMPT}, headers=headers)
    assert (answer.status_code, next(iter(headers)) in answer.json()["detail"]) == (400, True)
    assert await foundry.list_jobs() == []


async def test_a_wrong_token_opens_nothing(url: str) -> None:
    async with open_client(url, token="r8_wrong") as client:
        with pytest.raises(ReplicateError, match="valid authentication token") as refused:
            await client.accounts.async_current()
    assert refused.value.status == 401


async def test_models_that_are_not_official_do_not_run_by_name(client: Client) -> None:
    for model in (TRAINER, "acme/nobody"):
        with pytest.raises(ReplicateError, match="could not be found"):
            await client.models.predictions.async_create(model, PROMPT)


async def test_what_is_not_there(http: httpx.AsyncClient) -> None:
    paths = ("predictions/no", "trainings/no", "models/a/b", "models/a/b/versions", "files/no", "nonsense",
             f"models/{BANANA}/versions/no")  # fmt: skip
    for path in paths:
        answer = await http.get(f"/v1/{path}")
        assert (answer.status_code, answer.json()["status"]) == (404, 404), path
    assert (await http.get("/delivery/xezq/no/out-0.jpg")).status_code == 404
    assert (await http.post("/v1/predictions/no/cancel")).status_code == 404


async def test_bodies_without_measure_or_sense(http: httpx.AsyncClient) -> None:
    broken = await http.post("/v1/predictions", content=b'{"input":')
    assert broken.status_code == 400
    deep = await http.post("/v1/predictions", content=b"[" * 100_000)
    assert deep.status_code == 400
    endless = await http.post("/v1/predictions", content=b" " * (8 * 1024 * 1024 + 1))
    assert endless.status_code == 413
    for cursor in ("no", "YWZ0ZXI9bm8="):
        assert (await http.get("/v1/predictions", params={"cursor": cursor})).status_code == 400
    assert (await http.get("/v1/predictions", params={"created_after": "soon"})).status_code == 400
