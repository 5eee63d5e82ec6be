"""Cursors: an opaque text that says where the next part of a list begins."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Any, TypeVar

from fastapi import Query

from core.domain.refusals import Malformed
from core.schemas.shapes import LONGEST_PAGE, PAGE

R = TypeVar("R")
MAX_ID = 2**63 - 1

Limit = Annotated[int, Query(ge=1, le=LONGEST_PAGE)]
Cursor = Annotated[str | None, Query(max_length=300)]
FIRST_PAGE = PAGE


def write_cursor(*parts: str | int) -> str:
    """The text of a place in a list."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def read_number(cursor: str | None) -> int | None:
    """The row number of a cursor; `Malformed` when it is not one of ours."""
    if cursor is None:
        return None
    match _read(cursor):
        case [int(number)] if 0 <= number <= MAX_ID:
            return number
    raise _unknown()


def read_moment(cursor: str | None) -> tuple[datetime, str] | None:
    """The moment and id of a cursor; `Malformed` when it is not one of ours."""
    if cursor is None:
        return None
    match _read(cursor):
        case [str(moment), str(id_)] if id_.isascii() and id_.isprintable():
            try:
                parsed = datetime.fromisoformat(moment)
            except ValueError as error:
                raise _unknown() from error
            if parsed.utcoffset() is not None and 1 < parsed.year < 9999:  # noqa: PLR2004 - what any zone can show
                return parsed, id_
    raise _unknown()


def cut_page(
    rows: Sequence[R], limit: int, place: Callable[[R], tuple[str | int, ...]]
) -> tuple[Sequence[R], str | None]:
    """At most `limit` of `rows`, which were asked for with one more, and the cursor of what follows."""
    if len(rows) <= limit:
        return rows, None
    kept = rows[:limit]
    return kept, write_cursor(*place(kept[-1]))


def place_by_moment(row: Any) -> tuple[str, str]:
    """Where a row stands in a list ordered by `created_at` and `id`."""
    return row.created_at.isoformat(), row.id


def place_by_id(row: Any) -> tuple[int]:
    """Where a row stands in a list ordered by its number."""
    return (row.id,)


def _read(cursor: str) -> Any:
    try:
        return json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise _unknown() from error


def _unknown() -> Malformed:
    return Malformed("This cursor is not one of ours.", "Begin the list again without it.")
