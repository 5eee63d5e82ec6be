"""The local studio as a generator: every picture is made here, at once."""

import asyncio
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import structlog
from sqlalchemy import Row
from sqlalchemy.exc import DBAPIError

from core.domain.generations import PICTURES
from core.domain.reasons import NOTHING
from core.domain.refusals import Refusal
from core.domain.styles import Style
from core.photos.selfie import SelfieFacts
from core.photos.studio.choose import choose_selfies
from core.services.generations import begin_work
from core.store import generations as rows
from core.workflows.generators import (
    Progress,
    explain_refusal,
    is_canceled,
    judge_pictures,
    keep_picture,
    list_made,
)
from core.workflows.house import House
from core.workflows.patience import ask_patiently
from core.workflows.watching import unless, watch_cancel

log = structlog.get_logger()

IN_HAND: Final = 4  # pictures in memory at once: two are rendered, two are read or written


@dataclass(frozen=True)
class Studio:
    """Retouches the member's own photos in processes of this machine."""

    house: House
    gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(IN_HAND))

    async def advance(self, generation_id: str) -> Progress:
        """Render and store every picture that is not there yet: keys and seeds follow from the generation."""
        store = self.house.store
        generation = await store.change(partial(begin_work, generation_id=generation_id))
        selfies = await store.read(partial(rows.list_selfies, generation_id=generation_id))
        there = await list_made(self.house, generation_id)
        sources = choose_selfies([SelfieFacts.from_json(s.facts) for s in selfies], PICTURES)
        missing = [n for n in range(1, PICTURES + 1) if n not in there]
        async with watch_cancel(self.house, generation_id) as canceled:
            work = [self._make_picture(generation, selfies[sources[n - 1]], n, canceled) for n in missing]
            faults = [fault for fault in await asyncio.gather(*work, return_exceptions=True) if fault]
        for fault in faults:
            log.error("picture failed", generation=generation_id, error=repr(fault))
        return await self._judge(generation_id, faults)

    async def _make_picture(
        self, generation: Row[Any], selfie: Row[Any], n: int, canceled: asyncio.Event
    ) -> None:
        house = self.house
        facts = SelfieFacts.from_json(selfie.facts)
        seed = int(generation.id.rsplit("_", 1)[-1], 16) % 2**31
        async with self.gate:
            source = await ask_patiently(lambda: house.store.run(house.files.get, selfie.file_key))
            rendering = house.lab.render(source, facts.face, Style(generation.style), n - 1, seed)
            jpeg = await unless(canceled, rendering)
            if jpeg is not None and not canceled.is_set():
                await keep_picture(house, generation.team_id, generation.id, n, jpeg)

    async def _judge(self, generation_id: str, faults: list[BaseException]) -> Progress:
        """When nothing was made a refusal's sentence is the reason; anything else is tried again."""
        real = next((fault for fault in faults if not isinstance(fault, Refusal)), None)
        # A database that restarts under one picture must not cost that picture, whatever else was made.
        if isinstance(real, DBAPIError) or (real and not await self._has_anything(generation_id)):
            raise real
        refusal = next((fault for fault in faults if isinstance(fault, Refusal)), None)
        why = explain_refusal(refusal) if refusal else NOTHING
        return await judge_pictures(self.house, generation_id, why)

    async def _has_anything(self, generation_id: str) -> bool:
        """Whether there is something to deliver, or nobody wants it any more."""
        return bool(await list_made(self.house, generation_id)) or await is_canceled(
            self.house, generation_id
        )
