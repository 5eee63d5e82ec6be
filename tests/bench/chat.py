"""How soon a chat is acknowledged and answered while 50 members send 14 photos each at once, on both databases.

`chat.ack`: from a platform's delivery to the acknowledgement, the record included, through the whole rush; beside it
the same requests to a bare handler of the same framework that records nothing. `chat.receipt`: for every photo, from
the moment it is with the platform to the moment its member's chat says that so many have come. The plain names carry
the worst of the rows.
"""

import asyncio
import contextlib
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, Final

import httpx

from tests.bench.crowd import (
    MEMBERS,
    PHOTOS,
    Crowd,
    SlackCrowd,
    gather,
    open_slack_crowd,
    open_telegram_crowd,
    send_albums,
    time_receipts,
)
from tests.bench.figures import Figure
from tests.bench.peers import serve_bare_bolt, serve_bare_fastapi
from tests.databases import Databases, open_postgresql, open_sqlite_files
from tests.postgresql import find_free_port
from tests.processes import start_closeup
from tests.stories.pictures import draw_selfies
from tests.stories.scene import found_team

PLATFORMS: Final = ("telegram", "slack")
NAMES = tuple(
    ["chat.ack", "chat.receipt"]
    + [
        f"chat.{kind}.{platform}.{database}"
        for kind in ("ack", "receipt")
        for platform in PLATFORMS
        for database in ("sqlite", "postgres")
    ]
)
PACE_SECONDS: Final = 5.0  # what joining sent has left the pacer's windows by then
UPDATES: Final = 4  # of each member while everybody is busy, two seconds apart
GAP_SECONDS: Final = 2.0
ACK_LIMIT, RECEIPT_LIMIT = 0.1, 1.0  # seconds, from the goals
SECRET: Final = "made-up-for-the-bench"
PATH: Final = "/api/telegram/webhook"


def measure() -> Iterator[Figure]:
    """Every row as its percentile in seconds, the worst of each kind first."""
    bare = asyncio.run(_measure_bare())
    with open_postgresql(durable=True) as servers, open_sqlite_files() as files:
        runs = {
            (platform, name): asyncio.run(_measure_on(databases, platform))
            for name, databases in (("sqlite", files), ("postgres", servers))
            for platform in PLATFORMS
        }
    acks = [_judge_ack(f"chat.ack.{p}.{d}", ack, bare[p]) for (p, d), (ack, _) in runs.items()]
    receipts = [_judge_receipt(f"chat.receipt.{p}.{d}", receipt) for (p, d), (_, receipt) in runs.items()]
    for name, rows in (("chat.ack", acks), ("chat.receipt", receipts)):
        yield {**max(rows, key=lambda row: row["value"]), "name": name}
        yield from rows


def _judge_ack(name: str, value: float, bare: float) -> Figure:
    holds, goal = value <= ACK_LIMIT, "p99 <= 100 ms"
    return Figure(name=name, value=value, unit="s", limit=bare, ratio=value / bare, goal=goal, holds=holds)


def _judge_receipt(name: str, value: float) -> Figure:
    holds, goal, ratio = value <= RECEIPT_LIMIT, "p95 <= 1 s", value / RECEIPT_LIMIT
    return Figure(name=name, value=value, unit="s", limit=RECEIPT_LIMIT, ratio=ratio, goal=goal, holds=holds)


async def _measure_bare() -> dict[str, float]:
    """The acknowledgements of handlers that do nothing, for the same requests at the same pace, by platform."""
    async with serve_bare_fastapi(PATH) as url:
        telegram = await _post_updates(url)
    async with open_slack_crowd() as crowd, serve_bare_bolt(crowd.env):
        await crowd.wait_for_socket()
        await _send_words(crowd)
        slack = crowd.list_acks()
    return {"telegram": find_percentile(telegram, 99), "slack": find_percentile(slack, 99)}


async def _measure_on(databases: Databases, platform: str) -> tuple[float, float]:
    """The acknowledgement's 99th and the receipt's 95th percentile."""
    open_crowd = open_telegram_crowd if platform == "telegram" else open_slack_crowd
    with databases.open_fresh() as url, tempfile.TemporaryDirectory() as folder:
        async with open_crowd() as crowd, _serve(url, Path(folder), crowd) as address:
            photos = draw_selfies(PHOTOS)
            await crowd.prepare(photos)
            await asyncio.sleep(PACE_SECONDS)
            await send_albums(crowd, photos)
            receipts = list(time_receipts(crowd))
            acks = await _measure_acks(crowd, address)
    return find_percentile(acks, 99), find_percentile(receipts, 95)


async def _measure_acks(crowd: Crowd, address: str) -> list[float]:
    """While the photos of the rush are judged, each member goes on writing."""
    if not isinstance(crowd, SlackCrowd):
        return await _post_updates(address)
    before = len(crowd.list_acks())
    await _send_words(crowd)
    return crowd.list_acks()[before:]


@contextlib.asynccontextmanager
async def _serve(url: str, folder: Path, crowd: Crowd) -> AsyncIterator[str]:
    """The product with everybody joined; its address.

    The bot polls. Its own server takes the updates of the webhook too: they are recorded by the same register.
    """
    bind = f"127.0.0.1:{find_free_port()}"
    env = {"CLOSEUP_DATA_DIR": str(folder), "DATABASE_URL": url, "CLOSEUP_BIND": bind, **crowd.env}
    if not isinstance(crowd, SlackCrowd):
        env["TELEGRAM_WEBHOOK_SECRET"] = SECRET
    founding = await found_team(env, "Northwind", "Ann")
    async with start_closeup(env):
        await gather(crowd, founding["invite_code"])
        yield f"http://{bind}"


async def _post_updates(url: str) -> list[float]:
    """Seconds to each answer; every member's messages come at their times, however long the answers take."""
    async with httpx.AsyncClient(base_url=url, trust_env=False, limits=httpx.Limits()) as client:
        times = await asyncio.gather(
            *(_post_update(client, member, n) for member in range(MEMBERS) for n in range(UPDATES))
        )
    return list(times)


async def _post_update(client: httpx.AsyncClient, member: int, n: int) -> float:
    await asyncio.sleep(GAP_SECONDS * (n + member / MEMBERS))
    began = time.perf_counter()
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    (await client.post(PATH, json=_write_update(member, n), headers=headers)).raise_for_status()
    return time.perf_counter() - began


def _write_update(member: int, n: int) -> dict[str, Any]:
    person = {"id": 7001 + member, "is_bot": False, "first_name": f"Member {member}", "language_code": "en"}
    chat = {"id": 7001 + member, "type": "private", "first_name": f"Member {member}"}
    message = {"message_id": n + 1, "date": 1_700_000_000, "chat": chat, "from": person, "text": "/status"}
    return {"update_id": 1_000_000 + member * UPDATES + n, "message": message}


async def _send_words(crowd: SlackCrowd) -> None:
    """As `_post_updates`, in the stand-in of Slack, which times the acknowledgements itself."""

    async def say(member: int, n: int) -> None:
        await asyncio.sleep(GAP_SECONDS * (n + member / MEMBERS))
        crowd.say(member, "status")

    await asyncio.gather(*(say(member, n) for member in range(MEMBERS) for n in range(UPDATES)))
    await crowd.wait_for_acks()


def find_percentile(values: list[float], percent: int) -> float:
    """The smallest value that so many percent of `values` do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]
