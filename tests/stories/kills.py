"""Kills the product again and again while people use it, and checks that nothing was lost, doubled or stuck.

`python -m tests.stories.kills --kills 200 --database sqlite --generator studio` plays the long form.
"""

import argparse
import asyncio
import contextlib
import hashlib
import random
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

import httpx

from sandbox.telegram.person import Person, SeenChat
from tests.databases import Databases, open_postgresql, open_sqlite_files
from tests.processes import NotReadyError, Running
from tests.stories.fates import PROVIDER_POINTS, Fates
from tests.stories.headshots import PICTURES, list_originals
from tests.stories.pictures import draw_selfies
from tests.stories.scene import RETRY_PAUSES, Scene, open_scene
from tests.stories.workshop import open_workshop

T = TypeVar("T")
MEMBERS: Final = 3
ALLOWANCE: Final = 200  # credits of each
SELFIES: Final = 6
GENERATORS: Final = ("studio", "replicate")
STEP_SECONDS: Final = 900.0  # a step may have to outlive many kills
POLL_SECONDS: Final = 20.0
YOUNG: Final = 0.2  # so many of the kills hit a process that is not even ready
ARMED: Final = 0.4  # and of the others so many may come at a marked point
POINTS: Final = (
    "webhook.applied",
    "webhook.applied+",
    "arrival.recorded:2",
    "arrival.recorded:2+",
    "file.half_put",
    "file.put:2",
    "selfie.accepted",
    "selfie.accepted+",
    "generation.held",
    "generation.held+",
    "picture.recorded:2",
    "picture.recorded+",
    "generation.ended",
    "generation.ended+",
    "notice.sent.Album",
    "notice.noted.Album+",
    "notice.sent.Documents",
)
# A picture takes about two seconds from a cold start, so some lives must be longer for any work to get done.
SHORT_LIFE, LONG_LIFE = (0.0, 2.0), (2.0, 9.0)
MOST_SLOWNESS: Final = 3.0
USUAL_START: Final = 2.0  # seconds on an idle machine; on one that needs longer, lives are as much longer


@dataclass
class Tally:
    """What was played and found; `repeats` are pictures that came more than once, which at-least-once allows.

    `extra` predictions were paid and not used: a kill may cut off the answer of one that is not listed yet.
    """

    kills: int = 0
    at_points: int = 0
    jobs: int = 0
    purchases: int = 0
    repeats: int = 0
    predictions: int = 0
    extra: int = 0
    moves: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class Part:
    """A process of the product: its name, and its roles where the product is split."""

    name: str
    roles: tuple[str, ...] = ()

    @property
    def is_web(self) -> bool:
        """Whether it answers HTTP."""
        return not self.roles or "web" in self.roles


# SQLite has one process; PostgreSQL is played with one of each kind, and two that do the work.
WHOLE: Final = (Part("whole"),)
SPLIT: Final = (
    Part("web", ("web",)),
    Part("bots", ("bots",)),
    Part("jobs-1", ("jobs",)),
    Part("jobs-2", ("jobs",)),
)


