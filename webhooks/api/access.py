"""Signing in with a one-time code, and out again; and the keys that a team has out."""

from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy import Row

from core.schemas.shapes import Id, Page
from core.schemas.teams import Exchange, ExchangeAsk, Key, SignedIn
from core.services.access import exchange_code, revoke_key
from core.store.access import list_keys
from webhooks.context import Caller, House, read_origin
from webhooks.paging import FIRST_PAGE, Cursor, Limit, cut_page, place_by_moment, read_moment
from webhooks.routes import NEEDS_KEY, AdminRoute, KeyedRoute

router = APIRouter(prefix="/api/auth", tags=["access"])
own_router = APIRouter(prefix="/api/auth", tags=["access"], route_class=KeyedRoute, dependencies=NEEDS_KEY)
keys_router = APIRouter(
    prefix="/api/teams/{team_id}/keys", tags=["access"], route_class=AdminRoute, dependencies=NEEDS_KEY
)


@router.post("/exchange")
async def exchange(ask: ExchangeAsk, house: House, request: Request) -> Exchange:
    """A key for a one-time code; a code works once, for 10 minutes, and 10 may be tried a minute."""
    origin = read_origin(request)
    house.exchanges.demand(origin)
    key = await house.core.store.change(lambda tx: exchange_code(tx, ask.code, origin))
    actor = key.actor
    member = SignedIn(member_id=actor.member_id, name=actor.name, role=actor.role)
    return Exchange(key=key.secret, team_id=actor.team_id, member=member, expires_at=key.expires_at)


@own_router.post("/sign-out", status_code=204)
async def sign_out(house: House, actor: Caller) -> None:
    """The key that asks stops working, and its event streams end."""
    await house.core.store.change(lambda tx: revoke_key(tx, actor, actor.key_id))


@keys_router.get("")
async def list_team_keys(
    team_id: Id, house: House, actor: Caller, limit: Limit = FIRST_PAGE, cursor: Cursor = None
) -> Page[Key]:
    """The keys that are in force, newest first."""
    before = read_moment(cursor)
    rows = await house.core.store.read(lambda tx: list_keys(tx, team_id, limit + 1, before))
    kept, following = cut_page(rows, limit, place_by_moment)
    return Page(items=[write_key(row, actor.key_id) for row in kept], next_cursor=following)


@keys_router.delete("/{key_id}", status_code=204)
async def revoke(team_id: Id, key_id: Id, house: House, actor: Caller) -> None:
    """A key stops working: one of one's own, or anybody's when the owner asks."""
    del team_id
    await house.core.store.change(lambda tx: revoke_key(tx, actor, key_id))


def write_key(row: Row[Any], own_id: str) -> Key:
    """A key as the API shows it."""
    return Key(
        key_id=row.id,
        member_id=row.member_id,
        name=row.name,
        is_yours=row.id == own_id,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )
