"""Messages: posted, edited, deleted, for one person only, answered through a response_url."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from sandbox.slack.person import Person
from tests.sandbox.slack.conftest import ANN, CHAT, NO_CERTIFICATES, Stage
from tests.sandbox.slack.test_web_api import refuse

BUTTON = {"type": "button", "action_id": "go", "value": "1", "text": {"type": "plain_text", "text": "Go on"}}
BUTTONS = [{"type": "actions", "elements": [BUTTON]}]


async def test_a_message_is_seen_by_its_blocks(web: AsyncWebClient, ann: Person) -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "*Ready* &lt;now&gt;?"}}
    answer = await web.chat_postMessage(channel=ANN, text="Ready?", blocks=[section, *BUTTONS])
    assert answer["channel"] == CHAT
    seen = await ann.wait_for("ready")
    assert (seen.ts, seen.text, seen.fallback) == (answer["ts"], "*Ready* <now>?", "Ready?")
    assert seen.button_texts == ["Go on"]
    assert all(block["block_id"] for block in answer["message"]["blocks"])


async def test_an_edit_keeps_blocks_that_it_does_not_name(web: AsyncWebClient, ann: Person) -> None:
    ts = (await web.chat_postMessage(channel=CHAT, text="1 of 6", blocks=BUTTONS))["ts"]
    await web.chat_update(channel=CHAT, ts=ts, text="2 of 6")
    assert (await ann.read_chat()).messages[0].button_texts == ["Go on"]
    await web.chat_update(channel=CHAT, ts=ts, text="3 of 6", blocks=[])
    seen = await ann.wait_for("3 of 6", since=0)
    assert (seen.button_texts, seen.edits, seen.earlier) == ([], 2, ["1 of 6", "2 of 6"])


async def test_messages_that_are_gone_or_not_ours_cannot_be_changed(web: AsyncWebClient, ann: Person) -> None:
    ts = (await web.chat_postMessage(channel=CHAT, text="hello"))["ts"]
    await web.chat_delete(channel=CHAT, ts=ts)
    hers = await ann.say("mine")
    errors = [
        (await refuse(call))["error"]
        for call in (
            web.chat_update(channel=CHAT, ts=ts, text="again"),
            web.chat_delete(channel=CHAT, ts=ts),
            web.chat_update(channel=CHAT, ts=hers, text="yours"),
            web.chat_delete(channel=CHAT, ts=hers),
            web.chat_update(channel=ANN, ts=hers, text="by person"),
        )
    ]
    gone = "message_not_found"
    assert errors == [gone, gone, "cant_update_message", "cant_delete_message", "channel_not_found"]


async def test_texts_have_their_limits(web: AsyncWebClient, ann: Person) -> None:
    ts = (await web.chat_postMessage(channel=CHAT, text="x" * 40_000))["ts"]
    await web.chat_update(channel=CHAT, ts=ts, text="x" * 4_000)
    assert (await refuse(web.chat_postMessage(channel=CHAT, text="x" * 40_001)))["error"] == "msg_too_long"
    assert (await refuse(web.chat_update(channel=CHAT, ts=ts, text="x" * 4_001)))["error"] == "msg_too_long"
    # The SDK's own method would warn of it.
    nothing = web.api_call("chat.postMessage", json={"channel": CHAT})
    assert (await refuse(nothing))["error"] == "no_text"


async def test_the_app_reaches_no_channel_that_it_is_not_in(web: AsyncWebClient, ann: Person) -> None:
    await ann.say("hello all", channel="general")
    room = (await ann.read_chat(channel="general")).channel_id
    assert (await refuse(web.chat_postMessage(channel=room, text="hi")))["error"] == "not_in_channel"


async def test_a_message_for_one_person_is_seen_by_nobody_else(
    stage: Stage, web: AsyncWebClient, ann: Person
) -> None:
    answer = await web.chat_postEphemeral(channel=CHAT, user=ANN, text="psst")
    assert (await ann.wait_for("psst")).ephemeral
    assert (await web.conversations_history(channel=CHAT))["messages"] == []
    gone = await refuse(web.chat_update(channel=CHAT, ts=answer["message_ts"], text="x"))
    assert gone["error"] == "message_not_found"
    refusal = await refuse(web.chat_postEphemeral(channel=CHAT, user="U0NOBODY", text="psst"))
    assert refusal["error"] == "user_not_in_channel"


async def test_history_is_newest_first(web: AsyncWebClient, ann: Person) -> None:
    stamps = [(await web.chat_postMessage(channel=CHAT, text=str(n)))["ts"] for n in range(4)]
    history = await web.conversations_history(channel=CHAT, limit=2, latest=stamps[2])
    assert [m["text"] for m in history["messages"]] == ["2", "1"]
    assert history["has_more"]
    assert stamps == sorted(set(stamps))


async def test_metadata_is_shown_to_who_asks_for_it(web: AsyncWebClient, ann: Person) -> None:
    metadata = {"event_type": "told", "event_payload": {"n": 1}}
    said = await web.chat_postMessage(channel=CHAT, text="hello", metadata=metadata)
    assert said["message"]["metadata"] == metadata
    [plain] = (await web.conversations_history(channel=CHAT))["messages"]
    [whole] = (await web.conversations_history(channel=CHAT, include_all_metadata=True))["messages"]
    assert whole == plain | {"metadata": metadata}


@pytest.mark.parametrize("metadata", [{"event_type": "told"}, {"event_type": "", "event_payload": {}}, [1]])
async def test_malformed_metadata_is_refused(web: AsyncWebClient, ann: Person, metadata: Any) -> None:
    refusal = await refuse(web.chat_postMessage(channel=CHAT, text="hello", metadata=metadata))
    assert refusal["error"] == "invalid_metadata_format"


async def test_a_press_can_be_answered_at_its_response_url(
    stage: Stage, bolt: AsyncApp, web: AsyncWebClient, ann: Person
) -> None:
    urls: list[str] = []

    @bolt.action("go")
    async def go(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        urls.append(respond.response_url or "")
        await respond(text="one moment")
        await respond(text="done", replace_original=True, blocks=[])

    await web.chat_postMessage(channel=CHAT, text="Ready?", blocks=BUTTONS)
    async with stage.connect(bolt):
        await ann.press("Go on")
        assert (await ann.wait_for("done")).button_texts == []
        assert (await ann.wait_for("one moment")).ephemeral
    answers = AsyncWebhookClient(urls[0], ssl=NO_CERTIFICATES)
    assert [(await answers.send(text=str(n))).status_code for n in range(4)] == [200, 200, 200, 404]
    assert (await answers.send(text="late")).body == '{"ok":false,"error":"used_url"}'


@pytest.mark.parametrize("seconds,status", [(1799, 200), (1801, 404)])
async def test_a_response_url_ends_after_half_an_hour(
    stage: Stage, bolt: AsyncApp, ann: Person, seconds: float, status: int
) -> None:
    urls: list[str] = []

    @bolt.command("/headshots")
    async def command(ack: AsyncAck, respond: AsyncRespond) -> None:
        urls.append(respond.response_url or "")
        await ack("Opening")

    async with stage.connect(bolt):
        await ann.command("/headshots help")
        await ann.wait_for("Opening")
    stage.clock.now += seconds
    late = await AsyncWebhookClient(urls[0], ssl=NO_CERTIFICATES).send(
        text="late", response_type="in_channel"
    )
    assert late.status_code == status


async def test_a_broken_answer_to_a_command_is_told_to_the_person(
    stage: Stage, bolt: AsyncApp, ann: Person
) -> None:
    @bolt.command("/headshots")
    async def command(ack: AsyncAck, command: dict[str, str]) -> None:
        await ack(blocks=[{"type": "poem"}] if command["text"] == "poem" else [], text="fine")

    async with stage.connect(bolt):
        await ann.command("/headshots poem")
        assert (await ann.wait_for("invalid_blocks")).sender == "slackbot"
        await ann.command("/headshots prose")
        await ann.wait_for("fine")


async def test_who_left_cannot_be_written_to(web: AsyncWebClient, ann: Person) -> None:
    await ann.deactivate()
    assert (await web.users_info(user=ANN))["user"]["deleted"]
    for call in (
        web.chat_postMessage(channel=ANN, text="x"),
        web.chat_postMessage(channel=CHAT, text="x"),
        web.conversations_open(users=ANN),
    ):
        assert (await refuse(call))["error"] == "user_disabled"
