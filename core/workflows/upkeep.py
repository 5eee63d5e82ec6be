"""Durable housekeeping: files that must go are removed, old pictures and finished work are let go."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

import structlog
from dbos import DBOS

from core.services.books import audit_books
from core.services.deletion import ERASE, delete_headshots, delete_old_selfies
from core.services.erasing import UNKEPT_SECONDS, erase_files, list_left_behind
from core.services.providers import forget_left_behind
from core.settings import Settings
from core.store import generations as rows
from core.store import teams
from core.store.changes import drop_changes
from core.workflows.house import House
from core.workflows.steps import Schedule, run_step

log = structlog.get_logger()

TIDY: Final = "tidy"
HOURLY: Final = "7 * * * *"
ERASE_TRIES: Final = 1000  # an hour apart in the end, so for six weeks: what was promised gone must go
WORK_KEPT: Final = timedelta(days=3)
CHANGES_KEPT: Final = timedelta(days=1)  # who was away for longer fetches everything again
PROVIDER_PATIENCE: Final = timedelta(hours=1)  # as long as it is asked again by itself
BATCH: Final = 200
FINISHED: Final = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]


def register_upkeep(house: House) -> None:
    """Make the engine know the workflow `erase`."""

    @DBOS.workflow(name=ERASE, max_recovery_attempts=1000)
    async def erase(keys: list[str], only_unkept: bool = False) -> None:  # noqa: FBT001, FBT002 - the engine's call
        """Remove files from storage; one that is gone already is no harm."""
        work = partial(erase_keys, house, keys, only_unkept=only_unkept)
        await run_step("erase_files", work, tries=ERASE_TRIES)


def register_tidying(house: House, settings: Settings) -> Schedule:
    """Make the engine know the workflow `tidy`; when it runs."""
    pictures_kept = timedelta(days=settings.closeup_retention_days)

    @DBOS.workflow(name=TIDY, max_recovery_attempts=1000)
    async def tidy(_planned: datetime, _context: Any) -> None:
        """Delete pictures past their time, records of work long done and old live changes; audit the books.

        Last, as a later release added it: files that no row names.
        """
        await run_step("forget_pictures", partial(forget_pictures, house, pictures_kept))
        await run_step("forget_work", forget_work)
        await run_step("forget_changes", partial(forget_changes, house))
        await run_step("forget_left_behind", partial(forget_again, house))
        await run_step("audit", partial(audit, house))
        await run_step("forget_files", partial(forget_files, house))

    return Schedule(TIDY, HOURLY, tidy)


async def erase_keys(house: House, keys: list[str], *, only_unkept: bool = False) -> None:
    """Remove each file, or each that no selfie is kept in at this moment."""
    kept = await house.store.read(partial(rows.list_kept_files, keys=keys)) if only_unkept else set()
    for key in keys:
        if key not in kept:
            await house.store.run(house.files.delete, key)


async def forget_pictures(house: House, kept: timedelta) -> None:
    """Selfies and headshots older than `kept` go; the generations and their moves stay."""
    before = datetime.now(UTC) - kept
    while ids := await house.store.read(partial(rows.list_outdated, before=before, limit=BATCH)):
        for generation_id in ids:
            await house.store.change(partial(delete_headshots, generation_id=generation_id))
    await house.store.change(partial(delete_old_selfies, before=before))


async def forget_again(house: House) -> None:
    """What a provider did not remove when it was asked to."""
    before = datetime.now(UTC) - PROVIDER_PATIENCE
    await house.store.change(partial(forget_left_behind, ended_before=before))


async def forget_files(house: House, age: float = UNKEPT_SECONDS) -> None:
    """Pictures half written, and those older than an hour that no row names: somebody was cut off before noting one.

    Looked for below the folders of our own teams only: a bucket may be shared.
    """
    await house.store.run(house.files.drop_torn)  # a start drops only what is older than itself by a minute
    for team_id in await house.store.read(teams.list_team_ids):
        pages = house.files.list_old(f"teams/{team_id}", age)
        while (keys := await house.store.run(next, pages, None)) is not None:
            left = await house.store.read(partial(list_left_behind, keys=keys))
            if left:
                log.warning("files left behind", team=team_id, count=len(left))
                await house.store.change(partial(erase_files, keys=left))


async def forget_work() -> None:
    """The engine's own records, in batches: it keeps them for ever otherwise."""
    before = (datetime.now(UTC) - WORK_KEPT).isoformat()
    while True:
        found = await DBOS.list_workflows_async(
            status=FINISHED, completed_before=before, limit=BATCH, load_input=False, load_output=False
        )
        if not found:
            return
        await DBOS.delete_workflows_async([work.workflow_id for work in found])


async def audit(house: House) -> None:
    """Say it in the log when the books do not add up; `closeup books` says it to who asks."""
    for mismatch in (await house.store.read(audit_books)).mismatches:
        log.error("books do not add up", mismatch=mismatch)


async def forget_changes(house: House) -> None:
    """What changed more than a day ago is not told live any more."""
    before = datetime.now(UTC) - CHANGES_KEPT
    await house.store.change(partial(drop_changes, before=before))
