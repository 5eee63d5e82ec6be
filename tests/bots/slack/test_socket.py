"""Socket Mode through the real Bolt: on record before the acknowledgement, once, whatever the socket does."""

import asyncio
import time
from typing import Any

import pytest

from bots.errand import Errand
from bots.inbound import Asked, PhotoSent, Pressed, Said, Started
from bots.outbound import Button, Say
from bots.slack.door import open_door
from bots.slack.face import SlackFace, open_slack
from bots.slack.socket import SlackSocket, SocketState
from bots.slack.workspaces import OneWorkspace
from sandbox.slack.app import BOT_TOKEN
from sandbox.slack.person import Person
from sandbox.slack.world import World
from tests.bots.slack.conftest import (
    Recorder,
    control,
    list_deliveries,
    order,
    reach,
    read_home_of_member,
    read_no_home,
    socket_open,
)
from tests.bots.telegram.conftest import draw_photo

SLOW_SECONDS = 2.0


async def read_file(key: str) -> bytes:
    raise FileNotFoundError(key)


async def test_words_photos_taps_commands_and_forms_arrive(
    face: SlackFace, ann: Person, chat: str, base_url: str
) -> None:
    recorder = Recorder()
    async with socket_open(face, recorder, read_home_of_member):
        await ann.say("hello")
        await recorder.wait_for(lambda r: len(r.arrivals) == 1)
        await ann.send_files([draw_photo(n) for n in range(12)])
        await recorder.wait_for(lambda r: len(r.arrivals) == 13)
        await ann.command("/headshots join AbC")
        await recorder.wait_for(lambda r: len(r.arrivals) == 14)
        question = Say("Pick", "", ((Button("Casual", "style", "casual", "d1"),),))
        await face.send(chat, question, None, Errand(read_file))
        await ann.press("Casual")
        await recorder.wait_for(lambda r: len(r.arrivals) == 15)
        await ann.command("/headshots upload")
        await ann.wait_for_view("Fotos hochladen")
        done = await ann.submit_view(files={"files": [draw_photo(1), draw_photo(2)]})
        assert done["outcome"] == "closed"
        await recorder.wait_for(lambda r: len(r.arrivals) == 17)
        assert [d["outcome"] for d in await list_deliveries(base_url, 8)] == ["acked"] * 8, (
            "one is the bot's own message, come back"
        )
    assert recorder.inbound[0] == Said("hello")
    assert all(isinstance(one, PhotoSent) for one in [*recorder.inbound[1:13], *recorder.inbound[15:]])
    assert recorder.inbound[13] == Started("AbC")
    assert isinstance(recorder.inbound[14], Pressed)
    assert {arrival.chat for arrival in recorder.arrivals.values()} == {chat}


async def test_people_are_known_by_their_name_and_language(
    face: SlackFace, ann: Person, world: World
) -> None:
    recorder = Recorder()
    async with socket_open(face, recorder):
        await ann.say("one")
        await ann.say("two")
        await recorder.wait_for(lambda r: len(r.arrivals) == 2)
    names = {(a.name, a.language) for a in recorder.arrivals.values()}
    assert names == {("Ann Lee", "de-DE")}
    assert len([call for call in world.calls if call.method == "users.info"]) == 1


async def test_nobody_waits_for_a_slow_answer_about_who_it_is(
    face: SlackFace, ann: Person, base_url: str
) -> None:
    await order(base_url, kind="hold", method="users.info", seconds=SLOW_SECONDS * 2)
    recorder = Recorder()
    async with socket_open(face, recorder):
        await ann.say("hello")
        [delivery] = await list_deliveries(base_url, 1)
    assert delivery["outcome"] == "acked"
    assert delivery["took"] < SLOW_SECONDS


async def test_nobody_waits_for_a_slow_auth_test(face: SlackFace, ann: Person, base_url: str) -> None:
    await order(base_url, kind="hold", method="auth.test", seconds=30)
    recorder = Recorder()
    async with socket_open(face, recorder):
        await ann.say("hello")
        [delivery] = await list_deliveries(base_url, 1)
    assert (delivery["outcome"], delivery["attempts"]) == ("acked", 1)
    assert delivery["took"] < SLOW_SECONDS


