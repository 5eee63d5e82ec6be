"""What one of its people sees of a team, and what this installation offers: prices, hosts, release."""

from typing import Final
from urllib.parse import urlsplit

from fastapi import APIRouter
from sqlalchemy import Row

from core.domain.purchases import CURRENCY, PACKS, find_custom_bounds
from core.domain.refusals import NotFound
from core.schemas.purchases import CustomPrice, PackPrice, PriceList
from core.schemas.shapes import Id
from core.schemas.teams import SignedIn, TeamProfile
from core.settings import Settings
from core.store import teams
from core.store.engine import Tx
from webhooks.context import BotUsername, Caller, House
from webhooks.routes import NEEDS_KEY, KeyedRoute
from webhooks.version import SERVER_VERSION

router = APIRouter(
    prefix="/api/teams/{team_id}", tags=["teams"], route_class=KeyedRoute, dependencies=NEEDS_KEY
)

STRIPE: Final = "https://api.stripe.com"
CHECKOUT_HOSTS: Final = ["checkout.stripe.com"]  # https://docs.stripe.com/api/checkout/sessions/object
RECEIPT_HOSTS: Final = ["pay.stripe.com", "invoice.stripe.com"]


@router.get("")
async def show_team(team_id: Id, house: House, actor: Caller, bot: BotUsername) -> TeamProfile:
    """The team, who asks, and what this installation offers."""
    core = house.core
    team = await core.store.read(lambda tx: demand_team(tx, team_id))
    return TeamProfile(
        team_id=team.id,
        name=team.name,
        you=SignedIn(member_id=actor.member_id, name=actor.name, role=actor.role),
        server_version=SERVER_VERSION,
        prices=list_prices(core.settings.closeup_custom_credit_cents),
        can_pay=core.settings.stripe_secret_key is not None,
        is_live=core.is_stripe_live,
        checkout_hosts=list_hosts(core.settings, CHECKOUT_HOSTS),
        receipt_hosts=list_hosts(core.settings, RECEIPT_HOSTS),
        retention_days=core.settings.closeup_retention_days,
        telegram_bot=bot,
    )


def demand_team(tx: Tx, team_id: str) -> Row[tuple[object, ...]]:
    """The team's row, or `NotFound`."""
    row = teams.find_team(tx, team_id)
    if row is None:
        raise NotFound
    return row


def list_prices(credit_cents: int) -> PriceList:
    """What can be bought here."""
    least, most = find_custom_bounds(credit_cents)
    return PriceList(
        currency=CURRENCY,
        packs=[
            PackPrice(
                package=pack.package, title=pack.title, credits=pack.credits, amount_cents=pack.amount_cents
            )
            for pack in PACKS.values()
        ],
        custom=CustomPrice(credit_cents=credit_cents, least_credits=least, most_credits=most),
    )


def list_hosts(settings: Settings, stripes: list[str]) -> list[str]:
    """Stripe's own hosts; a stand-in or proxy that replaces it shows pages of its own too."""
    if settings.stripe_api_base == STRIPE:
        return stripes
    return [urlsplit(settings.stripe_api_base).netloc, *stripes]
