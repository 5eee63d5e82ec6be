"""Payments that heal themselves: every open checkout is watched, and what Stripe told while nobody listened is read."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import chain, repeat
from typing import Any, Final

import structlog
from dbos import DBOS
from sqlalchemy import Row

from core.domain.purchases import PurchaseStatus
from core.domain.refusals import Unavailable
from core.gateways.stripe import UnknownToStripe
from core.services.payments import apply_session, expire_purchase
from core.services.purchases import WATCH
from core.store import purchases as rows
from core.store.engine import Tx
from core.workflows.missed_events import read_events
from core.workflows.steps import Schedule, run_step
from core.workflows.till import Till, open_session

log = structlog.get_logger()

RECONCILE: Final = "reconcile"
EVERY_MINUTE: Final = "* * * * *"
TRIES: Final = 3  # the next reconciliation comes in a minute, and waits for this one
OPEN: Final = {PurchaseStatus.CREATED.value, PurchaseStatus.PROCESSING.value}


def register_payments(till: Till) -> Schedule:
    """Make the engine know the workflows `watch` and `reconcile`; when the latter runs."""

    @DBOS.workflow(name=WATCH, max_recovery_attempts=1000)
    async def watch(purchase_id: str) -> None:
        """Look at a purchase until it has ended: often while somebody may be paying, then ever less."""
        for pause in list_pauses():
            await DBOS.sleep_async(pause)
            if await run_step("look", partial(look_calmly, till, purchase_id)):
                return

    @DBOS.workflow(name=RECONCILE, max_recovery_attempts=1000)
    async def reconcile(_planned: datetime, _context: Any) -> None:
        """Apply every event that never reached us, and look after payments whose bank takes days."""
        await run_step("read_events", partial(reconcile_calmly, till), TRIES)

    return Schedule(RECONCILE, EVERY_MINUTE, reconcile)


def list_pauses() -> Iterator[float]:
    """Seconds between two looks: 23 hours in all, which is as long as a checkout is open."""
    return chain(repeat(2.0, 30), repeat(5.0, 108), repeat(30.0, 110), repeat(300.0, 266))


async def look_calmly(till: Till, purchase_id: str) -> bool:
    """`look_at_purchase`, and an outage of Stripe is no reason to end: the next look comes."""
    try:
        return await look_at_purchase(till, purchase_id)
    except Unavailable as outage:
        log.info("stripe not reached", purchase=purchase_id, code=outage.code)
        return False


async def look_at_purchase(till: Till, purchase_id: str) -> bool:
    """Bring a purchase to where Stripe is; whether it has ended. A session whose id we lost is asked for again."""
    purchase, is_over = await till.store.read(partial(_find, purchase_id=purchase_id))
    if purchase is None or purchase.status not in OPEN:
        return True
    session = await _read_session(till, purchase, is_over=is_over)
    if session is None and is_over:
        await till.store.change(partial(expire_purchase, purchase=purchase))
    news = _tell_news(session)
    if session is not None and news is not None:
        is_live = till.gateway().is_live
        await till.store.change(lambda tx: apply_session(tx, session, news, is_live=is_live))
    now, _ = await till.store.read(partial(_find, purchase_id=purchase_id))
    return now is None or now.status not in OPEN


def _find(tx: Tx, purchase_id: str) -> tuple[Row[Any] | None, bool]:
    """The purchase, and whether the time to pay it is over."""
    purchase = rows.find_purchase(tx, purchase_id)
    return purchase, purchase is not None and purchase.expires_at < tx.now


async def _read_session(till: Till, purchase: Row[Any], *, is_over: bool) -> dict[str, Any] | None:
    """The purchase's session, opened if need be; None when Stripe has none, or it is too late to open one."""
    if purchase.session_id is None:
        if is_over:
            return None
        purchase = await open_session(till, purchase)
    try:
        return await till.store.run(till.gateway().read_session, str(purchase.session_id))
    except UnknownToStripe:
        return None


def _tell_news(session: dict[str, Any] | None) -> str | None:
    """Which event a session's state stands for; None while the buyer has done nothing."""
    told = {"complete": "completed", "expired": "expired"}
    return None if session is None else told.get(str(session.get("status")))


async def reconcile_calmly(till: Till) -> None:
    """Read what Stripe told since the last time, then look at what has not ended; neither holds up the other."""
    try:
        till.gateway()
    except Unavailable:
        return
    try:
        await read_events(till, datetime.now(UTC))
    except Unavailable as outage:
        log.warning("stripe not reached", code=outage.code)
    for purchase_id in await till.store.read(rows.list_unsettled):
        try:
            await look_calmly(till, purchase_id)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with this purchase, the others are not
            log.warning("purchase not settled", purchase=purchase_id, error=type(error).__name__)
