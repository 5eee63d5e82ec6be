"""Fetching photos: the token stays with Slack's host, bytes are bounded, and a sign-in page is no photo."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from bots.slack.downloads import is_trusted
from bots.slack.face import SlackFace, open_slack
from bots.slack.workspaces import OneWorkspace
from core.domain.photos import MAX_PHOTO_BYTES
from core.domain.refusals import PhotoRefused, TooManyRequests, Unavailable
from sandbox.listening import listen

TOKEN = "xoxb-made-up"
PHOTO = b"\xff\xd8\xff" + bytes(1000)


class Store:
    """A server of files that counts the bytes it sent, and keeps the tokens it saw."""

    def __init__(self, answers: dict[str, Response]) -> None:
        self.answers, self.tokens, self.sent = answers, list[str](), 0
        methods = ["GET", "POST"]
        self.app = Starlette(routes=[Route("/{path:path}", self.answer, methods=methods)])

    async def answer(self, request: Request) -> Response:
        self.tokens.append(request.headers.get("authorization", ""))
        if request.path_params["path"] == "flood":
            return StreamingResponse(self._pour(request), media_type="image/jpeg")
        return self.answers[request.path_params["path"]]

    async def _pour(self, request: Request) -> AsyncIterator[bytes]:
        """100 MB, as long as somebody listens."""
        while self.sent < 100_000_000 and not await request.is_disconnected():
            self.sent += 65536
            yield PHOTO.ljust(65536)


@asynccontextmanager
async def facing(url: str) -> AsyncIterator[SlackFace]:
    face = await open_slack(f"{url}/api", OneWorkspace(TOKEN))
    try:
        yield face
    finally:
        await face.close()


async def fetch(answers: dict[str, Response], path: str = "photo") -> bytes:
    async with listen(Store(answers).app) as url, facing(url) as face:
        return await face.fetch({"file_id": "F1", "url": f"{url}/{path}", "workspace": "T1"})


async def test_the_file_is_asked_for_with_the_token() -> None:
    store = Store({"photo": Response(PHOTO, media_type="image/jpeg")})
    async with listen(store.app) as url, facing(url) as face:
        assert await face.fetch({"file_id": "F1", "url": f"{url}/photo", "workspace": "T1"}) == PHOTO
    assert store.tokens == [f"Bearer {TOKEN}"]


async def test_a_move_within_the_host_is_followed() -> None:
    answers: dict[str, Response] = {"photo": RedirectResponse("/real"), "real": Response(PHOTO)}
    assert await fetch(answers) == PHOTO


@pytest.mark.parametrize(
    "answers",
    [
        {"photo": HTMLResponse("<html>Sign in</html>")},
        {"photo": RedirectResponse("/signin"), "signin": HTMLResponse("<html>Sign in</html>")},
        {"photo": RedirectResponse("/photo")},
        {"photo": Response(status_code=HTTPStatus.NOT_FOUND)},
        {"photo": Response(status_code=HTTPStatus.FORBIDDEN)},
    ],
)
async def test_what_is_no_photo_any_more(answers: dict[str, Response]) -> None:
    with pytest.raises(PhotoRefused) as raised:
        await fetch(answers)
    assert raised.value.code == "damaged"


async def test_the_token_never_follows_to_another_host() -> None:
    elsewhere = Store({"photo": Response(PHOTO, media_type="image/jpeg")})
    async with listen(elsewhere.app) as far:
        other = far.replace("127.0.0.1", "localhost")
        with pytest.raises(PhotoRefused):
            await fetch({"photo": RedirectResponse(f"{other}/photo")})
        async with facing("http://127.0.0.1:9") as face:
            with pytest.raises(PhotoRefused):
                await face.fetch({"file_id": "F1", "url": f"{other}/photo", "workspace": "T1"})
    assert elsewhere.tokens == []


async def test_no_more_is_read_than_a_photo_may_have() -> None:
    store = Store({})
    async with listen(store.app) as url, facing(url) as face:
        with pytest.raises(PhotoRefused) as raised:
            await face.fetch({"file_id": "F1", "url": f"{url}/flood", "workspace": "T1"})
    assert raised.value.code == "too_large"
    assert store.sent < 2 * MAX_PHOTO_BYTES


async def test_a_page_that_calls_itself_a_photo_is_none() -> None:
    page = Response(b"<!DOCTYPE html><title>Sign in</title>", media_type="image/jpeg")
    with pytest.raises(PhotoRefused) as raised:
        await fetch({"photo": page})
    assert raised.value.code == "not_a_photo"


@pytest.mark.parametrize("status", [500, 503])
async def test_a_bad_moment_is_worth_another_try(status: int) -> None:
    with pytest.raises(Unavailable):
        await fetch({"photo": Response(status_code=status)})


async def test_nobody_listening_is_worth_another_try() -> None:
    async with facing("http://127.0.0.1:9") as face:
        with pytest.raises(Unavailable):
            await face.fetch({"file_id": "F1", "url": "http://127.0.0.1:9/photo", "workspace": "T1"})


async def test_a_wait_is_told() -> None:
    with pytest.raises(TooManyRequests) as raised:
        await fetch({"photo": Response(status_code=429, headers={"retry-after": "7"})})
    assert raised.value.retry_after == 7


@pytest.mark.parametrize(
    "told, code",
    [
        ({"ok": False, "error": "file_deleted"}, "damaged"),
        ({"ok": False, "error": "file_not_found"}, "damaged"),
        ({"ok": False, "error": "fatal_error"}, "unavailable"),
        ({"ok": True, "file": {}}, "damaged"),
    ],
)
async def test_a_bare_id_is_asked_about(told: dict[str, Any], code: str) -> None:
    store = Store({"api/files.info": JSONResponse(told)})
    async with listen(store.app) as url, facing(url) as face:
        with pytest.raises((PhotoRefused, Unavailable)) as raised:
            await face.fetch({"file_id": "F1", "url": "", "workspace": "T1"})
    assert raised.value.code == code


@pytest.mark.parametrize(
    "url, is_good",
    [
        ("https://files.slack.com/files-pri/T1-F1/download/a.jpg", True),
        ("https://slack.com/x", True),
        ("http://files.slack.com/x", False),
        ("https://evil.com/x", False),
        ("https://files.slack.com.evil.com/x", False),
        ("https://slack.com@evil.com/x", False),
        ("https://user@files.slack.com/x", False),
        ("https://evilslack.com/x", False),
        ("https://files.slack.com\\@evil.com/x", False),
        ("file:///etc/passwd", False),
        ("", False),
        ("https://[", False),
    ],
)
def test_hosts(url: str, is_good: object) -> None:
    assert is_trusted(url, "https://slack.com/api/") is is_good
