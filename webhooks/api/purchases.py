"""Buying credits over HTTP: open a checkout, and the payment history."""

from typing import Any, Final

from fastapi import APIRouter
from sqlalchemy import Row

from core.domain.purchases import PurchaseStatus
from core.domain.refusals import NotFound
from core.schemas import purchases as shapes
from core.schemas.shapes import Answer, Id, Page
from core.services import purchases as services
from core.services.access import Actor
from core.store import purchases as rows
from core.store import teams as team_rows
from core.store.engine import Tx
from core.workflows.till import open_session
from webhooks.api.once import change_once, describe_request
from webhooks.context import Caller, Context, House, IdempotencyKey, PublicUrl
from webhooks.paging import FIRST_PAGE, Cursor, Limit, cut_page, place_by_moment, read_moment
from webhooks.routes import NEEDS_KEY, AdminRoute

router = APIRouter(tags=["purchases"], route_class=AdminRoute, dependencies=NEEDS_KEY)

# What stopped an earlier try does not matter while a bank works on a later one.
TOLD: Final = set(PurchaseStatus) - {PurchaseStatus.PROCESSING, PurchaseStatus.PAID}


class Ordered(Answer):
    """What is remembered of an order: the session is fetched afresh while it is not known."""

    purchase_id: str


@router.post("/api/stripe/create-checkout")
async def create_checkout(
    ask: shapes.CheckoutAsk, house: House, actor: Caller, public_url: PublicUrl, key: IdempotencyKey = None
) -> shapes.Checkout:
    """A page of Stripe's where the pack is paid; the same key again gets the same page."""
    actor.demand_admin(ask.team_id)
    till = house.core.till
    till.gateway()  # without a key nothing is written down
    purchase_id = await order(house, actor, key, ask, public_url)
    purchase = await house.core.store.read(lambda tx: demand_purchase(tx, purchase_id))
    if purchase.checkout_url is None:
        purchase = await open_session(till, purchase)
    return write_checkout(purchase)


async def order(
    house: Context, actor: Actor, key: str | None, ask: shapes.CheckoutAsk, public_url: str
) -> str:
    """Write the purchase down; its id."""
    customer_id = await find_customer(house, actor)
    cents = house.core.settings.closeup_custom_credit_cents
    offer = services.Offer(ask.package, ask.credits, cents, public_url, customer_id)

    def work(tx: Tx) -> Ordered:
        return Ordered(purchase_id=services.order_credits(tx, actor, offer, None).id)

    request = describe_request("create-checkout", ask.team_id, ask)
    return str((await change_once(house, actor, key, request, work))["purchase_id"])


async def find_customer(house: Context, actor: Actor) -> str | None:
    """The team's one customer at Stripe, made with the first checkout."""
    store = house.core.store
    team = await store.read(lambda tx: team_rows.find_team(tx, actor.team_id))
    if team is None or team.stripe_customer_id is not None:
        return team.stripe_customer_id if team else None
    customer_id = await store.run(house.core.stripe.open_customer, team.id, team.name)
    if customer_id is not None:
        await store.change(lambda tx: team_rows.put_customer(tx, team.id, customer_id))
    return customer_id


def demand_purchase(tx: Tx, purchase_id: str) -> Row[Any]:
    """The purchase's row, or `NotFound`."""
    row = rows.find_purchase(tx, purchase_id)
    if row is None:
        raise NotFound
    return row


@router.get("/api/teams/{team_id}/payments")
async def payments(
    team_id: Id,
    house: House,
    limit: Limit = FIRST_PAGE,
    cursor: Cursor = None,
    status: PurchaseStatus | None = None,
) -> Page[shapes.Payment]:
    """Every purchase, or those in one state, newest first."""
    before = read_moment(cursor)
    found = await house.core.store.read(
        lambda tx: rows.list_purchases(tx, team_id, limit + 1, before, status)
    )
    kept, following = cut_page(found, limit, place_by_moment)
    return Page(items=[write_payment(row) for row in kept], next_cursor=following)


@router.get("/api/teams/{team_id}/payments/{purchase_id}")
async def payment(team_id: Id, purchase_id: Id, house: House) -> shapes.Payment:
    """One purchase."""
    row = await house.core.store.read(lambda tx: demand_purchase(tx, purchase_id))
    if row.team_id != team_id:
        raise NotFound
    return write_payment(row)


def write_checkout(row: Row[Any]) -> shapes.Checkout:
    """Where a purchase is paid."""
    return shapes.Checkout(
        purchase_id=row.id,
        checkout_url=row.checkout_url,
        amount_cents=row.amount_cents,
        currency=row.currency,
        credits=row.credits,
        expires_at=row.expires_at,
    )


def write_payment(row: Row[Any]) -> shapes.Payment:
    """A purchase as the history shows it."""
    return shapes.Payment(
        purchase_id=row.id,
        package=row.package,
        credits=row.credits,
        amount_cents=row.amount_cents,
        currency=row.currency,
        status=row.status,
        trouble=row.trouble if row.status in TOLD else None,
        checkout_url=row.checkout_url,
        receipt_url=row.receipt_url,
        buyer_email=row.buyer_email,
        refunded_cents=row.refunded_cents,
        disputed_cents=row.disputed_cents,
        credits_taken_back=row.clawed,
        created_at=row.created_at,
        paid_at=row.paid_at,
        expires_at=row.expires_at,
    )
