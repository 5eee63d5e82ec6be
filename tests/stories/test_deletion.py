"""Stopping and deleting in the middle of the work: the credit comes back and no picture of the person stays."""

from collections.abc import Sequence

import pytest

from tests.stories.headshots import JUDGING_SECONDS, MAKING_SECONDS, list_originals, order_headshots
from tests.stories.scene import Scene

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_stopped_generation_gives_the_credit_back(scene: Scene, selfies: Sequence[bytes]) -> None:
    before = set(scene.list_files())
    async with scene.bring("Max", 1) as (max_, member_id):
        await order_headshots(max_, selfies[:6])
        await scene.wait_for_picture(before)
        await max_.say("/cancel")
        stopped = await max_.wait_for("Your credit is back (balance 1).", MAKING_SECONDS)
        assert stopped.button_texts == ["Try again", "New headshots"]
        assert await scene.console.list_kinds(member_id) == ["allocate", "hold", "release"]
        assert list_originals(await max_.read_chat()) == []
        await scene.wait_for_files(lambda: _count(scene, before, "generations") == 0)
        assert _count(scene, before, "members") == 6, "for another try"


async def test_deleting_while_headshots_are_made_leaves_nothing(
    scene: Scene, selfies: Sequence[bytes]
) -> None:
    before = set(scene.list_files())
    async with scene.bring("Eva", 2) as (eva, member_id):
        await eva.say("/delete_my_data")
        await eva.wait_for("Really delete everything?")
        await order_headshots(eva, selfies[:6])
        await scene.wait_for_picture(before)
        await eva.press("Yes, delete everything")
        await eva.wait_for("Your data is deleted")
        await eva.wait_for("Your credit is back", MAKING_SECONDS)
        kinds = await scene.console.list_kinds(member_id)
        assert kinds == ["allocate", "hold", "reclaim", "release", "reclaim"]
        await scene.wait_for_files(lambda: set(scene.list_files()) <= before)


async def test_deleting_while_photos_are_judged_leaves_nothing(
    scene: Scene, selfies: Sequence[bytes]
) -> None:
    before = set(scene.list_files())
    async with scene.bring("Ida", 0) as (ida, _):
        await ida.say("/delete_my_data")
        await ida.wait_for("Really delete everything?")
        await ida.send_album(selfies[:8])
        await ida.press("Yes, delete everything")
        await ida.wait_for("Your data is deleted", JUDGING_SECONDS)
    async with scene.bring("Ulf", 0) as (ulf, ulfs_id):
        # Photos are judged in their order: once this one is, hers were.
        await ulf.send_photo(selfies[0])
        await ulf.wait_for("1 of 6-14 photos ready.", JUDGING_SECONDS)
        await scene.wait_for_files(
            lambda: {key for key in scene.list_files() if ulfs_id not in key} <= before
        )


def _count(scene: Scene, before: set[str], folder: str) -> int:
    return sum(f"/{folder}/" in key for key in set(scene.list_files()) - before)
