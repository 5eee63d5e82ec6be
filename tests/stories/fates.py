"""What becomes of predictions while the product is killed, and whether each is accounted for at the end."""

import asyncio
import contextlib
import json
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import create_engine, select

from core.domain.attempts import AttemptKind, AttemptState
from core.store.tables import provider_attempts
from sandbox.replicate.foundry import FoundryRefused
from tests.stories.workshop import Workshop

CREATED: Final = "/v1/models/google/nano-banana/predictions"
PROVIDER_POINTS: Final = (
    "provider.sending",
    "provider.sending:3",
    "provider.sending:6",
    "provider.asked",
    "provider.asked:3",
    "provider.asked:6",
    "file.put:8",
    "picture.recorded",
)
# A failure, and a picture that is none: each only once for one picture, or a set would rightly lack it.
BAD_ENDS: Final = ({"outcome": "failed"}, {"flaw": "truncated"})
BAD: Final = 0.12  # of the predictions
SLOW: Final = 0.3
MOST_SECONDS: Final = 4.0
# A webhook of which nothing comes may cost a minute, so most of those that go wrong come all the same.
WEBHOOK_FAULTS: Final = ("repeated", "repeated", "delayed", "forged", "stale", "lost")
API_FAULTS: Final = ("error", "close", "slow", "answer_lost", "answer_lost")
FAULTY: Final = 0.1
RUNNING: Final = {"starting", "processing"}
FINAL: Final = {AttemptState.DONE.value, AttemptState.FAILED.value, AttemptState.CANCELED.value}


@dataclass
class Fates:
    """Lets every prediction end as chance has it; `failed` are the inputs that had their failure."""

    workshop: Workshop
    chance: random.Random
    failed: set[str] = field(default_factory=set)
    _met: set[str] = field(default_factory=set)

    @contextlib.asynccontextmanager
    async def rule(self) -> AsyncIterator[None]:
        """Decide as long as the block lasts."""
        await self.workshop.foundry.plan_always(hold="processing")
        async with asyncio.TaskGroup() as tasks:
            deciding = tasks.create_task(self._decide(tasks))
            try:
                yield
            finally:
                deciding.cancel()

    async def _decide(self, tasks: asyncio.TaskGroup) -> None:
        foundry = self.workshop.foundry
        while True:
            with contextlib.suppress(FoundryRefused):  # nothing for a while
                for job in await foundry.wait_jobs(held=True):
                    if job["id"] not in self._met:
                        self._met.add(job["id"])
                        tasks.create_task(self._end(job))
            await asyncio.sleep(0.1)  # those that are slow are held until they are let go

    async def _end(self, job: dict[str, Any]) -> None:
        if self.chance.random() < SLOW:
            await asyncio.sleep(self.chance.uniform(0, MOST_SECONDS))
        await self._break_something()
        await self.workshop.foundry.release(job["id"], **self._choose_end(job))

    def _choose_end(self, job: dict[str, Any]) -> dict[str, str]:
        wish = json.dumps(job["input"], sort_keys=True)
        if wish in self.failed or self.chance.random() >= BAD:
            return {}
        self.failed.add(wish)
        return self.chance.choice(BAD_ENDS)

    async def _break_something(self) -> None:
        foundry, chance = self.workshop.foundry, self.chance
        if chance.random() < FAULTY:
            await foundry.break_next(chance.choice(WEBHOOK_FAULTS), copies=5, event="completed")
        if chance.random() < FAULTY:
            path = chance.choice((CREATED, "/v1/files"))
            await foundry.break_next(chance.choice(API_FAULTS), method="POST", path=path)

    async def count_extra(self) -> tuple[int, int]:
        """How many predictions there were, and how many of them nobody had a use for.

        Checks that each other one is known to the product with the end it had, that nothing runs any more, and
        that no upload is left.
        """
        await self.workshop.wait_forgotten()
        jobs = {job["id"]: job["status"] for job in await self.workshop.foundry.list_jobs()}
        known = {row.provider_id: row.state for row in self._list_attempts() if row.provider_id}
        assert {state for _, state in known.items()} <= FINAL, known
        assert set(known) <= set(jobs), "everything known was really asked for"
        assert not RUNNING.intersection(jobs.values()), jobs
        return len(jobs), len(set(jobs) - set(known))

    def _list_attempts(self) -> list[Any]:
        engine = create_engine(self.workshop.scene.env["DATABASE_URL"])
        mine = provider_attempts.c.kind == AttemptKind.PREDICTION.value
        with engine.connect() as conn:
            rows = list(conn.execute(select(provider_attempts).where(mine)))
        engine.dispose()
        return rows
