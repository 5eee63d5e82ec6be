"""The home tab on a real database: in the person's language, and drawn anew when what it shows changes."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.services.credits import allocate, reclaim
from sandbox.slack.person import Person
from sandbox.slack.sights import SeenView
from tests.bots.players import SlackPlayer
from tests.bots.scenarios import Step, play
from tests.bots.slack.stage import MIA, SlackStage, open_slack_stage

JOINED = (Step("joins", "the invite"), Step("presses", "I agree"), Step("gets", "3 credits"))
READY = (Step("sends", "6 photos"), Step("judges"), Step("presses", "Casual"))


@pytest.fixture
async def slack(database_url: str, tmp_path: Path) -> AsyncIterator[SlackStage]:
    async with open_slack_stage(database_url, tmp_path) as stage:
        yield stage


@pytest.fixture
async def lite_slack(sqlite_url: str, tmp_path: Path) -> AsyncIterator[SlackStage]:
    async with open_slack_stage(sqlite_url, tmp_path) as stage:
        yield stage


async def read_home(person: Person) -> SeenView:
    home = (await person.read_chat()).home
    assert home is not None
    return home


async def test_it_follows_the_balance_and_the_sets_unopened(slack: SlackStage) -> None:
    async with Person(slack.url, MIA, "Mia") as mia:
        player = SlackPlayer(slack, mia)
        await play(player, JOINED)
        assert "You have 3 credits." in (await read_home(mia)).text
        await play(player, (*READY, Step("presses", "Generate")))
        home = await read_home(mia)
        assert "You have 2 credits." in home.text
        assert "Casual, 22 November 2026: next in line" in home.text
        await play(player, (Step("makes", "4 pictures"),))
        assert "Casual, 22 November 2026: done" in (await read_home(mia)).text
        await play(player, (Step("says", "/delete_my_data"), Step("presses", "Yes, delete everything")))
        assert "Ask your team's admin for an invite code" in (await read_home(mia)).text


async def test_an_admins_move_shows_there_and_in_the_open_question(slack: SlackStage) -> None:
    async with Person(slack.url, MIA, "Mia") as mia:
        player = SlackPlayer(slack, mia)
        await play(player, (*JOINED, *READY))
        chat, office = slack.name_chat(mia), slack.office
        member_id = slack.find_chat(chat).member_id
        office.change(reclaim, office.ann, member_id, None)
        await player.settle()
        assert "You have 0 credits." in (await read_home(mia)).text
        assert "This needs 1 credit and you have 0" in (await player.look())[-1].text
        office.change(allocate, office.ann, member_id, 5)
        await player.settle()
        assert "You have 5 credits." in (await read_home(mia)).text
        assert "your balance goes 5 → 4." in (await player.look())[-1].text


async def test_a_quick_run_of_changes_is_drawn_once(lite_slack: SlackStage) -> None:
    async with Person(lite_slack.url, MIA, "Mia") as mia:
        player, office = SlackPlayer(lite_slack, mia), lite_slack.office
        await play(player, JOINED)
        chat = lite_slack.name_chat(mia)
        before = count_drawn(lite_slack)
        for _ in range(5):
            office.change(allocate, office.ann, lite_slack.find_chat(chat).member_id, 1)
            await lite_slack.turn_chat(chat)
        await player.settle()
        assert "You have 8 credits." in (await read_home(mia)).text
        assert 1 <= count_drawn(lite_slack) - before <= 2


def count_drawn(stage: SlackStage) -> int:
    return len([call for call in stage.world.calls if call.method == "views.publish"])


async def test_a_home_that_cannot_be_drawn_keeps_nothing_back(lite_slack: SlackStage) -> None:
    async with Person(lite_slack.url, MIA, "Mia") as mia:
        await lite_slack.order_fault(kind="refuse", method="views.publish", error="not_enabled", times=50)
        scenes = await play(SlackPlayer(lite_slack, mia), JOINED)
        assert scenes[-1].books.balance == 3
        assert (await mia.read_chat()).home is None


async def test_home_form_and_notes_in_german(lite_slack: SlackStage) -> None:
    """As Slack is set to, until another language is chosen in the chat."""
    async with Person(lite_slack.url, MIA, "Mia", "de-AT") as mia:
        await mia.open_home()
        assert "Bitte deinen Admin um einen Einladungscode" in (await mia.wait_for_view("Teams", "home")).text
        player = SlackPlayer(lite_slack, mia)
        await play(
            player, (Step("joins", "the invite"), Step("presses", "Ich stimme zu"), Step("gets", "1 credit"))
        )
        home = await read_home(mia)
        assert "Du bist in *Acme*. Du hast 1 Credit." in home.text
        assert home.button_texts == [
            "Starten",
            "Fotos hochladen",
            "Meine Headshots zeigen",
            "Meine Daten löschen",
        ]
        await mia.press("Fotos hochladen", where="home")
        form = await mia.wait_for_view("Fotos von dir, insgesamt 6-14")
        assert (form.title, form.submit) == ("Fotos hochladen", "Senden")
        await mia.close_view()
        await mia.command("/headshots balance", channel="general")
        await mia.wait_for("Ich antworte in unserem privaten Chat", channel="general")
        await play(player, (Step("says", "/language"), Step("presses", "English")))
        assert "You have 1 credit." in (await read_home(mia)).text


async def test_who_may_not_send_photos_gets_no_form_but_hears_why(lite_slack: SlackStage) -> None:
    async with Person(lite_slack.url, "U0MAX", "Max", "de-DE") as max_:
        await lite_slack.command(max_, "/headshots upload")
        await max_.wait_for("Einladungscode")
        await lite_slack.command(max_, f"/headshots join {lite_slack.invite}")
        await lite_slack.command(max_, "/headshots upload")
        await max_.wait_for(lambda chat: sum("Willkommen" in m.text for m in chat.find_from_bot()) == 2)
        assert (await max_.read_chat()).modal is None
        assert [call for call in lite_slack.world.calls if call.method == "views.open"] == []
