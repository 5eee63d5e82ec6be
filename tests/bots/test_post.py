"""The post against the stand-in: coalesced edits, waits, outages, what went out twice or never, who is gone."""

import asyncio
from pathlib import Path

from limits import RateLimitItemPerSecond
from sqlalchemy import select

from bots.pacing import Pace
from core.domain.generations import GenerationStatus
from core.domain.photos import PhotoProblem
from core.store import tables
from core.workflows.inbox import work_arrivals
from sandbox.telegram.person import Person, SeenChat, SeenMessage
from tests.bots.stage import MIA, Stage, open_stage


def list_states(stage: Stage) -> list[str]:
    """What became of every notice, in order."""
    query = select(tables.notices.c.state).order_by(tables.notices.c.id)
    return stage.office.read(lambda tx: list(tx.conn.scalars(query)))


def list_album(chat: SeenChat) -> list[SeenMessage]:
    return [message for message in chat.find_from_bot() if message.photo]


def list_originals(chat: SeenChat) -> list[SeenMessage]:
    return [message for message in chat.find_from_bot() if message.document]


async def order_headshots(stage: Stage, person: Person) -> str:
    """Ordered and made, with nothing told yet; the member's id."""
    member_id = await stage.make_ready(person)
    await stage.tap(person, "Casual")
    await stage.tap(person, "Generate")
    stage.complete()
    return member_id


async def test_an_album_of_fourteen_has_one_status_and_few_edits(stage: Stage, guest: Person) -> None:
    await stage.join(guest)
    await stage.send_photos(guest, 14)
    await stage.turn()
    selfies = select(tables.selfies.c.id).where(tables.selfies.c.state == "received")
    for selfie_id in stage.office.read(lambda tx: list(tx.conn.scalars(selfies))):
        stage.accept(selfie_id)
        await stage.turn()
        stage.clock.go_on(seconds=0.4)
    stage.clock.go_on(seconds=2)
    await stage.turn()
    [status] = [m for m in (await guest.read_chat()).find_from_bot() if "photos ready" in m.text]
    assert status.text.startswith("14 of 6-14 photos ready.")
    assert 1 <= status.edits <= 6
    assert stage.list_owed() == []


async def test_an_edit_that_waits_gets_a_turn_of_its_own(stage: Stage, guest: Person) -> None:
    await stage.join(guest)
    await stage.send_photos(guest, 6)
    await stage.turn()
    stage.judge_all(PhotoProblem.NO_FACE)
    await stage.turn()
    [waiting] = stage.list_owed()
    asked = stage.store.read(lambda tx: list(tx.conn.exec_driver_sql(_later_turns(tx.dialect), ()).scalars()))
    assert any(f":{waiting.id}:" in work_id for work_id in asked)
    stage.clock.go_on(seconds=2)
    await stage.turn()
    assert stage.list_owed() == []
    assert "I see no face" in (await guest.wait_for("5 of 6-14", since=0)).text


def _later_turns(dialect: str) -> str:
    schema = "dbos." if dialect == "postgresql" else ""
    return f"SELECT workflow_uuid FROM {schema}workflow_status WHERE workflow_uuid LIKE 'later:%%'"


async def test_a_flood_is_waited_out_and_the_message_comes_once(
    lite_stage: Stage, lite_guest: Person
) -> None:
    await lite_stage.order_fault(kind="flood", method="sendMessage", retry_after=1)
    async with asyncio.timeout(20):
        await lite_stage.say(lite_guest, "/start")
    assert len((await lite_guest.read_chat()).find_from_bot()) == 1
    first, second = lite_stage.list_calls("sendMessage")
    assert (first.status, second.status) == (429, 200)
    assert second.at - first.at >= 1


async def test_an_edit_that_is_asked_to_wait_keeps_nobody_waiting(
    lite_stage: Stage, lite_guest: Person
) -> None:
    """The flood lasts a minute; the turn ends at once and the edit is still owed."""
    await lite_stage.join(lite_guest)
    await lite_stage.send_photos(lite_guest, 6)
    await lite_stage.turn()
    lite_stage.clock.go_on(seconds=2)
    lite_stage.judge_all()
    await lite_stage.order_fault(kind="flood", method="editMessageText", retry_after=60)
    async with asyncio.timeout(5):
        await lite_stage.turn()
    assert len(lite_stage.list_owed()) == 1
    await lite_stage.turn()
    assert (await lite_guest.wait_for("6 of 6-14 photos ready.", since=0)).edits == 1


