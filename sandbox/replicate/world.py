"""Everything that one stand-in remembers and can do, built once and handed to every route."""

import base64
import random
from collections.abc import Callable, Sequence
from random import Random

from sandbox.bell import Bell
from sandbox.replicate.clock import Clock
from sandbox.replicate.delivery import RETRY_PAUSES, Courier
from sandbox.replicate.faults import Faults
from sandbox.replicate.fetching import Fetcher
from sandbox.replicate.files import FileShelf
from sandbox.replicate.gallery import Gallery
from sandbox.replicate.jobs import Job
from sandbox.replicate.limits import Limits
from sandbox.replicate.plans import Plans
from sandbox.replicate.records import Records
from sandbox.replicate.refusals import not_found
from sandbox.replicate.shelf import Shelf
from sandbox.replicate.works import Works


class World:
    """One account at Replicate. `webhook_secret` is `whsec_` and base64; raises ValueError for another form."""

    def __init__(
        self,
        *,
        webhook_secret: str,
        username: str,
        now: Callable[[], float],
        seed: int | None,
        retry_pauses: Sequence[float] = RETRY_PAUSES,
    ) -> None:
        self.rng: Random = random.Random(seed)  # noqa: S311 - repeatable ids are wanted
        self.username = username
        self.clock, self.bell, self.faults, self.plans = Clock(now), Bell(), Faults(), Plans()
        self.limits, self.records = Limits(self.clock), Records(self.bell)
        self.shelf = Shelf(username, self.rng)
        self.files, self.gallery = FileShelf(self.clock), Gallery(self.rng)
        self.courier = Courier(
            self.clock, self.faults, self.records, self.rng, secret=webhook_secret, pauses=retry_pauses
        )
        fetcher = Fetcher(self.files)
        self.works = Works(self.clock, self.shelf, self.gallery, fetcher, self.courier, self.bell)
        self.jobs: dict[str, Job] = {}

    def new_id(self) -> str:
        """26 letters and digits, as Replicate names predictions, trainings and files."""
        return base64.b32encode(self.rng.randbytes(16)).decode().rstrip("=").lower()

    def begin(self, job: Job) -> None:
        """Remember a new job and start it."""
        self.jobs[job.id] = job
        self.works.start(job)
        self.bell.ring()

    def find_job(self, kind: str, job_id: str) -> Job:
        """Find a job of this kind; raises ReplicateRefusal 404."""
        job = self.jobs.get(job_id)
        if job is None or job.kind != kind:
            raise not_found()
        return job

    def list_jobs(self, kind: str) -> list[Job]:
        """Every job of this kind, newest first."""
        return [job for job in reversed(self.jobs.values()) if job.kind == kind]

    def forget_version(self, version_id: str) -> None:
        """Delete every prediction of a version, with its files; those that run are cancelled."""
        gone = [job for job in self.jobs.values() if job.version.id == version_id]
        for job in gone:
            self.works.cancel(job)
            self.works.remove_data(job)
            del self.jobs[job.id]

    async def close(self) -> None:
        """Stop every job and webhook."""
        tasks = [job.task for job in self.jobs.values() if job.task and not job.task.done()]
        for task in tasks:
            task.cancel()
        await self.courier.close()
        await self.works.close()
