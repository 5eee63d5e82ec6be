"""Replicate as a generator: uploads, asks, waits to be told or looks, and stores what came; nothing is paid twice."""

import asyncio
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

import structlog
from sqlalchemy import Row

from core.domain.attempts import AttemptKind, AttemptState
from core.domain.generations import PICTURES, GenerationStatus
from core.domain.photos import MAX_PHOTO_BYTES, PhotoProblem
from core.domain.reasons import Reason, Why
from core.domain.refusals import NotFound, Refusal, Unavailable
from core.domain.styles import Style
from core.gateways.replicate.api import SUCCEEDED, Job, ReplicateGateway
from core.gateways.replicate.models import Model, ModelTable
from core.gateways.replicate.refusals import (
    GeneratorOff,
    OutputUnusable,
    UnknownToReplicate,
)
from core.photos.selfie import SelfieFacts
from core.photos.studio.choose import choose_selfies
from core.services.generations import begin_work, demand_generation
from core.store import attempts
from core.store import generations as rows
from core.store.engine import Tx
from core.workflows.asking import Asker, Slot
from core.workflows.generators import (
    Progress,
    end,
    explain_refusal,
    judge_pictures,
    keep_picture,
    list_made,
    wait,
)
from core.workflows.house import House
from core.workflows.looks import Looks
from core.workflows.ranking import rank_pictures

log = structlog.get_logger()

Asked = dict[tuple[AttemptKind, int], Row[Any]]

POLL_SECONDS: Final = 60.0
FIRST_POLL: Final = 1.0  # seconds; without a webhook we look often at first
POLL_GROWTH: Final = 15.0  # seconds of a generation's age for each second more between two looks
MOST_PAUSE: Final = 30.0  # while Replicate does not answer
# A second, of one worker: with four predictions each they are 2,400 calls a minute, and Replicate allows 3,000. So 600
# may wait for a minute each; where more wait, looks are as much rarer, and webhooks come all the same.
MOST_LOOKS: Final = 10
GRACE: Final = timedelta(seconds=10)  # for Replicate to end what is over its deadline
IN_HAND: Final = 8  # pictures in memory at once, on their way from the provider to our storage
TRIES: Final = 2  # of each prediction: a second one is paid, a third would only be hope
MOST_TROUBLE: Final = 300  # characters of the provider's own words that are kept for the operator
SENSITIVE: Final = re.compile(r"nsfw|sensitive|safety|flagged|moderat", re.IGNORECASE)


