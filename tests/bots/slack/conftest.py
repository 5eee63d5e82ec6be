"""A stand-in of Slack on a real socket, the face that talks to it, and Ann who chats with the bot."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bots.arrival import Arrival
from bots.slack.door import Door, open_door
from bots.slack.face import SlackFace
from bots.slack.face import open_slack as open_face
from bots.slack.home import Home, ReadHome
from bots.slack.workspaces import OneWorkspace
from sandbox.listening import listen
from sandbox.slack.app import APP_TOKEN, BOT_TOKEN, open_slack
from sandbox.slack.person import Person
from sandbox.slack.world import World

ANN = "U0ANN"


@pytest.fixture
def standin() -> Starlette:
    return open_slack()


@pytest.fixture
def world(standin: Starlette) -> World:
    world: World = standin.state.world
    return world


@pytest.fixture
async def base_url(standin: Starlette) -> AsyncIterator[str]:
    async with listen(standin) as url:
        standin.state.world.base_url = url
        yield url


@pytest.fixture
async def face(base_url: str) -> AsyncIterator[SlackFace]:
    face = await open_face(f"{base_url}/api/", OneWorkspace(BOT_TOKEN))
    yield face
    await face.close()


@pytest.fixture
async def ann(base_url: str) -> AsyncIterator[Person]:
    async with Person(base_url, ANN, "Ann Lee", "de-DE") as person:
        yield person


@pytest.fixture
def chat(world: World) -> str:
    """Our name of the chat with Ann."""
    return f"{next(iter(world.teams))}/{ANN}"


class Recorder:
    """A record of arrivals by their key, as the database keeps it; the next `fail` records go wrong."""

    def __init__(self, fail: int = 0) -> None:
        self.arrivals: dict[str, Arrival] = {}
        self.failures_left, self.asked = fail, 0
        self._changed = asyncio.Condition()

    async def record(self, arrival: Arrival) -> bool:
        async with self._changed:
            self.asked += 1
            self._changed.notify_all()
            if self.failures_left:
                self.failures_left -= 1
                raise OSError("disk full")
            is_new = arrival.dedupe_key not in self.arrivals
            self.arrivals.setdefault(arrival.dedupe_key, arrival)
            return is_new

    @property
    def inbound(self) -> list[Any]:
        """What was said, in order."""
        return [arrival.inbound for arrival in self.arrivals.values()]

    async def wait_for(self, wanted: Callable[["Recorder"], bool]) -> None:
        async with asyncio.timeout(15), self._changed:
            await self._changed.wait_for(lambda: wanted(self))


async def read_no_home(chat: str) -> Home:
    """Everybody is a stranger."""
    del chat
    return Home()


async def read_home_of_member(chat: str) -> Home:
    """Everybody is a member who agreed."""
    del chat
    return Home("Acme", may_send=True)


@contextlib.asynccontextmanager
async def socket_open(
    face: SlackFace, recorder: Recorder, read_home: ReadHome = read_no_home
) -> AsyncIterator[Door]:
    """The door with its socket running, for as long as a block lasts."""
    door = open_door(face, recorder.record, read_home, APP_TOKEN, "")
    stop = asyncio.Event()
    running = asyncio.create_task(door.run(stop))
    try:
        yield door
    finally:
        stop.set()
        await running


async def order(base_url: str, **fault: Any) -> None:
    """Have the stand-in make trouble."""
    await control(base_url, "faults", **fault)


async def control(base_url: str, what: str, **body: Any) -> None:
    """Ask something of the stand-in."""
    async with httpx.AsyncClient(base_url=base_url, trust_env=False) as client:
        (await client.post(f"/control/{what}", json=body)).raise_for_status()


async def reach(world: World, condition: Callable[[], bool]) -> None:
    """Look again after each call of the app, and shortly after the last, until `condition` holds."""
    async with asyncio.timeout(15):
        while not condition():
            await world.called.wait_beyond(world.called.count, 0.05)


async def list_deliveries(base_url: str, count: int) -> list[dict[str, Any]]:
    """The deliveries that ended, once there are `count`."""
    async with (
        httpx.AsyncClient(base_url=base_url, trust_env=False, timeout=30) as client,
        asyncio.timeout(20),
    ):
        found: list[dict[str, Any]] = []
        while len(found) < count:
            query = {"timeout": 5, "after": found[-1]["number"] if found else 0}
            found += (await client.get("/control/deliveries", params=query)).json()["deliveries"]
        return found
