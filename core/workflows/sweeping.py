"""Durable sweeping: work of workers that are gone is given to living ones, and what nobody will end is ended."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any, Final

import structlog
from dbos import DBOS, WorkflowStatus

from core.domain.reasons import Reason
from core.services.generations import GENERATE
from core.services.orphans import give_up_generation, wake_conversations
from core.store import generations, workers
from core.store.threads import ThreadedStore
from core.workflows.steps import Schedule, run_step

log = structlog.get_logger()

SWEEP: Final = "sweep"
MINUTE: Final = timedelta(minutes=1)
MOST_TAKEOVERS: Final = 10  # a piece of work that outlived so many machines is what ends them
LONGEST: Final = timedelta(hours=24)
FORGOTTEN: Final = timedelta(days=7)  # workers not seen, takeovers long past
ASLEEP: Final = timedelta(
    minutes=10
)  # a message that waits so long has lost its turn, or its platform is away
BATCH: Final = 200
TRIES: Final = 1  # the next sweep comes soon
AT_WORK: Final = {"ENQUEUED", "PENDING", "DELAYED"}


def register_sweeping(store: ThreadedStore, worker_id: str, silence: timedelta) -> Schedule:
    """Make the engine know the workflow `sweep`; when it runs. Workers not seen for `silence` are gone."""

    @DBOS.workflow(name=SWEEP, max_recovery_attempts=1000)
    async def sweep(_planned: datetime, _context: Any) -> None:
        """Each part may be cut off anywhere and done again by anyone."""
        await run_step("take_over", partial(take_over, store, worker_id, silence), TRIES)
        await run_step("end_orphans", partial(end_orphans, store), TRIES)
        await run_step("wake", partial(wake, store), TRIES)

    return Schedule(SWEEP, write_cron(silence), sweep)


def write_cron(silence: timedelta) -> str:
    """Each minute, or as often as workers are to be missed when that is sooner (with seconds in front)."""
    if silence >= MINUTE:
        return "* * * * *"
    return f"*/{max(1, int(silence.total_seconds()) // 2)} * * * * *"


async def take_over(store: ThreadedStore, worker_id: str, silence: timedelta) -> int:
    """Give the unfinished work of workers that are gone back to its queues; how much that was.

    If one only slept, the engine refuses what it brings back (`owner_xid`), and each end is claimed but once.
    """
    pending = await DBOS.list_workflows_async(status="PENDING", load_input=False, load_output=False)
    living = {worker_id} | await store.read(partial(workers.list_living, silence=silence))
    left = [work for work in pending if work.executor_id not in living]
    for work in left:
        await _take_over(store, work)
    await store.change(
        lambda tx: workers.drop_workers(tx, FORGOTTEN, {str(work.executor_id) for work in pending})
    )
    await store.change(partial(workers.drop_takeovers, before=FORGOTTEN))
    return len(left)


async def _take_over(store: ThreadedStore, work: WorkflowStatus) -> None:
    times = await store.change(partial(workers.count_takeover, work_id=work.workflow_id))
    facts = {"work": work.workflow_id, "of": work.executor_id, "times": times}
    if times <= MOST_TAKEOVERS:
        log.warning("work taken over", **facts)
        await DBOS.resume_workflow_async(work.workflow_id, queue_name=work.queue_name)
        return
    log.error("work given up", **facts)
    await DBOS.cancel_workflow_async(work.workflow_id)
    if work.name == GENERATE:
        await _give_up(store, work.workflow_id, Reason.MACHINES_LOST)


async def end_orphans(store: ThreadedStore) -> int:
    """Release the credit of every open generation whose work is gone, broken or a day old; how many those were."""
    found = 0
    now, open_ones = await store.read(lambda tx: (tx.now, generations.list_open(tx)))
    rows = iter(open_ones)
    while batch := list(islice(rows, BATCH)):
        states = await _read_states([row.id for row in batch])
        for row in batch:
            reason = _find_reason(states.get(row.id), now - row.created_at)
            if reason is not None:
                log.error("hold without work", generation=row.id, work=states.get(row.id), reason=reason.name)
                await _end_orphan(store, row.id, reason, is_there=row.id in states)
                found += 1
    return found


async def _read_states(ids: Sequence[str]) -> dict[str, str]:
    found = await DBOS.list_workflows_async(workflow_ids=list(ids), load_input=False, load_output=False)
    return {work.workflow_id: work.status for work in found}


def _find_reason(state: str | None, age: timedelta) -> Reason | None:
    if state not in AT_WORK:
        return Reason.BROKEN
    return Reason.TOO_LATE if age > LONGEST else None


async def _end_orphan(store: ThreadedStore, generation_id: str, reason: Reason, *, is_there: bool) -> None:
    if is_there:
        await DBOS.cancel_workflow_async(generation_id)
    await _give_up(store, generation_id, reason)


async def _give_up(store: ThreadedStore, generation_id: str, reason: Reason) -> None:
    """No step of its work can run any more, so nobody else ends it; had somebody just done so, this is a no-op."""
    await store.change(partial(give_up_generation, generation_id=generation_id, reason=reason))


async def wake(store: ThreadedStore) -> int:
    """A turn for each conversation that waits without one; how many those were."""
    woken = await store.change(partial(wake_conversations, asleep=ASLEEP, limit=BATCH))
    if woken:
        log.warning("conversations woken", count=len(woken))
    return len(woken)
