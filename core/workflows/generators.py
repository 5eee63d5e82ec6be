"""What makes pictures, behind one call: go on with a generation until it has ended or has to wait."""

from functools import partial
from typing import Any, Protocol

from core.domain.generations import PICTURES, GenerationStatus
from core.domain.reasons import NOTHING, Reason, Why
from core.domain.refusals import NotFound, Refusal
from core.services.generations import name_headshot_file, record_picture
from core.store import generations as rows
from core.workflows.house import House
from core.workflows.patience import ask_patiently

# Plain values, which the job engine keeps: `status`, `reason` (English) and `code` of an end, or the seconds to `wait`
# for news.
Progress = dict[str, Any]


class Generator(Protocol):
    """The studio on this machine, or a provider."""

    async def advance(self, generation_id: str) -> Progress:
        """Do what can be done now. Killed anywhere and called again it goes on, and does nothing twice."""


def end(status: GenerationStatus, why: Why = NOTHING) -> Progress:
    """The work is over."""
    return {"status": status.value, "reason": why.sentence, "code": why.code}


def explain_refusal(refusal: Refusal) -> Why:
    """A refusal as the reason of an end; nothing but a photo is looked for and not found."""
    if isinstance(refusal, NotFound):
        return Reason.PHOTOS_GONE.why
    return Why(refusal.code, refusal.sentence)


def wait(seconds: float) -> Progress:
    """Nothing to do until news comes, or for so long."""
    return {"wait": seconds}


async def is_canceled(house: House, generation_id: str) -> bool:
    """Whether somebody wants it to stop, or it is gone."""
    row = await house.store.read(partial(rows.find_generation, generation_id=generation_id))
    return row is None or bool(row.cancel_requested)


async def list_made(house: House, generation_id: str) -> set[int]:
    """The numbers of the pictures that are stored."""
    made = await house.store.read(partial(rows.list_headshots, generation_id=generation_id))
    return {row.n for row in made}


async def keep_picture(house: House, team_id: str, generation_id: str, n: int, jpeg: bytes) -> None:
    """Store picture `n` (from 1) under the key that follows from the generation, and tell of it."""
    key = name_headshot_file(team_id, generation_id, n)
    await ask_patiently(lambda: house.store.run(house.files.put, key, jpeg))
    await house.store.change(lambda tx: record_picture(tx, generation_id, n, key, len(jpeg)))


async def judge_pictures(house: House, generation_id: str, why_none: Why) -> Progress:
    """How a generation ends of which no more comes: canceled wins, else whatever was made is delivered."""
    if await is_canceled(house, generation_id):
        return end(GenerationStatus.CANCELED, Reason.CANCELED.why)
    missing = PICTURES - len(await list_made(house, generation_id))
    if missing == PICTURES:
        return end(GenerationStatus.FAILED, why_none)
    return end(GenerationStatus.COMPLETED, tell_missing(missing))


def tell_missing(missing: int) -> Why:
    """Why there are fewer pictures than promised; nothing when there are not."""
    if not missing:
        return NOTHING
    return Why(Reason.PICTURES_MISSING.value, f"{missing} of {PICTURES} pictures could not be made.")
