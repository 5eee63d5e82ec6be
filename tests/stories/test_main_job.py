"""The main job of the contract, from the purchase to four headshots, with every promise on the way."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import httpx

from sandbox.telegram.person import Person, SeenMessage
from tests.stories.headshots import (
    JUDGING_SECONDS,
    MAKING_SECONDS,
    PICTURES,
    list_album,
    list_originals,
    receive_headshots,
    send_selfies,
)
from tests.stories.pictures import read_picture
from tests.stories.scene import Scene, join, open_scene

SHORT_WAIT: Final = 3.0  # seconds: two of the pauses that the bot keeps between edits of a message


async def test_the_main_job(empty_scene: Scene, selfies: Sequence[bytes]) -> None:
    scene, console = empty_scene, empty_scene.console
    async with scene.serve() as running, scene.meet("Max") as max_:
        checkout = await console.buy(scene.till)
        assert (checkout["amount_cents"], checkout["currency"], checkout["credits"]) == (2900, "usd", 50)
        assert (await console.overview())["pool"] == 50

        invited = await console.invite("Max")
        shared = await console.ask_team("POST", "credits/auto-distribute", {"strategy": "equal"})
        assert [move["credits"] for move in shared["moves"]] == [25, 25], (
            "the owner and Max, in joining order"
        )
        assert (await console.overview())["pool"] == 0

        await join(max_, invited["code"])
        await send_selfies(max_, selfies)
        await max_.press("Casual")
        asked = await max_.wait_for("25 → 24")
        assert asked.button_texts[0] == "Generate (1 credit)"
        pressed = time.monotonic()
        await max_.press("Generate")
        await max_.wait_for("Done: 4 Casual headshots.", MAKING_SECONDS)
        waited = time.monotonic() - pressed
        await receive_headshots(max_)
        await _check_progress(max_, asked, waited)
        await _check_pictures(max_)
        await max_.say("/balance")
        await max_.wait_for("You have 24 credits")

        assert await console.read_member(invited["member_id"]) == {"allocated": 24, "held": 0, "used": 1}
        assert await console.list_kinds() == ["purchase", "allocate", "allocate", "hold", "settle"]
        assert (await scene.audit())["moves"] == 5
        assert await running.terminate() == 0
        assert "Traceback" not in running.read_errors()


async def test_the_main_job_by_webhook(
    sqlite_url: str, models_dir: Path, tmp_path: Path, selfies: Sequence[bytes]
) -> None:
    """Telegram calls us instead, and calls again what a killed server recorded but did not acknowledge."""
    async with open_scene(sqlite_url, tmp_path) as scene, scene.meet("Max") as max_:
        scene.env |= {"TELEGRAM_WEBHOOK_SECRET": "made-up-for-this", "CLOSEUP_PUBLIC_URL": scene.url}
        async with scene.serve():
            await scene.console.buy(scene.till)
            invited = await scene.console.invite("Max", 1)
            await join(max_, invited["code"])
        async with scene.serve(failpoint="arrival.recorded+") as running:
            await max_.send_album(selfies)
            await running.process.wait()
        async with scene.serve() as running, httpx.AsyncClient(base_url=scene.url) as anybody:
            await max_.wait_for(f"{len(selfies)} of 6-14 photos ready.", JUDGING_SECONDS, since=0)
            forged = await anybody.post("/api/telegram/webhook", json={"update_id": 1})
            assert (forged.status_code, forged.json()["code"]) == (400, "unverifiable")
            await max_.press("Casual")
            await max_.press("Generate")
            assert len(await receive_headshots(max_)) == PICTURES
            assert (await anybody.get("/healthz")).json()["parts"]["telegram"] == "ok"
            assert await running.terminate() == 0


async def _check_progress(person: Person, asked: SeenMessage, waited: float) -> None:
    """The confirm message itself became the progress bar, and the bar only grew."""
    chat = await person.read_chat()
    message = next(m for m in chat.messages if m.message_id == asked.message_id)
    said = [*message.earlier, message.text]
    assert said[-1] == "Done: 4 Casual headshots."
    # Of edits that come close together only the newest goes out; whoever waits longer has seen one in between.
    assert len(said) >= 3 or waited < SHORT_WAIT, "something was to be seen between the question and the end"
    bars = [text.split(": ")[1][0] for text in said if text.startswith("Making your headshots: ")]
    assert bars == sorted(bars)
    assert [m.text for m in chat.find_from_bot() if "Making your headshots" in m.text] == []


async def _check_pictures(person: Person) -> None:
    """Four different portraits, to look at and to keep, without anything hidden in them."""
    chat = await person.read_chat()
    originals = [await person.download(file) for file in list_originals(chat)]
    assert [(file.width, file.height) for m in list_album(chat) if (file := m.photo)] == [(1024, 1280)] * 4
    assert len({m.album for m in list_album(chat)}) == 1
    assert len(set(originals)) == 4
    for data in originals:
        picture = read_picture(data)
        assert (picture.format, picture.size, picture.mode) == ("JPEG", (1024, 1280), "RGB")
        assert not picture.getexif()
        assert not set(picture.info) & {"exif", "comment", "photoshop"}
        assert b"digitalsourcetype/algorithmicallyEnhanced<" in picture.info["xmp"], "it says how it was made"
    tiny = {read_picture(data).resize((8, 10)).tobytes() for data in originals}
    assert len(tiny) == 4, "four pictures, not one encoded four times"
