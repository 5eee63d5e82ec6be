"""What a route of the API is given and gives back, and how lists are cut into pages."""

import base64
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias, TypeVar

from starlette.requests import Request

from sandbox.replicate.refusals import Json, invalid_request
from sandbox.replicate.world import World

PAGE = 100


@dataclass(frozen=True)
class Call:
    """One request that may be answered: `body` is the decoded JSON, None when there was none."""

    world: World
    request: Request
    body: Any

    @property
    def base(self) -> str:
        """The address of this stand-in as its caller knows it, without a slash at the end."""
        return str(self.request.base_url).rstrip("/")

    def get(self, name: str) -> str:
        """A part of the path."""
        return str(self.request.path_params[name])


@dataclass(frozen=True)
class Answer:
    """Status and JSON body; a body of None is an empty answer."""

    body: Any = None
    status: int = 200


Answering: TypeAlias = Callable[[Call], Awaitable[Answer]]


@dataclass(frozen=True)
class Place:
    """One route; `create` counts against the stricter limit, and `reads_json` is False for uploads."""

    method: str
    path: str
    answer: Answering
    create: bool = False
    reads_json: bool = True


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Row = TypeVar("Row", bound=_Named)


def write_page(call: Call, rows: Sequence[Row], write: Callable[[Row], Json]) -> Answer:
    """One page of at most 100 rows, newest first, around the cursor in the query.

    A cursor names a row, so that what is created meanwhile moves nothing. Raises ReplicateRefusal 400.
    """
    first = _find_first(call.request.query_params.get("cursor"), [row.id for row in rows])
    page = rows[first : first + PAGE]
    more = first + PAGE < len(rows)
    body = {
        "next": _write_link(call, f"after={page[-1].id}") if more else None,
        "previous": _write_link(call, f"before={page[0].id}") if first and page else None,
        "results": [write(row) for row in page],
    }
    return Answer(body)


def _find_first(cursor: str | None, ids: list[str]) -> int:
    if not cursor:
        return 0
    try:
        way, _, name = base64.urlsafe_b64decode(cursor).decode().partition("=")
        place = ids.index(name)
    except ValueError as problem:
        raise invalid_request("Invalid cursor") from problem
    return place + 1 if way == "after" else max(place - PAGE, 0)


def _write_link(call: Call, position: str) -> str:
    cursor = base64.urlsafe_b64encode(position.encode()).decode()
    return f"{call.base}{call.request.url.path}?cursor={cursor}"
