"""A team whose headshots Replicate makes: an office, the stand-in on the office's clock, and the work step by step."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Row, select

from core.domain.generations import SelfieState
from core.domain.reasons import Why
from core.gateways.files import DiskFiles
from core.gateways.replicate.api import ReplicateGateway
from core.gateways.replicate.models import read_models
from core.photos.lab import Lab
from core.store import attempts
from core.store import generations as rows
from core.store.engine import Tx
from core.store.tables import callbacks
from core.workflows.forgetting import Forgetting
from core.workflows.generation import end_work
from core.workflows.generators import Progress
from core.workflows.house import House
from core.workflows.replicate import Replicate
from sandbox.listening import listen
from sandbox.replicate.app import open_replicate
from sandbox.replicate.foundry import Foundry
from tests.core.office import Office, open_threads
from tests.core.photos.shots import take

TOKEN: Final = "r8_made_up"
HOOK: Final = "http://127.0.0.1:9/api/replicate/webhook"
SHOTS: Final = 6
MOST_STEPS: Final = 12


class NoDesk:
    """Nobody chats here."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(name)


@dataclass
class Maker:
    """`advance` and `finish` do what the workflow does, without its engine."""

    office: Office
    house: House
    foundry: Foundry
    gateway: ReplicateGateway
    replicate: Replicate
    models_dir: Path

    def use(self, model: str | None = None, token: str | None = None, **changes: Any) -> None:
        """Make pictures with another model, or one that is changed, or another token."""
        table = self.replicate.table
        chosen = table.find(model).model_copy(update=changes)
        gateway = ReplicateGateway(token, self.gateway._base) if token else self.gateway
        self.replicate = Replicate(self.house, gateway, table, chosen, self.replicate.hook)

    def send_photos(self, member_id: str) -> list[str]:
        """Six photos of a member, judged and stored."""
        ids = self.office.send_selfies(member_id, SHOTS)
        for shot, selfie_id in enumerate(ids):
            checked = take(self.models_dir, shot=shot)
            key = f"selfies/{selfie_id}.jpg"
            self.house.files.put(key, checked.jpeg)
            values = {"facts": checked.facts.to_json(), "file_key": key, "state": SelfieState.ACCEPTED.value}
            self.office.change(_update_selfie, selfie_id, values)
        return ids

    def order(self, member_id: str | None = None, photos: list[str] | None = None) -> str:
        """A generation that has begun; its id."""
        member_id = member_id or self.office.hire("Ben", 3)
        return str(self.office.start(member_id, selfie_ids=photos or self.send_photos(member_id)).id)

    async def advance(self, generation_id: str) -> Progress:
        """One step of the work."""
        return await self.replicate.advance(generation_id)

    async def finish(self, generation_id: str) -> Row[Any]:
        """Everything up to the end, with no waiting but for the stand-in."""
        for _ in range(MOST_STEPS):
            progress = await self.advance(generation_id)
            if "wait" not in progress:
                return await self.end(generation_id, progress)
            await self.foundry.wait_quiet()
        raise AssertionError("it does not end")

    async def end(self, generation_id: str, progress: Progress) -> Row[Any]:
        """Settle or release as the work says; the generation's row."""
        why = Why(progress["code"], progress["reason"])
        await end_work(self.house, generation_id, progress["status"], why)
        return self.office.find(rows.find_generation, generation_id)

    async def forget(self, generation_id: str) -> None:
        """What follows the end."""
        await Forgetting(self.house.store, lambda: self.gateway).forget(generation_id)

    def list_attempts(self, generation_id: str, kind: str = "prediction") -> list[Row[Any]]:
        """What the provider was asked for."""
        return [row for row in self.office.read(attempts.list_attempts, generation_id) if row.kind == kind]

    def list_pictures(self, generation_id: str) -> list[bytes]:
        """The stored headshots."""
        made = self.office.read(rows.list_headshots, generation_id)
        return [self.house.files.get(row.file_key) for row in made]

    async def list_files(self) -> list[str]:
        """Ids of what the provider still keeps of anybody."""
        found = (await self.gateway._ask("GET", "/v1/files"))["results"]
        return [row["id"] for row in found]

    async def count_jobs(self, status: str | None = None, kind: str = "predictions") -> int:
        """How many jobs there are at the provider."""
        return len(await self.foundry.list_jobs(kind=kind, status=status))

    def count_callbacks(self) -> int:
        """How many callbacks were recorded."""
        return len(self.office.read(lambda tx: tx.conn.execute(select(callbacks)).all()))


@contextlib.asynccontextmanager
async def open_maker(office: Office, lab: Lab, models_dir: Path, folder: Path) -> AsyncIterator[Maker]:
    """The stand-in lives on the office's clock; nobody listens to its webhooks."""
    office.buy(100)
    standin = open_replicate(token=TOKEN, now=lambda: office.clock().timestamp(), retry_pauses=())
    with open_threads(office.store) as threads:
        house = House(threads, DiskFiles(folder / "files"), lab, NoDesk())
        async with listen(standin) as url, Foundry(url) as foundry:
            gateway = ReplicateGateway(TOKEN, url)
            table = read_models(folder)
            replicate = Replicate(house, gateway, table, table.find(None), HOOK)
            yield Maker(office, house, foundry, gateway, replicate, models_dir)
            await gateway.close()


def _update_selfie(tx: Tx, selfie_id: str, values: dict[str, Any]) -> None:
    rows.update_selfies(tx, [selfie_id], values)
