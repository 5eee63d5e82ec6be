"""Socket Mode as the real Bolt lives with it: acknowledgements, redelivery, refreshes, silence, several sockets."""

import asyncio
from typing import Any

import pytest
from aiohttp import ClientSession, WSServerHandshakeError
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.app import APP_TOKEN
from sandbox.slack.person import Person
from tests.sandbox.slack.conftest import Stage
from tests.sandbox.slack.test_web_api import refuse


def repeat_after(app: AsyncApp) -> list[dict[str, Any]]:
    """Let an app say again what a person says; gives the bodies it hears, growing."""
    heard: list[dict[str, Any]] = []

    @app.event("message")
    async def repeat(body: dict[str, Any], event: dict[str, Any], client: AsyncWebClient) -> None:
        heard.append(body)
        await client.chat_postMessage(channel=event["channel"], text=f"You said {event.get('text')}")

    return heard


async def wait_until_opened(stage: Stage, count: int) -> None:
    """Wait until so many sockets were ever opened."""
    shown = await stage.watch("app", after=count - 1, timeout=20)
    assert shown["opened"] >= count


async def test_a_ticket_lets_in_once(stage: Stage, web: AsyncWebClient) -> None:
    url = (await web.apps_connections_open(app_token=APP_TOKEN))["url"]
    async with ClientSession() as session:
        async with session.ws_connect(url) as socket:
            hello = await socket.receive_json()
            assert (hello["type"], hello["num_connections"]) == ("hello", 1)
        with pytest.raises(WSServerHandshakeError, match="403"):
            await session.ws_connect(url)


async def test_ten_connections_are_the_most(stage: Stage, web: AsyncWebClient) -> None:
    async with ClientSession() as session:
        sockets = []
        for _ in range(10):
            url = (await web.apps_connections_open(app_token=APP_TOKEN))["url"]
            sockets.append(await session.ws_connect(url))
        hellos = [await socket.receive_json() for socket in sockets]
        assert [hello["num_connections"] for hello in hellos] == list(range(1, 11))
        refusal = await refuse(web.apps_connections_open(app_token=APP_TOKEN))
    assert refusal["error"] == "too_many_websockets"


async def test_an_event_is_acknowledged_and_recorded(stage: Stage, bolt: AsyncApp, ann: Person) -> None:
    heard = repeat_after(bolt)
    async with stage.connect(bolt):
        await ann.say("hello & <b>bye</b>")
        # Slack hands texts over escaped, and the app handed this one back.
        await ann.wait_for("You said hello & <b>bye</b>")
        seen = await stage.watch("deliveries", timeout=20)
    assert heard[0]["event"]["text"] == "hello &amp; &lt;b&gt;bye&lt;/b&gt;"
    assert [(d["kind"], d["outcome"], d["attempts"]) for d in seen["deliveries"][:1]] == [
        ("events_api", "acked", 1)
    ]
    assert 0 < seen["deliveries"][0]["took"] < 1


async def test_the_apps_own_messages_come_back_to_it(stage: Stage, web: AsyncWebClient, ann: Person) -> None:
    url = (await web.apps_connections_open(app_token=APP_TOKEN))["url"]
    async with ClientSession() as session, session.ws_connect(url) as socket:
        await socket.receive_json()
        await web.chat_postMessage(channel=ann.id, text="hello")
        event = (await socket.receive_json())["payload"]["event"]
    assert (event["text"], event["channel_type"], event["bot_id"][0]) == ("hello", "im", "B")


async def test_what_is_not_acknowledged_comes_again(stage: Stage, web: AsyncWebClient, ann: Person) -> None:
    await stage.control("pace", ack_seconds=0.05, retry_seconds=[0, 0.05])
    url = (await web.apps_connections_open(app_token=APP_TOKEN))["url"]
    async with ClientSession() as session, session.ws_connect(url) as socket:
        await socket.receive_json()
        await ann.say("hello")
        envelopes = [await socket.receive_json() for _ in range(3)]
        last = await stage.watch("deliveries", timeout=20)
    assert [(e["retry_attempt"], e["retry_reason"]) for e in envelopes] == [
        (0, ""),
        (1, "timeout"),
        (2, "timeout"),
    ]
    assert len({envelope["payload"]["event_id"] for envelope in envelopes}) == 1
    assert [delivery["outcome"] for delivery in last["deliveries"]] == ["failed"]


async def test_an_app_that_fails_gets_its_event_again(stage: Stage, bolt: AsyncApp, ann: Person) -> None:
    await stage.control("pace", ack_seconds=0.1, retry_seconds=[0])
    failures = [RuntimeError("the database is away")]
    retries: list[str] = []

    @bolt.middleware
    async def record(request: Any, next_: Any) -> None:
        retries.append((request.headers.get("x-slack-retry-num") or ["0"])[0])
        if failures:
            raise failures.pop()
        await next_()

    repeat_after(bolt)
    async with stage.connect(bolt):
        await ann.say("hello")
        await ann.wait_for("You said hello")
    assert retries[:2] == ["0", "1"]


