"""The scene of a story: stand-ins, a founded team, `closeup serve` in its own process, an admin and people."""

import asyncio
import contextlib
import itertools
import json
import os
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx

from core.clock import make_id, read_system_clock
from core.services import teams
from core.services.books import Audit, audit_books
from core.store.engine import Store, open_store
from sandbox.listening import listen
from sandbox.stripe.app import open_stripe
from sandbox.stripe.till import Till
from sandbox.telegram.app import TOKEN, open_telegram
from sandbox.telegram.person import Person, SeenMessage, Wanted
from tests.postgresql import find_free_port
from tests.processes import RELEASE, Running, run_closeup, start_closeup
from tests.stories.console import Console

STRIPE_KEY: Final = "sk_test_made_up_for_stories"
WEBHOOK_SECRET: Final = "whsec_made_up_for_stories"
PATIENCE: Final = 40.0  # seconds
# Stripe's pauses grow to hours; here a killed server is back within seconds.
RETRY_PAUSES: Final = (0.2,) * 300


class PatientPerson(Person):
    """Waits longer by itself: a story's machine may be busy, and only what never comes is a failure."""

    async def wait_for(
        self, wanted: Wanted, seconds: float = PATIENCE, since: int | None = None
    ) -> SeenMessage:
        """As `Person` does."""
        return await super().wait_for(wanted, seconds, since)

    async def press(self, text: str, seconds: float = PATIENCE) -> str:
        """As `Person` does."""
        return await super().press(text, seconds)


@dataclass
class Scene:
    """Everything outside of the product, and the product's `env`; `founding` is what `init --json` printed.

    `serve` may be entered again and again: the address, the data and the stand-ins stay the same.
    """

    env: dict[str, str]
    url: str
    telegram: str
    stripe: str
    till: Till
    console: Console
    founding: dict[str, Any]
    running: Running | None = None
    list_bucket: Callable[[], list[str]] | None = None  # where files are kept in a bucket
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(7001))

    @contextlib.asynccontextmanager
    async def serve(self, failpoint: str = "") -> AsyncIterator[Running]:
        """Run `closeup serve`, armed with a failpoint if one is given; killed at the end of the block."""
        env = self.env | ({"CLOSEUP_FAILPOINT": failpoint} if failpoint else {})
        async with start_closeup(env) as running:
            self.running = running
            if not self.console.team_id:
                await self.console.sign_in(self.founding["console_code"])
            yield running

    @contextlib.asynccontextmanager
    async def serve_part(
        self, name: str, *roles: str, failpoint: str = "", env: dict[str, str] | None = None
    ) -> AsyncIterator[Running]:
        """Run one process of a split installation, with a data folder of its own and the shared files."""
        folder = self.files.parent / "parts" / name
        folder.mkdir(parents=True, exist_ok=True)
        self.files.mkdir(exist_ok=True)
        if not (folder / "files").exists():
            (folder / "files").symlink_to(self.files)
        own = self.env | {"CLOSEUP_DATA_DIR": str(folder)} | (env or {})
        own |= {"CLOSEUP_FAILPOINT": failpoint} if failpoint else {}
        async with start_closeup(own, "serve", *(f"--only={role}" for role in roles)) as running:
            if "web" in roles and not self.console.team_id:
                await self.console.sign_in(self.founding["console_code"])
            yield running

    @contextlib.asynccontextmanager
    async def meet(self, name: str) -> AsyncIterator[Person]:
        """A person who has not written to the bot yet."""
        async with PatientPerson(self.telegram, next(self._numbers), name) as person:
            yield person

    @contextlib.asynccontextmanager
    async def bring(self, name: str, credits_: int = 1) -> AsyncIterator[tuple[Person, str]]:
        """A member who joined and agreed, and their member id; the pool must have the credits."""
        invited = await self.console.invite(name, credits_)
        async with self.meet(name) as person:
            await join(person, invited["code"])
            yield person, invited["member_id"]

    async def stock(self, credits_: int) -> None:
        """Buy packs until the pool has so many credits."""
        while (await self.console.overview())["pool"] < credits_:
            await self.console.buy(self.till, "enterprise")

    async def disturb(self, **how: int) -> None:
        """Have Telegram bring updates twice (`duplicate=n`) or backwards (`reverse=n`)."""
        async with httpx.AsyncClient(base_url=self.telegram, trust_env=False) as control:
            (await control.post("/control/updates", json=how)).raise_for_status()

    @property
    def files(self) -> Path:
        """The folder of stored files."""
        return Path(self.env["CLOSEUP_DATA_DIR"]) / "files"

    def list_files(self) -> list[str]:
        """The keys of every stored file, and of what a torn write left behind."""
        if self.list_bucket is not None:
            return self.list_bucket()
        # Unlike `rglob`, `os.walk` goes on when the product removes a folder under its feet.
        found = [Path(folder, name) for folder, _, names in os.walk(self.files) for name in names]
        return sorted(path.relative_to(self.files).as_posix() for path in found)

    async def wait_for_picture(self, before: set[str]) -> None:
        """Wait until one more headshot is stored, so that a generation is in its middle."""
        await self.wait_for_files(lambda: _has_picture(set(self.list_files()) - before), 60)

    async def wait_for_files(self, is_right: Callable[[], bool], seconds: float = 20) -> None:
        """Wait until the files are as they should be; raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while True:
                if is_right():
                    return
                # A folder announces nothing: it can only be looked at.
                await asyncio.sleep(0.05)

    async def check_books(self) -> None:
        """The books add up; only another release's code needs a process of its own to say so."""
        if RELEASE in self.env:
            await self.audit()
        else:
            assert (await asyncio.to_thread(_audit, self.env["DATABASE_URL"])).mismatches == []

    async def audit(self) -> dict[str, Any]:
        """What `closeup books --json` says; it must say that all is well."""
        code, output, errors = await run_closeup(self.env, "books", "--json")
        found: dict[str, Any] = json.loads(output or "{}")
        assert (code, found.get("mismatches")) == (0, []), errors
        assert found["ok"]
        return found


