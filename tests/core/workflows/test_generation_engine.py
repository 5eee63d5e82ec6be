"""Generations on the real engine: a team's limit, and a history that the code does not agree with."""

import time
from collections.abc import Iterator
from typing import Final

import pytest
import structlog
from dbos import DBOS

from core.domain.credits import AccountKind, MoveKind
from core.services.books import audit_books
from core.store import generations as rows
from core.store.threads import ThreadedStore
from core.workflows.engine import LISTENING
from core.workflows.sweeping import end_orphans
from tests.core.office import HeldClock, Office, open_office, open_office_store
from tests.core.workflows.works import (
    open_works,
    rewrite_history,
    wait_for_steps,
    wait_until_over,
)

# What the engine records of a generation that was told something once and waits again. The order matters to releases:
# one that changes it strands what is in flight.
HISTORY: Final = [
    "make_pictures",
    "DBOS.setEvent",
    "DBOS.recv",
    "DBOS.sleep",
    "look",
    "DBOS.setEvent",
    "DBOS.sleep",
]
CHECKED: Final = (0, 1, 2, 4, 5, 6)  # not how long a wait was to last that is over


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """A fresh database with one team, whose books must add up at the end."""
    clock = HeldClock()
    with open_office_store(database_url, clock) as store:
        office = open_office(store, clock)
        office.buy(50)
        yield office
        assert office.read(audit_books).mismatches == []


def order(office: Office) -> str:
    """A generation of a new member; its id."""
    return str(office.start(office.hire(credits_=1)).id)


async def test_news_wakes_who_waits_for_it_at_once(office: Office) -> None:
    """And not when the engine happens to look: on SQLite it does so seldom."""
    async with open_works(office) as works:
        ours = order(office)
        await works.wait_running([ours], 1)
        await wait_for_steps(ours, [*HISTORY[:2], "DBOS.sleep"])
        began = time.monotonic()
        works.tell(ours, "news")
        await works.wait_looked(ours, 2)
        assert time.monotonic() - began < LISTENING["sqlite"] / 2
        await works.let_end(ours)


async def test_a_team_has_three_at_once_and_keeps_no_other_team_waiting(office: Office) -> None:
    other = open_office(office.store, office.clock)
    other.buy(10)
    async with open_works(office) as works:
        ours = [order(office) for _ in range(5)]
        await works.wait_running(ours, 3)
        for _ in range(2):  # each comes after all of ours, and overtakes the fourth
            theirs = order(other)
            await works.wait_running([theirs], 1)
            await works.wait_running(ours, 3)
            await works.let_end(theirs)
        for left in (4, 3, 2, 1, 0):
            await works.let_end(next(one for one in ours if one in works.generator.running))
            await works.wait_running(ours, min(3, left))
        assert works.generator.most_running == 4, "three of ours and one of theirs"
    assert [len(team.list_moves(MoveKind.SETTLE)) for team in (office, other)] == [5, 2]


@pytest.mark.parametrize("step", CHECKED, ids=lambda step: f"{step}-{HISTORY[step]}")
async def test_a_history_that_disagrees_gives_back_nothing_by_itself(office: Office, step: int) -> None:
    generation_id = order(office)
    async with open_works(office) as works:
        await works.wait_looked(generation_id, 1)
        works.tell(generation_id, "news")
        await works.wait_looked(generation_id, 2)
        await wait_for_steps(generation_id, HISTORY)
    office.change(rewrite_history, generation_id, step)
    with structlog.testing.capture_logs() as logged:
        async with open_works(office) as works:
            with pytest.raises(Exception, match="DBOSUnexpectedStepError"):
                await wait_until_over(generation_id)
            row = office.find(rows.find_generation, generation_id)
            assert (row.status, works.generator.looks) == ("running", {})
            assert office.balance(AccountKind.HELD, row.member_id) == 1
            assert office.list_moves(MoveKind.RELEASE) == []
            assert "history disagrees" in [line["event"] for line in logged]

            assert await end_orphans(ThreadedStore(office.store)) == 1
            assert await end_orphans(ThreadedStore(office.store)) == 0
            assert "hold without work" in [line["event"] for line in logged]
            [work] = await DBOS.list_workflows_async(workflow_ids=[generation_id])
    row = office.find(rows.find_generation, generation_id)
    assert (row.status, row.reason) == (
        "failed",
        "Something went wrong while your headshots were made.",
    )
    assert work.status in ("ERROR", "CANCELLED")
    assert len(office.list_moves(MoveKind.RELEASE)) == 1


async def test_a_history_that_agrees_goes_on_where_it_was(office: Office) -> None:
    generation_id = order(office)
    async with open_works(office) as works:
        await works.wait_looked(generation_id, 1)
        await wait_for_steps(generation_id, [HISTORY[0], HISTORY[1], HISTORY[3]])
    async with open_works(office) as works:
        await works.let_end(generation_id)
        assert works.generator.looks == {generation_id: 1}, "only what was not recorded was done"
    assert len(office.list_moves(MoveKind.SETTLE)) == 1
