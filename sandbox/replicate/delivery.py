"""Delivers webhooks: signed, retried a few times, never along a redirect, and with the faults asked for."""

import asyncio
import json
import secrets
from collections.abc import Sequence
from random import Random

import httpx

from sandbox.outgoing import open_http
from sandbox.replicate.clock import Clock
from sandbox.replicate.faults import Fault, Faults
from sandbox.replicate.jobs import Job
from sandbox.replicate.records import DeliveryRecord, Records
from sandbox.replicate.signing import read_key, write_secret, write_signature

# "Retried a few times" says Replicate, without the pauses; these keep stories short.
RETRY_PAUSES = (0.2, 0.5, 1.0, 2.0)
_ANSWER_SECONDS = 10.0
_HOUR = 3600
_REDIRECT, _FAILURE = 300, 400


class Courier:
    """Sends every webhook on its own, so that a slow receiver holds up no other; they may overtake."""

    def __init__(
        self,
        clock: Clock,
        faults: Faults,
        records: Records,
        rng: Random,
        *,
        secret: str,
        pauses: Sequence[float] = RETRY_PAUSES,
    ) -> None:
        read_key(secret)
        self.secrets = [secret]
        self._clock, self._faults, self._records, self._rng = clock, faults, records, rng
        self._pauses = tuple(pauses)
        self._tasks: set[asyncio.Task[None]] = set()
        self._client: httpx.AsyncClient | None = None

    def roll_secret(self, secret: str | None = None) -> str:
        """Sign with a new secret beside the last one; raises ValueError for a secret of another form."""
        new = secret or write_secret(secrets.token_bytes(24))
        read_key(new)
        self.secrets = [new, self.secrets[0]]
        return new

    def tell(self, job: Job, event: str) -> None:
        """Send the job as it is now, if its asker wants this event and no fault decides otherwise."""
        if not job.webhook or event not in job.events:
            return
        number = "".join(self._rng.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=27))
        body = json.dumps(job.write()).encode()
        row = DeliveryRecord(f"msg_{number}", event, job.id, job.webhook, body)
        fault = self._faults.take_webhook(event)
        row.fault = fault.kind if fault else None
        self._records.deliveries.append(row)
        if fault and fault.kind == "lost":
            row.state = "lost"
            self._records.bell.ring()
        else:
            self.send(row, fault)

    def send(self, row: DeliveryRecord, fault: Fault | None = None) -> None:
        """Start delivering a webhook, again if it was delivered before: its id stays."""
        row.state = "pending"
        task = asyncio.get_running_loop().create_task(self._deliver(row, fault))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Stop what is on its way."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._client:
            await self._client.aclose()

    async def _deliver(self, row: DeliveryRecord, fault: Fault | None) -> None:
        kind = fault.kind if fault else ""
        await asyncio.sleep(fault.seconds if fault and kind == "delayed" else 0)
        state = "failed"
        for _ in range(fault.copies if fault and kind == "repeated" else 1):
            state = await self._insist(row, kind)
        row.state = state
        self._records.bell.ring()

    async def _insist(self, row: DeliveryRecord, kind: str) -> str:
        for pause in (0.0, *self._pauses):
            await asyncio.sleep(pause)
            status = await self._attempt(row, kind)
            row.attempts.append(status)
            self._records.bell.ring()
            if 200 <= status < _REDIRECT:  # noqa: PLR2004 - what HTTP calls success
                return "delivered"
            if _REDIRECT <= status < _FAILURE:
                return "failed"
        return "failed"

    async def _attempt(self, row: DeliveryRecord, kind: str) -> int:
        stamp = self._clock.machine() - (_HOUR if kind == "stale" else 0)
        keys = [write_secret(b"somebody else's key")] if kind == "forged" else self.secrets
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Replicate/1.0",
            "webhook-id": row.id,
            "webhook-timestamp": str(stamp),
            "webhook-signature": write_signature(row.id, stamp, row.body, keys),
        }
        try:
            answer = await self._open_client().post(row.url, content=row.body, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL):
            return 0
        return answer.status_code

    def _open_client(self) -> httpx.AsyncClient:
        if self._client is None:
            self._client = open_http(timeout=_ANSWER_SECONDS)
        return self._client
