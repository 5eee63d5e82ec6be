"""Models, their schemas and versions, and trainings that make new ones, through the real client."""

import io
from typing import Any

import httpx
import pytest
from PIL import Image, ImageStat
from replicate.client import Client
from replicate.exceptions import ReplicateError
from replicate.training import Training

from sandbox.listening import listen
from sandbox.replicate.app import open_replicate
from sandbox.replicate.foundry import Foundry
from tests.sandbox.replicate.conftest import (
    BANANA,
    KONTEXT,
    ONE_LOOP,
    SEEDREAM,
    TOKEN,
    TRAINER,
    draw_jpeg,
    list_outputs,
    open_client,
    zip_files,
)

pytestmark = ONE_LOOP


async def read_inputs(client: Client, model: str, title: str = "Input") -> dict[str, Any]:
    version = (await client.models.async_get(model)).latest_version
    assert version
    schemas: dict[str, Any] = version.openapi_schema["components"]["schemas"]
    inputs: dict[str, Any] = schemas[title]
    for name, rule in inputs["properties"].items():
        if "allOf" in rule:
            assert rule["allOf"] == [{"$ref": f"#/components/schemas/{name}"}]
            rule.update(schemas[name])
    return {**inputs, "output": schemas["Output"]}


# What facts 3.1 says of each: what is required, the references, the output, and a few defaults.
@pytest.mark.parametrize(
    "model,required,references,output,defaults",
    [
        (BANANA, ["prompt"], ("image_input", "array"), "string",
         {"aspect_ratio": "match_input_image", "output_format": "jpg"}),
        (SEEDREAM, ["prompt"], ("image_input", "array"), "array",
         {"size": "2K", "sequential_image_generation": "disabled", "max_images": 1, "enhance_prompt": True}),
        (KONTEXT, ["prompt"], ("input_image", "string"), "string",
         {"aspect_ratio": "match_input_image", "output_format": "png", "safety_tolerance": 2,
          "prompt_upsampling": False}),
    ],
)  # fmt: skip
async def test_a_model_publishes_its_schema(
    client: Client,
    model: str,
    required: list[str],
    references: tuple[str, str],
    output: str,
    defaults: dict[str, Any],
) -> None:
    schema = await read_inputs(client, model)
    assert schema["required"] == required
    assert schema["properties"][references[0]]["type"] == references[1]
    assert schema["output"]["type"] == output
    assert {name: schema["properties"][name]["default"] for name in defaults} == defaults


async def test_the_trainer_publishes_what_it_takes(client: Client) -> None:
    schema = await read_inputs(client, TRAINER, "TrainingInput")
    assert schema["required"] == ["input_images"]
    found = {name: rule.get("default") for name, rule in schema["properties"].items()}
    # Facts 3.1, flux-dev-lora-trainer.
    told = {"trigger_word": "TOK", "autocaption": True, "steps": 1000, "learning_rate": 4e-4, "batch_size": 1,
            "resolution": "512,768,1024", "lora_rank": 16, "caption_dropout_rate": 0.05,
            "optimizer": "adamw8bit", "gradient_checkpointing": False}  # fmt: skip
    assert {name: found[name] for name in told} == told
    assert schema["properties"]["steps"]["maximum"] == 6000


async def test_pinned_versions_outlive_a_restart(client: Client) -> None:
    [version] = await (await client.models.async_get(TRAINER)).versions.async_list()
    assert len(version.id) == 64
    async with listen(open_replicate(token=TOKEN, seed=5)) as url, open_client(url) as other:
        assert await (await other.models.async_get(TRAINER)).versions.async_get(version.id) == version


async def open_destination(client: Client, name: str = "ann") -> str:
    owner = (await client.accounts.async_current()).username
    sku = (await client.hardware.async_list())[0].sku
    model = await client.models.async_create(owner, name, visibility="private", hardware=sku)
    assert model.latest_version is None
    return f"{owner}/{name}"


async def train(client: Client, destination: str, **more: Any) -> Training:
    selfies = zip_files(*((f"{shade}.jpg", draw_jpeg(shade)) for shade in (10, 20, 30)))
    version = (await client.models.async_get(TRAINER)).latest_version
    assert version
    given = {"input_images": selfies, "trigger_word": "ANN", **more}
    return await client.trainings.async_create(TRAINER, version, given, destination=destination)


async def read_output(training: Training) -> dict[str, str]:
    await training.async_reload()
    assert training.output
    output: dict[str, str] = training.output
    return output


