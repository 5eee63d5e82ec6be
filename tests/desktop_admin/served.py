"""A real `closeup serve` with its stand-ins, in the background of tests that are not asyncio's."""

import asyncio
import contextlib
import threading
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from core.domain.teams import Role
from desktop_admin.api.account import Account
from tests.stories.scene import Scene, found_team, open_scene

T = TypeVar("T")
PATIENCE = 90.0  # seconds


class Background:
    """An event loop in a thread of its own."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, name="stand-ins", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do it there and wait for what it gives."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(PATIENCE)

    def close(self) -> None:
        """End the loop and its thread."""
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
        self.loop.close()


@dataclass
class Served:
    """A served team: what an outside admin may ask of it, without asyncio."""

    scene: Scene
    background: Background
    key: str

    @property
    def url(self) -> str:
        """Where it serves."""
        return self.scene.url

    @property
    def team_id(self) -> str:
        """The team."""
        return self.scene.console.team_id

    @property
    def account(self) -> Account:
        """The owner's own account, with its key."""
        return Account(
            server=self.url,
            team_id=self.team_id,
            member_id=str(self.scene.founding["owner_id"]),
            name="Ann",
            role=Role.OWNER,
            expires_at=datetime.now(UTC) + timedelta(days=30),
            key=self.key,
        )

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """One call below the team's address; refused ones raise."""
        return self.background.run(self.scene.console.ask_team(method, path, body))

    def invite(self, name: str, credits_: int = 0) -> str:
        """A member with credits; their id."""
        invited: dict[str, Any] = self.background.run(self.scene.console.invite(name, credits_))
        return str(invited["member_id"])

    def stock(self, credits_: int) -> None:
        """Buy until the pool has so many."""
        self.background.run(self.scene.stock(credits_))

    def found(self, team: str, owner: str) -> dict[str, Any]:
        """Another team on the same server: what `closeup init --json` prints, with its one-time code."""
        return self.background.run(found_team(self.scene.env, team, owner))

    def sign_in_again(self) -> Account:
        """Another team's fresh account, for tests that end their key."""
        founding = self.found("Southbank", "Zoe")
        found = self.background.run(
            self.scene.console.ask("POST", "/api/auth/exchange", {"code": founding["console_code"]})
        )
        return Account(
            server=self.url,
            team_id=found["team_id"],
            member_id=found["member"]["member_id"],
            name=found["member"]["name"],
            role=Role.OWNER,
            expires_at=datetime.fromisoformat(found["expires_at"]),
            key=found["key"],
        )

    @contextlib.contextmanager
    def gone(self) -> Iterator[None]:
        """The server is killed for the length of the block, and serves again at its address after it."""
        running = self.scene.running
        assert running is not None
        self.background.run(running.kill9())
        try:
            yield
        finally:
            self.background.run(self.start())

    async def start(self) -> None:
        """Serve, until the background closes the scene."""
        self._serving = contextlib.AsyncExitStack()
        self.scene.running = await self._serving.enter_async_context(self.scene.serve())

    async def stop(self) -> None:
        """Serve no more."""
        await self._serving.aclose()


@contextlib.contextmanager
def open_served(database_url: str, folder: Path) -> Iterator[Served]:
    """A team that is served, with stand-ins around it; it is empty but for its owner Ann."""
    background = Background()
    opened = open_scene(database_url, folder)
    scene = background.run(opened.__aenter__())
    served = Served(scene, background, "")
    try:
        background.run(served.start())
        served.key = scene.console.http.headers["Authorization"].removeprefix("Bearer ")
        yield served
    finally:
        background.run(served.stop())
        background.run(opened.__aexit__(None, None, None))
        background.close()
