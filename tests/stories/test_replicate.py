"""The main job with Replicate as the generator: whatever it does, a member gets pictures or the credit back."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Sequence
from typing import Final

import pytest

from core.domain.reasons import Reason
from sandbox.telegram.person import Person
from tests.processes import Running
from tests.stories.headshots import PICTURES, list_originals, order_headshots, receive_headshots
from tests.stories.pictures import read_picture
from tests.stories.scene import Scene
from tests.stories.workshop import Workshop, open_workshop

SOURCE: Final = b"digitalsourcetype/trainedAlgorithmicMedia<"
CREATED: Final = "/v1/models/google/nano-banana/predictions"
SECOND_CALL: Final = "provider.sending:6"  # after four uploads and one prediction
ITS_ANSWER: Final = "provider.asked"
PATIENCE: Final = 100.0  # a lost webhook costs a minute

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
async def workshop(empty_scene: Scene) -> AsyncIterator[Workshop]:
    async with open_workshop(empty_scene) as workshop:
        yield workshop


async def stop(running: Running) -> None:
    assert await running.terminate() == 0
    assert "Traceback" not in running.read_errors()


async def wait_until_killed(running: Running) -> None:
    async with asyncio.timeout(60):
        assert await running.process.wait() == -signal.SIGKILL


async def again(person: Person, button: str = "Try again") -> None:
    """The same photos once more."""
    await person.press(button)
    await person.press("Generate")


async def wait_for_end(person: Person, said: str) -> None:
    """A failure says why and gives the credit back."""
    await person.wait_for(f"Sorry, that did not work. {said} Your credit is back", PATIENCE)


async def check_pictures(person: Person, count: int = PICTURES) -> None:
    originals = [await person.download(file) for file in list_originals(await person.read_chat())]
    assert len(set(originals)) == len(originals) == count
    for data in originals:
        picture = read_picture(data)
        assert (picture.format, picture.size) == ("JPEG", (1024, 1280))
        assert SOURCE in picture.info["xmp"]
        assert not set(picture.info) & {"exif", "comment", "photoshop"}


async def test_the_main_job_told_by_webhook_ten_times_and_a_redo(
    workshop: Workshop, selfies: Sequence[bytes]
) -> None:
    scene, foundry = workshop.scene, workshop.foundry
    await foundry.break_next("repeated", times=4, copies=10)
    async with scene.serve() as running:
        await scene.stock(50)
        async with scene.bring("Max", 2) as (max_, member_id):
            await order_headshots(max_, selfies)
            await receive_headshots(max_)
            await check_pictures(max_)
            told = await foundry.wait_delivered("completed", count=4)
            assert [row["attempts"] for row in told] == [[200] * 10] * 4
            await again(max_, "Redo")
            await max_.wait_for(lambda chat: len(list_originals(chat)) >= 2 * PICTURES, PATIENCE)
            await check_pictures(max_, 2 * PICTURES)
            assert await scene.console.read_member(member_id) == {"allocated": 0, "held": 0, "used": 2}
        assert len(await foundry.list_jobs()) == 8
        await workshop.wait_forgotten()
        await stop(running)


async def test_polling_alone(workshop: Workshop, selfies: Sequence[bytes]) -> None:
    scene = workshop.scene
    workshop.change(REPLICATE_WEBHOOK_SECRET="")
    async with scene.serve() as running:
        await scene.stock(50)
        async with scene.bring("Max") as (max_, _):
            await order_headshots(max_, selfies)
            await receive_headshots(max_)
            await check_pictures(max_)
        assert [job["webhook"] for job in await workshop.foundry.list_jobs()] == [None] * 4
        await stop(running)


async def test_lost_and_forged_webhooks_cost_a_minute_and_failures_a_sentence(
    workshop: Workshop, selfies: Sequence[bytes]
) -> None:
    scene, foundry = workshop.scene, workshop.foundry
    async with scene.serve() as running:
        await scene.stock(50)
        async with scene.bring("Pat") as (pat, _), scene.bring("Max") as (max_, member_id):
            for fault in ("lost", "lost", "forged", "stale"):
                await foundry.break_next(fault)
            await order_headshots(pat, selfies)
            refused = await foundry.wait_delivered("completed", state="failed", count=2, seconds=40)
            assert [row["attempts"] for row in refused] == [[400], [400]]

            await foundry.plan_always("failed")
            await order_headshots(max_, selfies)
            await wait_for_end(max_, Reason.GENERATOR_FAILED.sentence)
            for flaw in ("html", "truncated", "wrong_size"):
                await foundry.plan_always(flaw=flaw)
                await again(max_)
                await max_.wait_for("no usable picture. Your credit is back", PATIENCE)
            assert await scene.console.read_member(member_id) == {"allocated": 1, "held": 0, "used": 0}

            await foundry.clear_plans()
            await foundry.plan_next("failed", times=1)
            for fault in ("too_many", "error", "answer_lost"):
                await foundry.break_next(fault, method="POST", path=CREATED)
            before = len(await foundry.list_jobs())
            await again(max_)
            await receive_headshots(max_)
            assert len(await foundry.list_jobs()) == before + 5, "four, and one for the one that failed"
            await check_pictures(max_)

            await pat.wait_for(lambda chat: len(list_originals(chat)) >= PICTURES, PATIENCE)
            await check_pictures(pat)
        await workshop.wait_forgotten()
        await stop(running)


async def test_kills_cancels_and_a_provider_that_hangs(workshop: Workshop, selfies: Sequence[bytes]) -> None:
    scene, foundry = workshop.scene, workshop.foundry
    async with contextlib.AsyncExitStack() as stack:
        async with scene.serve() as running:
            await scene.stock(50)
            max_, member_id = await stack.enter_async_context(scene.bring("Max", 3))
            await stop(running)
        async with scene.serve(SECOND_CALL) as running:
            await order_headshots(max_, selfies)
            await wait_until_killed(running)
        assert len(await foundry.list_jobs()) == 1, "killed with the second noted and not asked for"
        async with scene.serve(ITS_ANSWER) as running:
            await wait_until_killed(running)
        assert len(await foundry.list_jobs()) == 2, "killed with the answer in hand and nothing noted"
        async with scene.serve() as running:
            await receive_headshots(max_)
            assert len(await foundry.list_jobs()) == 4
            await foundry.plan_always("stuck")
            await again(max_, "Redo")
            await foundry.wait_jobs(status="processing", count=4, seconds=60)
            await max_.say("/cancel")
            await max_.wait_for("Stopped. Your credit is back", PATIENCE)
            await foundry.wait_jobs(status="canceled", count=4, seconds=60)
            await stop(running)
        workshop.hurry(5)
        async with scene.serve() as running:
            await again(max_)
            await wait_for_end(max_, Reason.GENERATOR_SLOW.sentence)
            await foundry.wait_jobs(status="canceled", count=8, seconds=60)
            assert await scene.console.read_member(member_id) == {"allocated": 2, "held": 0, "used": 1}
            await workshop.wait_forgotten()
            await stop(running)