@dataclass(frozen=True)
class Replicate:
    """Makes pictures with one model of the table; `poll_seconds` pass between two looks when no news comes."""

    house: House
    gateway: ReplicateGateway
    table: ModelTable
    model: Model
    hook: str | None
    poll_seconds: float = POLL_SECONDS
    gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(IN_HAND))
    looks: Looks = field(default_factory=lambda: Looks(MOST_LOOKS))

    async def advance(self, generation_id: str) -> Progress:
        """Do what can be done now; a provider that is away for a while only makes it wait, until the deadline."""
        self.looks.drop(generation_id)
        generation, asked, now = await self.house.store.read(partial(_open, generation_id=generation_id))
        if generation.status == GenerationStatus.QUEUED.value:
            generation = await self.house.store.change(partial(begin_work, generation_id=generation_id))
        if generation.cancel_requested:
            return end(GenerationStatus.CANCELED, Reason.CANCELED.why)
        age = now - (generation.started_at or now)
        left = timedelta(seconds=self.model.deadline_seconds) - age
        try:
            why = await self._go_on(generation, asked, left)
        except GeneratorOff as refusal:
            return await self._end(generation_id, explain_refusal(refusal))
        except Unavailable as outage:
            log.info("replicate not reached", generation=generation_id, code=outage.code)
            return await self._pause(
                generation_id, left, min(MOST_PAUSE, 2 + age.total_seconds() / 10), outage
            )
        except Refusal as refusal:
            log.warning("generation refused", generation=generation_id, code=refusal.code)
            return await self._end(generation_id, explain_refusal(refusal))
        if why is not None:
            return await self._end(generation_id, why.why)
        return await self._pause(generation_id, left, self._choose_pause(age))

    async def _pause(
        self, generation_id: str, left: timedelta, seconds: float, outage: Unavailable | None = None
    ) -> Progress:
        """Wait, but not longer than the deadline; past that the generation ends with what there is."""
        last = (left + GRACE).total_seconds()
        if last <= 0:
            why = explain_refusal(outage) if outage else Reason.GENERATOR_SLOW.why
            return await self._end(generation_id, why)
        return wait(min(self.looks.plan(generation_id, seconds), last + 1))

    async def _end(self, generation_id: str, why_none: Why) -> Progress:
        """What was made is delivered, the most alike first where that can be told."""
        progress = await judge_pictures(self.house, generation_id, why_none)
        if progress["status"] == GenerationStatus.COMPLETED.value:
            async with self.gate:
                await rank_pictures(self.house, generation_id)
        return progress

    def _choose_pause(self, age: timedelta) -> float:
        if self.hook is not None:
            return self.poll_seconds
        return min(self.poll_seconds, FIRST_POLL + age.total_seconds() / POLL_GROWTH)

    async def _go_on(self, generation: Row[Any], asked: Asked, left: timedelta) -> Reason | None:
        """None while something is under way; else why there may be fewer pictures than promised."""
        if await self._look(generation, asked):
            asked = await self.house.store.read(partial(_list_latest, generation_id=generation.id))
        version = self.model.version
        if self.model.training is not None:
            training = asked.get((AttemptKind.TRAINING, 0))
            if training is None or training.state != AttemptState.MADE.value:
                return await self._train(generation, training, left)
            version = str(training.result)
        latest = {slot: asked.get((AttemptKind.PREDICTION, slot)) for slot in range(self.model.calls)}
        wanted = {slot: row for slot, row in latest.items() if _is_wanted(row)}
        if wanted and left > timedelta():
            await self._predict(generation, version, wanted, left)
            return None
        tried = [row for row in latest.values() if row is not None]
        return None if any(_is_running(row) for row in tried) else explain(tried, is_late=left <= timedelta())

    async def _train(self, generation: Row[Any], training: Row[Any] | None, left: timedelta) -> Reason | None:
        """Have a version of the person's own trained, once: a failed training is not paid again."""
        assert self.model.training is not None  # noqa: S101 - asked by the caller
        if training is not None and training.state != AttemptState.SENDING.value:
            return None if _is_running(training) else explain([training], is_late=left <= timedelta())
        if left <= timedelta():
            return Reason.GENERATOR_SLOW
        address = await self._upload_archive(generation)
        given = {**self.model.training.inputs, self.model.training.field: address}
        slot = Slot(generation.id, AttemptKind.TRAINING)
        await self._asker.train(slot, self.model.training, given)
        return None

    async def _predict(
        self, generation: Row[Any], version: str, wanted: dict[int, Row[Any] | None], left: timedelta
    ) -> None:
        """Begin, one after the other, what is not begun; each picture has a prompt of its own."""
        addresses = await self._upload_references(generation)
        for number, row in wanted.items():
            n = 1 if row is None else row.n + (row.state == AttemptState.FAILED.value)
            slot = Slot(generation.id, AttemptKind.PREDICTION, number, n)
            prompt = self.table.find_prompt(self.model, Style(generation.style), number)
            given = self.model.write_input(prompt, addresses, number)
            await self._asker.predict(slot, self.model, version, given, int(left.total_seconds()))

    async def _upload_references(self, generation: Row[Any]) -> list[str]:
        """The addresses of the best photos, as many as the model can use."""
        most = self.model.most_references
        if most == 0:
            return []
        selfies = await self._list_selfies(generation)
        facts = [SelfieFacts.from_json(selfie.facts) for selfie in selfies]
        chosen = dict.fromkeys(choose_selfies(facts, min(most, len(facts))))
        return [
            await self._asker.upload(
                Slot(generation.id, AttemptKind.FILE, number),
                f"photo-{number}.jpg",
                "image/jpeg",
                partial(self._read, selfies[number]),
            )
            for number in chosen
        ]

    async def _upload_archive(self, generation: Row[Any]) -> str:
        """The address of a zip of every photo."""
        selfies = await self._list_selfies(generation)

        async def pack() -> bytes:
            return _zip([await self._read(selfie) for selfie in selfies])

        return await self._asker.upload(
            Slot(generation.id, AttemptKind.FILE), "photos.zip", "application/zip", pack
        )

    async def _list_selfies(self, generation: Row[Any]) -> list[Row[Any]]:
        selfies = await self.house.store.read(partial(rows.list_selfies, generation_id=generation.id))
        if not selfies:
            raise NotFound
        return selfies

    async def _read(self, selfie: Row[Any]) -> bytes:
        return await self.house.store.run(self.house.files.get, selfie.file_key)

    async def _look(self, generation: Row[Any], asked: Asked) -> bool:
        """Bring everything that runs to where the provider says it is; whether any of it is over.

        One that fails holds up no other.
        """
        looks = [self._look_at(generation, row) for row in asked.values() if _is_running(row)]
        found = await asyncio.gather(*looks, return_exceptions=True)
        faults = [each for each in found if isinstance(each, BaseException)]
        if faults:
            raise next((fault for fault in faults if not isinstance(fault, Unavailable)), faults[0])
        return any(found)

    async def _look_at(self, generation: Row[Any], row: Row[Any]) -> bool:
        kind = AttemptKind(row.kind)
        try:
            job = await self.gateway.read_job(kind, row.provider_id)
            if not job.is_over:
                return False
            state, values = await self._conclude(generation, row, job)
        except (OutputUnusable, UnknownToReplicate) as unusable:
            state, values = AttemptState.FAILED, {"trouble": unusable.code}
        await self.house.store.change(lambda tx: attempts.update_attempt(tx, row.id, state, **values))
        return True

    async def _conclude(
        self, generation: Row[Any], row: Row[Any], job: Job
    ) -> tuple[AttemptState, dict[str, str]]:
        """What became of a job that is over."""
        if job.status != SUCCEEDED:
            ended = AttemptState.FAILED if job.status == "failed" else AttemptState.CANCELED
            return ended, {"trouble": (job.error or job.status)[:MOST_TROUBLE]}
        if row.kind == AttemptKind.TRAINING.value:
            if job.version is None:
                raise OutputUnusable
            return AttemptState.MADE, {"result": job.version}
        await self._keep(generation, row.slot, job)
        return AttemptState.DONE, {}

    async def _keep(self, generation: Row[Any], slot: int, job: Job) -> None:
        """Store what came, at once: in an hour it is gone. `OutputUnusable` when none of it is a picture."""
        there = await list_made(self.house, generation.id)
        first = slot * self.model.outputs + 1
        numbers = range(first, min(first + self.model.outputs, PICTURES + 1))
        wanted = [pair for pair in zip(numbers, job.outputs, strict=False) if pair[0] not in there]
        work = [self._keep_one(generation, n, address) for n, address in wanted]
        faults = [fault for fault in await asyncio.gather(*work, return_exceptions=True) if fault]
        for fault in faults:
            if not isinstance(fault, OutputUnusable):
                raise fault
        if len(faults) == len(job.outputs):
            raise OutputUnusable

    async def _keep_one(self, generation: Row[Any], n: int, address: str) -> None:
        async with self.gate:
            data = await self.gateway.download(address, MAX_PHOTO_BYTES)
            jpeg = await self.house.lab.frame(data)
            if isinstance(jpeg, PhotoProblem):
                log.warning("output unusable", generation=generation.id, n=n, problem=jpeg.value)
                raise OutputUnusable
            await keep_picture(self.house, generation.team_id, generation.id, n, jpeg)

    @property
    def _asker(self) -> Asker:
        return Asker(self.house.store, self.gateway, self.hook)


