"""Whether this installation works, and its figures for Prometheus."""

import asyncio
from collections.abc import Mapping
from typing import Annotated, Final

import structlog
from fastapi import APIRouter, Depends, Response

from core.schemas.shapes import Answer
from core.store import books, teams, workers
from webhooks.context import Context, House, read_parts
from webhooks.tally import CONTENT_TYPE, write_gauge

router = APIRouter(tags=["health"])
log = structlog.get_logger()

ELSEWHERE: Final = "elsewhere"
WELL: Final = ("ok", "off", "starting", "polling", ELSEWHERE)


class Health(Answer):
    """`ok` when no part is in trouble; each part says its state in one word, or in a few behind `word: `.

    `jobs` are `elsewhere: seen 4 s ago` where this process leaves them to workers of their own.
    """

    ok: bool
    parts: dict[str, str]


@router.get("/healthz")
async def healthz(
    house: House, response: Response, parts: Annotated[Mapping[str, str], Depends(read_parts)]
) -> Health:
    """503 when the database is down; trouble elsewhere shows in `ok`, as no restart of ours mends it."""
    database, storage = await asyncio.gather(ask_database(house), house.storage.ask())
    states = {"database": database, "storage": storage, **parts}
    if states.get("jobs") == ELSEWHERE and database == "ok":
        states["jobs"] = await ask_workers(house)
    response.status_code = 200 if states["database"] == "ok" else 503
    return Health(ok=all(state.partition(":")[0] in WELL for state in states.values()), parts=states)


async def ask_database(house: Context) -> str:
    """`ok` when the database answers a question, else `down`."""
    try:
        await house.core.store.read(lambda tx: teams.find_team(tx, "any"))
    except Exception as error:  # noqa: BLE001 - whatever is wrong with it, it is not well
        log.warning("database does not answer", error=type(error).__name__)
        return "down"
    return "ok"


async def ask_workers(house: Context) -> str:
    """How long ago any worker was seen; other words once it is as long as workers may be silent."""
    age = await house.core.store.read(workers.read_age)
    if age is None:
        return "no worker runs"
    seconds = round(age.total_seconds())
    if seconds > house.core.settings.closeup_worker_silence_seconds:
        return f"no worker was seen for {seconds} s"
    return f"{ELSEWHERE}: seen {seconds} s ago"


@router.get("/metrics", response_class=Response)
async def metrics(house: House) -> Response:
    """Requests, and credits in each kind of account, in Prometheus's text format."""
    credits_ = await house.core.store.read(books.sum_by_kind)
    gauge = write_gauge("closeup_credits", "account", {kind.value: total for kind, total in credits_.items()})
    return Response("\n".join([*house.tally.write(), *gauge]) + "\n", media_type=CONTENT_TYPE)