@dataclass
class Storm:
    """The lives of the product's parts: `serving` is set while it answers HTTP, `over` once no more kills come.

    `lives` has True for each life of the part that answers, and False after the last one. `slowness` is how much
    longer than usual things take here.
    """

    scene: Scene
    chance: random.Random
    parts: tuple[Part, ...]
    points: tuple[str, ...] = POINTS
    tally: Tally = field(default_factory=Tally)
    slowness: float = 1.0
    serving: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    lives: asyncio.Queue[bool] = field(default_factory=asyncio.Queue)

    async def rage(self, kills: int) -> None:
        """Start and kill every part again and again, `kills` times in all."""
        async with asyncio.TaskGroup() as parts:
            for part in self.parts:
                parts.create_task(self._rage_at(part, kills))
        self.over.set()
        self.lives.put_nowait(False)

    async def _rage_at(self, part: Part, kills: int) -> None:
        while self.tally.kills < kills:
            self.tally.kills += 1
            if self.chance.random() < YOUNG:
                await self._kill_young(part)
            else:
                await self._kill_at_work(part)

    async def _kill_young(self, part: Part) -> None:
        with contextlib.suppress(TimeoutError, NotReadyError):
            async with asyncio.timeout(self.chance.uniform(0.1, 1.5)), self._start(part):
                return

    async def _kill_at_work(self, part: Part) -> None:
        """At a moment that is drawn, or at a marked point that comes before it."""
        point = self.chance.choice(self.points) if self.chance.random() < ARMED else ""
        seconds = self.chance.uniform(*self.chance.choice((SHORT_LIFE, LONG_LIFE))) * self.slowness
        seconds *= len(self.parts)  # work needs several of them alive at once
        with contextlib.suppress(TimeoutError, NotReadyError):
            async with self.live(part, point) as running:
                if part.is_web:
                    self.lives.put_nowait(True)
                async with asyncio.timeout(seconds):
                    await running.process.wait()
                self.tally.at_points += 1

    @contextlib.asynccontextmanager
    async def serve(self) -> AsyncIterator[None]:
        """One calm life of every part."""
        async with contextlib.AsyncExitStack() as stack:
            await asyncio.gather(*[stack.enter_async_context(self.live(part)) for part in self.parts])
            yield

    @contextlib.asynccontextmanager
    async def live(self, part: Part, point: str = "") -> AsyncIterator[Running]:
        """One life of a part."""
        started = time.monotonic()
        async with self._start(part, point) as running:
            self.slowness = min(MOST_SLOWNESS, max(1.0, (time.monotonic() - started) / USUAL_START))
            if part.is_web:
                self.serving.set()
            try:
                yield running
            finally:
                if part.is_web:
                    self.serving.clear()

    def _start(self, part: Part, point: str = "") -> contextlib.AbstractAsyncContextManager[Running]:
        if part.roles:
            return self.scene.serve_part(part.name, *part.roles, failpoint=point)
        return self.scene.serve(point)

    async def insist(self, call: Callable[[], Awaitable[T]]) -> T:
        """Call until the product lives long enough to answer."""
        while True:
            await self.serving.wait()
            with contextlib.suppress(httpx.TransportError):
                return await call()
            await asyncio.sleep(0.05)  # the kill is noticed here before it is known there


async def play_under_kills(
    scene: Scene, selfies: Sequence[bytes], kills: int, seed: int, generator: str = "studio"
) -> Tally:
    """Members make headshots and an admin buys packs under `kills` kills; what came of it, checked."""
    parts = WHOLE if scene.env["DATABASE_URL"].startswith("sqlite") else SPLIT
    storm = Storm(scene, random.Random(seed), parts)
    if generator == "studio":
        await _play_storm(storm, selfies, kills)
        return storm.tally
    storm.points = POINTS + PROVIDER_POINTS
    async with open_workshop(scene, RETRY_PAUSES) as workshop:
        fates = Fates(workshop, random.Random(seed))
        async with fates.rule():
            await _play_storm(storm, selfies, kills, fates)
    return storm.tally


async def _play_storm(storm: Storm, selfies: Sequence[bytes], kills: int, fates: Fates | None = None) -> None:
    started = time.monotonic()
    async with contextlib.AsyncExitStack() as stack:
        members = await _gather_members(storm, stack)
        async with asyncio.TaskGroup() as playing:
            raging = playing.create_task(storm.rage(kills))
            playing.create_task(_keep_buying(storm))
            for person, _ in members:
                playing.create_task(_keep_ordering(storm, person, selfies))
            await raging
            await stack.enter_async_context(storm.serve())
        await _check_members(storm, members, len(selfies))
        await _check_purchases(storm)
        if fates is not None:
            storm.tally.predictions, storm.tally.extra = await fates.count_extra()
            assert storm.tally.extra <= kills
    storm.tally.moves = (await storm.scene.audit())["moves"]
    storm.tally.seconds = time.monotonic() - started


async def _gather_members(storm: Storm, stack: contextlib.AsyncExitStack) -> list[tuple[Person, str]]:
    async with storm.serve():
        await storm.scene.stock(MEMBERS * ALLOWANCE)
        brought = [storm.scene.bring(f"Member {n}", ALLOWANCE) for n in range(1, MEMBERS + 1)]
        return [await stack.enter_async_context(member) for member in brought]