async def test_a_training_makes_a_version_that_knows_the_person(
    client: Client, http: httpx.AsyncClient, foundry: Foundry
) -> None:
    destination = await open_destination(client)
    training = await train(client, destination)
    assert (training.status, training.output) == ("starting", None)
    await foundry.wait_jobs(kind="trainings", status="succeeded")
    trained = await read_output(training)
    assert trained["version"].startswith(f"{destination}:")
    given = {"prompt": "ANN in a suit", "num_outputs": 4, "aspect_ratio": "4:5", "output_format": "jpg"}
    made = await list_outputs(client, trained["version"], given)
    assert len(made) == 4
    picture = Image.open(io.BytesIO((await http.get(made[0])).content))
    # All that the version can know of the person are dark plain pictures.
    assert max(ImageStat.Stat(picture).stddev) < 60
    assert (await http.get(trained["weights"])).status_code == 200


async def test_a_version_is_deleted_with_everything_it_made(
    client: Client, http: httpx.AsyncClient, foundry: Foundry
) -> None:
    destination = await open_destination(client)
    training = await train(client, destination)
    await foundry.wait_jobs(kind="trainings", status="succeeded")
    version = (await read_output(training))["version"].partition(":")[2]
    [address] = await list_outputs(client, version, {"prompt": "ANN"})
    [made] = await client.predictions.async_list()
    with pytest.raises(ReplicateError, match="no versions"):
        await client.models.async_delete(destination)
    model = await client.models.async_get(destination)
    assert model.latest_version
    # The API says 202, which the client takes for a no.
    assert await model.versions.async_delete(version) is False
    assert (await foundry.list_requests(method="DELETE"))[-1]["status"] == 202
    assert (await http.get(address)).status_code == 404
    with pytest.raises(ReplicateError, match="could not be found"):
        await client.predictions.async_get(made.id)
    with pytest.raises(ReplicateError, match="does not exist"):
        await client.predictions.async_create(version=version, input={"prompt": "ANN"})
    assert await client.models.async_delete(destination)


@pytest.mark.parametrize(
    "members,sentence",
    [
        ([], "between 1 and 200"),
        ([("readme.txt", b"hello")], "between 1 and 200"),
        ([("a.jpg", b"hello")], "cannot identify image file"),
        (None, "must be a zip file"),
    ],
)
async def test_a_training_on_no_pictures_fails(
    client: Client, foundry: Foundry, members: list[tuple[str, bytes]] | None, sentence: str
) -> None:
    archive = io.BytesIO(draw_jpeg()) if members is None else zip_files(*members)
    archive.name = "selfies.zip"
    await train(client, await open_destination(client), input_images=archive)
    [failed] = await foundry.wait_jobs(kind="trainings", status="failed")
    assert sentence in failed["error"]


async def test_trainings_are_listed_held_and_cancelled(client: Client, foundry: Foundry) -> None:
    destination = await open_destination(client)
    await foundry.plan_always(hold="processing")
    made = [await train(client, destination) for _ in range(2)]
    assert [training.id for training in await client.trainings.async_list()] == [made[1].id, made[0].id]
    await foundry.wait_jobs(kind="trainings", held=True, count=2)
    canceled = await client.trainings.async_cancel(made[0].id)
    assert (canceled.status, canceled.output) == ("canceled", None)
    await foundry.release(made[1].id)
    await foundry.wait_jobs(kind="trainings", status="succeeded")
    assert len(await (await client.models.async_get(destination)).versions.async_list()) == 1


async def test_where_a_training_may_not_go(client: Client) -> None:
    for destination in ("acme/nobody", BANANA, "nonsense"):
        with pytest.raises(ReplicateError, match="destination does not exist"):
            await train(client, destination)
    destination = await open_destination(client)
    with pytest.raises(ReplicateError, match="steps: Must be less than or equal to 6000"):
        await train(client, destination, steps=6001)


async def test_what_model_creation_refuses(client: Client) -> None:
    await open_destination(client)
    create = client.models.async_create
    for owner, name, hardware, status in (
        ("acme", "ann", "cpu", 409),
        ("google", "ann", "cpu", 403),
        ("acme", "bob", "abacus", 422),
        ("acme", "No Spaces", "cpu", 422),
    ):
        with pytest.raises(ReplicateError) as refused:
            await create(owner, name, visibility="private", hardware=hardware)
        assert refused.value.status == status
    listed = [model.id for model in await client.models.async_list()]
    assert set(listed) == {BANANA, SEEDREAM, KONTEXT, TRAINER, "acme/ann"}


async def test_only_own_private_models_can_be_changed(client: Client) -> None:
    with pytest.raises(ReplicateError, match="that you own"):
        await client.models.async_delete(BANANA)
    model = await client.models.async_get(BANANA)
    assert model.latest_version
    with pytest.raises(ReplicateError, match="that you own"):
        await model.versions.async_delete(model.latest_version.id)
