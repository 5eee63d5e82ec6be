"""What comes out: real pictures in the asked shape and format, each another, and spoiled ones on demand."""

import io
from typing import Any

import httpx
import pytest
from PIL import Image, UnidentifiedImageError
from replicate.client import Client

from sandbox.replicate.foundry import Foundry
from tests.sandbox.replicate.conftest import (
    BANANA,
    KONTEXT,
    ONE_LOOP,
    SEEDREAM,
    draw_jpeg,
    list_outputs,
    name_file,
)

pytestmark = ONE_LOOP

PROMPT = {"prompt": "a headshot"}


async def make(client: Client, model: str, **given: Any) -> list[str]:
    return await list_outputs(client, model, {**PROMPT, **given})


async def fetch(http: httpx.AsyncClient, address: str) -> Image.Image:
    answer = await http.get(address)
    picture = Image.open(io.BytesIO(answer.content))
    assert answer.headers["content-type"] == Image.MIME[str(picture.format)]
    picture.load()
    return picture


@pytest.mark.parametrize(
    "model,given,kind,ratio",
    [
        (BANANA, {"aspect_ratio": "4:5"}, "JPEG", 4 / 5),
        (BANANA, {"aspect_ratio": "16:9", "output_format": "png"}, "PNG", 16 / 9),
        (KONTEXT, {"aspect_ratio": "3:4"}, "PNG", 3 / 4),
        (KONTEXT, {"output_format": "jpg"}, "JPEG", 1),
        (SEEDREAM, {"aspect_ratio": "2:3", "size": "1K"}, "JPEG", 2 / 3),
        (SEEDREAM, {"size": "custom", "width": 1024, "height": 1280}, "JPEG", 4 / 5),
    ],
)
async def test_shape_and_format_are_as_asked(
    client: Client,
    http: httpx.AsyncClient,
    model: str,
    given: dict[str, Any],
    kind: str,
    ratio: float,
) -> None:
    [address] = await make(client, model, **given)
    picture = await fetch(http, address)
    assert picture.format == kind
    assert abs(picture.width / picture.height - ratio) < 0.02
    assert 0.9e6 < picture.width * picture.height < 1.4e6


async def test_a_turned_reference_is_matched_upright(client: Client, http: httpx.AsyncClient) -> None:
    sideways = Image.open(io.BytesIO(draw_jpeg(size=(400, 300))))
    exif = Image.Exif()
    exif[0x0112] = 6
    target = io.BytesIO()
    sideways.save(target, "JPEG", exif=exif)
    [address] = await make(client, BANANA, image_input=[name_file(target.getvalue(), "a.jpg")])
    picture = await fetch(http, address)
    assert abs(picture.width / picture.height - 3 / 4) < 0.02
    assert not picture.getexif()


async def test_the_referenced_person_is_in_every_picture(client: Client, http: httpx.AsyncClient) -> None:
    dark, bright = (name_file(draw_jpeg(shade), "a.jpg") for shade in (0, 120))
    light = []
    for reference in (dark, bright):
        [address] = await make(client, KONTEXT, input_image=reference, output_format="jpg")
        light.append((await fetch(http, address)).convert("L").resize((1, 1)).tobytes()[0])
    assert light[1] - light[0] > 60


async def test_each_output_and_each_seed_is_another_picture(client: Client, http: httpx.AsyncClient) -> None:
    reference = name_file(draw_jpeg(), "a.jpg")
    together = await make(client, SEEDREAM, image_input=[reference], size="1K", max_images=4,
                          sequential_image_generation="auto")  # fmt: skip
    alone = [(await make(client, KONTEXT, seed=seed, output_format="jpg"))[0] for seed in (1, 2, 1)]
    twice = [(await make(client, BANANA))[0] for _ in range(2)]
    data = [(await http.get(address)).content for address in [*together, *alone, *twice]]
    assert len(together) == 4
    # Only equal seeds give equal pictures.
    assert len(set(data)) == len(data) - 1
    assert data[4] == data[6]


async def test_fewer_may_come_than_asked(client: Client, foundry: Foundry) -> None:
    given = {"size": "1K", "max_images": 4, "sequential_image_generation": "auto"}
    await foundry.plan_next(outputs=2)
    await foundry.plan_next(outputs=0)
    assert len(await make(client, SEEDREAM, **given)) == 2
    assert await make(client, SEEDREAM, **given) == []


async def test_spoiled_pictures(client: Client, http: httpx.AsyncClient, foundry: Foundry) -> None:
    given = {"seed": 3, "output_format": "jpg"}
    whole = (await http.get((await make(client, KONTEXT, **given))[0])).content
    found = {}
    for flaw in ("html", "truncated", "wrong_size", "gone"):
        await foundry.plan_next(flaw=flaw)
        found[flaw] = await http.get((await make(client, KONTEXT, **given))[0])
    assert found["gone"].status_code == 404
    assert found["html"].headers["content-type"].startswith("text/html")
    with pytest.raises(UnidentifiedImageError):
        Image.open(io.BytesIO(found["html"].content))
    assert whole.startswith(found["truncated"].content)
    with Image.open(io.BytesIO(found["truncated"].content)) as broken, pytest.raises(OSError, match="trunc"):
        broken.load()
    assert Image.open(io.BytesIO(found["wrong_size"].content)).size == (160, 96)
