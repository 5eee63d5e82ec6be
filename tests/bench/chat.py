"""How soon a chat is acknowledged and answered while 50 members are busy, on the database where it takes longer.

`chat.ack`: an update posted to our own server is on record and answered. `chat.receipt`: from the moment a member's
first photo is with Telegram to the moment the first word about it is in the chat, 14 photos each, all at once.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Final

import httpx

from sandbox.telegram.person import Person, SeenChat
from tests.bench.figures import Figure
from tests.databases import Databases, open_postgresql, open_sqlite_files
from tests.stories.pictures import draw_selfies
from tests.stories.scene import Scene, join, open_scene

NAMES = ("chat.ack", "chat.receipt")
MEMBERS: Final = 50
PHOTOS: Final = 14
UPDATES: Final = 20  # of each member, one after the other
ACK_LIMIT, RECEIPT_LIMIT = 0.1, 1.0  # seconds, from the goals
SECRET: Final = "made-up-for-the-bench"


def measure() -> Iterator[Figure]:
    """Both figures, each as its percentile in seconds."""
    with open_postgresql(durable=True) as servers, open_sqlite_files() as files:
        runs = [asyncio.run(_measure_on(databases)) for databases in (files, servers)]
    worst = {name: max(run[name] for run in runs) for name in NAMES}
    yield _judge("chat.ack", worst, ACK_LIMIT, "p99 <= 100 ms")
    yield _judge("chat.receipt", worst, RECEIPT_LIMIT, "p95 <= 1 s")


def _judge(name: str, values: dict[str, float], limit: float, goal: str) -> Figure:
    value = values[name]
    return Figure(
        name=name, value=value, unit="s", limit=limit, ratio=value / limit, goal=goal, holds=value <= limit
    )


async def _measure_on(databases: Databases) -> dict[str, float]:
    with databases.open_fresh() as url, tempfile.TemporaryDirectory() as folder:
        async with _open_busy_scene(url, Path(folder)) as (scene, people):
            receipts = await _measure_receipts(people)
        webhook = scene.env | {"TELEGRAM_WEBHOOK_SECRET": SECRET, "CLOSEUP_PUBLIC_URL": scene.url}
        scene.env = webhook
        async with scene.serve():
            acks = await _measure_acks(scene)
        return {
            "chat.receipt": find_percentile(receipts, 95),
            "chat.ack": find_percentile(acks, 99),
        }


@asynccontextmanager
async def _open_busy_scene(url: str, folder: Path) -> AsyncIterator[tuple[Scene, list[Person]]]:
    async with open_scene(url, folder) as scene, scene.serve(), AsyncExitStack() as stack:
        people = [await stack.enter_async_context(scene.meet(f"Member {n}")) for n in range(MEMBERS)]
        await asyncio.gather(*(join(person, scene.founding["invite_code"]) for person in people))
        yield scene, people


async def _measure_receipts(people: list[Person]) -> list[float]:
    photos = draw_selfies(PHOTOS)
    return list(await asyncio.gather(*(_time_receipt(person, photos) for person in people)))


async def _time_receipt(person: Person, photos: list[bytes]) -> float:
    await person.send_album(photos)
    await person.wait_for(lambda chat: _find_receipt(chat) is not None, 60)
    chat = await person.read_chat()
    first = next(message for message in chat.messages if message.sender != "bot" and message.photo)
    return (_find_receipt(chat) or first.at) - first.at


def _find_receipt(chat: SeenChat) -> float | None:
    return next((m.at for m in chat.find_from_bot() if "photos ready" in m.text), None)


async def _measure_acks(scene: Scene) -> list[float]:
    async with AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(httpx.AsyncClient(base_url=scene.url, trust_env=False))
            for _ in range(MEMBERS)
        ]
        times = await asyncio.gather(*(_post_updates(client, n) for n, client in enumerate(clients)))
    return [seconds for of_member in times for seconds in of_member]


async def _post_updates(client: httpx.AsyncClient, member: int) -> list[float]:
    times = []
    for n in range(UPDATES):
        began = time.perf_counter()
        answer = await client.post(
            "/api/telegram/webhook",
            json=_write_update(member, n),
            headers={"X-Telegram-Bot-Api-Secret-Token": SECRET},
        )
        times.append(time.perf_counter() - began)
        answer.raise_for_status()
    return times


def _write_update(member: int, n: int) -> dict[str, Any]:
    person = {"id": 9000 + member, "is_bot": False, "first_name": "Max", "language_code": "en"}
    chat = {"id": 9000 + member, "type": "private", "first_name": "Max"}
    message = {"message_id": n + 1, "date": 1_700_000_000, "chat": chat, "from": person, "text": "/help"}
    return {"update_id": 1_000_000 + member * UPDATES + n, "message": message}


def find_percentile(values: list[float], percent: int) -> float:
    """The smallest value that so many percent of `values` do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]
