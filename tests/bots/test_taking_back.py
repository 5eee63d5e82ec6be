"""Who deletes their data finds nothing of the bot in the chat but the receipt, as far as the platform lets us."""

from pathlib import Path

from sqlalchemy import select

from core.store import tables
from sandbox.slack.person import Person as SlackPerson
from sandbox.telegram.person import Person
from tests.bots.backstage import Backstage
from tests.bots.players import SlackPlayer, TelegramPlayer
from tests.bots.scenarios import Step, play
from tests.bots.slack.stage import MIA as MIA_IN_SLACK
from tests.bots.slack.stage import open_slack_stage
from tests.bots.stage import Stage

FIRST_SET = (
    Step("joins", "the invite"),
    Step("presses", "I agree"),
    Step("gets", "2 credits"),
    Step("sends", "6 photos"),
    Step("judges"),
    Step("presses", "Continue"),
    Step("presses", "Casual"),
    Step("presses", "Generate"),
    Step("makes", "4 pictures", "You have 1 credit left."),
)
DELETION = (
    Step("says", "/delete_my_data"),
    Step("presses", "Yes, delete everything", "Your data is deleted."),
)


def list_posts(stage: Backstage) -> list[str]:
    query = select(tables.posts.c.ref).order_by(tables.posts.c.ref)
    return stage.office.read(lambda tx: list(tx.conn.scalars(query)))


async def test_on_telegram_everything_young_goes(stage: Stage, guest: Person) -> None:
    await play(TelegramPlayer(stage, guest), FIRST_SET)
    shown = (await guest.read_chat()).find_from_bot()
    assert sorted(list_posts(stage)) == sorted(str(message.message_id) for message in shown)
    assert [m for m in shown if m.document] != []
    await play(TelegramPlayer(stage, guest), DELETION)
    chat = await guest.read_chat()
    [receipt] = chat.find_from_bot()
    assert "Your receipt is deletion_" in receipt.text
    assert list_posts(stage) == [str(receipt.message_id)]
    assert len([m for m in chat.messages if m.photo]) == 6, "what somebody sent is theirs"


async def test_on_telegram_what_is_older_than_two_days_stays(lite_stage: Stage, lite_guest: Person) -> None:
    await play(TelegramPlayer(lite_stage, lite_guest), FIRST_SET)
    old = {message.message_id for message in (await lite_guest.read_chat()).find_from_bot()}
    lite_stage.clock.go_on(days=2)
    await play(TelegramPlayer(lite_stage, lite_guest), DELETION)
    left = {message.message_id for message in (await lite_guest.read_chat()).find_from_bot()}
    assert len(left - old) == 1
    assert old < left
    asked = lite_stage.list_calls("deleteMessages")
    assert not old & {int(one) for call in asked for one in call.parameters["message_ids"]}
    assert len(list_posts(lite_stage)) == 1


async def test_in_slack_messages_and_files_go(database_url: str, tmp_path: Path) -> None:
    async with (
        open_slack_stage(database_url, tmp_path) as stage,
        SlackPerson(stage.url, MIA_IN_SLACK, "Mia") as mia,
    ):
        await play(SlackPlayer(stage, mia), FIRST_SET)
        ours = [f for m in (await mia.read_chat()).find_from_bot() for f in m.files]
        assert len(ours) == 8, "the samples and the set"
        await play(SlackPlayer(stage, mia), DELETION)
        chat = await mia.read_chat()
        [receipt] = [m for m in chat.find_from_bot() if not m.ephemeral]
        assert "Your receipt is deletion_" in receipt.text
        assert [stage.world.files[file.file_id].deleted for file in ours] == [True] * 8
        sent = [f for m in chat.messages if m.sender == "person" for f in m.files]
        assert len(sent) == 6, "a bot may not delete what people uploaded"


async def test_cut_off_in_the_middle_the_rest_goes_later(lite_stage: Stage, lite_guest: Person) -> None:
    """Telegram is out of reach for a moment: the receipt is there, and so is the wish to take the rest back."""
    await play(TelegramPlayer(lite_stage, lite_guest), FIRST_SET)
    await lite_stage.order_fault(kind="error", method="deleteMessages", status=502, times=2)
    await play(TelegramPlayer(lite_stage, lite_guest), DELETION)
    assert len((await lite_guest.read_chat()).find_from_bot()) == 1
    assert lite_stage.list_owed() == []
