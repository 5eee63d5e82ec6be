"""A fresh stand-in for each test, the real bot library in front of it, and a person in the chat."""

import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from sandbox.listening import listen
from sandbox.telegram.app import open_telegram
from sandbox.telegram.person import Person
from sandbox.telegram.world import World
from tests.sandbox.telegram.contract import Contract

TOKEN = "4242424242:stand-in"
# Reading the machine's certificates for every client would take most of the time of these tests.
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def open_client(base_url: str = "") -> httpx.AsyncClient:
    """A plain HTTP client for what the bot library would never send."""
    return httpx.AsyncClient(base_url=base_url, trust_env=False, verify=NO_CERTIFICATES)


class MovableClock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Stage:
    """The running stand-in: where it listens, what it remembers, its clock."""

    url: str
    world: World
    clock: MovableClock

    def open_bot(self, token: str = TOKEN) -> Bot:
        """The real library's bot, pointed here by its base URLs only."""
        request, polling = (
            HTTPXRequest(httpx_kwargs={"trust_env": False, "verify": NO_CERTIFICATES}) for _ in "12"
        )
        base, files = f"{self.url}/bot", f"{self.url}/file/bot"
        return Bot(token, base_url=base, base_file_url=files, request=request, get_updates_request=polling)

    async def call(self, method: str, **parameters: Any) -> httpx.Response:
        """Call the Bot API without the library, for what the library would never send."""
        async with open_client() as client:
            return await client.post(f"{self.url}/bot{TOKEN}/{method}", data=parameters)

    async def control(self, path: str, **body: Any) -> httpx.Response:
        """Call the control API."""
        async with open_client() as client:
            return await client.post(f"{self.url}/control/{path}", json=body)


@pytest.fixture(autouse=True)
def _newer_times(monkeypatch: pytest.MonkeyPatch) -> None:
    # The library warns on every 429 unless its newer form of times is asked for by this very variable.
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    clock = MovableClock()
    app = open_telegram(TOKEN, "closeup_test_bot", clock)
    async with listen(app) as url:
        yield Stage(url, app.state.world, clock)


@pytest.fixture
async def bot(stage: Stage) -> AsyncIterator[Bot]:
    async with stage.open_bot() as bot:
        yield bot


@pytest.fixture
async def ann(stage: Stage) -> AsyncIterator[Person]:
    async with Person(stage.url, 777, "Ann", "de") as ann:
        yield ann


@pytest.fixture
async def started(ann: Person) -> Person:
    """Ann, who has already opened the chat."""
    await ann.start()
    return ann


@pytest.fixture(scope="session")
def contract(shared_folder: Path) -> Contract:
    return Contract(shared_folder)
