"""Uploaded files, through the real client and as raw forms."""

import hashlib
from collections.abc import AsyncIterator

import httpx
import pytest
from replicate.client import Client
from replicate.exceptions import ReplicateError

from sandbox.replicate.foundry import Foundry
from tests.sandbox.replicate.conftest import ONE_LOOP, draw_jpeg, name_file

pytestmark = ONE_LOOP


async def test_a_file_is_kept_shown_listed_and_deleted(client: Client) -> None:
    data = draw_jpeg()
    made = await client.files.async_create(name_file(data, "me.jpg"), metadata={"job": "job-1"})
    assert (made.name, made.content_type, made.size) == ("me.jpg", "image/jpeg", len(data))
    assert made.checksums["sha256"] == hashlib.sha256(data).hexdigest()
    assert made.metadata == {"job": "job-1"}
    second = await client.files.async_create(name_file(b"two", "two.zip"), filename="two.zip")
    assert [file.id for file in await client.files.async_list()] == [second.id, made.id]
    assert await client.files.async_get(made.id) == made
    assert await client.files.async_delete(made.id)
    with pytest.raises(ReplicateError, match="could not be found"):
        await client.files.async_get(made.id)
    with pytest.raises(ReplicateError):
        await client.files.async_delete(made.id)


async def test_files_are_gone_after_an_hour(client: Client, foundry: Foundry) -> None:
    made = await client.files.async_create(name_file(b"one", "one.bin"))
    await foundry.wind_clock(3590)
    await client.files.async_get(made.id)
    await foundry.wind_clock(11)
    assert await client.files.async_list() == []


async def test_forms_that_are_none_are_refused(http: httpx.AsyncClient) -> None:
    nothing = await http.post("/v1/files", files={"other": ("a.jpg", b"x")})
    assert (nothing.status_code, nothing.json()["detail"]) == (422, "- (root): content is required\n")
    files = {"content": ("a.jpg", b"x")}
    wrong = await http.post("/v1/files", files=files, data={"metadata": "[1]"})
    assert (wrong.status_code, "metadata" in wrong.json()["detail"]) == (422, True)
    broken = await http.post("/v1/files", content=b"x", headers={"Content-Type": "multipart/form-data"})
    assert (broken.status_code, broken.json()["detail"]) == (400, "The request body is not a form.")


async def test_a_file_above_the_limit_is_refused_unread(http: httpx.AsyncClient, foundry: Foundry) -> None:
    async def pour() -> AsyncIterator[bytes]:
        for _ in range(101):
            yield bytes(1024 * 1024)

    answer = await http.post("/v1/files", content=pour())
    assert answer.status_code == 413
    assert (await foundry.list_requests())[-1]["status"] == 413
