"""Trouble on demand, as the real slack_sdk feels it."""

import asyncio
from typing import Any

import pytest
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.person import Person
from tests.sandbox.slack.conftest import CHAT, Stage
from tests.sandbox.slack.test_web_api import refuse


async def test_a_flood_tells_when_to_come_back(stage: Stage, web: AsyncWebClient, ann: Person) -> None:
    await stage.control("faults", kind="flood", method="chat.postMessage", retry_after=35)
    refusal = await refuse(web.chat_postMessage(channel=CHAT, text="hello"))
    assert (refusal.status_code, refusal["error"], refusal.headers["Retry-After"]) == (
        429,
        "ratelimited",
        "35",
    )
    await stage.control("faults", kind="flood", method="chat.postMessage", retry_after=0)
    web.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=1))
    await web.chat_postMessage(channel=CHAT, text="hello")
    assert len((await ann.read_chat()).messages) == 1


@pytest.mark.parametrize(
    "fault,error,effects",
    [
        ({"kind": "refuse", "error": "fatal_error"}, SlackApiError, 0),
        ({"kind": "refuse", "error": "fatal_error", "when": "after"}, SlackApiError, 1),
        ({"kind": "error", "status": 503}, SlackApiError, 0),
        ({"kind": "error", "status": 500, "when": "after"}, SlackApiError, 1),
        ({"kind": "garbage"}, SlackApiError, 0),
        ({"kind": "drop"}, ClientError, 0),
        ({"kind": "drop", "when": "after"}, ClientError, 1),
    ],
)
async def test_an_answer_can_fail_before_or_after_its_effect(
    stage: Stage, ann: Person, fault: dict[str, Any], error: type[Exception], effects: int
) -> None:
    web = stage.open_web()
    web.retry_handlers = []
    await stage.control("faults", method="chat.postMessage", **fault)
    with pytest.raises(error):
        await web.chat_postMessage(channel=CHAT, text="hello")
    assert len((await ann.read_chat()).messages) == effects


async def test_an_answer_can_come_late(stage: Stage, web: AsyncWebClient, ann: Person) -> None:
    await stage.control("faults", kind="hold", seconds=0.3)
    sending = asyncio.create_task(web.chat_postMessage(channel=CHAT, text="late"))
    await asyncio.wait([sending], timeout=0.1)
    assert not sending.done()
    assert (await ann.read_chat()).messages == []
    await sending
    assert len((await ann.read_chat()).messages) == 1


async def test_a_fault_can_be_meant_for_one_chat_and_several_calls(
    stage: Stage, web: AsyncWebClient, ann: Person
) -> None:
    async with Person(stage.url, "U0BOB", "Bob"):
        await stage.control("faults", kind="refuse", error="is_inactive", times=2, channel="D0BOB")
        await web.chat_postMessage(channel=CHAT, text="to Ann")
        for _ in range(2):
            assert (await refuse(web.chat_postMessage(channel="D0BOB", text="x")))["error"] == "is_inactive"
        await web.chat_postMessage(channel="D0BOB", text="to Bob")


async def test_faults_can_be_taken_back(stage: Stage, web: AsyncWebClient) -> None:
    await stage.control("faults", kind="drop", times=100)
    assert len((await stage.watch("app"))["faults"]) == 1
    stage.world.faults.waiting.clear()
    assert (await web.auth_test())["ok"]


async def test_wrong_faults_and_waits_are_refused(stage: Stage) -> None:
    for body in ({"kind": "earthquake"}, {"kind": "drop", "when": "never"}, {"sort": "drop"}):
        assert (await stage.control("faults", **body)).status_code == 422
    waits: tuple[dict[str, Any], ...] = ({"naps": 1}, {"ack_seconds": "long"}, {"retry_seconds": 1})
    for wait in waits:
        assert (await stage.control("pace", **wait)).status_code == 422
