"""What Stripe told while nobody listened: its list of events, read from where the last reading ended."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import structlog

from core.gateways.stripe import StripeEvent
from core.services.payments import apply_event
from core.store import purchases as rows
from core.store.engine import Tx
from core.workflows.till import Till

log = structlog.get_logger()

WATERMARK: Final = "stripe-events"
OVERLAP: Final = timedelta(hours=1)  # events become listable a little after they happened
KEPT_BY_STRIPE: Final = timedelta(days=30)
PATIENCE: Final = timedelta(days=3)  # for as long as Stripe itself repeats a webhook that is not taken
LEARNED: Final = (
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    "payment_intent.payment_failed",
    "charge.succeeded",
    "charge.updated",
    "charge.refunded",
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.dispute.closed",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated",
    "refund.created",
    "refund.updated",
    "refund.failed",
)


async def read_events(till: Till, now: datetime) -> int:
    """Apply every event we have no record of; how many there were. One that breaks holds up no other."""
    gateway = till.gateway()
    known = await till.store.read(lambda tx: rows.read_watermark(tx, WATERMARK))
    since = max(known - OVERLAP, now - KEPT_BY_STRIPE) if known else now - KEPT_BY_STRIPE
    pages = gateway.list_events(LEARNED, since)
    told: list[datetime] = []
    broken: list[datetime] = []
    applied = 0
    while (page := await till.store.run(next, pages, None)) is not None:
        missed = await till.store.read(partial(_drop_known, events=page))
        # The list is newest first; what happened first is told first where that is possible, for a quiet ledger.
        failed = [
            event for event in reversed(missed) if not await _apply(till, event, is_live=gateway.is_live)
        ]
        told += [event.created for event in page]
        broken += [event.created for event in failed]
        applied += len(missed) - len(failed)
    if told:
        mark = place_watermark(max(told), broken, now)
        await till.store.change(lambda tx: rows.put_watermark(tx, WATERMARK, mark))
    return applied


def place_watermark(newest: datetime, broken: Sequence[datetime], now: datetime) -> datetime:
    """Up to when everything is known, by Stripe's own clock, since ours may be ahead of it.

    Not past an event that broke, until `PATIENCE` with it ends; never in the future, where an event might lie.
    """
    mark = min(newest, now)
    return max(min([mark, *broken]), mark - PATIENCE)


async def _apply(till: Till, event: StripeEvent, *, is_live: bool) -> bool:
    """Apply one event; whether that went well. It stays unrecorded otherwise, and so will be tried again."""
    try:
        await till.store.change(partial(apply_event, event=event, is_live=is_live))
    except Exception as error:  # noqa: BLE001 - whatever is wrong with this event, the others are somebody's money
        log.warning("event not applied", event_id=event.event_id, kind=event.kind, error=type(error).__name__)
        return False
    return True


def _drop_known(tx: Tx, events: list[StripeEvent]) -> list[StripeEvent]:
    known = rows.list_known_callbacks(tx, "stripe", [event.event_id for event in events])
    return [event for event in events if event.event_id not in known]
