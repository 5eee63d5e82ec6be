"""Replicate's callbacks over the socket: only what Replicate signed lately counts, and it counts once."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from sqlalchemy import select, text

from core.app import Core, open_core
from core.domain.attempts import AttemptKind, AttemptState
from core.domain.credits import MoveKind
from core.domain.generations import GenerationStatus, SelfieState
from core.domain.styles import Style
from core.services.generations import Order, begin_work, end_generation, start_generation
from core.services.teams import found_team, record_consent
from core.settings import Settings
from core.store import attempts, generations
from core.store.credits import Move, post_move
from core.store.engine import Tx
from core.store.tables import callbacks
from sandbox.listening import listen
from sandbox.replicate.signing import write_secret, write_signature
from webhooks.app import create_app

SECRET, OLD = write_secret(b"made up for tests"), write_secret(b"until yesterday")
PATH: Final = "/api/replicate/webhook"


@dataclass
class Desk:
    """A served installation with one generation under way, and the hand that signs callbacks."""

    core: Core
    http: httpx.AsyncClient
    generation_id: str
    attempt_id: str

    async def tell(
        self, body: Any = None, secret: str = SECRET, age: float = 0, **more: str
    ) -> httpx.Response:
        """One callback about the generation's prediction; `id` is its own id, `attempt` what the address says."""
        told = {"id": "prediction_1", "status": "succeeded", "output": ["https://example.com/secret.png"]}
        raw = body if isinstance(body, bytes) else json.dumps(told if body is None else body).encode()
        stamp, callback_id = int(time.time() - age), more.get("id", "msg_1")
        headers = {
            "webhook-id": callback_id,
            "webhook-timestamp": str(stamp),
            "webhook-signature": write_signature(callback_id, stamp, raw, [secret]),
        }
        query = {"attempt": more["attempt"]} if "attempt" in more else {}
        return await self.http.post(PATH, content=raw, headers=headers | _pick(more), params=query)

    def list_callbacks(self) -> list[Any]:
        return self.core.store.blocking.read(lambda tx: list(tx.conn.execute(select(callbacks))))

    def count_messages(self) -> int:
        """What the generation has been told and did not take yet."""
        table = (
            "notifications"
            if self.core.store.blocking.engine.dialect.name == "sqlite"
            else "dbos.notifications"
        )
        query = text(f"SELECT count(*) FROM {table} WHERE destination_uuid = :id")
        return int(
            self.core.store.blocking.read(
                lambda tx: tx.conn.execute(query, {"id": self.generation_id}).scalar_one()
            )
        )


def _pick(more: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in more.items() if name.startswith("webhook_")}


