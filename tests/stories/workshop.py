"""A scene whose product has Replicate make the pictures, and what of anybody is left at the provider."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

from sandbox.listening import listen
from sandbox.replicate.app import TOKEN, WEBHOOK_SECRET, open_replicate
from sandbox.replicate.foundry import Foundry
from tests.stories.scene import Scene

FORGETTING_SECONDS: Final = 60.0


@dataclass
class Workshop:
    """A scene, and the controls of the stand-in at `url`."""

    scene: Scene
    foundry: Foundry
    url: str

    def change(self, **env: str) -> None:
        """Other settings for the next start."""
        self.scene.env = self.scene.env | env

    def hurry(self, seconds: int) -> None:
        """Another deadline for the next start."""
        folder = Path(self.scene.env["CLOSEUP_DATA_DIR"])
        (folder / "models.toml").write_text(f"[models.nano-banana]\ndeadline_seconds = {seconds}\n")

    async def wait_forgotten(self) -> None:
        """Until no photo of anybody is left at the provider."""
        async with asyncio.timeout(FORGETTING_SECONDS), self._open() as http:
            while True:
                if not (await http.get("/v1/files")).json()["results"]:
                    return
                await asyncio.sleep(0.2)  # the product says nothing of what it removes there

    def _open(self) -> httpx.AsyncClient:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        return httpx.AsyncClient(base_url=self.url, headers=headers, trust_env=False)


@contextlib.asynccontextmanager
async def open_workshop(scene: Scene, retry_pauses: Sequence[float] = ()) -> AsyncIterator[Workshop]:
    """Have the scene's product use a stand-in that tries a webhook again after these pauses."""
    async with listen(open_replicate(retry_pauses=retry_pauses)) as url, Foundry(url) as foundry:
        workshop = Workshop(scene, foundry, url)
        workshop.change(
            CLOSEUP_GENERATOR="replicate",
            CLOSEUP_PUBLIC_URL=scene.url,
            REPLICATE_API_BASE=url,
            REPLICATE_API_TOKEN=TOKEN,
            REPLICATE_WEBHOOK_SECRET=WEBHOOK_SECRET,
        )
        yield workshop
