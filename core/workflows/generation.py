"""The durable work of one generation: make, wait, store, settle or release; safe to kill anywhere."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

import structlog
from dbos import DBOS

from core.domain.generations import GenerationStatus
from core.domain.reasons import Reason, Why
from core.services.generations import GENERATE, NEWS, end_generation
from core.services.providers import forget_at_provider
from core.store.engine import Tx
from core.workflows.generators import Generator, Progress, end
from core.workflows.house import House
from core.workflows.steps import BUGS, run_step

log = structlog.get_logger()

TRIES: Final = 6  # seven seconds: what is still wrong then ends the generation
STAGE, WAITING = "stage", "waiting"


def register_generation(house: House, generator: Generator) -> None:
    """Make the engine know the workflow `generate`.

    Every decision in it is one that a step has recorded, so work that began with another generator, or another release,
    goes on with this one.
    """

    @DBOS.workflow(name=GENERATE, max_recovery_attempts=1000)
    async def generate(generation_id: str) -> str:
        """Any end but pictures stored gives the credit back; a bug of ours leaves even that to the sweeper."""
        try:
            return await _work(house, generator, generation_id)
        except BUGS as bug:
            log.exception("history disagrees", generation=generation_id, error=type(bug).__name__)
            raise


async def _work(house: House, generator: Generator, generation_id: str) -> str:
    advance = partial(generator.advance, generation_id)
    found = await _run(generation_id, "make_pictures", advance)
    while "wait" in found:
        # What is added before the wait by a later release must find a step to stand before (docs of the engine).
        await DBOS.set_event_async(STAGE, WAITING)
        await DBOS.recv_async(NEWS, timeout_seconds=found["wait"])
        found = await _run(generation_id, "look", advance)
    why = Why(found.get("code", ""), found["reason"])  # the code came with a later release
    finish = partial(end_work, house, generation_id, found["status"], why)
    return str(await run_step("end", finish))


async def _run(generation_id: str, name: str, work: Callable[[], Awaitable[Progress]]) -> Progress:
    """A step tried a few times; what is still wrong then ends the generation, but a bug of ours never does."""
    try:
        return await run_step(name, work, tries=TRIES)
    except BUGS:
        raise
    except Exception as error:
        log.exception("generation failed", generation=generation_id, error=type(error).__name__)
        return end(GenerationStatus.FAILED, Reason.BROKEN.why)


async def end_work(house: House, generation_id: str, status: str, why: Why) -> str:
    """Settle or release, tell the member, and have a provider forget the person, in one transaction."""

    def finish(tx: Tx) -> GenerationStatus:
        ended = end_generation(tx, generation_id, GenerationStatus(status), why.sentence, why.code)
        forget_at_provider(tx, generation_id)
        return ended

    return (await house.store.change(finish)).value
