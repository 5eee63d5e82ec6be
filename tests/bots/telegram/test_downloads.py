"""Fetching photos: the right bytes, within bounds, and never a file of this machine."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from bots.inbound import PhotoSent
from bots.telegram.downloads import check_path
from bots.telegram.face import TelegramFace, open_telegram
from bots.telegram.updates import read_update
from core.domain.refusals import PhotoRefused, TooManyRequests, Unavailable
from sandbox.listening import listen
from sandbox.telegram.person import Person
from sandbox.telegram.world import World
from tests.bots.telegram.conftest import draw_photo

TOKEN = "1:hostile"
MEGABYTE = 1024 * 1024


def read_ref(world: World) -> dict[str, str]:
    arrival = read_update(world.updates.pending[-1].update)
    assert arrival is not None
    assert isinstance(arrival.inbound, PhotoSent)
    return arrival.inbound.ref


async def order(base_url: str, **fault: Any) -> None:
    async with httpx.AsyncClient(base_url=base_url, trust_env=False) as client:
        (await client.post("/control/faults", json=fault)).raise_for_status()


async def test_a_file_comes_as_it_was_sent(face: TelegramFace, ann: Person, world: World) -> None:
    photo = draw_photo()
    await ann.send_file(photo, "IMG_1.jpg", "image/jpeg")
    assert await face.fetch(read_ref(world)) == photo


async def test_more_than_twenty_megabytes_is_refused(face: TelegramFace, ann: Person, world: World) -> None:
    await ann.send_file(bytes(21 * MEGABYTE), "big.png", "image/png")
    with pytest.raises(PhotoRefused) as raised:
        await face.fetch(read_ref(world))
    assert raised.value.code == "too_large"


async def test_an_unknown_file_is_refused(face: TelegramFace) -> None:
    with pytest.raises(PhotoRefused) as raised:
        await face.fetch({"file_id": "nope"})
    assert raised.value.code == "damaged"


@pytest.mark.parametrize("fault", [{"kind": "garbage"}, {"kind": "error", "status": 500}])
async def test_trouble_while_downloading_is_worth_another_try(
    face: TelegramFace, ann: Person, world: World, base_url: str, fault: dict[str, Any]
) -> None:
    await ann.send_photo(draw_photo())
    await order(base_url, method="download", **fault)
    with pytest.raises(Unavailable):
        await face.fetch(read_ref(world))
    assert (await face.fetch(read_ref(world))).startswith(b"\xff\xd8")


async def test_a_flood_says_how_long_to_wait(
    face: TelegramFace, ann: Person, world: World, base_url: str
) -> None:
    await ann.send_photo(draw_photo())
    await order(base_url, kind="flood", method="getFile", retry_after=7)
    with pytest.raises(TooManyRequests) as raised:
        await face.fetch(read_ref(world))
    assert raised.value.retry_after == 7


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "//host/x",
        "../x",
        "a/../../x",
        "file:///etc/passwd",
        "http://host/x",
        "C:\\x",
        "a\nb",
        "~/x",
    ],
)
def test_paths_that_are_not_telegrams_are_refused(path: str) -> None:
    with pytest.raises(Unavailable):
        check_path(path)


@pytest.mark.parametrize("path", ["photos/file_1.jpg", "documents/my photo-1.HEIC"])
def test_telegrams_own_paths_pass(path: str) -> None:
    assert check_path(path) == path


class Hostile:
    """A server in Telegram's place that names any path and sends anything."""

    def __init__(self) -> None:
        self.path, self.size, self.sent = "photos/x.jpg", 10, 0
        self.piece = b"\xff\xd8\xff" + bytes(MEGABYTE)
        routes = [
            Route("/bot{token}/getFile", self.name_file, methods=["POST"]),
            Route("/file/{rest:path}", self.send),
        ]
        self.app = Starlette(routes=routes)

    async def name_file(self, request: Request) -> Response:
        result = {"file_id": "f", "file_unique_id": "u", "file_size": self.size, "file_path": self.path}
        return JSONResponse({"ok": True, "result": result})

    async def send(self, request: Request) -> Response:
        if self.path == "photos/redirect.jpg":
            return RedirectResponse("http://127.0.0.1:9/elsewhere")
        return StreamingResponse(self.pour(), media_type="image/jpeg")

    async def pour(self) -> AsyncIterator[bytes]:
        while self.sent < 200:
            self.sent += 1
            await asyncio.sleep(0)  # lets the server notice that nobody listens any more
            yield self.piece


async def fetch_from(hostile: Hostile) -> bytes:
    async with listen(hostile.app) as url:
        face = open_telegram(TOKEN, url)
        try:
            return await face.fetch({"file_id": "f"})
        finally:
            await face.close()


async def test_a_file_of_this_machine_is_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.jpg"
    secret.write_bytes(b"secret")
    hostile = Hostile()
    hostile.path = str(secret)
    with pytest.raises(Unavailable):
        await fetch_from(hostile)


async def test_a_relative_file_of_this_machine_is_never_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    monkeypatch.chdir(tmp_path)
    hostile = Hostile()
    hostile.path, hostile.sent = "secret.jpg", 199
    assert await fetch_from(hostile) == hostile.piece


async def test_a_stream_without_end_is_cut_at_the_limit() -> None:
    hostile = Hostile()
    with pytest.raises(PhotoRefused) as raised:
        await fetch_from(hostile)
    assert raised.value.code == "too_large"
    assert hostile.sent < 60


@pytest.mark.parametrize("piece", [b"<!DOCTYPE html><title>Sign in</title>", b"%PDF-1.7", bytes(MEGABYTE)])
async def test_what_does_not_begin_as_a_picture_is_not_read_on(piece: bytes) -> None:
    hostile = Hostile()
    hostile.piece = piece.ljust(MEGABYTE)
    with pytest.raises(PhotoRefused) as raised:
        await fetch_from(hostile)
    assert raised.value.code == "not_a_photo"
    assert hostile.sent < 20


async def test_a_declared_size_over_the_limit_is_not_even_begun() -> None:
    hostile = Hostile()
    hostile.size = 21 * MEGABYTE
    with pytest.raises(PhotoRefused):
        await fetch_from(hostile)
    assert hostile.sent == 0


async def test_redirects_are_not_followed() -> None:
    hostile = Hostile()
    hostile.path = "photos/redirect.jpg"
    with pytest.raises(PhotoRefused):
        await fetch_from(hostile)
