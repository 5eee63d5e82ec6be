"""How soon pictures are posted once a provider has made them, and how soon a sleeper wakes among thousands.

`generation.posted`: from the moment Replicate's stand-in may finish to the last original in the chat.
`generation.waiting`: with thousands of generations waiting in one worker, from a webhook's cause to the worker's look.
Both on the database where it takes longer.
"""

import asyncio
import os
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

import httpx
from sqlalchemy import text

from core.clock import make_id, read_system_clock
from core.domain.attempts import AttemptKind, AttemptState
from core.domain.credits import MoveKind
from core.domain.generations import SelfieState
from core.domain.purchases import PurchaseStatus
from core.domain.styles import Style
from core.services.generations import Order, start_generation
from core.services.teams import found_team, record_consent
from core.store import attempts, generations, purchases
from core.store.credits import Move, post_move
from core.store.engine import Store, Tx, open_store
from core.workflows.engine import Engine
from sandbox.listening import listen
from sandbox.replicate.app import TOKEN, WEBHOOK_SECRET, open_replicate
from sandbox.replicate.foundry import Foundry
from sandbox.telegram.person import Person
from tests.bench.chat import find_percentile
from tests.bench.figures import Figure
from tests.databases import Databases, open_postgresql, open_sqlite_files
from tests.stories.headshots import PICTURES, list_originals, order_headshots
from tests.stories.pictures import draw_selfies
from tests.stories.scene import Scene, open_scene

NAMES = ("generation.posted", "generation.waiting")
SETS: Final = 12
LIMIT: Final = 2.0  # seconds, from the goals
SLEEPERS: Final = {"postgresql": 5000, "sqlite": 2000}
WOKEN: Final = 50
LEAST_SECONDS: Final = 6.0
GAP: Final = 0.3  # seconds between two of them
OF_A_TEAM: Final = 3  # run at once
SELFIES: Final = 6
PATIENCE: Final = 900.0
# Four pictures of one call, so that a sleeper is one prediction, and an hour in which nobody gives up.
TABLE: Final = """
default = "bench"
[models.bench]
name = "bytedance/seedream-4"
references = { field = "image_input", most = 1, shape = "list" }
aspect = { size = "1K", aspect_ratio = "3:4" }
inputs = { sequential_image_generation = "auto" }
outputs = 4
outputs_field = "max_images"
generation_cents = 12
deadline_seconds = 3600
prompts = "references"
"""


def measure() -> Iterator[Figure]:
    """Each as its 95th percentile in seconds."""
    with open_postgresql(durable=True) as servers, open_sqlite_files() as files:
        places = {"sqlite": files, "postgresql": servers}
        posted = [asyncio.run(_measure_posted(databases)) for databases in places.values()]
        yield _judge("generation.posted", posted, "p95 <= 2 s on both")
        woken = [asyncio.run(_measure_waiting(databases, _count(name))) for name, databases in places.items()]
        counts = " and ".join(f"{_count(name):,} on {name}" for name in places)
        yield _judge("generation.waiting", woken, f"p95 <= 2 s to wake among {counts}")


def _count(database: str) -> int:
    """How many wait; fewer when BENCH_SLEEPERS says so, for a machine with other things to do."""
    return min(SLEEPERS[database], int(os.environ.get("BENCH_SLEEPERS", "1000000")))


def _judge(name: str, runs: list[list[float]], goal: str) -> Figure:
    value = max(find_percentile(times, 95) for times in runs)
    return Figure(
        name=name, value=value, unit="s", limit=LIMIT, ratio=value / LIMIT, goal=goal, holds=value <= LIMIT
    )


@asynccontextmanager
async def _open_workshop(databases: Databases) -> AsyncIterator[tuple[Scene, Foundry, str]]:
    """A scene whose product has Replicate make the pictures; the stand-in's controls and address."""
    async with AsyncExitStack() as stack:
        url = stack.enter_context(databases.open_fresh())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        scene = await stack.enter_async_context(open_scene(url, folder))
        replicate = await stack.enter_async_context(listen(open_replicate()))
        foundry = await stack.enter_async_context(Foundry(replicate))
        (folder / "models.toml").write_text(TABLE)
        await foundry.set_limits(creates=10**9, others=10**9)
        await foundry.plan_always(hold="processing")
        scene.env = scene.env | {
            "CLOSEUP_GENERATOR": "replicate",
            "CLOSEUP_PUBLIC_URL": scene.url,
            "REPLICATE_API_BASE": replicate,
            "REPLICATE_API_TOKEN": TOKEN,
            "REPLICATE_WEBHOOK_SECRET": WEBHOOK_SECRET,
        }
        yield scene, foundry, replicate


async def _measure_posted(databases: Databases) -> list[float]:
    async with _open_workshop(databases) as (scene, foundry, _), scene.serve():
        await scene.stock(SETS)
        async with scene.bring("Max", SETS) as (max_, _member_id):
            await order_headshots(max_, draw_selfies(SELFIES))
            times = []
            for number in range(1, SETS + 1):
                times.append(await _time_set(max_, foundry, number))
                if number < SETS:
                    await max_.press("Redo")
                    await max_.press("Generate")
            return times


async def _time_set(person: Person, foundry: Foundry, number: int) -> float:
    """Seconds from the provider's end of one set to the last of its originals in the chat."""
    await foundry.wait_jobs(held=True, seconds=60)
    # No model is quicker than this; until then the chat's own pace has forgotten the questions before.
    await asyncio.sleep(LEAST_SECONDS)
    began = time.time()
    await foundry.release_all()
    await person.wait_for(lambda chat: len(list_originals(chat)) >= number * PICTURES, 60)
    chat = await person.read_chat()
    posted = [message.at for message in chat.find_from_bot() if message.document]
    await person.wait_for("left.", 60, since=0)
    return max(posted) - began


