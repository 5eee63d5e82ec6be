"""The main job on Slack: the same conversation, against `closeup serve`, by socket and by signed requests."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Awaitable, Sequence
from pathlib import Path

import httpx
import pytest

from sandbox.listening import listen
from sandbox.slack.app import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, open_slack
from sandbox.slack.person import Person
from sandbox.slack.sights import SeenChat, SeenFile
from tests.stories.pictures import read_picture
from tests.stories.scene import Scene, open_scene

JUDGING_SECONDS, MAKING_SECONDS = 60.0, 90.0


@contextlib.asynccontextmanager
async def add_slack(scene: Scene, **tokens: str) -> AsyncIterator[str]:
    """A stand-in of Slack beside the others, and the product pointed at it."""
    app = open_slack()
    async with listen(app) as url:
        app.state.world.base_url = url
        scene.env |= {"SLACK_API_BASE": f"{url}/api/", "SLACK_BOT_TOKEN": BOT_TOKEN, **tokens}
        yield url


async def join(person: Person, code: str) -> None:
    """Join by the command and agree."""
    await person.command(f"/headshots join {code}")
    await person.press("I agree", 30)
    await person.wait_for("photos of yourself", 30)


async def make_headshots(person: Person, selfies: Sequence[bytes], style: str) -> list[SeenFile]:
    """Photos, style, go; the four pictures."""
    await person.send_files(selfies)
    await person.wait_for(f"{len(selfies)} of 6-14 photos ready", JUDGING_SECONDS)
    await person.press(style, 30)
    await person.press("Generate", 30)
    return await receive(person, style)


async def receive(person: Person, style: str) -> list[SeenFile]:
    """Wait for the album and the last words; its files. No album may come twice."""
    await person.wait_for(lambda chat: len(list_albums(chat, style)) == 1, MAKING_SECONDS)
    await person.wait_for("Done: 4", MAKING_SECONDS)
    [files] = list_albums(await person.read_chat(), style)
    return files


def list_albums(chat: SeenChat, style: str) -> list[list[SeenFile]]:
    """The files of each message that shows finished headshots."""
    return [list(m.files) for m in chat.find_from_bot() if m.files and m.text == f"Your {style} headshots"]


async def test_the_main_job_on_slack(empty_scene: Scene, selfies: Sequence[bytes]) -> None:
    """By socket on one database and by signed requests on the other: the two have nothing to do with each other."""
    scene, console = empty_scene, empty_scene.console
    mode = "socket" if scene.env["DATABASE_URL"].startswith("sqlite") else "http"
    tokens = {"SLACK_APP_TOKEN": APP_TOKEN} if mode == "socket" else {"SLACK_SIGNING_SECRET": SIGNING_SECRET}
    async with add_slack(scene, **tokens) as slack, scene.serve() as running:
        if mode == "http":
            await point_at(slack, f"{scene.url}/api/slack/events")
        await console.buy(scene.till)
        invited = await console.invite("Max", 2)
        async with Person(slack, "U0MAX", "Max") as max_:
            await join(max_, invited["code"])
            pictures = await make_headshots(max_, selfies, "Casual")
            await check_pictures(max_, pictures)
            await max_.command("/headshots balance")
            await max_.wait_for("You have 1 credit", 30)
            await max_.open_home()
            home = await max_.wait_for_view("1 credit", "home")
            assert "Casual" in home.text
        assert await console.read_member(invited["member_id"]) == {"allocated": 1, "held": 0, "used": 1}
        assert await console.list_kinds() == ["purchase", "allocate", "hold", "settle"]
        async with httpx.AsyncClient() as http:
            assert (await http.get(f"{scene.url}/healthz")).json()["parts"]["slack"] == "ok"
        assert await running.terminate() == 0
        assert "Traceback" not in running.read_errors()


async def test_killed_between_record_and_acknowledgement(
    empty_scene: Scene, selfies: Sequence[bytes]
) -> None:
    """Slack brings everything again that was recorded but not acknowledged; it is worked once."""
    scene, console = empty_scene, empty_scene.console
    async with add_slack(scene, SLACK_APP_TOKEN=APP_TOKEN) as slack:
        await hasten(slack)
        async with Person(slack, "U0MAX", "Max") as max_:
            async with scene.serve():
                await console.buy(scene.till)
                invited = await console.invite("Max", 1)
                await join(max_, invited["code"])
            async with scene.serve(failpoint="arrival.recorded") as running:
                await max_.send_files(selfies)
                await running.process.wait()
            async with scene.serve():
                await max_.wait_for(f"{len(selfies)} of 6-14 photos ready", JUDGING_SECONDS)
                await max_.press("LinkedIn", 30)
                await max_.press("Generate", 30)
                assert len(await receive(max_, "LinkedIn")) == 4
            chat = await max_.read_chat()
        texts = [text for message in chat.find_from_bot() for text in (message.text, *message.earlier)]
        assert not any(f"{len(selfies) + 1} of 6-14" in text for text in texts), "no photo came twice"


@pytest.mark.timeout(600)  # seven lives of a server
async def test_killed_after_a_text_says_it_once(
    sqlite_url: str, models_dir: Path, tmp_path: Path, selfies: Sequence[bytes]
) -> None:
    """Slack can tell whether it has a message; nothing is asked where nothing was cut off."""
    async with (
        open_scene(sqlite_url, tmp_path) as scene,
        add_slack(scene, SLACK_APP_TOKEN=APP_TOKEN) as slack,
        Person(slack, "U0MAX", "Max") as max_,
    ):
        await hasten(slack)
        async with scene.serve():
            await scene.console.buy(scene.till)
            invited = await scene.console.invite("Max", 1)
        await die_at(scene, "notice.sent.Say", max_.command(f"/headshots join {invited['code']}"))
        async with scene.serve():
            await max_.press("I agree", 30)
            await max_.wait_for("photos of yourself", 30)
        await die_at(scene, "notice.sent.Replace", max_.send_files(selfies[:6]))
        async with scene.serve():
            await max_.wait_for("6 of 6-14 photos ready", JUDGING_SECONDS)
            await max_.press("Casual", 30)
            await max_.wait_for("1 → 0", 30)
        await die_at(scene, "notice.sent.Say", max_.press("Generate", 30))
        async with scene.serve():
            await max_.wait_for("You have 0 credits left", MAKING_SECONDS)
            await max_.command("/headshots status")
            await max_.wait_for("Nothing is under way", 30)
        said = [message.text for message in (await max_.read_chat()).find_from_bot()]
        asked = await count_calls(slack, "conversations.history")
    beginnings = ("Welcome to", "Send me 6-14", "6 photos in use", "Done: 4", "You have 0 credits left")
    assert [sum(text.startswith(one) for text in said) for one in beginnings] == [1] * 5, said
    assert 3 <= asked <= 2 * 3, "once for each that may have been cut off, and for nothing else"


async def die_at(scene: Scene, point: str, deed: Awaitable[object]) -> None:
    """One life of the product, in which somebody does something that kills it."""
    async with scene.serve(failpoint=point) as running:
        await deed
        async with asyncio.timeout(MAKING_SECONDS):
            assert await running.process.wait() == -signal.SIGKILL


# Cut off before Slack took them, before it said so, before we noted that it did, and just after.
OF_AN_ALBUM = ("pictures.noted", "pictures.completed", "notice.sent.Album", "notice.noted.Album")


@pytest.mark.timeout(600)  # six lives of a server
async def test_killed_around_the_results_shows_them_once(
    sqlite_url: str, models_dir: Path, tmp_path: Path, selfies: Sequence[bytes]
) -> None:
    """Slack can tell whether it shows what a killed server handed over, and is asked before more is sent."""
    async with (
        open_scene(sqlite_url, tmp_path) as scene,
        add_slack(scene, SLACK_APP_TOKEN=APP_TOKEN) as slack,
    ):
        await hasten(slack)
        console = scene.console
        async with Person(slack, "U0MAX", "Max") as max_:
            async with scene.serve():
                await console.buy(scene.till)
                invited = await console.invite("Max", 1)
                await join(max_, invited["code"])
                await max_.send_files(selfies)
                await max_.wait_for(f"{len(selfies)} of 6-14 photos ready", JUDGING_SECONDS)
                await max_.press("Creative", 30)
                await max_.wait_for("1 → 0", 30)
            async with scene.serve(failpoint=OF_AN_ALBUM[0]) as running:
                await max_.press("Generate", 30)
                assert await running.process.wait() == -signal.SIGKILL
            for point in OF_AN_ALBUM[1:]:
                async with scene.serve(failpoint=point) as running, asyncio.timeout(JUDGING_SECONDS):
                    assert await running.process.wait() == -signal.SIGKILL
            async with scene.serve():
                await max_.wait_for("You have 0 credits left", MAKING_SECONDS)
                assert len(await receive(max_, "Creative")) == 4
                await max_.command("/headshots delete")
                await max_.press("Yes, delete everything", 30)
                await max_.wait_for("Your data is deleted", 30)
                await max_.wait_for(lambda chat: not list_albums(chat, "Creative"), 30)


async def check_pictures(person: Person, files: Sequence[SeenFile]) -> None:
    """Four different portraits."""
    assert [(file.width, file.height) for file in files] == [(1024, 1280)] * 4
    originals = [await person.download(file) for file in files]
    assert len(set(originals)) == 4
    assert {read_picture(data).format for data in originals} == {"JPEG"}


async def point_at(slack: str, url: str) -> None:
    """Have the stand-in post to `url`, after it answered the challenge."""
    async with httpx.AsyncClient(base_url=slack, trust_env=False) as control:
        body = {"url": url, "secret": SIGNING_SECRET, "verify": True}
        (await control.post("/control/http", json=body)).raise_for_status()


async def hasten(slack: str) -> None:
    """Slack's pauses between deliveries grow to minutes; here a killed server is back within seconds."""
    async with httpx.AsyncClient(base_url=slack, trust_env=False) as control:
        (await control.post("/control/pace", json={"retry_seconds": [0.5] * 60})).raise_for_status()


async def count_calls(slack: str, method: str) -> int:
    """How often the product called it."""
    async with httpx.AsyncClient(base_url=slack, trust_env=False) as control:
        return len((await control.get("/control/calls", params={"method": method})).json()["calls"])
