"""Kill -9 at every marked point, SIGTERM in the middle: the job ends, the credit is spent once, nothing is lost."""

import os
import signal
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

from sandbox.stripe.till import read_session_id
from sandbox.telegram.person import Person
from tests.processes import run_closeup
from tests.stories.headshots import (
    JUDGING_SECONDS,
    PICTURES,
    list_album,
    list_originals,
    order_headshots,
    receive_headshots,
)
from tests.stories.kills import play_under_kills
from tests.stories.pictures import read_picture
from tests.stories.scene import Scene, join

pytestmark = pytest.mark.timeout(600)  # many lives of a second or two each

KILLS: Final = 6
POINT_SECONDS: Final = 60
# In the order in which one job comes by; each point is met again in the next life if nothing of it was kept.
OF_A_WEBHOOK: Final = ("webhook.applied", "webhook.applied+")
OF_ARRIVALS: Final = ("arrival.recorded", "arrival.recorded+", "file.half_put")
OF_SELFIES: Final = (
    "file.put:2",
    "selfie.accepted",
    "selfie.accepted+",
)
OF_A_GENERATION: Final = (
    "generation.held",
    "generation.held+",
    "file.put",
    "picture.recorded",
    "picture.recorded+",
    "generation.ended",
    "generation.ended+",
)
# The album goes out in three lives until one of them has noted it, the originals in two.
OF_THE_POST: Final = (
    "notice.sent.Album",
    "notice.noted.Album",
    "notice.noted.Album+",
    "notice.sent.Documents",
)
ALBUMS_SENT, ORIGINALS_SENT = 3, 2


async def test_a_kill_at_every_point_loses_and_doubles_nothing(
    empty_scene: Scene, selfies: Sequence[bytes]
) -> None:
    scene, console = empty_scene, empty_scene.console
    async with scene.serve():
        checkout = await console.order()
        invited = await console.invite("Max")
    async with scene.meet("Max") as max_:
        # What is done while nothing serves waits at Stripe and at Telegram.
        assert (await scene.till.pay(checkout["checkout_url"])).done
        await _die_at_each(scene, OF_A_WEBHOOK)
        async with scene.serve():
            session_id = read_session_id(checkout["checkout_url"])
            (paid,) = await scene.till.wait_delivered("checkout.session.completed", about=session_id)
            assert (await console.overview())["pool"] == checkout["credits"]
            await console.ask_team("POST", "credits/auto-distribute", {"strategy": "equal"})
            await join(max_, invited["code"])
        assert set(paid["attempts"][:-1]) == {0}, "cut off until it was answered"

        await max_.send_album(selfies[:6])
        await _die_at_each(scene, OF_ARRIVALS)
        assert _age_torn_files(scene), "file.half_put leaves one behind"
        await _die_at_each(scene, OF_SELFIES)
        async with scene.serve():
            await max_.wait_for("6 of 6-14 photos ready.", JUDGING_SECONDS, since=0)
            await max_.press("Professional")
            await max_.wait_for("25 → 24")
        await max_.press("Generate")
        await _die_at_each(scene, OF_A_GENERATION + OF_THE_POST)
        _age_torn_files(scene)  # any kill may fall into somebody else's write
        async with scene.serve() as running:
            await _check_delivery(scene, max_)
            assert await console.list_kinds() == ["purchase", "allocate", "allocate", "hold", "settle"]
            assert await console.read_member(invited["member_id"]) == {"allocated": 24, "held": 0, "used": 1}
            assert await running.terminate() == 0


async def _check_delivery(scene: Scene, member: Person) -> None:
    await receive_headshots(member)
    chat = await member.read_chat()
    assert len(list_album(chat)) == PICTURES * ALBUMS_SENT
    assert len(list_originals(chat)) == PICTURES * ORIGINALS_SENT
    originals = {await member.download(file) for file in list_originals(chat)}
    assert len(originals) == PICTURES
    assert {read_picture(data).size for data in originals} == {(1024, 1280)}
    folders = Counter(Path(key).parts[2] for key in scene.list_files())
    assert folders == {"members": 6, "generations": PICTURES}, "and no torn file is left"


async def _die_at_each(scene: Scene, points: Sequence[str]) -> None:
    for point in points:
        env = scene.env | {"CLOSEUP_FAILPOINT": point}
        code, _, errors = await run_closeup(env, "serve", seconds=POINT_SECONDS)
        assert code == -signal.SIGKILL, f"{point} was not reached: {errors[-500:]}"


def _age_torn_files(scene: Scene) -> int:
    """What was cut off a while ago is cleared at the next start; how many files that are."""
    torn = [scene.files / key for key in scene.list_files() if Path(key).name.startswith(".new-")]
    for path in torn:
        os.utime(path, (time.time() - 3600,) * 2)
    return len(torn)


async def test_kills_at_random_lose_and_double_nothing(empty_scene: Scene, selfies: Sequence[bytes]) -> None:
    tally = await play_under_kills(empty_scene, selfies[:6], kills=KILLS, seed=1)
    assert tally.kills == KILLS
    assert tally.jobs >= 2
    assert tally.purchases >= 1


async def test_kills_at_random_with_a_provider_pay_for_nothing_twice(
    empty_scene: Scene, selfies: Sequence[bytes]
) -> None:
    tally = await play_under_kills(empty_scene, selfies[:6], kills=KILLS, seed=1, generator="replicate")
    assert tally.kills == KILLS
    assert tally.jobs >= 2
    assert tally.predictions >= tally.jobs * PICTURES


async def test_sigterm_in_the_middle_is_quick_and_the_next_start_goes_on(
    empty_scene: Scene, selfies: Sequence[bytes]
) -> None:
    scene = empty_scene
    async with scene.serve() as running:
        await scene.console.buy(scene.till)
        async with scene.bring("Max", 1) as (max_, member_id):
            await order_headshots(max_, selfies[:6])
            await scene.wait_for_picture(set())
            assert (await scene.console.read_member(member_id))["held"] == 1
            assert await running.terminate() == 0, "within 10 seconds, which terminate() checks"
            assert "Traceback" not in running.read_errors()
            async with scene.serve():
                assert len(await receive_headshots(max_)) == PICTURES
                assert await scene.console.list_kinds(member_id) == ["allocate", "hold", "settle"]
                await _check_second_server_is_refused(scene)


async def _check_second_server_is_refused(scene: Scene) -> None:
    code, output, errors = await run_closeup(scene.env | {"CLOSEUP_BIND": "127.0.0.1:0"}, "serve")
    assert (code, output) == (1, "")
    expected = "closeup: Another closeup is already working with this data folder."
    assert errors.startswith(expected)
    assert len(errors.splitlines()) == 1
