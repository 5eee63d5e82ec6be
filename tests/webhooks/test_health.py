"""What /healthz says of workers in other processes: how long ago one was seen, and trouble when that is too long."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from core.store import workers
from core.store.engine import Tx
from core.store.tables import workers as worker_rows
from tests.webhooks.site import Site

ONE, OTHER = "worker_one", "worker_other"


async def read_jobs(site: Site) -> tuple[bool, str]:
    """Whether all is well, and how the jobs are."""
    answer = await site.http.get("/healthz")
    assert answer.status_code == 200, "no restart of the web mends a worker"
    return answer.json()["ok"], answer.json()["parts"]["jobs"]


def age(tx: Tx, worker_id: str, seconds: int) -> None:
    """The worker was seen so long ago, and not since."""
    seen_at = workers.read_clock(tx) - timedelta(seconds=seconds)
    tx.conn.execute(update(worker_rows).where(worker_rows.c.id == worker_id).values(seen_at=seen_at))


def seen(seconds: int) -> list[tuple[bool, str]]:
    """All is well; a moment passes between the beat and the question."""
    return [(True, f"elsewhere: seen {n} s ago") for n in range(seconds, seconds + 4)]


@pytest.fixture
def web(site: Site) -> Site:
    """An installation whose jobs run in other processes."""
    site.app.state.part_states = lambda: {"jobs": "elsewhere"}
    return site


async def test_health_tells_when_a_worker_was_seen(web: Site) -> None:
    change = web.core.store.change
    assert await read_jobs(web) == (False, "no worker runs")
    await change(lambda tx: workers.note_beat(tx, ONE))
    assert await read_jobs(web) in seen(0)
    await change(lambda tx: age(tx, ONE, 20))
    assert await read_jobs(web) in seen(20)
    await change(lambda tx: age(tx, ONE, 75))
    assert await read_jobs(web) in [(False, f"no worker was seen for {n} s") for n in range(75, 79)]
    await change(lambda tx: workers.note_beat(tx, OTHER))
    assert await read_jobs(web) in seen(0)
    for worker_id in (ONE, OTHER):
        await change(lambda tx, worker_id=worker_id: workers.note_end(tx, worker_id))  # type: ignore[misc]
    assert await read_jobs(web) == (False, "no worker runs")
