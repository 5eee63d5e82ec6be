"""What bad input gets, on both platforms over their stand-ins: one plain answer or silence, and nothing is charged."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bots.inbound import Pressed
from core.store import tables
from core.workflows.inbox import judge_selfie
from sandbox.slack.person import Person as SlackPerson
from sandbox.telegram.person import Person as TelegramPerson
from tests.bots.backstage import Backstage
from tests.bots.players import SlackPlayer, TelegramPlayer
from tests.bots.scenarios import Step, play
from tests.bots.slack.stage import open_slack_stage
from tests.bots.stage import MIA, open_stage
from tests.bots.telegram.conftest import draw_photo

JOINED = (Step("joins", "the invite"), Step("presses", "I agree"), Step("gets", "3 credits"))
READY = (Step("sends", "6 photos"), Step("judges"), Step("presses", "Casual"))
OLD_BUTTON = "That button is out of date."
Player = TelegramPlayer | SlackPlayer


@pytest.fixture(params=["telegram", "slack"])
async def pair(
    request: pytest.FixtureRequest, sqlite_url: str, tmp_path: Path
) -> AsyncIterator[tuple[Player, Player]]:
    """Mia, who joined and has three credits, and Max, who did nothing yet."""
    if request.param == "telegram":
        async with (
            open_stage(sqlite_url, tmp_path) as stage,
            TelegramPerson(stage.url, MIA, "Mia") as mia,
            TelegramPerson(stage.url, MIA + 1, "Max") as max_,
        ):
            players = TelegramPlayer(stage, mia), TelegramPlayer(stage, max_)
            await play(players[0], JOINED)
            yield players
    else:
        async with (
            open_slack_stage(sqlite_url, tmp_path) as slack,
            SlackPerson(slack.url, "U0MIA", "Mia") as in_slack,
            SlackPerson(slack.url, "U0MAX", "Max") as also,
        ):
            both = SlackPlayer(slack, in_slack), SlackPlayer(slack, also)
            await play(both[0], JOINED)
            yield both


def count_selfies(stage: Backstage) -> int:
    query = select(func.count()).select_from(tables.selfies)
    return stage.office.read(lambda tx: int(tx.conn.scalar(query) or 0))


async def judge(player: Player) -> None:
    """Fetch and judge what waits, as the workflow does."""
    stage = player.stage
    waiting = select(tables.selfies.c.id).where(tables.selfies.c.state == "received")
    for selfie_id in stage.office.read(lambda tx: list(tx.conn.scalars(waiting))):
        await judge_selfie(stage.house, selfie_id)
    await player.settle()


@pytest.mark.parametrize(
    "name, mime",
    [
        ("voice.ogg", "audio/ogg"),
        ("clip.mp4", "video/mp4"),
        ("cv.pdf", "application/pdf"),
        ("notes.txt", "text/plain"),
        ("photos.zip", "application/zip"),
    ],
)
async def test_a_file_that_is_no_photo(pair: tuple[Player, Player], name: str, mime: str) -> None:
    mia, _ = pair
    before = len(await mia.look())
    await mia.sends_file(name, b"something else", mime)
    [said] = (await mia.look())[before:]
    assert said.text.startswith("I can only use photos.")
    assert count_selfies(mia.stage) == 0
    assert mia.read_books().kinds == ("allocate",)


@pytest.mark.parametrize(
    "data, reason",
    [
        (b"<!DOCTYPE html><title>Sign in</title>" * 9, "this is not a photo I can read"),
        (b"just words", "this is not a photo I can read"),
        (draw_photo().ljust(25_000_000, b"\0"), "the file is larger than 20 MB"),
    ],
    ids=["html", "words", "25 MB"],
)
async def test_what_only_calls_itself_a_photo(pair: tuple[Player, Player], data: bytes, reason: str) -> None:
    mia, _ = pair
    await mia.sends_file("IMG_0001.jpg", data, "image/jpeg")
    await judge(mia)
    said = (await mia.look())[-1].text
    assert said.startswith(f"0 of 6-14 photos ready, 1 to replace:\n#1 {reason}.")
    kept = select(tables.selfies.c.file_key).where(tables.selfies.c.file_key.is_not(None))
    assert mia.stage.office.read(lambda tx: list(tx.conn.scalars(kept))) == []


@pytest.mark.parametrize("name, mime", [("IMG_1.HEIC", "image/heic"), ("IMG_1", "application/octet-stream")])
async def test_an_iphones_own_format_is_a_photo(
    pair: tuple[Player, Player], shared_folder: Path, name: str, mime: str
) -> None:
    mia, _ = pair
    await mia.sends_file(name, (shared_folder / "selfies/formats/ok.heic").read_bytes(), mime)
    await judge(mia)
    assert (await mia.look())[-1].text.startswith("1 of 6-14 photos ready.")


async def test_a_tap_on_an_old_button(pair: tuple[Player, Player]) -> None:
    """Of a set that was put aside, a question that was answered, and a generation that is done."""
    mia, _ = pair
    scenes = await play(mia, (*READY, Step("says", "/new")))
    draft = mia.find_buttons("style", "restyle", "cancel", "generate", "remove")
    assert draft, scenes[-1]
    for button in draft:
        assert await mia.hear_press(button) == [OLD_BUTTON], button
    await play(mia, (*READY, Step("presses", "Generate"), Step("makes", "4 pictures")))
    again = mia.find_buttons("generate", "stop", "cancel")
    assert {button.action for button in again} == {"generate", "stop", "cancel"}
    for button in again:
        assert await mia.hear_press(button) == [OLD_BUTTON], button
    assert mia.read_books().kinds == ("allocate", "hold", "settle")


async def test_another_members_button(pair: tuple[Player, Player]) -> None:
    """Max knows every button that Mia ever saw: none does anything for him, to her or to her pictures."""
    mia, max_ = pair
    await play(mia, (*READY, Step("presses", "Generate")))
    await play(max_, JOINED)
    making = mia.find_buttons()
    assert {"style", "generate", "stop"} <= {button.action for button in making}
    for button in making:
        await max_.hear_press(button)
    await play(mia, (Step("makes", "4 pictures", "You have 2 credits left."),))
    before = len(await max_.look())
    for button in mia.find_buttons("favourite", "redo", "again"):
        await max_.hear_press(button)
    said = [line.text for line in (await max_.look())[before:]]
    assert set(said) == {
        "That set is not here any more. /results shows what you have, /team your other teams."
    }
    assert mia.read_books().kinds == ("allocate", "hold", "settle")
    assert max_.read_books().kinds == ("allocate",)
    favourites = select(tables.generations.c.favourite)
    assert mia.stage.office.read(lambda tx: list(tx.conn.scalars(favourites))) == [None]


async def test_made_up_buttons(pair: tuple[Player, Player]) -> None:
    mia, _ = pair
    await play(mia, READY)
    for action in ("generate", "style", "stop", "favourite", "redo", "team", "delete", "agree", "", "x" * 9):
        toasts = await mia.hear_press(Pressed(action, "9" * 40, "not-mine", ""))
        assert len(toasts) <= 1
    assert mia.read_books() == ((("allocate"),), 3, 0)


async def test_groups_and_channels_are_no_chats(pair: tuple[Player, Player]) -> None:
    """Nothing is said there and nothing is kept of it; the private chat goes on."""
    mia, _ = pair
    conversations = select(func.count()).select_from(tables.conversations)
    await mia.says_elsewhere("/delete_my_data")
    await mia.says_elsewhere("remove 1")
    await play(mia, (Step("says", "/balance", "You have 3 credits."),))
    assert not any("Really delete everything?" in line.text for line in await mia.look())
    assert mia.stage.office.read(lambda tx: tx.conn.scalar(conversations)) == 1


async def test_a_form_whose_moment_is_over_is_asked_for_in_the_chat(sqlite_url: str, tmp_path: Path) -> None:
    """Slack's trigger lives three seconds: the command is acknowledged, and photos may come without a form."""
    async with open_slack_stage(sqlite_url, tmp_path) as stage, SlackPerson(stage.url, "U0MIA", "Mia") as mia:
        player = SlackPlayer(stage, mia)
        await play(player, JOINED)
        await stage.order_fault(kind="refuse", method="views.open", error="expired_trigger_id")
        before = len((await mia.read_chat()).find_from_bot())
        await stage.command(mia, "/headshots upload")
        [asked] = (await mia.read_chat()).find_from_bot()[before:]
        assert asked.text.startswith("Send me 6-14 photos")
        chat = await mia.read_chat()
        assert chat.modal is None
        assert {press["outcome"] for press in chat.presses} == {"acked"}
        assert [call.method for call in stage.world.calls].count("views.open") == 1
