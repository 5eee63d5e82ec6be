"""Photos that come one by one: every one is seen and judged while the next is still on its way, in one message."""

from sandbox.telegram.person import Person
from tests.bots.stage import Stage
from tests.bots.telegram.conftest import draw_photo

PHOTOS, GAP_SECONDS = 14, 10


async def test_a_trickle_is_told_live_in_one_message(lite_stage: Stage, lite_guest: Person) -> None:
    await lite_stage.join(lite_guest)
    for n in range(1, PHOTOS + 1):
        async with lite_stage.expect():
            await lite_guest.send_photo(draw_photo(10 * n))
        await lite_stage.turn()
        lite_stage.clock.go_on(seconds=GAP_SECONDS / 2)
        lite_stage.judge_all()
        await lite_stage.turn()
        [status] = [m for m in (await lite_guest.read_chat()).find_from_bot() if "photos ready" in m.text]
        assert status.text.startswith(f"{n} of 6-14 photos ready."), (
            "its verdict is there before the next one"
        )
        assert n <= status.edits + 1 <= 2 * n, "it came, it was judged"
        lite_stage.clock.go_on(seconds=GAP_SECONDS / 2)
    assert lite_stage.list_owed() == []
