"""The app is taken out of a workspace in the middle of a job: the job ends, and who comes back finds the pictures."""

from pathlib import Path

from sandbox.slack.person import Person
from tests.bots.players import SlackPlayer
from tests.bots.scenarios import Step, play
from tests.bots.slack.conftest import control
from tests.bots.slack.stage import MIA, open_slack_stage

ORDERED = (
    Step("joins", "the invite"),
    Step("presses", "I agree"),
    Step("gets", "1 credit"),
    Step("sends", "6 photos"),
    Step("judges"),
    Step("presses", "Casual"),
    Step("presses", "Generate"),
)


async def test_an_app_that_is_taken_out_keeps_the_pictures(database_url: str, tmp_path: Path) -> None:
    async with open_slack_stage(database_url, tmp_path) as stage, Person(stage.url, MIA, "Mia") as mia:
        player = SlackPlayer(stage, mia)
        await play(player, ORDERED)
        [team] = stage.world.teams
        await control(stage.url, "teams", id=team, uninstall=True)
        stage.complete()
        await stage.turn(mia)
        chat = stage.name_chat(mia)
        assert stage.find_chat(chat).gone_at is not None
        assert player.read_books() == (("allocate", "hold", "settle"), 0, 0)

        await control(stage.url, "teams", id=team, refusal="")
        before = len((await mia.read_chat()).find_from_bot())
        await stage.command(mia, "/headshots results")
        await mia.wait_for(lambda seen: any(m.files for m in seen.find_from_bot()))
        album, _ = (await mia.read_chat()).find_from_bot()[before:]
        assert len(album.files) == 4
        assert stage.find_chat(chat).gone_at is None
