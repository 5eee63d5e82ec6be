"""Headshots over HTTP: list, show with signed links, cancel, favourite, delete, and how they are used."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from sqlalchemy import Row

from core.domain.generations import GenerationStatus
from core.domain.refusals import Malformed, NotAllowed
from core.domain.styles import Style
from core.schemas import generations as shapes
from core.schemas.shapes import Id, Page
from core.services import albums
from core.services.access import Actor
from core.services.usage import Use, report_usage
from core.store import generations as rows
from core.store import listings
from core.store.credits import list_member_balances
from core.store.engine import Tx
from webhooks.api.once import change_once, describe_request
from webhooks.context import Caller, Context, House, IdempotencyKey, PublicUrl
from webhooks.links import Links as SignedLinks
from webhooks.paging import FIRST_PAGE, Cursor, Limit, cut_page, place_by_moment, read_moment
from webhooks.routes import NEEDS_KEY, AdminRoute, KeyedRoute

router = APIRouter(
    prefix="/api/teams/{team_id}", tags=["generations"], route_class=AdminRoute, dependencies=NEEDS_KEY
)
own_router = APIRouter(
    prefix="/api/teams/{team_id}", tags=["generations"], route_class=KeyedRoute, dependencies=NEEDS_KEY
)


@dataclass(frozen=True)
class Wanted:
    """Which headshots a list is to have."""

    member_id: Annotated[Id | None, Query()] = None
    status: GenerationStatus | None = None
    style: Style | None = None


@own_router.get("/headshots")
async def list_headshots(
    team_id: Id,
    house: House,
    actor: Caller,
    public_url: PublicUrl,
    wanted: Annotated[Wanted, Depends()],
    limit: Limit = FIRST_PAGE,
    cursor: Cursor = None,
) -> Page[shapes.Headshot]:
    """Newest first; members see their own."""
    before = read_moment(cursor)
    filters = asdict(wanted) | {"member_id": limit_to_own(actor, wanted.member_id)}

    def work(tx: Tx) -> Page[shapes.Headshot]:
        found = listings.list_kept_generations(tx, team_id, limit + 1, before, **filters)
        kept, following = cut_page(found, limit, place_by_moment)
        covers = listings.list_covers(tx, [row.id for row in kept])
        links = Links(house.links, public_url)
        items = [write_headshot(row, thumb_url=links.cover(row, covers)) for row in kept]
        return Page(items=items, next_cursor=following)

    return await house.core.store.read(work)


@own_router.get("/headshots/{headshot_id}")
async def show(
    team_id: Id, headshot_id: Id, house: House, actor: Caller, public_url: PublicUrl
) -> shapes.Headshot:
    """One, with a signed link to each picture; members see their own."""
    headshot = await house.core.store.read(
        lambda tx: show_headshot(tx, house, team_id, headshot_id, public_url)
    )
    limit_to_own(actor, headshot.member_id)
    return headshot


@router.patch("/headshots/{headshot_id}", response_model=shapes.Headshot)
async def change(
    team_id: Id,
    headshot_id: Id,
    ask: shapes.HeadshotChange,
    house: House,
    actor: Caller,
    public_url: PublicUrl,
    key: IdempotencyKey = None,
) -> dict[str, Any]:
    """Cancel it or choose its favourite picture; what ends a generation otherwise is the work itself."""
    if not ask.model_fields_set:
        raise Malformed("There is nothing to change in that.", "Send status or favourite.")

    def work(tx: Tx) -> shapes.Headshot:
        albums.find_headshot(tx, team_id, headshot_id)
        if "favourite" in ask.model_fields_set:
            albums.choose_favourite(tx, actor, headshot_id, ask.favourite)
        if ask.status is not None:
            albums.cancel_headshot(tx, actor, headshot_id)
        return show_headshot(tx, house, team_id, headshot_id, public_url)

    return await change_once(house, actor, key, describe_request("change-headshot", headshot_id, ask), work)


@router.delete("/headshots/{headshot_id}", status_code=204)
async def delete(team_id: Id, headshot_id: Id, house: House, actor: Caller) -> None:
    """Pictures gone from storage, the ledger untouched. The files go first: a repeat finishes what broke off."""
    core = house.core
    for file_key in await core.store.read(lambda tx: albums.list_files(tx, team_id, headshot_id)):
        await core.store.run(core.files.delete, file_key)
    await core.store.change(lambda tx: albums.forget_headshot(tx, actor, headshot_id))


@router.get("/usage")
async def usage(team_id: Id, house: House, days: Annotated[int, Query(ge=1, le=366)] = 30) -> shapes.Usage:
    """Per day and per member, success rate, time to ready; of the last `days` days (UTC)."""

    def work(tx: Tx) -> shapes.Usage:
        report = report_usage(tx, team_id, days)
        names = {row.id: row.name for row in list_member_balances(tx, team_id)}
        return shapes.Usage(
            since=report.since,
            days=[write_day(use, report.day_seconds.get(use.key)) for use in report.days],
            members=[
                shapes.MemberUse(member_id=use.key, name=names[use.key], **count(use))
                for use in report.members
            ],
            success_rate=report.success_rate,
            seconds_to_ready=report.median_seconds,
            seconds_to_ready_p95=report.p95_seconds,
        )

    return await house.core.store.read(work)


def write_day(use: Use, seconds: float | None) -> shapes.Day:
    """A day's counts and how long its headshots took."""
    return shapes.Day.model_validate({"day": use.key, "seconds_to_ready": seconds} | count(use))