async def test_what_happens_before_the_app_comes_waits_for_it(
    stage: Stage, bolt: AsyncApp, ann: Person
) -> None:
    heard = repeat_after(bolt)
    await ann.say("early")
    async with stage.connect(bolt):
        await ann.wait_for("You said early")
    assert len(heard) == 1


async def test_a_press_fails_when_nobody_listens(stage: Stage, bolt: AsyncApp, ann: Person) -> None:
    await stage.control("pace", ack_seconds=0.05)
    await ann.command("/headshots help")
    seen = await ann.wait_for("operation_timeout")
    assert (seen.sender, seen.ephemeral) == ("slackbot", True)
    assert [press["outcome"] for press in (await ann.read_chat()).presses] == ["timeout"]


@pytest.mark.parametrize("deed", ["refresh_requested", "warning", "close"])
async def test_the_app_moves_to_a_new_connection(
    stage: Stage, bolt: AsyncApp, ann: Person, deed: str
) -> None:
    repeat_after(bolt)
    async with stage.connect(bolt):
        await stage.control("sockets", deed=deed)
        if deed == "warning":
            await stage.control("sockets", deed="refresh_requested")
        await wait_until_opened(stage, 2)
        await ann.say("hello")
        await ann.wait_for("You said hello")


async def test_what_was_on_a_lost_connection_comes_on_the_next(
    stage: Stage, web: AsyncWebClient, ann: Person
) -> None:
    async with ClientSession() as session:
        url = (await web.apps_connections_open(app_token=APP_TOKEN))["url"]
        async with session.ws_connect(url) as socket:
            await socket.receive_json()
            await ann.command("/headshots help")
            lost = await socket.receive_json()
        url = (await web.apps_connections_open(app_token=APP_TOKEN))["url"]
        async with session.ws_connect(url) as socket:
            await socket.receive_json()
            again = await socket.receive_json()
            await socket.send_json({"envelope_id": again["envelope_id"], "payload": {"text": "Help"}})
            await ann.wait_for("Help")
    assert (again["type"], again["envelope_id"]) == ("slash_commands", lost["envelope_id"])


async def test_a_silent_connection_answers_nothing_and_the_client_notices(
    stage: Stage, bolt: AsyncApp, ann: Person
) -> None:
    await stage.control("pace", ack_seconds=0.1, retry_seconds=[0, 0.1, 0.5, 1, 2, 4])
    repeat_after(bolt)
    async with stage.connect(bolt, ping_seconds=0.05) as handler:
        silenced = (await stage.control("sockets", deed="silence")).json()["numbers"]
        assert silenced == [1]
        await ann.say("hello")
        # Four ping intervals without a pong, and slack_sdk takes the connection for stale.
        await wait_until_opened(stage, 2)
        await ann.wait_for("You said hello")
        assert await handler.client.is_connected()


async def test_several_apps_share_the_deliveries(stage: Stage, ann: Person) -> None:
    heard: list[str] = []
    all_heard = asyncio.Event()

    def open_named(name: str) -> AsyncApp:
        app = stage.open_bolt()

        @app.event("message")
        async def hear() -> None:
            heard.append(name)
            if len(heard) == 4:
                all_heard.set()

        return app

    async with stage.connect(open_named("first")), stage.connect(open_named("second")):
        for _ in range(4):
            await ann.say("hello")
        await asyncio.wait_for(all_heard.wait(), 10)
    assert sorted(heard) == ["first", "first", "second", "second"]


async def test_deliveries_can_come_twice_and_in_reverse(
    stage: Stage, web: AsyncWebClient, ann: Person
) -> None:
    url = (await web.apps_connections_open(app_token=APP_TOKEN))["url"]
    await stage.control("deliveries", reverse=3)
    await stage.control("deliveries", duplicate=1)
    async with ClientSession() as session, session.ws_connect(url) as socket:
        await socket.receive_json()
        for text in "123":
            await ann.say(text)
        texts: list[str] = []
        while len(texts) < 4:
            envelope = await socket.receive_json()
            await socket.send_json({"envelope_id": envelope["envelope_id"]})
            texts.append(envelope["payload"]["event"]["text"])
    assert texts[:3] == ["3", "2", "1"]
    assert texts[3] == "1"


async def test_an_unknown_connection_or_deed_is_refused(stage: Stage) -> None:
    assert (await stage.control("sockets", deed="silence", number=9)).status_code == 404
    async with ClientSession() as session:
        url = (await stage.open_web().apps_connections_open(app_token=APP_TOKEN))["url"]
        async with session.ws_connect(url):
            await wait_until_opened(stage, 1)
            assert (await stage.control("sockets", deed="dance")).status_code == 422


async def test_a_slow_first_call_delays_nothing_but_itself(stage: Stage, bolt: AsyncApp, ann: Person) -> None:
    await stage.control("faults", kind="hold", method="auth.test", seconds=0.3)
    acknowledged: list[AsyncAck] = []

    @bolt.command("/headshots")
    async def command(ack: AsyncAck) -> None:
        acknowledged.append(ack)
        await ack("Here")

    async with stage.connect(bolt):
        began = asyncio.get_running_loop().time()
        await ann.command("/headshots help")
        await ann.wait_for("Here")
        assert asyncio.get_running_loop().time() - began >= 0.3