def _open(tx: Tx, generation_id: str) -> tuple[Row[Any], Asked, datetime]:
    """The generation, what was asked for it, and the moment, in one view."""
    generation = demand_generation(rows.find_generation(tx, generation_id))
    return generation, _list_latest(tx, generation_id), tx.now


def _list_latest(tx: Tx, generation_id: str) -> Asked:
    """The latest try of everything that was asked for, by kind and slot."""
    return {(AttemptKind(row.kind), row.slot): row for row in attempts.list_attempts(tx, generation_id)}


def explain(tried: Sequence[Row[Any]], *, is_late: bool) -> Reason:
    """Why pictures are missing; what is over its deadline was stopped by that."""
    bad = [row for row in tried if row.state in (AttemptState.FAILED.value, AttemptState.CANCELED.value)]
    troubles = [str(row.trouble) for row in bad]
    if any(SENSITIVE.search(trouble) for trouble in troubles):
        return Reason.PHOTOS_REFUSED
    if any(trouble == OutputUnusable.code for trouble in troubles):
        return Reason.OUTPUT_UNUSABLE
    if any(row.state == AttemptState.FAILED.value for row in bad):
        return Reason.GENERATOR_FAILED
    return Reason.GENERATOR_STOPPED if "canceled" in troubles and not is_late else Reason.GENERATOR_SLOW


def _is_wanted(row: Row[Any] | None) -> bool:
    """Whether a call has to be made: not yet, or its answer was lost, or it failed and may be tried again."""
    if row is None or row.state == AttemptState.SENDING.value:
        return True
    return bool(row.state == AttemptState.FAILED.value and row.n < TRIES)


def _is_running(row: Row[Any]) -> bool:
    return bool(row.state == AttemptState.RUNNING.value)


def _zip(pictures: Sequence[bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number, picture in enumerate(pictures, 1):
            archive.writestr(f"photo-{number:02}.jpg", picture)
    return target.getvalue()
