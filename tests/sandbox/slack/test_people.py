"""The control API and its client: what people do, what they see, and how one waits for it."""

import asyncio

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.person import NotSeenError, Person, RefusedError
from tests.sandbox.slack.conftest import ANN, CHAT, Stage, open_client
from tests.sandbox.slack.test_chat import BUTTONS


async def test_waiting_sees_what_comes_after_the_last_deed(web: AsyncWebClient, ann: Person) -> None:
    await web.chat_postMessage(channel=CHAT, text="Choose a style")
    await ann.say("again")
    waiting = asyncio.create_task(ann.wait_for("choose a style", 5))
    await asyncio.wait([waiting], timeout=0.1)
    assert not waiting.done()
    second = await web.chat_postMessage(channel=CHAT, text="Choose a style")
    assert (await waiting).ts == second["ts"]


async def test_waiting_ends_with_what_the_chat_shows(web: AsyncWebClient, ann: Person) -> None:
    await web.chat_postMessage(channel=CHAT, text="Something else")
    with pytest.raises(NotSeenError, match=r"'Thank you' was not seen.*\nbot: Something else"):
        await ann.wait_for("Thank you", 0.1)


async def test_a_press_waits_for_its_button_and_presses_the_newest(
    stage: Stage, web: AsyncWebClient, ann: Person
) -> None:
    pressing = asyncio.create_task(ann.press("go"))
    await web.chat_postMessage(channel=CHAT, text="old", blocks=BUTTONS)
    await pressing
    newer = await web.chat_postMessage(channel=CHAT, text="new", blocks=BUTTONS)
    await ann.press("go")
    pressed = [d.payload["message"]["ts"] for d in stage.world.deliveries.recorded if d.kind == "interactive"]
    assert pressed[-1] == newer["ts"]


async def test_an_option_can_be_chosen(stage: Stage, web: AsyncWebClient, ann: Person) -> None:
    options = [
        {"text": {"type": "plain_text", "text": word}, "value": word} for word in ("casual", "creative")
    ]
    select = {"type": "static_select", "action_id": "style", "options": options}
    await web.chat_postMessage(channel=CHAT, text="?", blocks=[{"type": "actions", "elements": [select]}])
    await ann.press_action("style", "creative")
    action = stage.world.deliveries.recorded[-1].payload["actions"][0]
    assert action["selected_option"]["value"] == "creative"
    with pytest.raises(RefusedError, match="no such option"):
        await ann.press_action("style", "poem")


async def test_the_app_hears_nothing_of_channels(stage: Stage, ann: Person) -> None:
    await ann.say("hello all", channel="general")
    assert list(stage.world.deliveries.recorded) == []
    await ann.command("/headshots help", channel="general")
    command = stage.world.deliveries.recorded[-1].payload
    assert (command["command"], command["text"], command["channel_name"]) == ("/headshots", "help", "general")


async def test_a_deleted_message_is_told(stage: Stage, ann: Person) -> None:
    ts = await ann.say("oops")
    await ann.delete(ts)
    event = stage.world.deliveries.recorded[-1].payload["event"]
    assert (event["subtype"], event["deleted_ts"]) == ("message_deleted", ts)


async def test_the_app_can_be_inspected(stage: Stage, ann: Person) -> None:
    shown = await stage.watch("app")
    assert (shown["mode"], shown["connections"], shown["teams"][0]["installed"]) == ("socket", [], True)
    people = await stage.watch("people")
    assert [(person["id"], person["real_name"]) for person in people] == [(ANN, "Ann")]
    async with open_client(stage.url) as client:
        assert (await client.get("/control/files/F0NONE")).status_code == 404


async def test_impossible_deeds_are_refused_in_a_sentence(stage: Stage, ann: Person) -> None:
    cases: tuple[tuple[str, dict[str, object], int], ...] = (
        ("people", {"id": "ann"}, 422),
        ("people", {"id": "U0BOB", "real_name": 6}, 422),
        ("people", {"id": "U0BOB", "team": "T0NONE"}, 404),
        ("people/U0NOBODY/say", {"text": "hello"}, 404),
        (f"people/{ANN}/say", {"text": "  "}, 422),
        (f"people/{ANN}/say", {"text": "x" * 40_001}, 422),
        (f"people/{ANN}/command", {"line": "headshots"}, 422),
        (f"people/{ANN}/press", {"text": "No such"}, 409),
        (f"people/{ANN}/press", {"text": "x", "where": "nowhere"}, 422),
        (f"people/{ANN}/submit", {}, 409),
        (f"people/{ANN}/close", {}, 409),
        (f"people/{ANN}/delete", {"ts": "1.2"}, 404),
        (f"people/{ANN}/files", {}, 422),
        ("teams", {"id": "T0NONE"}, 404),
    )
    for path, body, status in cases:
        answer = await stage.control(path, **body)
        assert (path, answer.status_code) == (path, status)
        assert answer.json()["detail"].endswith(".")
