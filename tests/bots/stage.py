"""A chat on a stage: the stand-in of Telegram, the real face and the desk on a real database, turned by hand."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx
from limits import RateLimitItemPerSecond
from sqlalchemy import Row

from bots.desk import Desk
from bots.pacing import Pace, Pacer
from bots.telegram.face import TelegramFace, open_telegram
from bots.telegram.updates import read_update
from core.gateways.files import DiskFiles
from core.photos.lab import Lab
from core.services.books import audit_books
from core.services.credits import allocate
from core.store import chat
from core.workflows.house import House
from sandbox.listening import listen
from sandbox.telegram.app import TOKEN
from sandbox.telegram.app import open_telegram as open_standin
from sandbox.telegram.person import Person
from sandbox.telegram.world import World
from tests.bots.backstage import CREDITS, RETENTION_DAYS, Backstage, make_invite
from tests.bots.telegram.conftest import draw_photo
from tests.core.office import HeldClock, open_office, open_office_store, open_threads
from tests.weights import MODELS

MIA: Final = 777  # not Ann: whoever is called like the owner may become the owner
UNHURRIED: Final = {"telegram": Pace(*[RateLimitItemPerSecond(1000)] * 3)}


@dataclass
class Stage(Backstage):
    """`record` puts updates on record as the poller brings them; `turn` works what arrived and sends what is owed."""

    world: World
    url: str
    face: TelegramFace
    updates: list[Mapping[str, Any]] = field(default_factory=list)
    arrived: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def record(self, update: Mapping[str, Any]) -> None:
        """What the poller calls with each update."""
        arrival = read_update(update)
        if arrival is not None:
            await self.desk.record(arrival)
        async with self.arrived:
            self.updates.append(update)
            self.arrived.notify_all()

    async def wait_for_updates(self, count: int) -> None:
        """Wait until `count` updates in all are on record."""
        async with asyncio.timeout(20), self.arrived:
            await self.arrived.wait_for(lambda: len(self.updates) >= count)

    @asynccontextmanager
    async def expect(self, count: int = 1) -> AsyncIterator[None]:
        """What the block does brings `count` more updates; on record at its end."""
        before = len(self.updates)
        yield
        await self.wait_for_updates(before + count)

    async def turn(self, chat_id: int = MIA) -> None:
        """One turn of a conversation, as the workflow `converse` takes it."""
        await self.turn_chat(str(chat_id))

    async def say(self, person: Person, text: str) -> None:
        """The person writes, and is answered."""
        async with self.expect():
            await person.say(text)
        await self.turn(person.id)

    async def tap(self, person: Person, label: str) -> None:
        """The person presses a button, and is answered."""
        self.clock.go_on(seconds=2)
        async with self.expect():
            await person.press(label)
        await self.turn(person.id)

    async def send_photos(self, person: Person, count: int) -> None:
        """The person sends different photos as albums; on record, not worked yet."""
        async with self.expect(count):
            await person.send_album([draw_photo(shade) for shade in range(count)])

    async def join(self, person: Person) -> str:
        """By the invite and with consent and credits; the member's id."""
        await self.say(person, f"/start {self.invite}")
        await self.tap(person, "I agree")
        member_id: str = self.find_conversation(person.id).member_id
        self.office.change(allocate, self.office.ann, member_id, CREDITS)
        return member_id

    async def make_ready(self, person: Person, photos: int = 6) -> str:
        """Joined, photos sent and judged; the member's id."""
        member_id = await self.join(person)
        await self.send_photos(person, photos)
        await self.turn(person.id)
        self.judge_all()
        self.clock.go_on(seconds=2)
        await self.turn(person.id)
        return member_id

    # what can be looked up

    def find_conversation(self, chat_id: int = MIA) -> Row[Any]:
        """The conversation of a chat."""
        return self.find_chat(str(chat_id))

    def list_owed(self) -> list[Row[Any]]:
        """What Mia is still owed."""
        return self.office.read(chat.list_owed, self.find_conversation().id)

    def list_calls(self, *methods: str) -> list[Any]:
        """The bot's calls of these methods so far."""
        return [call for call in self.world.calls if call.method in methods]

    async def order_fault(self, **fault: Any) -> None:
        """Trouble for the next call of a method."""
        async with httpx.AsyncClient(base_url=self.url, trust_env=False) as client:
            (await client.post("/control/faults", json=fault)).raise_for_status()


@asynccontextmanager
async def open_stage(
    database_url: str, folder: Path, paces: Mapping[str, Pace] = UNHURRIED
) -> AsyncIterator[Stage]:
    """A stage with a team and credits in its pool; the poller runs. The books must add up in the end."""
    standin = open_standin()
    clock = HeldClock()
    with open_office_store(database_url, clock) as store, open_threads(store) as threads:
        office = open_office(store, clock)
        office.buy(100)
        async with listen(standin) as url:
            face = open_telegram(TOKEN, url)
            files = DiskFiles(folder / "files")
            desk = Desk(threads, files, {"telegram": face}, RETENTION_DAYS, clock, Pacer(paces))
            house = House(threads, files, Lab(MODELS, 1), desk)
            invite = make_invite(office)
            stage = Stage(store, clock, office, desk, house, invite, standin.state.world, url, face)
            async with _polling(stage):
                yield stage
            await face.close()
        assert office.read(audit_books).mismatches == []


@asynccontextmanager
async def _polling(stage: Stage) -> AsyncIterator[None]:
    stop = asyncio.Event()
    polling = asyncio.create_task(stage.face.poll(stage.record, stop))
    yield
    stop.set()
    await polling