@pytest.fixture
async def desk(database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    settings = Settings(
        closeup_data_dir=tmp_path,
        database_url=database_url,
        replicate_webhook_secret=f"{SECRET}, {OLD}",
        _env_file=None,
    )
    with open_core(settings) as core:
        generation_id, attempt_id = core.store.blocking.change(_begin)
        async with listen(create_app(core)) as url, httpx.AsyncClient(base_url=url, trust_env=False) as http:
            yield Desk(core, http, generation_id, attempt_id)


def _begin(tx: Tx) -> tuple[str, str]:
    found = found_team(tx, "Acme", "Ann")
    record_consent(tx, found.owner_id, "test")
    post_move(tx, Move(found.team_id, MoveKind.PURCHASE, 5, "purchase:1", "stripe"))
    post_move(tx, Move(found.team_id, MoveKind.ALLOCATE, 5, "allocate:1", "test", member_id=found.owner_id))
    selfies = [tx.new_id("selfie") for _ in range(6)]
    for selfie_id in selfies:
        row = {"id": selfie_id, "team_id": found.team_id, "member_id": found.owner_id}
        generations.add_selfie(tx, row | {"draft_id": "draft", "source": {}})
    generations.update_selfies(
        tx, selfies, {"state": SelfieState.ACCEPTED.value, "file_key": "selfies/1.jpg"}
    )
    order = Order(found.owner_id, Style.CASUAL, selfies, "request:1", "test")
    generation_id = str(start_generation(tx, order).id)
    begin_work(tx, generation_id)
    asked, _ = attempts.add_attempt(tx, generation_id, AttemptKind.PREDICTION, 0, 1)
    attempts.update_attempt(tx, asked.id, AttemptState.RUNNING, provider_id="prediction_1")
    return generation_id, str(asked.id)


async def test_a_forged_stale_future_or_rewritten_callback_has_no_effect(desk: Desk) -> None:
    refused = [
        await desk.tell(secret=write_secret(b"not ours")),
        await desk.tell(age=301),
        await desk.tell(age=3600),
        await desk.tell(age=-330),
        await desk.tell(webhook_signature=""),
        await desk.tell(webhook_signature="v1"),
        await desk.tell(webhook_signature="v1,not-base64!"),
        await desk.tell(webhook_timestamp="yesterday"),
        await desk.tell(webhook_timestamp=str(int(time.time()) + 1)),
        await desk.tell(webhook_id="msg_2"),
        await desk.tell(b"not json"),
        await desk.tell(b"[]"),
        await desk.tell(b"{}"),
        await desk.tell(b"\xff\xfe"),
        await desk.tell(b"[" * 100_000),
        await desk.http.post(PATH, json={"id": "prediction_1", "status": "succeeded"}),
    ]
    told = [(answer.status_code, answer.json()["code"]) for answer in refused]
    assert told == [(400, "unverifiable")] * len(refused)
    assert (desk.list_callbacks(), desk.count_messages()) == ([], 0)


async def test_a_callback_wakes_its_generation_once(desk: Desk) -> None:
    answers = await asyncio.gather(*(desk.tell() for _ in range(10)))
    assert {answer.status_code for answer in answers} == {200}
    assert sorted(answer.json()["outcome"] for answer in answers) == [*["repeated"] * 9, "told"]
    assert desk.count_messages() == 1
    [kept] = desk.list_callbacks()
    assert (kept.source, kept.id, kept.kind, kept.outcome) == ("replicate", "msg_1", "succeeded", "told")
    assert b"secret.png" not in kept.body, "no address of a picture is stored"


async def test_while_rotating_either_secret_counts(desk: Desk) -> None:
    assert (await desk.tell(id="msg_new")).json()["outcome"] == "told"
    assert (await desk.tell(id="msg_old", secret=OLD)).json()["outcome"] == "told"
    assert desk.count_messages() == 2


async def test_news_that_overtakes_our_own_note_is_known_by_the_address(desk: Desk) -> None:
    early = {"id": "prediction_not_noted", "status": "succeeded"}
    answer = await desk.tell(early, attempt=desk.attempt_id)
    assert answer.json()["outcome"] == "told"


@pytest.mark.parametrize("attempt", ["", "attempt_nobody", "'; DROP TABLE teams; --", "x" * 5000])
async def test_authentic_news_of_somebody_else_is_taken_and_ignored(desk: Desk, attempt: str) -> None:
    answer = await desk.tell({"id": "prediction_elsewhere", "status": "failed"}, attempt=attempt)
    assert (answer.status_code, answer.json()["outcome"]) == (200, "ignored")
    assert desk.count_messages() == 0


async def test_news_of_what_has_ended_is_taken_and_ignored(desk: Desk) -> None:
    await desk.core.store.change(
        lambda tx: end_generation(tx, desk.generation_id, GenerationStatus.FAILED, "x")
    )
    answer = await desk.tell()
    assert (answer.status_code, answer.json()["outcome"]) == (200, "ignored")
    assert desk.count_messages() == 0


async def test_without_a_secret_the_endpoint_is_closed(database_url: str, tmp_path: Path) -> None:
    settings = Settings(closeup_data_dir=tmp_path, database_url=database_url, _env_file=None)
    with open_core(settings) as core:
        async with listen(create_app(core)) as url, httpx.AsyncClient(base_url=url, trust_env=False) as http:
            answer = await Desk(core, http, "", "").tell(secret=write_secret(b""))
    assert (answer.status_code, answer.json()["code"]) == (400, "endpoint_disabled")
