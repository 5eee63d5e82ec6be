"""A chat in Slack on a stage: the stand-in, the real face with its socket, and the desk on a real database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from bots.arrival import Arrival
from bots.desk import Desk
from bots.pacing import Pacer
from bots.slack.door import open_door
from bots.slack.face import SlackFace
from bots.slack.face import open_slack as open_face
from bots.slack.home import Home, read_home
from bots.slack.workspaces import OneWorkspace
from core.gateways.files import DiskFiles
from core.photos.lab import Lab
from core.services.books import audit_books
from core.workflows.house import House
from sandbox.listening import listen
from sandbox.slack.app import APP_TOKEN, BOT_TOKEN, open_slack
from sandbox.slack.person import Person
from sandbox.slack.world import World
from tests.bots.backstage import RETENTION_DAYS, Backstage, make_invite
from tests.core.office import HeldClock, open_office, open_office_store, open_threads
from tests.weights import MODELS

MIA = "U0MIA"


@dataclass
class SlackStage(Backstage):
    """`record` puts on record what the socket brings, as the product does."""

    world: World
    url: str
    face: SlackFace
    recorded: int = 0
    arrived: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def record(self, arrival: Arrival) -> bool:
        """What the intake calls with each arrival."""
        is_new = await self.desk.record(arrival)
        async with self.arrived:
            self.recorded += 1
            self.arrived.notify_all()
        return is_new

    @asynccontextmanager
    async def expect(self, count: int = 1) -> AsyncIterator[None]:
        """What the block does brings `count` more arrivals; on record at its end."""
        wanted = self.recorded + count
        yield
        async with asyncio.timeout(20), self.arrived:
            await self.arrived.wait_for(lambda: self.recorded >= wanted)

    async def order_fault(self, **fault: Any) -> None:
        """Trouble for the next calls of a method."""
        async with httpx.AsyncClient(base_url=self.url, trust_env=False) as client:
            (await client.post("/control/faults", json=fault)).raise_for_status()

    def name_chat(self, person: Person) -> str:
        """Our name of the chat with somebody."""
        return f"{next(iter(self.world.teams))}/{person.id}"

    async def turn(self, person: Person) -> None:
        """One turn of the conversation with somebody."""
        await self.turn_chat(self.name_chat(person))

    async def command(self, person: Person, line: str) -> None:
        """The person types a command, and is answered."""
        async with self.expect():
            await person.command(line)
        await self.turn(person)

    async def tap(self, person: Person, label: str) -> None:
        """The person presses a button, and is answered."""
        self.clock.go_on(seconds=2)
        async with self.expect():
            await person.press(label)
        await self.turn(person)


@asynccontextmanager
async def open_slack_stage(database_url: str, folder: Path) -> AsyncIterator[SlackStage]:
    """A stage with a team and credits in its pool; the socket is open. The books must add up in the end."""
    standin = open_slack()
    clock = HeldClock()
    with open_office_store(database_url, clock) as store, open_threads(store) as threads:
        office = open_office(store, clock)
        office.buy(100)
        async with listen(standin) as url:
            standin.state.world.base_url = url

            async def show_home(chat: str) -> Home:
                return await threads.read(lambda tx: read_home(tx, chat))

            face = await open_face(f"{url}/api/", OneWorkspace(BOT_TOKEN), show_home)
            files = DiskFiles(folder / "files")
            # Without a pace: what Slack allows in a second is not what is looked at here.
            desk = Desk(threads, files, {"slack": face}, RETENTION_DAYS, clock, Pacer({}))
            house = House(threads, files, Lab(MODELS, 1), desk)
            invite = make_invite(office)
            stage = SlackStage(store, clock, office, desk, house, invite, standin.state.world, url, face)
            try:
                async with _listening(stage):
                    yield stage
            finally:
                await face.close()
        assert office.read(audit_books).mismatches == []


@asynccontextmanager
async def _listening(stage: SlackStage) -> AsyncIterator[None]:
    door = open_door(stage.face, stage.record, stage.face.read_home, APP_TOKEN, "")
    stop = asyncio.Event()
    running = asyncio.create_task(door.run(stop))
    try:
        yield
    finally:
        stop.set()
        await running
