"""What waits in the post keeps nobody else waiting, and is never forgotten over its waiting."""

import asyncio

from bots.desk import Desk
from core.store import chat, tables
from core.workflows.inbox import work_arrivals
from sandbox.telegram.person import Person
from tests.bots.stage import Stage


def list_later(stage: Stage) -> list[str]:
    """The later turns that were asked for."""
    schema = "dbos." if stage.store.engine.dialect.name == "postgresql" else ""
    query = f"SELECT workflow_uuid FROM {schema}workflow_status WHERE workflow_uuid LIKE 'later:%%'"
    return stage.store.read(lambda tx: list(tx.conn.exec_driver_sql(query, ()).scalars()))


async def test_a_message_asked_to_wait_leaves_the_turn_to_what_is_said_next(
    stage: Stage, guest: Person
) -> None:
    await stage.order_fault(kind="flood", method="sendMessage", retry_after=60)
    async with asyncio.timeout(10):
        await stage.say(guest, "/start")
        [first] = stage.list_owed()
        await stage.say(guest, "/balance")
    assert [notice.id for notice in stage.list_owed()][:1] == [first.id]
    assert len(stage.list_owed()) == 2, "what was said next is answered, in its order"
    assert len(stage.list_calls("sendMessage")) == 1, "and the platform is left in peace"
    assert any(f":{first.id}:" in work_id for work_id in list_later(stage))


async def test_an_outage_that_lasts_gives_the_turn_back(lite_stage: Stage, lite_guest: Person) -> None:
    await lite_stage.order_fault(kind="error", method="sendMessage", status=502, times=4)
    async with asyncio.timeout(30):
        await lite_stage.say(lite_guest, "/start")
    assert len(lite_stage.list_owed()) == 1
    assert len(lite_stage.list_calls("sendMessage")) == 4
    await lite_stage.turn()
    assert lite_stage.list_owed() == []
    assert len((await lite_guest.read_chat()).find_from_bot()) == 1


async def test_a_later_turn_that_has_to_wait_again_gets_another(stage: Stage, guest: Person) -> None:
    """Within the same second, too: it must not take itself for the next one, or the edit is never sent."""
    await stage.join(guest)
    await stage.send_photos(guest, 6)
    await stage.turn()
    stage.judge_all()
    await stage.turn()
    [waiting] = stage.list_owed()
    [first] = [work_id for work_id in list_later(stage) if f":{waiting.id}:" in work_id]
    stage.clock.go_on(seconds=0.3)
    found = stage.store.read(lambda tx: chat.find_slot(tx, waiting.conversation_id, waiting.slot))
    assert found is not None
    stage.store.change(lambda tx: chat.put_slot(tx, waiting.conversation_id, waiting.slot, found.message))
    stage.clock.go_on(seconds=1.2)
    await stage.turn()
    assert [notice.id for notice in stage.list_owed()] == [waiting.id]
    asked = [work_id for work_id in list_later(stage) if f":{waiting.id}:" in work_id]
    assert len(asked) == 2, asked
    assert first in asked
    stage.clock.go_on(seconds=2)
    await stage.turn()
    assert "6 of 6-14 photos ready." in (await guest.wait_for("6 of 6-14", since=0)).text


async def test_a_platform_that_is_not_set_up_here_loses_nothing(stage: Stage, guest: Person) -> None:
    """A worker of many was started without the token."""
    conversation_id = await _owe_something(stage, guest)
    poor = Desk(stage.house.store, stage.house.files, {}, 30, stage.clock)
    await poor.send_owed(conversation_id)
    assert len(stage.list_owed()) == 1
    await stage.turn()
    assert stage.list_owed() == []
    states = stage.store.read(
        lambda tx: list(tx.conn.scalars(tables.notices.select().with_only_columns(tables.notices.c.state)))
    )
    assert set(states) == {"sent"}


async def _owe_something(stage: Stage, guest: Person) -> str:
    async with stage.expect():
        await guest.say("/start")
    conversation_id = str(stage.find_conversation().id)
    await work_arrivals(stage.house, conversation_id)
    assert len(stage.list_owed()) == 1
    return conversation_id
