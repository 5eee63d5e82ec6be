"""A fresh stand-in for each test, the real slack_sdk and Bolt in front of it, and a person in Slack."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.listening import listen
from sandbox.slack.app import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, open_slack
from sandbox.slack.person import Person
from sandbox.slack.world import World
from tests.sandbox.slack.contract import Contract

# Reading the machine's certificates for every client would take most of the time of these tests.
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
ANN = "U0ANN"
CHAT = "D0ANN"


def open_client(base_url: str = "") -> httpx.AsyncClient:
    """A plain HTTP client for what the SDK would never send."""
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

    @property
    def api(self) -> str:
        """What SLACK_API_BASE would be."""
        return f"{self.url}/api/"

    def open_web(self, token: str | None = BOT_TOKEN) -> AsyncWebClient:
        """The real library's client, pointed here by its base URL only."""
        return AsyncWebClient(token, base_url=self.api, ssl=NO_CERTIFICATES)

    def open_bolt(self) -> AsyncApp:
        """The real Bolt in front of such a client."""
        return AsyncApp(client=self.open_web(), signing_secret=SIGNING_SECRET)

    async def control(self, path: str, **body: Any) -> httpx.Response:
        """Call the control API."""
        async with open_client() as client:
            return await client.post(f"{self.url}/control/{path}", json=body)

    async def watch(self, path: str, **query: Any) -> Any:
        """Read from the control API."""
        async with open_client() as client:
            return (await client.get(f"{self.url}/control/{path}", params=query)).json()

    @asynccontextmanager
    async def connect(self, app: AsyncApp, ping_seconds: float = 5) -> AsyncIterator[AsyncSocketModeHandler]:
        """Connect an app through Socket Mode for as long as the block lasts."""
        web = self.open_web(None)
        handler = AsyncSocketModeHandler(app, APP_TOKEN, web_client=web, ping_interval=ping_seconds)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        try:
            yield handler
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    clock = MovableClock()
    app = open_slack(clock=clock)
    async with listen(app) as url:
        yield Stage(url, app.state.world, clock)


@pytest.fixture
def web(stage: Stage) -> AsyncWebClient:
    return stage.open_web()


@pytest.fixture
def bolt(stage: Stage) -> AsyncApp:
    return stage.open_bolt()


@pytest.fixture
async def ann(stage: Stage) -> AsyncIterator[Person]:
    async with Person(stage.url, ANN, "Ann", "de-DE") as ann:
        yield ann


@pytest.fixture(scope="session")
def contract(shared_folder: Path) -> Contract:
    return Contract(shared_folder)