async def _measure_waiting(databases: Databases, sleepers: int) -> list[float]:
    async with _open_workshop(databases) as (scene, foundry, replicate):
        jobs = await _begin_predictions(replicate, scene.url, sleepers)
        store = open_store(scene.env["DATABASE_URL"], read_system_clock, make_id)
        store.jobs = Engine(store)
        try:
            await asyncio.to_thread(_put_to_sleep, store, jobs)
            async with scene.serve():
                await _wait_until_asleep(store, sleepers)
                woken = jobs[:: max(1, sleepers // WOKEN)][:WOKEN]
                wakings = [_time_waking(foundry, job, n * GAP) for n, job in enumerate(woken)]
                return list(await asyncio.gather(*wakings))
        finally:
            store.close()


async def _begin_predictions(replicate: str, product: str, count: int) -> list[str]:
    """Ids of predictions that are held; each tells the product of its end."""
    body = {
        "input": {"prompt": "a headshot"},
        "webhook": f"{product}/api/replicate/webhook",
        "webhook_events_filter": ["completed"],
    }
    path, headers = "/v1/models/bytedance/seedream-4/predictions", {"Authorization": f"Bearer {TOKEN}"}
    async with httpx.AsyncClient(base_url=replicate, headers=headers, trust_env=False) as client:
        return [(await client.post(path, json=body)).json()["id"] for _ in range(count)]


def _put_to_sleep(store: Store, jobs: list[str]) -> None:
    """Teams with as many generations under way as run at once; each waits for one of the jobs."""
    for some in _split(jobs, OF_A_TEAM * 20):
        store.change(partial(_add_sleepers, jobs=some))


def _split(jobs: list[str], size: int) -> Iterator[list[str]]:
    return (jobs[start : start + size] for start in range(0, len(jobs), size))


def _add_sleepers(tx: Tx, jobs: list[str]) -> None:
    for mine in _split(jobs, OF_A_TEAM):
        found = found_team(tx, "Sleepers", "Ann")
        record_consent(tx, found.owner_id, "bench")
        _fund(tx, found.team_id, found.owner_id)
        for job in mine:
            _add_sleeper(tx, found.team_id, found.owner_id, job)


def _fund(tx: Tx, team_id: str, member_id: str) -> None:
    """Credits from a purchase that is long settled, so that nobody watches it."""
    purchase_id = tx.new_id("purchase")
    row = {"id": purchase_id, "team_id": team_id, "package": "custom", "credits": OF_A_TEAM}
    price = {"amount_cents": 50 * OF_A_TEAM, "currency": "usd", "created_by": "bench", "expires_at": tx.now}
    purchases.add_purchase(tx, row | price)
    purchases.update_purchase(tx, purchase_id, {"status": PurchaseStatus.PAID.value, "paid_at": tx.now})
    bought, given = f"purchase:{purchase_id}", f"allocate:{purchase_id}"
    post_move(tx, Move(team_id, MoveKind.PURCHASE, OF_A_TEAM, bought, "bench", purchase_id=purchase_id))
    post_move(tx, Move(team_id, MoveKind.ALLOCATE, OF_A_TEAM, given, "bench", member_id=member_id))


def _add_sleeper(tx: Tx, team_id: str, member_id: str, job: str) -> None:
    """A generation whose prediction was begun; its photos are not looked at any more."""
    selfies = [tx.new_id("selfie") for _ in range(SELFIES)]
    for selfie_id in selfies:
        row: dict[str, Any] = {"id": selfie_id, "team_id": team_id, "member_id": member_id}
        generations.add_selfie(tx, row | {"draft_id": "bench", "source": {}})
    generations.update_selfies(tx, selfies, {"state": SelfieState.ACCEPTED.value, "file_key": "bench/1.jpg"})
    order = Order(member_id, Style.CASUAL, selfies, f"bench:{job}", "bench")
    generation_id = str(start_generation(tx, order).id)
    attempt, _ = attempts.add_attempt(tx, generation_id, AttemptKind.PREDICTION, 0, 1)
    attempts.update_attempt(tx, attempt.id, AttemptState.RUNNING, provider_id=job)


async def _wait_until_asleep(store: Store, sleepers: int) -> None:
    """Until every workflow has said that it waits."""
    schema = "" if store.engine.dialect.name == "sqlite" else "dbos."
    query = text(f"SELECT count(DISTINCT workflow_uuid) FROM {schema}workflow_events")
    async with asyncio.timeout(PATIENCE):
        while True:
            if (
                await asyncio.to_thread(store.read, lambda tx: tx.conn.execute(query).scalar_one())
                >= sleepers
            ):
                return
            # A count in another process's database announces nothing.
            await asyncio.sleep(1)


async def _time_waking(foundry: Foundry, job: str, after: float) -> float:
    """Seconds from the end of a prediction to the look of the generation that slept."""
    await asyncio.sleep(after)  # the wakings are spread in time, as in life
    path = f"/v1/predictions/{job}"
    looks = len(await foundry.list_requests(path=path))
    began = time.time()
    await foundry.release(job, outputs=1)
    seen = await foundry.wait_requested(path=path, count=looks + 1, seconds=60)
    return float(seen[looks]["at"]) - began