def count(use: Use) -> dict[str, int]:
    """The counts of a use by their names in the API."""
    return {
        "started": use.started,
        "completed": use.completed,
        "failed": use.failed,
        "canceled": use.canceled,
    }


def limit_to_own(actor: Actor, member_id: str | None) -> str | None:
    """Whose headshots may be seen: anybody's by those who run the team, else one's own."""
    if actor.role.runs_team:
        return member_id
    if member_id not in (None, actor.member_id):
        raise NotAllowed("Members see their own headshots.")
    return actor.member_id


def show_headshot(tx: Tx, house: Context, team_id: str, headshot_id: str, public_url: str) -> shapes.Headshot:
    """One headshot with signed links; `NotFound` when the team has no such one."""
    row = albums.find_headshot(tx, team_id, headshot_id)
    links = Links(house.links, public_url)
    found = rows.list_headshots(tx, headshot_id)
    pictures = [
        shapes.Picture(
            n=picture.n,
            url=links.write(row.id, picture.n),
            thumb_url=links.write_thumb(row.id, picture.n),
            bytes=picture.bytes,
        )
        for picture in found
    ]
    cover = links.cover(row, {row.id: found[0].n} if found else {})
    return write_headshot(row, pictures, cover)


@dataclass(frozen=True)
class Links:
    """Writes whole addresses of pictures, signed."""

    signed: SignedLinks
    public_url: str

    def write(self, generation_id: str, n: int) -> str:
        """Where the whole picture is."""
        return f"{self.public_url}/api/files/{self.signed.write(generation_id, n)}"

    def write_thumb(self, generation_id: str, n: int) -> str:
        """Where a small copy of it is."""
        return f"{self.write(generation_id, n)}?size=thumb"

    def cover(self, row: Row[Any], firsts: Mapping[str, int]) -> str | None:
        """The small picture that stands for a generation: the favourite, else the first; None without any."""
        if row.id not in firsts:
            return None
        return self.write_thumb(row.id, row.favourite or firsts[row.id])


def write_headshot(
    row: Row[Any], pictures: list[shapes.Picture] | None = None, thumb_url: str | None = None
) -> shapes.Headshot:
    """A generation as the API shows it."""
    return shapes.Headshot(
        headshot_id=row.id,
        member_id=row.member_id,
        style=row.style,
        status=row.status,
        reason=row.reason,
        reason_code=row.reason_code,
        done=row.done,
        favourite=row.favourite,
        created_at=row.created_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        thumb_url=thumb_url,
        pictures=pictures or [],
    )
