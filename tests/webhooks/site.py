"""A served installation with a team, driven over its socket; and a second team whose owner is a stranger here."""

import hashlib
import itertools
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import httpx
import stripe
from fastapi import FastAPI

from core.app import Core, open_core
from core.domain.teams import Role
from core.services.access import KEY_LIFE, exchange_code, issue_code
from core.services.books import audit_books
from core.services.teams import found_team
from core.settings import Settings
from core.store import access, teams
from sandbox.listening import listen
from sandbox.stripe.app import open_stripe
from sandbox.stripe.till import Till
from tests.weights import MODELS
from webhooks.app import create_app
from webhooks.serving import serve_http

SECRET: Final = "whsec_made_up_for_tests"
TELEGRAM_SECRET: Final = "telegram-made-up"


class ShiftedClock:
    """The real time, moved on by what a test says."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class Site:
    """The team `team_id`: `owner`, `admin` and `member` are keys, `stranger` is the key of another team's owner."""

    core: Core
    app: FastAPI
    http: httpx.AsyncClient
    till: Till
    clock: ShiftedClock
    team_id: str
    owner_id: str
    invite_code: str
    owner: str = ""
    admin: str = ""
    admin_id: str = ""
    member: str = ""
    member_id: str = ""
    stranger: str = ""
    other_team_id: str = ""
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    async def ask(self, method: str, path: str, key: str | None = None, **parts: Any) -> httpx.Response:
        """One request with a key, by default the owner's; `once` is its Idempotency-Key."""
        headers = dict(parts.pop("headers", {}))
        headers["Authorization"] = f"Bearer {self.owner if key is None else key}"
        once = parts.pop("once", None)
        if once is not None:
            headers["Idempotency-Key"] = once
        return await self.http.request(method, path, headers=headers, **parts)

    async def team(self, method: str, path: str, key: str | None = None, **parts: Any) -> httpx.Response:
        """One request below the team's own address."""
        return await self.ask(method, f"/api/teams/{self.team_id}{path}", key, **parts)

    async def overview(self) -> dict[str, Any]:
        """Where the team's credits are, checked to add up."""
        answer = (await self.team("GET", "/credits/overview")).json()
        parts = ("pool", "allocated", "held", "used")
        assert answer["purchased"] == sum(answer[part] for part in parts)
        return dict(answer)

    async def hire(self, name: str, role: Role = Role.MEMBER) -> str:
        """A member; the id."""
        return await self.core.store.change(lambda tx: teams.add_member(tx, self.team_id, name, role))

    async def order(self, credits_: int) -> dict[str, Any]:
        """A custom checkout that nobody has paid."""
        body = {"team_id": self.team_id, "package": "custom", "credits": credits_}
        answer = await self.ask("POST", "/api/stripe/create-checkout", json=body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def fund(self, credits_: int) -> None:
        """Buy credits; Stripe's word is signed here and sent over the socket."""
        answer = await self.send_event(self.write_event(await self.order(credits_)))
        assert answer.json()["outcome"] == "credited", answer.text

    def write_event(
        self, checkout: dict[str, Any], kind: str = "completed", **session: Any
    ) -> dict[str, Any]:
        """An event about a checkout, as Stripe writes them."""
        told = {
            "id": checkout["checkout_url"].rsplit("/", 1)[-1],
            "object": "checkout.session",
            "payment_status": "paid",
            "client_reference_id": checkout["purchase_id"],
            "payment_intent": f"pi_{checkout['purchase_id']}",
            "amount_subtotal": checkout["amount_cents"],
            "amount_total": checkout["amount_cents"],
            "currency": checkout["currency"],
        }
        kind = f"checkout.session.{kind}"
        data = {"object": told | session}
        return {
            "id": f"evt_{next(self.numbers)}",
            "object": "event",
            "type": kind,
            "created": int(time.time()),
            "livemode": False,
            "data": data,
        }

    async def send_event(
        self,
        event: dict[str, Any] | bytes,
        *,
        secret: str = SECRET,
        age: float = 0,
        signature: str | None = None,
    ) -> httpx.Response:
        """Post an event signed `age` seconds ago by the SDK's own signer, or with a `signature` as given."""
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        sign = stripe.WebhookSignature.generate_signature_header
        header = sign(body.decode(), secret, int(time.time() - age)) if signature is None else signature
        return await self.http.post("/api/stripe/webhook", content=body, headers={"Stripe-Signature": header})


@asynccontextmanager
async def open_site(database_url: str, folder: Path, **settings: Any) -> AsyncIterator[Site]:
    """Serve an installation on `database_url` and a Stripe stand-in; the books are audited at the end."""
    standin = open_stripe(secret_key="sk_test_made_up", retry_pauses=(0.02,))
    async with listen(standin) as stripe_url, Till(stripe_url) as till:
        core = open_core(write_settings(database_url, folder, stripe_url, settings))
        clock = ShiftedClock()
        app = create_app(core, clock=clock)
        serving = await serve_http(app, "127.0.0.1", 0)
        try:
            async with httpx.AsyncClient(base_url=serving.url, timeout=30) as http:
                site = await people(core, app, http, till, clock)
                yield site
                found = await core.store.read(audit_books)
                assert found.mismatches == []
        finally:
            await serving.stop()
            core.close()


def write_settings(database_url: str, folder: Path, stripe_url: str, changes: dict[str, Any]) -> Settings:
    """Settings as an environment would give them; the weights are those that set-up fetched."""
    (folder / "models").symlink_to(MODELS)
    given: dict[str, Any] = {
        "database_url": database_url,
        "closeup_data_dir": folder,
        "stripe_secret_key": "sk_test_made_up",
        "stripe_webhook_secret": SECRET,
        "stripe_api_base": stripe_url,
        "telegram_webhook_secret": TELEGRAM_SECRET,
    }
    return Settings(_env_file=None, **(given | changes))


async def people(core: Core, app: FastAPI, http: httpx.AsyncClient, till: Till, clock: ShiftedClock) -> Site:
    """Found two teams and give everybody a key."""
    ours = await core.store.change(lambda tx: found_team(tx, "Acme", "Ann"))
    theirs = await core.store.change(lambda tx: found_team(tx, "Others", "Oz"))
    site = Site(core, app, http, till, clock, ours.team_id, ours.owner_id, ours.invite_code)
    site.other_team_id = theirs.team_id
    site.admin_id = await site.hire("Ada", Role.ADMIN)
    site.member_id = await site.hire("Ben")
    site.owner, site.admin = await give_key(core, site.owner_id), await give_key(core, site.admin_id)
    site.stranger = await give_key(core, theirs.owner_id)
    site.member = await give_member_key(core, site.member_id)
    return site


async def give_key(core: Core, member_id: str) -> str:
    """A key as the exchange of a code gives it."""
    return await core.store.change(lambda tx: exchange_code(tx, issue_code(tx, member_id)).secret)


async def give_member_key(core: Core, member_id: str) -> str:
    """A key of a plain member, whom the exchange of codes would refuse one today."""
    secret = f"cu_made_up_for_{member_id}"
    hashed = hashlib.sha256(secret.encode()).hexdigest()
    await core.store.change(lambda tx: access.add_key(tx, hashed, member_id, tx.now + KEY_LIFE))
    return secret
