"""Asks a provider for something exactly once: written down before the call, and looked for when the answer was lost."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, TypeVar

import structlog
from sqlalchemy import Row

from core.domain.attempts import AttemptKind, AttemptState
from core.domain.refusals import Refusal
from core.failpoints import reach
from core.gateways.replicate.api import Job, Order, RemoteFile, ReplicateGateway
from core.gateways.replicate.models import Model, Training
from core.gateways.replicate.refusals import GeneratorUnreachable
from core.store import attempts
from core.store.engine import Tx
from core.store.threads import ThreadedStore

log = structlog.get_logger()
T = TypeVar("T", Job, RemoteFile)

CLOCKS_APART: Final = timedelta(minutes=2)  # between the provider's and ours


@dataclass(frozen=True)
class Slot:
    """What is asked for: which of several of a kind, and which try."""

    generation_id: str
    kind: AttemptKind
    number: int = 0
    n: int = 1


@dataclass(frozen=True)
class Asker:
    """Asks Replicate on behalf of generations; `hook` is the address of our webhook, if it can reach us."""

    store: ThreadedStore
    gateway: ReplicateGateway
    hook: str | None

    async def upload(
        self, slot: Slot, name: str, media_type: str, data: Callable[[], Awaitable[bytes]]
    ) -> str:
        """The address of a file that only models of this account can open."""

        async def find(row: Row[Any], since: datetime) -> RemoteFile | None:
            return await self.gateway.find_file(row.id, since)

        async def send(row: Row[Any]) -> RemoteFile:
            return await self.gateway.upload(name, media_type, await data(), row.id)

        return str(await self._ask(slot, find, send))

    async def predict(
        self, slot: Slot, model: Model, version: str, given: Mapping[str, Any], seconds: int
    ) -> None:
        """Begin a prediction."""

        async def send(row: Row[Any]) -> Job:
            return await self.gateway.predict(model, version, Order(given, self._write_hook(row), seconds))

        await self._ask(slot, partial(self._find_job, given), send)

    async def train(self, slot: Slot, training: Training, given: Mapping[str, Any]) -> None:
        """Begin a training with the trainer's pinned version, or its latest."""

        async def send(row: Row[Any]) -> Job:
            destination = await self.gateway.open_destination(training)
            version = training.version or await self._read_latest(training.name)
            return await self.gateway.train(training, version, destination, given, self._write_hook(row))

        await self._ask(slot, partial(self._find_job, given), send)

    async def _ask(
        self,
        slot: Slot,
        find: Callable[[Row[Any], datetime], Awaitable[T | None]],
        send: Callable[[Row[Any]], Awaitable[T]],
    ) -> str | None:
        """What came of it, as soon as the provider has taken it: the address of a file."""
        row, is_new = await self.store.change(
            lambda tx: attempts.add_attempt(tx, slot.generation_id, slot.kind, slot.number, slot.n)
        )
        if row.state != AttemptState.SENDING.value:
            return None if row.result is None else str(row.result)
        reach("provider.sending")
        found = None if is_new else await find(row, row.created_at - CLOCKS_APART)
        if found is None:
            found = await self._send(row, send)
        else:
            log.info("lost answer found", generation=slot.generation_id, kind=slot.kind.value)
        reach("provider.asked")
        return await self.store.change(partial(_note, row=row, found=found))

    async def _send(self, row: Row[Any], send: Callable[[Row[Any]], Awaitable[T]]) -> T:
        """What is surely not done need not be looked for; what may be done stays written down."""
        try:
            return await send(row)
        except GeneratorUnreachable:
            raise
        except Refusal:
            await self.store.change(lambda tx: attempts.drop_attempt(tx, row.id))
            raise

    async def _find_job(self, given: Mapping[str, Any], row: Row[Any], since: datetime) -> Job | None:
        others = await self.store.read(partial(attempts.list_attempts, generation_id=row.generation_id))
        known = {other.provider_id for other in others if other.provider_id}

        def is_same(shown: Mapping[str, Any]) -> bool:
            return all(shown.get(name) == value for name, value in given.items())

        return await self.gateway.find_job(AttemptKind(row.kind), since, known, is_same)

    async def _read_latest(self, name: str) -> str:
        latest = (await self.gateway.read_model(name)).get("latest_version") or {}
        if not latest.get("id"):
            raise GeneratorUnreachable
        return str(latest["id"])

    def _write_hook(self, row: Row[Any]) -> str | None:
        return f"{self.hook}?generation={row.generation_id}&attempt={row.id}" if self.hook else None


def _note(tx: Tx, row: Row[Any], found: Job | RemoteFile) -> str | None:
    if isinstance(found, RemoteFile):
        attempts.update_attempt(tx, row.id, AttemptState.MADE, provider_id=found.id, result=found.address)
        return found.address
    attempts.update_attempt(tx, row.id, AttemptState.RUNNING, provider_id=found.id)
    return None
