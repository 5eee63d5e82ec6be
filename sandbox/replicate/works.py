"""Runs predictions and trainings from start to end, as their plans say; one task for each."""

import asyncio
from collections.abc import Iterator
from random import Random
from typing import Any

from sandbox.bell import Bell
from sandbox.replicate.catalogue import describe_trained
from sandbox.replicate.clock import Clock
from sandbox.replicate.delivery import Courier
from sandbox.replicate.fetching import Fetcher
from sandbox.replicate.framing import choose_size
from sandbox.replicate.gallery import Gallery, Piece
from sandbox.replicate.jobs import Job
from sandbox.replicate.likeness import Likeness, UnusableInputError
from sandbox.replicate.painting import Commission
from sandbox.replicate.shelf import Model, Shelf

# Everything of an API prediction is removed an hour after its end; no prediction runs longer than 30 minutes.
KEPT_SECONDS = 3600
LONGEST_SECONDS = 1800
_SEEDS = 2**31
_PEOPLE = 6


class Works:
    """Where the jobs of one stand-in run; `bell` rings at every change of one."""

    def __init__(
        self, clock: Clock, shelf: Shelf, gallery: Gallery, fetcher: Fetcher, courier: Courier, bell: Bell
    ) -> None:
        self._clock, self._shelf, self._gallery = clock, shelf, gallery
        self._fetcher, self._courier, self._bell = fetcher, courier, bell

    def start(self, job: Job) -> None:
        """Begin a new job and keep its deadline."""
        job.model.runs += 1
        limit = job.created + LONGEST_SECONDS if job.deadline is None else job.deadline
        if job.plan.outcome != "stuck" and (job.deadline is not None or not job.destination):
            self._clock.call_at(limit, lambda: self._miss_deadline(job))
        job.task = asyncio.get_running_loop().create_task(self._run(job))

    def cancel(self, job: Job) -> None:
        """End a job that has not ended, as its owner wishes."""
        self._end(job, "canceled")

    async def close(self) -> None:
        """Close the connections; the jobs must have been stopped."""
        await self._fetcher.close()

    def _miss_deadline(self, job: Job) -> None:
        self._end(job, "canceled" if job.started is not None else "aborted")

    def _end(self, job: Job, status: str, error: str | None = None) -> None:
        if job.ended:
            return
        job.status, job.error, job.held = status, error, False
        job.completed = self._clock.now()
        if job.task and job.task is not asyncio.current_task():
            job.task.cancel()
        if not job.destination:
            self._clock.call_at(job.completed + KEPT_SECONDS, lambda: self.remove_data(job))
        self._bell.ring()
        self._courier.tell(job, "completed")

    def remove_data(self, job: Job) -> None:
        """Forget input, output, logs and files of an ended job."""
        for address in job.addresses:
            self._gallery.remove(address)
        job.given, job.output, job.logs, job.data_removed = {}, None, "", True
        self._bell.ring()

    async def _run(self, job: Job) -> None:
        await self._hold(job, "starting", job.plan.start_seconds)
        if job.plan.outcome == "aborted":
            return self._end(job, "aborted")
        job.status, job.started = "processing", self._clock.now()
        self._bell.ring()
        self._courier.tell(job, "start")
        try:
            likenesses = await self._fetch_inputs(job)
        except UnusableInputError as problem:
            return self._end(job, "failed", str(problem))
        await self._hold(job, "processing", job.plan.seconds)
        if job.plan.outcome == "stuck":
            await asyncio.Event().wait()
        return self._conclude(job, likenesses)

    async def _hold(self, job: Job, status: str, seconds: float) -> None:
        if seconds:
            await self._clock.reach(self._clock.now() + seconds)
        if job.plan.hold == status:
            job.held = True
            self._bell.ring()
            await job.released.wait()
            job.held = False

    async def _fetch_inputs(self, job: Job) -> tuple[Likeness, ...]:
        if job.destination:
            return tuple(await self._fetcher.fetch_archive(job.given["input_images"], job.base))
        given = job.given.get(job.version.entry.references) or []
        addresses = [given] if isinstance(given, str) else given
        return tuple([await self._fetcher.fetch_likeness(address, job.base) for address in addresses])

    def _conclude(self, job: Job, likenesses: tuple[Likeness, ...]) -> None:
        plan = job.plan
        if plan.outcome != "succeeded":
            return self._end(job, plan.outcome, plan.error if plan.outcome == "failed" else None)
        job.logs = "".join(f"{line}\n" for line in _write_logs(job))
        self._courier.tell(job, "logs")
        if job.destination:
            job.output = self._train(job, job.destination, likenesses)
        else:
            job.output = self._paint(job, likenesses)
        self._courier.tell(job, "output")
        return self._end(job, "succeeded")

    def _train(self, job: Job, model: Model, likenesses: tuple[Likeness, ...]) -> dict[str, str]:
        entry = describe_trained(model.owner, model.name)
        version = self._shelf.add_version(model, entry, self._clock.now(), likenesses=likenesses)
        weights = self._gallery.hang(job.base, Piece("flux-lora.tar", data=b"weights of nobody"))
        return {"version": f"{model.owner}/{model.name}:{version.id}", "weights": weights}

    def _paint(self, job: Job, likenesses: tuple[Likeness, ...]) -> Any:
        commissions = list(_commission(job, likenesses or job.version.likenesses))
        for number, commission in enumerate(commissions):
            name = f"out-{number}.{commission.format}"
            job.addresses.append(self._gallery.hang(job.base, Piece(name, commission)))
        if job.version.entry.many:
            return list(job.addresses)
        return job.addresses[0] if job.addresses else None


def _commission(job: Job, likenesses: tuple[Likeness, ...]) -> Iterator[Commission]:
    given, entry = _fill_defaults(job), job.version.entry
    asked = given.get("seed")
    # Without a seed no two predictions give the same picture; the id keeps it repeatable for this one.
    dice = Random(job.id if asked is None else f"{asked}/{job.version.id}/{given['prompt']}")  # noqa: S311
    size, person = choose_size(given, likenesses), Random(job.version.id).randrange(_PEOPLE)  # noqa: S311
    kind = given.get("output_format", entry.format)
    quality = given.get("output_quality", 90)
    for _ in range(_count_outputs(job)):
        yield Commission(size, kind, dice.randrange(_SEEDS), person, likenesses, quality, job.plan.flaw)


def _count_outputs(job: Job) -> int:
    given, entry = _fill_defaults(job), job.version.entry
    if job.plan.outputs is not None:
        return job.plan.outputs
    if given.get("sequential_image_generation") == "disabled":
        return 1
    return int(given.get(entry.count, 1)) if entry.count else 1


def _fill_defaults(job: Job) -> dict[str, Any]:
    defaults = {field.name: field.default for field in job.version.entry.inputs if field.default is not None}
    return defaults | {name: value for name, value in job.given.items() if value is not None}


def _write_logs(job: Job) -> Iterator[str]:
    yield "Running training..." if job.destination else "Running prediction..."
    # The client reads a prediction's progress from lines of this form.
    yield "100%|##########| 28/28 [00:08<00:00,  3.4it/s]"
