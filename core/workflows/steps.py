"""Durable steps: each is tried again when it breaks, and says so in the log."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

import structlog
from dbos import DBOS, StepOptions
from dbos import error as engine_errors

T = TypeVar("T")
log = structlog.get_logger()

# A bug of ours in the order of steps; ending the work on one of these would give back credits by accident.
BUGS: Final = (
    engine_errors.DBOSUnexpectedStepError,
    engine_errors.DBOSStepNondeterminismError,
    engine_errors.DBOSPatchNondeterminismError,
)
FIRST_PAUSE: Final = 0.5
GROWTH: Final = 1.5  # 20 tries take about 45 minutes: longer than a database restart, shorter than a night


@dataclass(frozen=True)
class Schedule:
    """A workflow that runs at times: `cron` in UTC; its name is its queue's name too."""

    name: str
    cron: str
    workflow: Callable[[datetime, Any], Coroutine[Any, Any, None]]


async def insist(name: str, work: Callable[[], Awaitable[T]], tries: int = 20) -> T:
    """Do `work` until it succeeds, nothing of it recorded here: for what itself finds what is left to do.

    That costs no transaction of the engine, and after a kill it begins anew. Raises what the last try raised.
    """
    pause = FIRST_PAUSE
    for _ in range(tries - 1):
        try:
            return await work()
        except Exception as error:
            log.warning(
                "work broke", step=name, work=DBOS.workflow_id, error=type(error).__name__, exc_info=True
            )
        await asyncio.sleep(pause)
        pause *= GROWTH
    return await work()


async def run_step(name: str, work: Callable[[], Awaitable[T]], tries: int = 20) -> T:
    """Do `work` once durably; raises the engine's error when `tries` tries broke."""

    async def attempt() -> T:
        try:
            return await work()
        except Exception as error:
            log.warning(
                "step broke", step=name, work=DBOS.workflow_id, error=type(error).__name__, exc_info=True
            )
            raise

    options: StepOptions = {
        "name": name,
        "retries_allowed": True,
        "max_attempts": tries,
        "interval_seconds": FIRST_PAUSE,
        "backoff_rate": GROWTH,
    }
    return await DBOS.run_step_async(options, attempt)
