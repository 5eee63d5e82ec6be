"""The hourly housekeeping: what it looks after and what it says."""

from typing import Any

import structlog
from sqlalchemy import update

from core.domain.generations import GenerationStatus
from core.services.generations import end_generation
from core.store.tables import generations
from core.store.threads import ThreadedStore
from core.workflows.house import House
from core.workflows.upkeep import audit
from tests.core.office import Office


async def test_books_that_do_not_add_up_are_error_lines(lonely_office: Office) -> None:
    lonely_office.buy(10)
    generation = lonely_office.start(lonely_office.hire(credits_=1))
    lonely_office.change(end_generation, generation.id, GenerationStatus.COMPLETED)
    nothing: Any = None
    house = House(ThreadedStore(lonely_office.store), nothing, nothing, nothing)
    with structlog.testing.capture_logs() as said:
        await audit(house)
        assert said == []
        wrong = update(generations).values(status=GenerationStatus.FAILED.value)
        lonely_office.store.change(lambda tx: tx.conn.execute(wrong))
        await audit(house)
    mismatch = f"generation {generation.id} is failed but its credit is not"
    assert said == [{"event": "books do not add up", "log_level": "error", "mismatch": mismatch}]
