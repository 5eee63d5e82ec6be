"""The durable work of one generation: render, store, settle or release; safe to kill anywhere."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any, Final

import structlog
from dbos import DBOS
from sqlalchemy import Row

from core.domain.generations import PICTURES, GenerationStatus
from core.domain.refusals import Refusal
from core.domain.styles import Style
from core.photos.selfie import SelfieFacts
from core.photos.studio.choose import choose_selfies
from core.services.generations import GENERATE, begin_work, end_generation, name_headshot_file, record_picture
from core.store import generations as rows
from core.workflows.house import House
from core.workflows.steps import BUGS, run_step

log = structlog.get_logger()

FAILED: Final = "Something went wrong while your headshots were made."


def register_generation(house: House) -> None:
    """Make the engine know the workflow `generate`."""

    @DBOS.workflow(name=GENERATE, max_recovery_attempts=1000)
    async def generate(generation_id: str) -> str:
        """Any end but four pictures stored gives the credit back."""
        outcome = await _run(generation_id, "make_pictures", partial(make_pictures, house, generation_id))
        end = partial(end_work, house, generation_id, outcome["status"], outcome["reason"])
        return str(await run_step("end", end))


async def _run(generation_id: str, name: str, work: Callable[[], Any]) -> Any:
    """A step tried three times; what is still wrong then ends the generation, but a bug of ours never does."""
    try:
        return await run_step(name, work, tries=3)
    except BUGS:
        raise
    except Exception as error:
        log.exception("generation failed", generation=generation_id, error=type(error).__name__)
        return {"status": GenerationStatus.FAILED.value, "reason": FAILED}


async def make_pictures(house: House, generation_id: str) -> dict[str, str]:
    """Render and store every picture that is not there yet; how the generation is to end.

    Written so that a second run after a kill makes only what is missing: keys and seeds follow from the id.
    """
    generation = await house.store.change(partial(begin_work, generation_id=generation_id))
    selfies = await house.store.read(lambda tx: rows.list_selfies(tx, generation_id=generation_id))
    there = {row.n for row in await house.store.read(lambda tx: rows.list_headshots(tx, generation_id))}
    sources = choose_selfies([SelfieFacts.from_json(s.facts) for s in selfies], PICTURES)
    missing = [n for n in range(1, PICTURES + 1) if n not in there]
    work = [_make_picture(house, generation, selfies[sources[n - 1]], n) for n in missing]
    outcomes = await asyncio.gather(*work, return_exceptions=True)
    return await _judge_outcomes(house, generation_id, outcomes)


async def _make_picture(house: House, generation: Row[Any], selfie: Row[Any], n: int) -> None:
    if await _is_canceled(house, generation.id):
        return
    facts = SelfieFacts.from_json(selfie.facts)
    source = await house.store.run(house.files.get, selfie.file_key)
    seed = int(generation.id.rsplit("_", 1)[-1], 16) % 2**31
    jpeg = await house.lab.render(source, facts.face, Style(generation.style), n - 1, seed)
    key = name_headshot_file(generation.team_id, generation.id, n)
    await house.store.run(house.files.put, key, jpeg)
    await house.store.change(lambda tx: record_picture(tx, generation.id, n, key, len(jpeg)))


async def _judge_outcomes(house: House, generation_id: str, outcomes: list[Any]) -> dict[str, str]:
    """Canceled wins; else whatever was made is delivered; else the first refusal's sentence is the reason."""
    if await _is_canceled(house, generation_id):
        return {"status": GenerationStatus.CANCELED.value, "reason": "Canceled on request."}
    faults = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    for fault in faults:
        log.error("picture failed", generation=generation_id, error=repr(fault))
    made = await house.store.read(lambda tx: len(rows.list_headshots(tx, generation_id)))
    if made:
        reason = "" if made == PICTURES else f"{PICTURES - made} of {PICTURES} pictures could not be made."
        return {"status": GenerationStatus.COMPLETED.value, "reason": reason}
    if all(isinstance(fault, Refusal) for fault in faults):
        return {"status": GenerationStatus.FAILED.value, "reason": f"{faults[0]}"}
    raise faults[0]


async def _is_canceled(house: House, generation_id: str) -> bool:
    row = await house.store.read(lambda tx: rows.find_generation(tx, generation_id))
    return row is None or bool(row.cancel_requested)


async def end_work(house: House, generation_id: str, status: str, reason: str) -> str:
    """Settle or release and tell the member, in one transaction."""
    end = partial(end_generation, generation_id=generation_id, status=GenerationStatus(status), reason=reason)
    return (await house.store.change(end)).value
