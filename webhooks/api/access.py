"""Signing in with a one-time code."""

from fastapi import APIRouter, Request

from core.schemas.teams import Exchange, ExchangeAsk, SignedIn
from core.services.access import exchange_code
from webhooks.context import House, read_origin

router = APIRouter(prefix="/api/auth", tags=["access"])


@router.post("/exchange")
async def exchange(ask: ExchangeAsk, house: House, request: Request) -> Exchange:
    """A key for a one-time code; a code works once, for 10 minutes, and 10 may be tried a minute."""
    house.exchanges.demand(read_origin(request))
    key = await house.core.store.change(lambda tx: exchange_code(tx, ask.code))
    actor = key.actor
    member = SignedIn(member_id=actor.member_id, name=actor.name, role=actor.role)
    return Exchange(key=key.secret, team_id=actor.team_id, member=member, expires_at=key.expires_at)
