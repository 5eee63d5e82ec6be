"""HTTP mode: our own server, the real Bolt and the real record; signed, recorded, then acknowledged."""

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from sqlalchemy import select

from bots.desk import Desk
from bots.slack.door import open_door
from bots.slack.face import SlackFace
from core.store.tables import inbox
from sandbox.slack.app import SIGNING_SECRET
from sandbox.slack.http_mode import write_signature
from sandbox.slack.person import Person
from tests.bots.slack.conftest import control, list_deliveries, order, read_no_home
from tests.bots.slack.payloads import command, event, file
from tests.webhooks.site import Site, open_site

PATH = "/api/slack/events"


@pytest.fixture
async def site(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Site]:
    """An installation on a real socket that takes no requests of Slack yet."""
    async with open_site(sqlite_url, tmp_path) as opened:
        yield opened


@asynccontextmanager
async def taking(site: Site, face: SlackFace) -> AsyncIterator[None]:
    """The same, taking Slack's requests."""
    desk = Desk(site.core.store, site.core.files, {}, 30)
    site.app.state.take_slack = open_door(face, desk.record, read_no_home, "", SIGNING_SECRET).take
    yield


def write_headers(body: bytes, kind: str = "application/json", **changes: str) -> dict[str, str]:
    stamp = changes.get("stamp", str(int(time.time())))
    secret = changes.get("secret", SIGNING_SECRET)
    return {
        "content-type": kind,
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": changes.get("signature", write_signature(secret, stamp, body)),
    }


async def post(site: Site, payload: dict[str, Any], **changes: str) -> httpx.Response:
    body = json.dumps(payload).encode()
    return await site.http.post(PATH, content=body, headers=write_headers(body, **changes))


async def list_keys(site: Site) -> list[str]:
    query = select(inbox.c.dedupe_key).where(inbox.c.source == "slack").order_by(inbox.c.id)
    return await site.core.store.read(lambda tx: list(tx.conn.scalars(query)))


async def test_a_whole_chat_through_slack_itself(
    site: Site, face: SlackFace, ann: Person, base_url: str
) -> None:
    async with taking(site, face):
        url = f"{site.http.base_url}".rstrip("/") + PATH
        await control(base_url, "http", url=url, secret=SIGNING_SECRET, verify=True)
        await ann.say("hello")
        await ann.command("/headshots balance")
        deliveries = await list_deliveries(base_url, 2)
    assert [d["outcome"] for d in deliveries] == ["acked", "acked"]
    assert max(d["took"] for d in deliveries) < 3
    assert len(await list_keys(site)) == 2


async def test_a_second_delivery_is_acknowledged_and_changes_nothing(
    site: Site, face: SlackFace, ann: Person
) -> None:
    async with taking(site, face):
        payload = event("Ev7", subtype="file_share", files=[file("F1"), file("F2")])
        answers = [await post(site, payload) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert await list_keys(site) == ["Ev7:F1", "Ev7:F2"]


async def test_commands_and_taps_come_as_forms(site: Site, face: SlackFace) -> None:
    async with taking(site, face):
        body = urlencode(command("help")).encode()
        kind = "application/x-www-form-urlencoded"
        answer = await site.http.post(PATH, content=body, headers=write_headers(body, kind))
    assert (answer.status_code, answer.text) == (200, "")
    assert await list_keys(site) == ["1.2.cmd"]


async def test_who_mentions_it_in_a_channel_is_told_where_it_answers(
    site: Site, face: SlackFace, ann: Person, base_url: str
) -> None:
    """Only they see it, and nothing of what they wrote is kept."""
    mention = event("Ev1") | {"event": {"type": "app_mention", "channel": "C0ALL", "user": ann.id}}
    async with taking(site, face), httpx.AsyncClient(base_url=base_url, trust_env=False) as watch:
        assert (await post(site, mention)).status_code == 200
        query: dict[str, str | int] = {"method": "chat.postEphemeral", "timeout": 10}
        [call] = (await watch.get("/control/calls", params=query)).json()["calls"]
    assert (call["parameters"]["channel"], call["parameters"]["user"]) == ("C0ALL", ann.id)
    assert call["parameters"]["text"].startswith("Ich arbeite nur privat.")
    assert await list_keys(site) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"secret": "another"},
        {"stamp": str(int(time.time()) - 3600)},
        {"stamp": str(int(time.time()) + 3600)},
        {"stamp": "yesterday"},
        {"stamp": ""},
        {"stamp": "٣"},
        {"signature": ""},
        {"signature": "v0=é"},
    ],
)
async def test_what_slack_did_not_sign_is_refused(
    site: Site, face: SlackFace, changes: dict[str, str]
) -> None:
    body = json.dumps(event(text="hi")).encode()
    headers = {k.encode(): v.encode() for k, v in write_headers(body, **changes).items()}
    async with taking(site, face):
        answer = await site.http.post(PATH, content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "unverifiable")
    assert await list_keys(site) == []


@pytest.mark.parametrize("body", [b"\xff\xfe", b"", b"[]", b"null", b'{"type": 7}', b"payload=%7B", b"{"])
async def test_signed_nonsense_is_no_fault_of_ours(site: Site, face: SlackFace, body: bytes) -> None:
    headers = write_headers(b"x") if b"\xff" in body else write_headers(body)
    async with taking(site, face):
        answer = await site.http.post(PATH, content=body, headers=headers)
    assert answer.status_code < 500
    assert await list_keys(site) == []


async def test_without_a_signing_secret_the_endpoint_is_closed(site: Site, face: SlackFace) -> None:
    answer = await post(site, event(text="hi"))
    assert (answer.status_code, answer.json()["code"]) == (400, "endpoint_disabled")
    desk = Desk(site.core.store, site.core.files, {}, 30)
    for app_token, secret in (("", ""), ("", "  "), ("xapp-1", SIGNING_SECRET)):
        assert not open_door(face, desk.record, read_no_home, app_token, secret).takes_requests


async def test_what_cannot_be_recorded_is_not_acknowledged(site: Site, face: SlackFace) -> None:
    async with taking(site, face):
        site.app.state.take_slack = open_door(face, refuse_record, read_no_home, "", SIGNING_SECRET).take
        answer = await post(site, event(text="hi"))
    assert answer.status_code == 503
    assert "disk" not in answer.text


async def refuse_record(arrival: object) -> bool:
    raise OSError("disk full")


async def test_a_slow_auth_test_keeps_no_request_waiting(
    site: Site, face: SlackFace, ann: Person, base_url: str
) -> None:
    await order(base_url, kind="hold", method="auth.test", seconds=30)
    async with taking(site, face):
        begun = time.monotonic()
        answer = await post(site, event(text="hi", user=ann.id))
    assert answer.status_code == 200
    assert time.monotonic() - begun < 3