async def _keep_ordering(storm: Storm, person: Person, selfies: Sequence[bytes]) -> None:
    """One set of headshots after the other, from the photos to the last original."""
    received = 0
    while not storm.over.is_set():
        await person.say("/new")
        await person.wait_for("photos of yourself", STEP_SECONDS)
        await person.send_album(selfies)
        await person.wait_for(f"{len(selfies)} of 6-14 photos ready.", STEP_SECONDS)
        await person.press("Casual", STEP_SECONDS)
        # A question that a kill cut off from its note stays in the chat; its Generate is out of date, as the bot says.
        await person.wait_for("This uses 1 credit", STEP_SECONDS)
        await person.press("Generate", STEP_SECONDS)
        await person.wait_for("Done: 4 Casual headshots.", STEP_SECONDS)
        received += PICTURES
        await _wait_for_originals(person, received)
        storm.tally.jobs += 1


async def _wait_for_originals(person: Person, count: int) -> None:
    """Until so many different pictures are there and the last words are said."""
    async with asyncio.timeout(STEP_SECONDS):
        chat = await person.read_chat()
        # Looked at and waited for on one reading: what came in between would be waited for in vain.
        while len(await _count_originals(person, chat)) < count:
            chat = await person.read_chat(chat.change, POLL_SECONDS)
    await person.wait_for("left.", STEP_SECONDS)


async def _count_originals(person: Person, chat: SeenChat) -> Counter[str]:
    files = list_originals(chat)
    return Counter([hashlib.sha256(await person.download(file)).hexdigest() for file in files])


async def _keep_buying(storm: Storm) -> None:
    """A pack in each life; a checkout that got no answer is asked for again under its own key."""
    console, till = storm.scene.console, storm.scene.till
    while await storm.lives.get():
        key = f"pack {storm.tally.purchases}"
        checkout = await storm.insist(lambda key=key: console.order(once=key))  # type: ignore[misc]
        assert (await till.pay(checkout["checkout_url"])).done
        session_id = checkout["checkout_url"].rpartition("/")[2]
        await till.wait_delivered("checkout.session.completed", about=session_id, seconds=60)
        storm.tally.purchases += 1


async def _check_members(storm: Storm, members: Sequence[tuple[Person, str]], selfies: int) -> None:
    jobs = 0
    for person, member_id in members:
        pictures = await _count_originals(person, await person.read_chat())
        held = await storm.scene.console.read_member(member_id)
        assert held == {"allocated": ALLOWANCE - held["used"], "held": 0, "used": len(pictures) // PICTURES}
        storm.tally.repeats += sum(pictures.values()) - len(pictures)
        jobs += held["used"]
    assert jobs == storm.tally.jobs
    expected = {"members": jobs * selfies, "generations": jobs * PICTURES}
    await storm.scene.wait_for_files(lambda: _count_whole(storm.scene) == expected)


def _count_whole(scene: Scene) -> Counter[str]:
    """How many files of members and of generations there are, torn ones left out."""
    whole = [Path(key) for key in scene.list_files() if not Path(key).name.startswith(".")]
    return Counter(path.parts[2] for path in whole)


async def _check_purchases(storm: Storm) -> None:
    payments = (await storm.scene.console.ask_team("GET", "payments?limit=200"))["items"]
    bought = [row for row in payments if row["package"] == "starter"]
    assert {row["status"] for row in bought} == {"paid"}
    assert len(bought) == storm.tally.purchases
    assert (await storm.scene.console.overview())["purchased"] == sum(row["credits"] for row in payments)


def main() -> None:
    """Play the long form and print what came of it."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--kills", type=int, default=200)
    words.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    words.add_argument("--generator", choices=GENERATORS, default=GENERATORS[0])
    words.add_argument("--seed", type=int, default=int(time.time()))
    asked = words.parse_args()
    opening = open_sqlite_files() if asked.database == "sqlite" else open_postgresql()
    with opening as databases:
        tally = asyncio.run(play_long(databases, asked.kills, asked.seed, asked.generator))
    named = f"{asked.database}, {asked.generator}, seed {asked.seed}"
    print(f"{named}: {tally}; 0 lost, 0 doubled, 0 stuck")  # noqa: T201


async def play_long(databases: Databases, kills: int, seed: int, generator: str) -> Tally:
    """A storm in a fresh database and folder."""
    with databases.open_fresh() as url, tempfile.TemporaryDirectory() as folder:
        async with open_scene(url, Path(folder)) as scene:
            return await play_under_kills(scene, draw_selfies(SELFIES), kills, seed, generator)


if __name__ == "__main__":
    main()
