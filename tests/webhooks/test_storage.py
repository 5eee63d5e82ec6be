"""The API with a bucket: pictures stream through us, and a bucket in trouble is told and costs nothing."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.s3 import S3Server
from tests.s3_door import Door, open_door
from tests.webhooks.site import Site, open_site
from tests.webhooks.test_headshots import generate, give_credits


@pytest.fixture
def door(s3: S3Server) -> Iterator[Door]:
    with open_door(s3) as door:
        yield door


@pytest.fixture
def bucket(s3: S3Server) -> str:
    return s3.make_bucket(f"faces-{uuid4()}", is_versioned=True)


@pytest.fixture
async def site(
    sqlite_url: str, tmp_path: Path, door: Door, bucket: str, models_dir: Path
) -> AsyncIterator[Site]:
    """An installation whose pictures are in the bucket, reached through the door."""
    env = door.server.write_env(bucket, door.url)
    settings = {name.lower(): value for name, value in env.items()}
    async with open_site(sqlite_url, tmp_path, **settings) as opened:
        yield opened


async def test_photos_go_to_the_bucket(site: Site, s3: S3Server, bucket: str) -> None:
    await give_credits(site)
    assert (await generate(site)).status_code == 202
    assert len(s3.list_keys(bucket)) == 6
    assert (await site.http.get("/healthz")).json()["parts"]["storage"] == "ok"


@pytest.mark.parametrize(("fault", "code"), [("403", "storage_refused"), ("500", "storage_unreachable")])
async def test_a_bucket_in_trouble_refuses_and_keeps_nothing(
    site: Site, s3: S3Server, door: Door, bucket: str, fault: str, code: str
) -> None:
    await give_credits(site)
    door.fault = fault
    answer = await generate(site)
    assert (answer.status_code, answer.json()["code"]) == (503, code)
    assert "words of theirs" not in answer.text
    health = (await site.http.get("/healthz")).json()
    assert (health["ok"], health["parts"]["storage"]) == (False, code)
    overview = (await site.team("GET", "/credits/overview")).json()
    assert (overview["allocated"], overview["held"]) == (2, 0)
    door.fault = ""
    assert s3.list_keys(bucket) == []
    assert (await generate(site)).status_code == 202