async def test_an_outage_delays_results_and_loses_none(lite_stage: Stage, lite_guest: Person) -> None:
    await order_headshots(lite_stage, lite_guest)
    for method in ("editMessageText", "sendMediaGroup", "sendMessage"):
        await lite_stage.order_fault(kind="error", method=method, status=502, times=2)
    async with asyncio.timeout(30):
        await lite_stage.turn()
    chat = await lite_guest.read_chat()
    assert (len(list_album(chat)), len(list_originals(chat))) == (4, 4)
    assert lite_stage.list_owed() == []


async def test_pictures_that_surely_went_out_are_not_sent_again(stage: Stage, guest: Person) -> None:
    """The group is refused, the third single one meets a flood: two are on record and not repeated."""
    await order_headshots(stage, guest)
    await stage.order_fault(
        kind="error", method="sendMediaGroup", status=400, description="Bad Request: group send failed"
    )
    await stage.order_fault(kind="hold", method="sendPhoto", times=2)
    await stage.order_fault(kind="flood", method="sendPhoto", retry_after=1)
    async with asyncio.timeout(30):
        await stage.turn()
    assert len(list_album(await guest.read_chat())) == 4
    assert [c.status for c in stage.list_calls("sendPhoto")] == [200, 200, 429]
    [rest] = [c for c in stage.list_calls("sendMediaGroup") if c.status == 200][:1]
    assert len(rest.answer["result"]) == 2


async def test_a_blocked_bot_ends_the_sending_and_results_wait(stage: Stage, guest: Person) -> None:
    member_id = await order_headshots(stage, guest)
    async with stage.expect():
        await guest.block()
    await stage.turn()
    assert stage.find_conversation().gone_at is not None
    assert stage.list_owed() == []
    assert stage.read_balance(member_id) == 9
    async with stage.expect():
        await guest.unblock()
    await stage.turn()
    assert stage.find_conversation().gone_at is None
    await stage.say(guest, "/results")
    assert len(list_album(await guest.read_chat())) == 4


async def test_who_turns_out_to_be_gone_is_marked(stage: Stage, guest: Person) -> None:
    """Telegram tells of the block only in its answer to the first message."""
    await stage.join(guest)
    fault = {"status": 403, "description": "Forbidden: bot was blocked by the user"}
    await stage.order_fault(kind="error", method="sendMessage", **fault)
    await stage.say(guest, "/balance")
    assert stage.find_conversation().gone_at is not None
    assert stage.list_owed() == []
    await stage.say(guest, "/balance")
    assert stage.find_conversation().gone_at is None
    assert "You have 10 credits." in (await guest.read_chat()).find_from_bot()[-1].text


async def test_while_gone_nothing_is_sent(stage: Stage, guest: Person) -> None:
    await order_headshots(stage, guest)
    async with stage.expect():
        await guest.block()
    before = len(stage.list_calls("sendMessage", "sendMediaGroup", "editMessageText"))
    await stage.turn()
    assert len(stage.list_calls("sendMessage", "sendMediaGroup", "editMessageText")) == before


async def test_stars_and_redo_reach_the_house(stage: Stage, guest: Person) -> None:
    """The favourite stands in the generation's row; redo makes a second set from the photos of the first."""
    member_id = await order_headshots(stage, guest)
    await stage.turn()
    await stage.tap(guest, "☆ 3")
    first = stage.find_generation(GenerationStatus.COMPLETED)
    assert first.favourite == 3
    await stage.tap(guest, "Redo")
    assert stage.read_balance(member_id) == 9
    assert "about 20 seconds" in (await guest.wait_for("your balance goes 9", since=0)).text
    await stage.tap(guest, "Generate")
    assert stage.read_balance(member_id) == 8
    stage.complete()
    await stage.turn()
    assert len(list_originals(await guest.read_chat())) == 8
    await stage.say(guest, "/results")
    chat = await guest.read_chat()
    assert len(list_originals(chat)) == 16
    assert any("Your favourite: number 3" in m.text for m in chat.messages)


