"""What the API lists page by page: members, open invites and generations whose pictures were not deleted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, or_, select

from core.domain.teams import Role
from core.store.engine import Tx
from core.store.tables import generations, headshots, identities, invites, members

Place = tuple[datetime, str]


def list_members(tx: Tx, team_id: str, limit: int, after: Place | None = None) -> list[Row[Any]]:
    """The team's members in joining order, after the given (created_at, id)."""
    query = select(members).where(members.c.team_id == team_id).order_by(members.c.created_at, members.c.id)
    if after is not None:
        created, member_id = after
        same = (members.c.created_at == created) & (members.c.id > member_id)
        query = query.where(or_(members.c.created_at > created, same))
    return list(tx.conn.execute(query.limit(limit)))


def list_platforms(tx: Tx, team_id: str) -> dict[str, list[str]]:
    """The chat platforms that each member of the team has joined on, by the member's id."""
    query = select(identities.c.member_id, identities.c.platform).distinct()
    ours = query.join(members, members.c.id == identities.c.member_id).where(members.c.team_id == team_id)
    found: dict[str, list[str]] = {}
    for row in tx.conn.execute(ours.order_by(identities.c.platform)):
        found.setdefault(row.member_id, []).append(row.platform)
    return found


def list_covers(tx: Tx, generation_ids: Sequence[str]) -> dict[str, int]:
    """The number of the picture of each generation that is shown first; without one it is left out."""
    query = select(headshots.c.generation_id, headshots.c.n).where(
        headshots.c.generation_id.in_(generation_ids)
    )
    found: dict[str, int] = {}
    for row in tx.conn.execute(query.order_by(headshots.c.distance.nulls_last(), headshots.c.n)):
        found.setdefault(row.generation_id, row.n)
    return found


def list_open_invites(
    tx: Tx, team_id: str, limit: int, before: Place | None = None, *, owner_too: bool = False
) -> list[Row[Any]]:
    """The team's invites that were not taken back, newest first; the owner's own one only with `owner_too`."""
    query = select(invites).where(invites.c.team_id == team_id, invites.c.revoked_at.is_(None))
    if not owner_too:
        query = query.where(invites.c.role != Role.OWNER.value)
    return list(tx.conn.execute(_newest_first(query, invites, before).limit(limit)))


def list_kept_generations(
    tx: Tx, team_id: str, limit: int, before: Place | None = None, **filters: str | None
) -> list[Row[Any]]:
    """The team's generations that were not deleted, newest first; `filters` are columns and their values."""
    query = select(generations).where(generations.c.team_id == team_id, generations.c.deleted_at.is_(None))
    for column, value in filters.items():
        if value is not None:
            query = query.where(generations.c[column] == value)
    return list(tx.conn.execute(_newest_first(query, generations, before).limit(limit)))


def _newest_first(query: Select[Any], table: Any, before: Place | None) -> Select[Any]:
    ordered = query.order_by(table.c.created_at.desc(), table.c.id.desc())
    if before is None:
        return ordered
    created, id_ = before
    same = (table.c.created_at == created) & (table.c.id < id_)
    return ordered.where(or_(table.c.created_at < created, same))