@contextlib.asynccontextmanager
async def open_scene(database_url: str, folder: Path, release: Path | None = None) -> AsyncIterator[Scene]:
    """Stand-ins and a founded team on an empty, migrated database; the product does not run yet.

    `release` is the folder of another release's code, used as long as its name is in `env`. When the block ends
    well, the books are audited.
    """
    async with contextlib.AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(listen(open_telegram(TOKEN)))
        account = open_stripe(secret_key=STRIPE_KEY, retry_pauses=RETRY_PAUSES)
        stripe = await stack.enter_async_context(listen(account))
        bind = f"127.0.0.1:{find_free_port()}"
        env = _write_env(database_url, folder, bind, telegram, stripe)
        env |= {RELEASE: str(release)} if release else {}
        till = await stack.enter_async_context(Till(stripe))
        await till.set_webhook(f"http://{bind}/api/stripe/webhook", secret=WEBHOOK_SECRET)
        console = Console(f"http://{bind}")
        stack.push_async_callback(console.close)
        founding = await found_team(env, "Northwind", "Ann")
        scene = Scene(env, f"http://{bind}", telegram, stripe, till, console, founding)
        yield scene
        await scene.check_books()


async def found_team(env: dict[str, str], team: str, owner: str) -> dict[str, Any]:
    """What `closeup init --json` tells of a new team; only another release's code needs a process of its own."""
    if RELEASE not in env:
        return await asyncio.to_thread(_found_here, env["DATABASE_URL"], team, owner)
    code, output, errors = await run_closeup(env, "init", "--team", team, "--owner", owner, "--json")
    assert code == 0, errors
    founding: dict[str, Any] = json.loads(output)
    return founding


def _found_here(database_url: str, team: str, owner: str) -> dict[str, Any]:
    with _open_books(database_url) as store:
        return asdict(store.change(lambda tx: teams.found_team(tx, team, owner)))


def _audit(database_url: str) -> Audit:
    with _open_books(database_url) as store:
        return store.read(audit_books)


@contextlib.contextmanager
def _open_books(database_url: str) -> Iterator[Store]:
    store = open_store(database_url, read_system_clock, make_id)
    try:
        yield store
    finally:
        store.close()


async def join(person: Person, code: str) -> None:
    """Open the invite link and agree."""
    await person.start(code)
    await person.press("I agree")
    await person.wait_for("photos of yourself")


def _has_picture(keys: set[str]) -> bool:
    return any("/generations/" in key and key.endswith(".jpg") for key in keys)


def _write_env(database_url: str, folder: Path, bind: str, telegram: str, stripe: str) -> dict[str, str]:
    return {
        "CLOSEUP_DATA_DIR": str(folder),
        "CLOSEUP_BIND": bind,
        "DATABASE_URL": database_url,
        "TELEGRAM_API_BASE": telegram,
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "STRIPE_API_BASE": stripe,
        "STRIPE_SECRET_KEY": STRIPE_KEY,
        "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET,
    }