async def test_stars_count_pictures_as_they_are_shown(stage: Stage, guest: Person) -> None:
    """Whatever order they came in, and with one missing: the star under the second marks the second."""
    await stage.make_ready(guest)
    await stage.tap(guest, "Casual")
    await stage.tap(guest, "Generate")
    stage.complete((1, 2, 4), {1: 0.5, 2: 0.3, 4: 0.4})
    await stage.turn()
    first = stage.find_generation(GenerationStatus.COMPLETED)
    shown = [
        await guest.download(message.document)
        for message in list_originals(await guest.read_chat())
        if message.document
    ]
    assert shown == [stage.house.files.get(f"headshots/{first.id}-{n}.jpg") for n in (2, 4, 1)]
    await stage.tap(guest, "☆ 2")
    assert stage.find_generation(GenerationStatus.COMPLETED).favourite == 4
    assert "Your favourite: number 2" in (await guest.wait_for("Your favourite", since=0)).text
    await stage.say(guest, "/results")
    earlier = [m.text for m in (await guest.read_chat()).messages if m.photo and "favourite" in m.text]
    assert ["number 2" in text for text in earlier] == [True]
    await stage.tap(guest, "★ 2")
    assert stage.find_generation(GenerationStatus.COMPLETED).favourite is None


async def test_samples_come_before_the_style(lite_stage: Stage, lite_guest: Person) -> None:
    await lite_stage.make_ready(lite_guest)
    await lite_stage.tap(lite_guest, "Continue")
    chat = await lite_guest.read_chat()
    assert len(list_album(chat)) == 4
    assert chat.find_from_bot()[-1].button_texts == ["Professional", "Casual", "Creative", "LinkedIn"]


async def test_a_late_toast_is_let_go(lite_stage: Stage, lite_guest: Person) -> None:
    await lite_stage.make_ready(lite_guest)
    async with lite_stage.expect():
        await lite_guest.press("Continue")
    conversation = lite_stage.find_conversation()
    await work_arrivals(lite_stage.house, conversation.id)
    lite_stage.clock.go_on(seconds=60)
    await lite_stage.desk.send_owed(conversation.id)
    assert lite_stage.list_calls("answerCallbackQuery")[1:] == []
    assert "Which style" in (await lite_guest.read_chat()).find_from_bot()[-1].text


async def test_a_message_is_marked_only_after_it_went_out(lite_stage: Stage, lite_guest: Person) -> None:
    """Cut off between sending and marking, it is still owed: it comes twice rather than never."""
    await lite_stage.say(lite_guest, "/start")
    notices = tables.notices
    undo = notices.update().values(state="owed", settled_at=None)
    lite_stage.store.change(lambda tx: tx.conn.execute(undo))
    await lite_stage.turn()
    assert len((await lite_guest.read_chat()).find_from_bot()) == 2
    assert list_states(lite_stage) == ["sent"]


async def test_a_failed_generation_is_told_with_the_credit_back(stage: Stage, guest: Person) -> None:
    member_id = await stage.make_ready(guest)
    await stage.tap(guest, "Casual")
    await stage.tap(guest, "Generate")
    generation = stage.find_generation(GenerationStatus.QUEUED)
    stage.clock.go_on(seconds=2)
    stage.end(generation.id, GenerationStatus.FAILED, "The pictures could not be made.")
    stage.clock.go_on(seconds=2)
    await stage.turn()
    said = await guest.wait_for("Your credit is back", since=0)
    assert "balance 10" in said.text
    assert stage.read_balance(member_id) == 10


async def test_one_chat_gets_a_burst_and_then_the_pace(sqlite_url: str, tmp_path: Path) -> None:
    slow = {"telegram": Pace(*[RateLimitItemPerSecond(3, 1)] * 3)}
    async with open_stage(sqlite_url, tmp_path, slow) as stage, Person(stage.url, MIA, "Mia") as mia:
        async with stage.expect(8):
            for _ in range(8):
                await mia.say("/start")
        await stage.turn()
        times = [call.at for call in stage.list_calls("sendMessage")]
        assert len(times) == 8
        windows = [later - earlier for earlier, later in zip(times, times[3:], strict=False)]
        assert min(windows) >= 0.9
        assert times[-1] - times[0] < 6
