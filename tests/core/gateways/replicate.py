"""A stand-in of Replicate with our gateway in front of it; every request must keep to Replicate's own description."""

import contextlib
import io
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from PIL import Image

from core.domain.attempts import AttemptKind
from core.gateways.replicate.api import Job, Order, ReplicateGateway
from core.gateways.replicate.models import Model, ModelTable
from sandbox.listening import listen
from sandbox.replicate.app import open_replicate
from sandbox.replicate.foundry import Foundry
from tests.sandbox.replicate.contract import Contract

TOKEN: Final = "r8_made_up"
SECRET: Final = "whsec_bWFkZSB1cA=="
PREDICTION, TRAINING = AttemptKind.PREDICTION, AttemptKind.TRAINING
LONG_AGO: Final = timedelta(hours=1)


@dataclass
class Bench:
    """One stand-in at `url`: the gateway, the controls, and the packaged table of models."""

    url: str
    gateway: ReplicateGateway
    foundry: Foundry
    table: ModelTable

    async def upload(self, mark: str = "attempt_1") -> str:
        """The address of an uploaded photo."""
        return (await self.gateway.upload("photo.jpg", "image/jpeg", draw_jpeg(), mark)).address

    async def predict(self, name: str = "nano-banana", hook: str | None = None, seconds: int = 60) -> Job:
        """A prediction of that entry, as our workflow asks for it."""
        model = self.table.find(name)
        return await self.gateway.predict(model, model.version, Order(await self.write(model), hook, seconds))

    async def write(self, model: Model) -> dict[str, Any]:
        """An input with as many references as the model takes."""
        addresses = [await self.upload(f"attempt_{n}") for n in range(model.most_references)]
        return model.write_input("a headshot", addresses, 0)

    async def finish(self, job: Job, kind: AttemptKind = PREDICTION) -> Job:
        """The job when it is over."""
        await self.foundry.wait_quiet()
        return await self.gateway.read_job(kind, job.id)

    async def find(self, given: Mapping[str, Any], known: set[str]) -> Job | None:
        """A prediction with exactly this input."""
        since = datetime.now(UTC) - LONG_AGO
        return await self.gateway.find_job(PREDICTION, since, known, lambda shown: shown == given)


@contextlib.asynccontextmanager
async def open_bench(table: ModelTable, contract: Contract | None) -> AsyncIterator[Bench]:
    """A fresh stand-in; with a contract, what was asked of it is compared in the end."""
    app = open_replicate(token=TOKEN, webhook_secret=SECRET, retry_pauses=(0.02, 0.02))
    async with listen(app) as url, Foundry(url) as foundry:
        gateway = ReplicateGateway(TOKEN, url)
        try:
            yield Bench(url, gateway, foundry, table)
        finally:
            await gateway.close()
        asked = [row for row in await foundry.list_requests() if row["path"].startswith("/v1/")]
        faults = [
            fault for row in asked if contract and not row["fault"] for fault in contract.find_faults(row)
        ]
        assert faults == []


def draw_jpeg(shade: int = 90, size: tuple[int, int] = (600, 750)) -> bytes:
    """A plain picture, brighter towards the bottom."""
    picture = Image.linear_gradient("L").resize(size).point(lambda light: light // 2 + shade)
    target = io.BytesIO()
    picture.convert("RGB").save(target, "JPEG")
    return target.getvalue()
