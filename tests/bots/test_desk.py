"""The desk on a real database, with Telegram's face: order, one transaction for each arrival, what breaks."""

import pytest
from sqlalchemy import func, select, update

from bots import phrases
from core.store import tables
from sandbox.telegram.person import Person
from tests.bots.stage import Stage
from tests.bots.telegram.conftest import draw_photo


def count_worked(stage: Stage) -> int:
    query = select(func.count()).where(tables.inbox.c.worked_at.is_not(None))
    return stage.office.read(lambda tx: int(tx.conn.scalar(query) or 0))


async def list_texts(person: Person) -> list[str]:
    return [message.text for message in (await person.read_chat()).find_from_bot()]


async def test_arrivals_are_answered_in_their_order(stage: Stage, guest: Person) -> None:
    async with stage.expect(4):
        for words in ("/start", "/help", "/nonsense", "/privacy"):
            await guest.say(words)
    await stage.turn()
    texts = await list_texts(guest)
    assert texts[:2] == [phrases.HOW_TO_JOIN, phrases.HOW_TO_JOIN]
    assert "30 days" in texts[3]
    assert len(texts) == 4


async def test_an_update_that_comes_again_is_answered_once(stage: Stage, guest: Person) -> None:
    await stage.say(guest, "/start")
    for update_ in list(stage.updates):
        await stage.record(update_)
    await stage.turn()
    assert len(await list_texts(guest)) == 1
    assert count_worked(stage) == 1


async def test_a_second_run_of_the_same_turn_does_nothing(stage: Stage, guest: Person) -> None:
    await stage.say(guest, "/start")
    before = stage.find_conversation().state
    await stage.turn()
    assert len(await list_texts(guest)) == 1
    assert stage.find_conversation().state == before


async def test_what_breaks_is_apologised_for_and_the_next_is_answered(stage: Stage, guest: Person) -> None:
    async with stage.expect(2):
        await guest.say("/start")
        await guest.say("/privacy")
    broken = select(func.min(tables.inbox.c.id)).scalar_subquery()
    bad = update(tables.inbox).where(tables.inbox.c.id == broken)
    stage.store.change(lambda tx: tx.conn.execute(bad.values(body={"inbound": {"kind": "Nonsense"}})))
    await stage.turn()
    texts = await list_texts(guest)
    assert texts[0] == phrases.SORRY
    assert "30 days" in texts[1]
    assert count_worked(stage) == 2


async def test_an_arrival_that_breaks_leaves_nothing_half_done(stage: Stage, guest: Person) -> None:
    """The third photo cannot be read: the first two are noted, of the third there is nothing but the sorry."""
    await stage.join(guest)
    async with stage.expect(3):
        await guest.send_album([draw_photo(shade) for shade in (10, 20, 30)])
    last = select(func.max(tables.inbox.c.id)).scalar_subquery()
    bad = {"inbound": {"kind": "PhotoSent", "ref": {"file_id": 7}}}
    stage.store.change(
        lambda tx: tx.conn.execute(update(tables.inbox).where(tables.inbox.c.id == last).values(body=bad))
    )
    await stage.turn()
    assert stage.office.read(lambda tx: tx.conn.scalar(select(func.count()).select_from(tables.selfies))) == 2
    assert (await list_texts(guest))[-1] == phrases.SORRY


async def test_a_refused_request_undoes_itself_alone(stage: Stage, guest: Person) -> None:
    await stage.say(guest, "/start WRONG")
    assert "I don't know this invite code." in (await list_texts(guest))[-1]
    assert stage.find_conversation().member_id is None


async def test_the_answer_to_a_tap_goes_out_first(stage: Stage, guest: Person) -> None:
    await stage.make_ready(guest)
    async with stage.expect(3):
        await guest.say("/balance")
        await guest.say("/help")
        await guest.press("Continue")
    before = len(stage.world.calls)
    await stage.turn()
    methods = [call.method for call in list(stage.world.calls)[before:]]
    methods = [method for method in methods if method != "getUpdates"]
    assert methods[0] == "answerCallbackQuery"
    assert methods.count("sendMessage") == 3


async def test_a_whole_job_costs_one_credit_and_the_books_add_up(stage: Stage, guest: Person) -> None:
    member_id = await stage.make_ready(guest)
    await stage.tap(guest, "LinkedIn")
    await stage.tap(guest, "Generate")
    assert stage.read_balance(member_id) == 9
    stage.complete()
    await stage.turn()
    chat = await guest.read_chat()
    assert len([m for m in chat.find_from_bot() if m.document]) == 4
    assert chat.find_from_bot()[-1].text.startswith("You have 9 credits left.")


async def test_photos_of_a_stranger_are_not_kept(stage: Stage, guest: Person) -> None:
    await stage.say(guest, "/start")
    await stage.send_photos(guest, 3)
    await stage.turn()
    assert stage.office.read(lambda tx: tx.conn.scalar(select(func.count()).select_from(tables.selfies))) == 0
    assert len(await list_texts(guest)) == 2


@pytest.mark.parametrize("kind", ["sticker", "voice", "video"])
async def test_what_is_no_photo_gets_one_plain_answer(
    lite_stage: Stage, lite_guest: Person, kind: str
) -> None:
    await lite_stage.join(lite_guest)
    async with lite_stage.expect():
        await lite_guest.send_other(kind)
    await lite_stage.turn()
    assert (await list_texts(lite_guest))[-1] == phrases.OTHER_THINGS
