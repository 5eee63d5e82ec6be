"""A stand-in of Telegram on a real socket, the face that talks to it, and Ann who chats with the bot."""

import asyncio
import io
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

import pytest
from PIL import Image
from starlette.applications import Starlette

from bots.telegram.face import TelegramFace
from bots.telegram.face import open_telegram as open_face
from sandbox.listening import listen
from sandbox.telegram.app import TOKEN, open_telegram
from sandbox.telegram.person import Person
from sandbox.telegram.world import World

ANN = 777


@pytest.fixture
def standin() -> Starlette:
    return open_telegram()


@pytest.fixture
def world(standin: Starlette) -> World:
    world: World = standin.state.world
    return world


@pytest.fixture
async def base_url(standin: Starlette) -> AsyncIterator[str]:
    async with listen(standin) as url:
        yield url


@pytest.fixture
async def face(base_url: str) -> AsyncIterator[TelegramFace]:
    face = open_face(TOKEN, base_url)
    yield face
    await face.close()


@pytest.fixture
async def ann(base_url: str) -> AsyncIterator[Person]:
    async with Person(base_url, ANN, "Ann", "de") as person:
        await person.start()
        yield person


class Recorder:
    """Keeps what a poller records, and lets a test wait for it; `fail` makes that many records go wrong."""

    def __init__(self, fail: int = 0) -> None:
        self.updates: list[Mapping[str, Any]] = []
        self.failures_left = fail
        self._changed = asyncio.Condition()

    async def record(self, update: Mapping[str, Any]) -> None:
        if self.failures_left:
            self.failures_left -= 1
            raise OSError("disk full")
        async with self._changed:
            self.updates.append(update)
            self._changed.notify_all()

    async def wait_for(self, wanted: Callable[[list[Mapping[str, Any]]], bool]) -> None:
        async with asyncio.timeout(15), self._changed:
            await self._changed.wait_for(lambda: wanted(self.updates))


def draw_photo(shade: int = 90, size: tuple[int, int] = (640, 800)) -> bytes:
    """A JPEG of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, (shade, 120, 150)).save(out, "JPEG")
    return out.getvalue()
