"""Reading what Stripe told while nobody listened: nothing is lost, nothing twice, and no event holds up the others."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from core.domain.credits import AccountKind
from core.gateways.stripe import PaymentsUnreachable, StripeEvent, StripeGateway
from core.store import purchases as rows
from core.store.tables import callbacks
from core.store.threads import ThreadedStore
from core.workflows.missed_events import LEARNED, OVERLAP, PATIENCE, WATERMARK, place_watermark, read_events
from core.workflows.till import Till
from sandbox.listening import listen
from tests.core.bank import Bank
from tests.core.office import NOON, Office

KEY = "sk_test_made_up"
PAGE = 100


@dataclass
class EventList:
    """Stripe's list of events and nothing else, so that it can hold what the stand-in never would."""

    events: list[dict[str, Any]] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    during: list[dict[str, Any]] = field(default_factory=list)  # happen while the first page is on its way
    outage: bool = False

    def add(self, told: list[StripeEvent]) -> None:
        """What a bank told, as Stripe wrote it."""
        self.events += [json.loads(event.body) for event in told]

    async def show(self, request: Request) -> JSONResponse:
        if self.outage:
            return JSONResponse({"error": {"message": "down", "type": "api_error"}}, 500)
        asked = dict(request.query_params)
        self.asked.append(asked)
        since = int(asked["created[gte]"])
        newest = [event for event in reversed(self.events) if int(event.get("created") or 0) >= since]
        if "starting_after" in asked:
            place = [event["id"] for event in newest].index(asked["starting_after"])
            newest = newest[place + 1 :]
        page, more = newest[:PAGE], len(newest) > PAGE
        self.events, self.during = self.events + self.during, []
        return JSONResponse({"object": "list", "url": "/v1/events", "has_more": more, "data": page})


@dataclass
class Desk:
    """An office, the list it reads, and the reading of it."""

    office: Office
    list: EventList
    till: Till

    async def read(self, now: datetime = NOON + timedelta(minutes=30)) -> int:
        """Read the list at a moment of our clock."""
        return await read_events(self.till, now)

    def mark(self) -> datetime | None:
        return self.office.read(rows.read_watermark, WATERMARK)

    def pool(self) -> int:
        return self.office.balance(AccountKind.POOL)


@asynccontextmanager
async def open_desk(office: Office) -> AsyncIterator[Desk]:
    events = EventList()
    store = ThreadedStore(office.store)
    async with listen(Starlette(routes=[Route("/v1/events", events.show)])) as url:
        gateway = StripeGateway(KEY, url)
        yield Desk(office, events, Till(store, lambda: gateway))


@pytest.fixture
async def desk(lonely_office: Office) -> AsyncIterator[Desk]:
    async with open_desk(lonely_office) as desk:
        yield desk


def sell(office: Office, *deeds: Any) -> Bank:
    """A purchase that was paid, and what else befell it; only Stripe knows."""
    bank = Bank(office.order(10))
    bank.pay()
    for deed in deeds:
        deed(bank)
    return bank


def listed(bank: Bank) -> list[StripeEvent]:
    """What Stripe's list gives of it."""
    return [event for event in bank.told if event.kind in LEARNED]


async def test_everything_missed_is_applied_once(desk: Desk) -> None:
    bank = sell(desk.office, lambda b: b.refund(200))
    desk.list.add(listed(bank))
    assert await desk.read() == len(listed(bank))
    assert desk.pool() == 6
    assert await desk.read() == 0
    assert desk.pool() == 6
    assert sorted(value for name, value in desk.list.asked[0].items() if name.startswith("types")) == sorted(
        LEARNED
    )


async def test_many_pages_and_what_happens_while_they_are_read(desk: Desk) -> None:
    many = [sell(desk.office, lambda b: b.refund(250)) for _ in range(30)]
    late = sell(desk.office)
    for bank in many:
        desk.list.add(listed(bank))
    desk.list.during = [json.loads(event.body) for event in listed(late)]
    assert await desk.read() == 30 * 5, "the new one is on a page that was read already"
    assert len(desk.list.asked) == 2
    assert desk.pool() == 30 * 5
    await desk.read()
    assert desk.pool() == 30 * 5 + 10
    with desk.office.store.engine.connect() as conn:
        assert conn.scalar(select(func.count()).select_from(callbacks)) == 30 * 5 + 3


async def test_an_event_that_breaks_holds_up_no_other_and_is_tried_again(desk: Desk) -> None:
    broken, fine = sell(desk.office, lambda b: b.refund(200)), sell(desk.office)
    for event in listed(broken):
        written = json.loads(event.body)
        if event.kind == "refund.created":
            written["data"]["object"]["amount"] = "two dollars"
            written["created"] -= 7200
            poison = written
        desk.list.events.append(written)
    desk.list.add(listed(fine))
    unreadable = {
        "id": "evt_odd",
        "object": "event",
        "created": poison["created"] + 1,
        "type": "refund.created",
    }
    desk.list.events.append(unreadable | {"data": None})
    desk.list.events.append({"id": "evt_of_tomorrow", "object": "event", "created": None})

    assert await desk.read() == len(listed(broken)) + len(listed(fine)) - 1
    assert desk.pool() == 16, "both are credited, and the charge tells of the refund too"
    assert desk.mark() == datetime.fromtimestamp(poison["created"], NOON.tzinfo)
    assert await desk.read() == 0
    assert int(desk.list.asked[-1]["created[gte]"]) == poison["created"] - OVERLAP.total_seconds()

    poison["data"]["object"]["amount"] = 200
    assert await desk.read() == 1, "mended, it is applied"
    assert desk.pool() == 16
    assert desk.mark() == max(event.created for event in [*listed(broken), *listed(fine)])


async def test_an_outage_loses_nothing(desk: Desk) -> None:
    desk.list.add(listed(sell(desk.office)))
    desk.list.outage = True
    with pytest.raises(PaymentsUnreachable):
        await desk.read()
    assert (desk.mark(), desk.pool()) == (None, 0)
    desk.list.outage = False
    await desk.read()
    assert desk.pool() == 10


@pytest.mark.parametrize(
    "skew", [timedelta(days=-1), timedelta(hours=-3), timedelta(hours=3), timedelta(days=20)]
)
async def test_a_wrong_clock_of_ours_loses_nothing(desk: Desk, skew: timedelta) -> None:
    first, second = sell(desk.office), sell(desk.office)
    desk.list.add(listed(first))
    await desk.read(NOON + skew)
    desk.list.add(listed(second))
    await desk.read(NOON + skew + timedelta(minutes=1))
    assert desk.pool() == 20


async def test_an_empty_list_moves_no_mark(desk: Desk) -> None:
    assert await desk.read() == 0
    assert desk.mark() is None


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("newest", "broken", "mark"),
    [
        (NOON, [], NOON),
        (NOON + HOUR, [], NOON),
        (NOON - HOUR, [], NOON - HOUR),
        (NOON, [NOON - HOUR, NOON - 2 * HOUR], NOON - 2 * HOUR),
        (NOON, [NOON + HOUR], NOON),
        (NOON, [NOON - 90 * HOUR], NOON - PATIENCE),
    ],
)
def test_where_the_mark_is_put(newest: datetime, broken: list[datetime], mark: datetime) -> None:
    assert place_watermark(newest, broken, NOON) == mark
