"""HTTP mode: signed deliveries to the real Bolt, its answers, retries, and the check of a new address."""

import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.listening import listen
from sandbox.slack.app import SIGNING_SECRET
from sandbox.slack.http_mode import write_signature
from sandbox.slack.person import Person
from tests.sandbox.slack.conftest import Stage
from tests.sandbox.slack.test_chat import BUTTONS


class Site:
    """The app's own server, which keeps what it was sent and may answer badly first."""

    def __init__(self, app: AsyncApp) -> None:
        self._handler = AsyncSlackRequestHandler(app)
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.bad_answers: list[Response] = []
        self.app = Starlette(routes=[Route("/slack", self._take, methods=["POST"])])

    async def _take(self, request: Request) -> Response:
        self.requests.append((dict(request.headers), await request.body()))
        if self.bad_answers:
            return self.bad_answers.pop(0)
        return await self._handler.handle(request)


@pytest.fixture
async def site(stage: Stage, bolt: AsyncApp) -> AsyncIterator[Site]:
    # Bolt compares a delivery's time with the real one.
    stage.world.clock = time.time
    site = Site(bolt)
    async with listen(site.app) as url:
        answer = await stage.control("http", url=f"{url}/slack")
        assert answer.status_code == 204, answer.text
        yield site


async def test_an_address_is_verified_before_it_is_used(stage: Stage) -> None:
    async with listen(Starlette()) as url:
        answer = await stage.control("http", url=f"{url}/slack")
    assert (answer.status_code, "challenge" in answer.json()["detail"]) == (422, True)
    assert (await stage.watch("app"))["mode"] == "socket"


def test_the_signature_is_the_one_slack_documents() -> None:
    verifier = SignatureVerifier(SIGNING_SECRET)
    assert write_signature(SIGNING_SECRET, "1700000000", b"a=1") == verifier.generate_signature(
        timestamp="1700000000", body="a=1"
    )


async def test_events_actions_and_commands_come_signed(
    stage: Stage, site: Site, bolt: AsyncApp, web: AsyncWebClient, ann: Person
) -> None:
    @bolt.event("message")
    async def hear(event: dict[str, Any], client: AsyncWebClient) -> None:
        await client.chat_postMessage(channel=event["channel"], text="Ready?", blocks=BUTTONS)

    @bolt.action("go")
    async def go(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.chat_update(
            channel=body["channel"]["id"], ts=body["message"]["ts"], text="Going", blocks=[]
        )

    @bolt.command("/headshots")
    async def command(ack: AsyncAck, command: dict[str, str]) -> None:
        await ack(f"You asked for {command['text']}")

    await ann.say("hello")
    await ann.press("Go on")
    await ann.wait_for("Going")
    await ann.command("/headshots help me")
    assert (await ann.wait_for("You asked for help me")).ephemeral
    assert [press["outcome"] for press in (await ann.read_chat()).presses] == ["acked", "acked"]
    verifier = SignatureVerifier(SIGNING_SECRET)
    assert all(verifier.is_valid_request(body, headers) for headers, body in site.requests)


async def test_a_failed_event_comes_again_with_its_number(
    stage: Stage, site: Site, bolt: AsyncApp, ann: Person
) -> None:
    await stage.control("pace", retry_seconds=[0, 0.05, 0.1])
    site.bad_answers = [Response(status_code=500), Response(status_code=503)]

    @bolt.event("message")
    async def hear() -> None:
        pass

    await ann.say("hello")
    seen = await stage.watch("deliveries", timeout=20)
    assert [(d["outcome"], d["attempts"]) for d in seen["deliveries"]] == [("acked", 3)]
    headers = [headers for headers, _ in site.requests[1:]]
    retries = [(h.get("x-slack-retry-num"), h.get("x-slack-retry-reason")) for h in headers]
    assert retries == [(None, None), ("1", "http_error"), ("2", "http_error")]


async def test_an_app_can_say_that_it_wants_no_retry(stage: Stage, site: Site, ann: Person) -> None:
    site.bad_answers = [Response(status_code=500, headers={"X-Slack-No-Retry": "1"})]
    await ann.say("hello")
    seen = await stage.watch("deliveries", timeout=20)
    assert [(d["outcome"], d["attempts"]) for d in seen["deliveries"]] == [("failed", 1)]


async def test_no_answer_in_time_is_a_timeout(stage: Stage, site: Site, bolt: AsyncApp, ann: Person) -> None:
    await stage.control("pace", ack_seconds=0.1)

    @bolt.command("/headshots")
    async def command(ack: AsyncAck) -> None:
        del ack

    await ann.command("/headshots help")
    await ann.wait_for("operation_timeout")


@pytest.mark.parametrize("wrong", [{"skew_seconds": -400}, {"secret": "another"}])
async def test_a_stale_or_forged_delivery_is_refused_by_the_app(
    stage: Stage, site: Site, bolt: AsyncApp, ann: Person, wrong: dict[str, Any]
) -> None:
    await stage.control("pace", retry_seconds=[])
    await stage.control("http", **wrong)
    await ann.say("hello")
    seen = await stage.watch("deliveries", timeout=20)
    assert [(d["outcome"], d["reason"]) for d in seen["deliveries"]] == [("failed", "http_error")]


async def test_an_address_can_be_taken_back(stage: Stage, site: Site) -> None:
    await stage.control("http", url="")
    assert (await stage.watch("app"))["mode"] == "socket"
