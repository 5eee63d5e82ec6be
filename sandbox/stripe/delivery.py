"""Delivers events to webhook endpoints: signed, retried with back-off, and with the faults asked for."""

import asyncio
import copy
import json
from collections.abc import Sequence

import httpx

from sandbox.outgoing import open_http
from sandbox.stripe.account import StripeAccount
from sandbox.stripe.endpoints import list_subscribers
from sandbox.stripe.faults import Fault, Faults
from sandbox.stripe.records import DeliveryRecord, Records
from sandbox.stripe.signing import write_signature
from sandbox.stripe.tables import StripeObject

# Stripe retries for three days with growing pauses; these are the same growth in seconds.
RETRY_PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
_HEADERS = {
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "no-cache",
    "Accept": "*/*; q=0.5, application/xml",
    "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
}


class Courier:
    """Sends every event the account tells, each on its own, so that a slow one holds up no other."""

    def __init__(
        self,
        account: StripeAccount,
        faults: Faults,
        records: Records,
        *,
        retry_pauses: Sequence[float] = RETRY_PAUSES,
        timeout: float = 20.0,
    ) -> None:
        self._account, self._faults, self._records = account, faults, records
        self._pauses, self._timeout = tuple(retry_pauses), timeout
        self._tasks: set[asyncio.Task[None]] = set()
        self._held: list[StripeObject] = []
        self._client: httpx.AsyncClient | None = None

    def take(self, event: StripeObject) -> None:
        """Deliver a new event, unless a fault decides otherwise."""
        fault = self._faults.take_webhook(event["type"])
        kind = fault.kind if fault else None
        if kind == "off":
            return
        if fault and kind == "reorder":
            self._hold(event, last=fault.times <= 0)
        elif kind == "drop":
            for row in self._register(event):
                row.state = "dropped"
            self._records.bell.ring()
        else:
            self.send(event, fault)

    def send(self, event: StripeObject, fault: Fault | None = None) -> None:
        """Start delivering an event to every endpoint subscribed to it."""
        for _ in range(2 if fault and fault.kind == "duplicate" else 1):
            for row in self._register(event):
                wait = fault.seconds if fault and fault.kind == "delay" else 0.0
                self._start(row, event, wait)

    def release_held(self) -> None:
        """Send what a `reorder` still holds, newest first."""
        held, self._held = self._held[::-1], []
        for event in held:
            self.send(event)

    async def close(self) -> None:
        """Stop what is on its way."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._client:
            await self._client.aclose()

    def _hold(self, event: StripeObject, *, last: bool) -> None:
        event["pending_webhooks"] = len(list_subscribers(self._account, event["type"]))
        self._held.append(event)
        if last:
            self.release_held()

    def _register(self, event: StripeObject) -> list[DeliveryRecord]:
        about = event["data"]["object"]["id"]
        rows = [
            DeliveryRecord(event["id"], event["type"], about, endpoint["id"], endpoint["url"])
            for endpoint in list_subscribers(self._account, event["type"])
        ]
        event["pending_webhooks"] = len(rows)
        self._records.deliveries.extend(rows)
        return rows

    def _start(self, row: DeliveryRecord, event: StripeObject, wait: float) -> None:
        task = asyncio.get_running_loop().create_task(self._deliver(row, event, wait))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, row: DeliveryRecord, event: StripeObject, wait: float) -> None:
        for pause in (wait, *self._pauses):
            await asyncio.sleep(pause)
            status = await self._attempt(row, event)
            row.attempts.append(status)
            if 200 <= status < 300:  # noqa: PLR2004 - what HTTP calls success
                row.state = "delivered"
                break
            self._records.bell.ring()
        else:
            row.state = "failed"
        self._settle(event)
        self._records.bell.ring()

    def _settle(self, event: StripeObject) -> None:
        owing = {r.endpoint_id for r in self._records.deliveries if r.event_id == event["id"]}
        done = {
            r.endpoint_id
            for r in self._records.deliveries
            if r.event_id == event["id"] and r.state == "delivered"
        }
        event["pending_webhooks"] = len(owing - done)

    async def _attempt(self, row: DeliveryRecord, event: StripeObject) -> int:
        endpoint = self._account.tables.endpoints.find(row.endpoint_id)
        if endpoint is None:
            return 0
        row.url = endpoint["url"]
        told = copy.deepcopy(event) | {"api_version": endpoint["api_version"] or event["api_version"]}
        body = json.dumps(told, indent=2).encode()
        secrets = self._account.private[endpoint["id"]]["secrets"]
        signature = write_signature(body, secrets, self._account.clock.machine())
        try:
            answer = await self._open_client().post(
                endpoint["url"], content=body, headers=_HEADERS | {"Stripe-Signature": signature}
            )
        except httpx.HTTPError:
            return 0
        return answer.status_code

    def _open_client(self) -> httpx.AsyncClient:
        if self._client is None:
            self._client = open_http(timeout=self._timeout)
        return self._client