async def test_the_second_delivery_of_one_thing_changes_nothing(
    face: SlackFace, ann: Person, base_url: str
) -> None:
    await control(base_url, "deliveries", duplicate=3)
    recorder = Recorder()
    async with socket_open(face, recorder):
        await ann.say("hello")
        await ann.send_files([draw_photo(1), draw_photo(2)])
        await ann.command("/headshots balance")
        await recorder.wait_for(lambda r: r.asked == 8)
    assert len(recorder.arrivals) == 4
    assert recorder.inbound.count(Said("hello")) == 1


async def test_what_could_not_be_recorded_is_brought_again(
    face: SlackFace, ann: Person, base_url: str
) -> None:
    await control(base_url, "pace", ack_seconds=0.3, retry_seconds=[0.1, 0.1, 0.1])
    recorder = Recorder(fail=2)
    async with socket_open(face, recorder):
        await ann.say("hello")
        await recorder.wait_for(lambda r: len(r.arrivals) == 1)
        [delivery] = await list_deliveries(base_url, 1)
    assert (delivery["outcome"], delivery["attempts"]) == ("acked", 3)


async def test_a_command_elsewhere_is_answered_in_private(face: SlackFace, ann: Person, chat: str) -> None:
    recorder = Recorder()
    async with socket_open(face, recorder):
        await ann.command("/headshots balance", channel="general")
        await ann.wait_for("Ich antworte in unserem privaten Chat", channel="general")
        await recorder.wait_for(lambda r: len(r.arrivals) == 1)
    [arrival] = recorder.arrivals.values()
    assert (arrival.chat, arrival.inbound) == (chat, Asked("balance"))


async def test_the_home_tab_is_drawn(face: SlackFace, ann: Person) -> None:
    async with socket_open(face, Recorder()):
        await ann.open_home()
        await ann.wait_for_view("headshots join", "home")


async def test_a_refreshed_and_a_cut_socket_lose_nothing(face: SlackFace, ann: Person, base_url: str) -> None:
    recorder = Recorder()
    async with socket_open(face, recorder) as door:
        for deed in ("refresh_requested", "close"):
            await ann.say(f"before {deed}")
            await recorder.wait_for(lambda r: Said(f"before {deed}") in r.inbound)  # noqa: B023 - awaited at once
            await control(base_url, "sockets", deed=deed)
            await ann.say(f"after {deed}")
            await recorder.wait_for(lambda r: Said(f"after {deed}") in r.inbound)  # noqa: B023 - awaited at once
        assert door.state == SocketState.CONNECTED


async def test_a_silent_socket_is_noticed_and_made_anew(
    face: SlackFace, ann: Person, base_url: str, world: World
) -> None:
    recorder = Recorder()
    app = open_door(face, recorder.record, read_no_home, "", "")._app
    socket = SlackSocket(face.line, app, "xapp-closeup-sandbox", watch_seconds=0.3)
    stop = asyncio.Event()
    running = asyncio.create_task(socket.run(stop))
    await ann.say("hello")
    await recorder.wait_for(lambda r: len(r.arrivals) == 1)
    await control(base_url, "pace", ack_seconds=0.5, retry_seconds=[0.5] * 20)
    await control(base_url, "sockets", deed="silence")
    await ann.say("are you there")
    await recorder.wait_for(lambda r: len(r.arrivals) == 2)
    assert world.sockets.opened > 1
    stop.set()
    await running
    assert socket.health.state is SocketState.OFF


@pytest.mark.parametrize(
    "fault, state",
    [
        ({"kind": "refuse", "error": "invalid_auth"}, SocketState.BAD_TOKEN),
        ({"kind": "error", "status": 503}, SocketState.UNREACHABLE),
        ({"kind": "flood", "retry_after": 1}, SocketState.UNREACHABLE),
    ],
)
async def test_trouble_at_the_start_is_told_and_then_mended(
    face: SlackFace, ann: Person, base_url: str, world: World, fault: dict[str, Any], state: SocketState
) -> None:
    await order(base_url, method="apps.connections.open", **fault)
    recorder = Recorder()
    async with socket_open(face, recorder) as door:
        await reach(world, lambda: door.state == state)
        await ann.say("hello")
        await recorder.wait_for(lambda r: len(r.arrivals) == 1)
        assert door.state == SocketState.CONNECTED


async def test_nothing_listening_is_no_reason_to_stop() -> None:
    face = await open_slack("http://127.0.0.1:9/api/", OneWorkspace(BOT_TOKEN))
    async with socket_open(face, Recorder()) as door:
        await reach(World(time.time), lambda: door.state == SocketState.UNREACHABLE)
    await face.close()
    assert door.state == SocketState.OFF
