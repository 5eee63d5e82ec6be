"""Members over HTTP: list, invite by name, change, deactivate; and the audit log."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy import Row

from core.domain.teams import Role
from core.schemas import teams as shapes
from core.schemas.shapes import Id, Page
from core.services import members as services
from core.services import teams as team_services
from core.services.access import Actor
from core.store import access, listings
from core.store.credits import list_member_balances
from core.store.engine import Tx
from webhooks.api.invites import write_invite
from webhooks.api.once import change_once, describe_request
from webhooks.context import BotUsername, Caller, House, IdempotencyKey
from webhooks.paging import (
    FIRST_PAGE,
    Cursor,
    Limit,
    cut_page,
    place_by_id,
    place_by_moment,
    read_moment,
    read_number,
)
from webhooks.routes import NEEDS_KEY, AdminRoute

router = APIRouter(
    prefix="/api/teams/{team_id}", tags=["teams"], route_class=AdminRoute, dependencies=NEEDS_KEY
)
Word = Annotated[str | None, Query(pattern=r"^[A-Za-z0-9_.:-]{1,100}$")]


@router.get("/members")
async def list_members(
    team_id: Id, house: House, limit: Limit = FIRST_PAGE, cursor: Cursor = None
) -> Page[shapes.Member]:
    """Everybody in joining order, those who left too."""
    after = read_moment(cursor)

    def work(tx: Tx) -> Page[shapes.Member]:
        kept, following = cut_page(
            listings.list_members(tx, team_id, limit + 1, after), limit, place_by_moment
        )
        balances = {row.id: row for row in list_member_balances(tx, team_id)}
        platforms = listings.list_platforms(tx, team_id)
        items = [write_member(row, balances[row.id], platforms.get(row.id, [])) for row in kept]
        return Page(items=items, next_cursor=following)

    return await house.core.store.read(work)


@router.post("/members", status_code=201, response_model=shapes.InvitedMember)
async def invite_member(
    team_id: Id,
    ask: shapes.MemberAsk,
    house: House,
    actor: Caller,
    bot: BotUsername,
    key: IdempotencyKey = None,
) -> dict[str, Any]:
    """Enter a person by name and get the invite that is theirs alone."""

    def work(tx: Tx) -> shapes.InvitedMember:
        member, invite = services.invite_member(tx, actor, ask.name, ask.role)
        return shapes.InvitedMember(
            member=show_member(tx, team_id, member.id), invite=write_invite(invite, bot)
        )

    return await change_once(house, actor, key, describe_request("invite-member", team_id, ask), work)


@router.get("/members/{member_id}")
async def show(team_id: Id, member_id: Id, house: House) -> shapes.Member:
    """One member."""
    return await house.core.store.read(lambda tx: show_member(tx, team_id, member_id))


@router.patch("/members/{member_id}", response_model=shapes.Member)
async def change_member(
    team_id: Id,
    member_id: Id,
    ask: shapes.MemberChange,
    house: House,
    actor: Caller,
    key: IdempotencyKey = None,
) -> dict[str, Any]:
    """Name, role, or whether they are active; all of it or nothing."""

    def work(tx: Tx) -> shapes.Member:
        services.demand_member(tx, team_id, member_id)
        apply_change(tx, actor, member_id, ask)
        return show_member(tx, team_id, member_id)

    return await change_once(house, actor, key, describe_request("change-member", member_id, ask), work)


@router.delete("/members/{member_id}", response_model=shapes.Departure)
async def remove_member(
    team_id: Id, member_id: Id, house: House, actor: Caller, key: IdempotencyKey = None
) -> dict[str, Any]:
    """Deactivate: unspent credits return to the pool, keys stop working, the history stays."""
    del team_id

    def work(tx: Tx) -> shapes.Departure:
        returned = team_services.deactivate(tx, actor, member_id)
        return shapes.Departure(member_id=member_id, status="deactivated", returned=returned)

    return await change_once(house, actor, key, describe_request("remove-member", member_id), work)


@router.get("/audit")
async def list_audit(
    team_id: Id,
    house: House,
    limit: Limit = FIRST_PAGE,
    cursor: Cursor = None,
    actor: Word = None,
    action: Word = None,
    object: Word = None,  # noqa: A002 - the field's name in the API
) -> Page[shapes.AuditLine]:
    """Who did what, newest first; the filters match exactly."""
    before = read_number(cursor)
    filters = {"actor": actor, "action": action, "object": object}
    rows = await house.core.store.read(
        lambda tx: access.list_audit(tx, team_id, limit + 1, before, **filters)
    )
    kept, following = cut_page(rows, limit, place_by_id)
    return Page(items=[write_audit(row) for row in kept], next_cursor=following)


def apply_change(tx: Tx, actor: Actor, member_id: str, ask: shapes.MemberChange) -> None:
    """Do every change that was asked for, in this transaction."""
    if ask.name is not None:
        services.rename(tx, actor, member_id, ask.name)
    if ask.role is not None:
        team_services.change_role(tx, actor, member_id, Role(ask.role))
    if ask.status == "deactivated":
        team_services.deactivate(tx, actor, member_id)
    elif ask.status == "active":
        services.reactivate(tx, actor, member_id)


def show_member(tx: Tx, team_id: str, member_id: str) -> shapes.Member:
    """One member with what they hold; `NotFound` when the team has no such member."""
    row = services.demand_member(tx, team_id, member_id)
    balances = {found.id: found for found in list_member_balances(tx, team_id)}
    return write_member(row, balances[member_id], listings.list_platforms(tx, team_id).get(member_id, []))


def write_member(row: Row[Any], balance: Row[Any], platforms: list[str]) -> shapes.Member:
    """A member as the API shows them."""
    return shapes.Member(
        member_id=row.id,
        name=row.name,
        role=row.role,
        status=row.status,
        allocated=balance.allocated,
        held=balance.held,
        used=balance.used,
        consented=row.consent_version is not None,
        platforms=platforms,
        joined_at=row.created_at,
    )


def write_audit(row: Row[Any]) -> shapes.AuditLine:
    """A line of the audit log as the API shows it."""
    return shapes.AuditLine(
        audit_id=f"audit_{row.id}",
        actor=row.actor,
        action=row.action,
        object=row.object,
        detail=row.detail,
        origin=row.origin,
        created_at=row.created_at,
    )
