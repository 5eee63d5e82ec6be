"""Invites over HTTP: list, make one, take one back."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from sqlalchemy import Row

from core.domain.teams import Role
from core.schemas import teams as shapes
from core.schemas.shapes import Id, Page
from core.services import teams as services
from core.store import listings
from webhooks.api.once import change_once, describe_request
from webhooks.context import BotUsername, Caller, House, IdempotencyKey
from webhooks.paging import FIRST_PAGE, Cursor, Limit, cut_page, place_by_moment, read_moment
from webhooks.routes import NEEDS_KEY, AdminRoute

router = APIRouter(
    prefix="/api/teams/{team_id}/invites", tags=["teams"], route_class=AdminRoute, dependencies=NEEDS_KEY
)

USUAL: Final = shapes.InviteAsk()


@router.get("")
async def list_invites(
    team_id: Id,
    house: House,
    actor: Caller,
    bot: BotUsername,
    limit: Limit = FIRST_PAGE,
    cursor: Cursor = None,
) -> Page[shapes.Invite]:
    """Invites that were not taken back, newest first; only the owner sees the owner's own."""
    before, owner_too = read_moment(cursor), actor.role is Role.OWNER
    rows = await house.core.store.read(
        lambda tx: listings.list_open_invites(tx, team_id, limit + 1, before, owner_too=owner_too)
    )
    kept, following = cut_page(rows, limit, place_by_moment)
    return Page(items=[write_invite(row, bot) for row in kept], next_cursor=following)


@router.post("", status_code=201, response_model=shapes.Invite)
async def invite(
    team_id: Id,
    house: House,
    actor: Caller,
    bot: BotUsername,
    ask: shapes.InviteAsk = USUAL,
    key: IdempotencyKey = None,
) -> dict[str, Any]:
    """A new invite, without a body for one member; only the owner may invite admins."""
    request = describe_request("invite", team_id, ask)
    return await change_once(
        house,
        actor,
        key,
        request,
        lambda tx: write_invite(services.invite(tx, actor, ask.role, ask.cap, ask.expires_at), bot),
    )


@router.delete("", status_code=204)
async def revoke_named(team_id: Id, invite_id: Annotated[Id, Query()], house: House, actor: Caller) -> None:
    """Take the invite `?invite_id=` back; who joined by it stays."""
    await revoke(team_id, invite_id, house, actor)


@router.delete("/{invite_id}", status_code=204)
async def revoke(team_id: Id, invite_id: Id, house: House, actor: Caller) -> None:
    """Take an invite back; who joined by it stays."""
    del team_id
    await house.core.store.change(lambda tx: services.revoke_invite(tx, actor, invite_id))


def write_invite(row: Row[Any], bot: str | None) -> shapes.Invite:
    """An invite with the ways to use it."""
    return shapes.Invite(
        invite_id=row.id,
        code=row.code,
        telegram_link=f"https://t.me/{bot}?start={row.code}" if bot else None,
        slack_command=f"/headshots join {row.code}",
        role=row.role,
        cap=row.cap,
        used=row.used,
        expires_at=row.expires_at,
        created_at=row.created_at,
        member_id=row.member_id,
    )
