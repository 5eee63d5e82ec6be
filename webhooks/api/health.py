"""Whether this installation works, and its figures for Prometheus."""

import asyncio
from collections.abc import Mapping
from typing import Annotated, Final

import structlog
from fastapi import APIRouter, Depends, Response

from core.schemas.shapes import Answer
from core.store import books, teams
from webhooks.context import Context, House, read_parts
from webhooks.tally import CONTENT_TYPE, write_gauge

router = APIRouter(tags=["health"])
log = structlog.get_logger()

WELL: Final = ("ok", "off", "starting", "polling")


class Health(Answer):
    """`ok` when no part is in trouble; each part says its state in one word."""

    ok: bool
    parts: dict[str, str]


@router.get("/healthz")
async def healthz(
    house: House, response: Response, parts: Annotated[Mapping[str, str], Depends(read_parts)]
) -> Health:
    """503 when the database is down; trouble elsewhere shows in `ok`, as no restart of ours mends it."""
    database, storage = await asyncio.gather(ask_database(house), house.storage.ask())
    states = {"database": database, "storage": storage, **parts}
    response.status_code = 200 if states["database"] == "ok" else 503
    return Health(ok=all(state in WELL for state in states.values()), parts=states)


async def ask_database(house: Context) -> str:
    """`ok` when the database answers a question, else `down`."""
    try:
        await house.core.store.read(lambda tx: teams.find_team(tx, "any"))
    except Exception as error:  # noqa: BLE001 - whatever is wrong with it, it is not well
        log.warning("database does not answer", error=type(error).__name__)
        return "down"
    return "ok"


@router.get("/metrics", response_class=Response)
async def metrics(house: House) -> Response:
    """Requests, and credits in each kind of account, in Prometheus's text format."""
    credits_ = await house.core.store.read(books.sum_by_kind)
    gauge = write_gauge("closeup_credits", "account", {kind.value: total for kind, total in credits_.items()})
    return Response("\n".join([*house.tally.write(), *gauge]) + "\n", media_type=CONTENT_TYPE)
