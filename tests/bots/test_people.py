"""One person in two teams and on two platforms, on a real database; the stage audits the books in the end."""

import itertools
from typing import Any

from sqlalchemy import Row, select

from bots.arrival import Arrival
from bots.inbound import Asked, FromPerson, Pressed, Started
from bots.outbound import Say
from core.domain.generations import GenerationStatus
from core.services.credits import allocate
from core.services.teams import found_team
from core.store import people, tables
from core.workflows.inbox import work_arrivals
from sandbox.telegram.person import Person
from tests.bots.stage import MIA, Stage

DM = "D9"
TURNS = itertools.count()


async def on_slack(stage: Stage, inbound: FromPerson) -> str:
    """Mia does something in her other chat; the text of the last thing said there."""
    await stage.desk.record(Arrival("slack", DM, f"e{next(TURNS)}", inbound, "Mia"))
    await work_arrivals(stage.house, find_chat(stage, DM).id)
    return list_said(stage)[-1]


def find_chat(stage: Stage, chat: str) -> Row[Any]:
    query = select(tables.conversations).where(tables.conversations.c.chat == chat)
    row: Row[Any] = stage.office.read(lambda tx: tx.conn.execute(query).one())
    return row


def list_said(stage: Stage) -> list[str]:
    """The texts owed to the other chat; nobody sends them here, its platform has no face on this stage."""
    query = select(tables.notices.c.body).join(tables.conversations).where(tables.conversations.c.chat == DM)
    bodies = stage.office.read(lambda tx: list(tx.conn.scalars(query.order_by(tables.notices.c.id))))
    return [body["text"] for body in bodies if body.get("kind") == Say.__name__]


async def ask_code(stage: Stage, person: Person) -> str:
    await stage.say(person, "/link")
    return (await person.read_chat()).find_from_bot()[-1].text.partition("\n")[0]


async def test_a_code_makes_two_chats_one_person(stage: Stage, guest: Person) -> None:
    member_id = await stage.join(guest)
    code = await ask_code(stage, guest)
    await on_slack(stage, Asked("link", code))
    assert find_chat(stage, DM).member_id == member_id
    assert "You have 10 credits." in await on_slack(stage, Asked("balance"))


async def test_a_code_works_once_and_for_ten_minutes(stage: Stage, guest: Person) -> None:
    await stage.join(guest)
    code = await ask_code(stage, guest)
    stage.clock.go_on(minutes=10)
    assert "no longer valid" in await on_slack(stage, Asked("link", code))
    code = await ask_code(stage, guest)
    await on_slack(stage, Asked("link", code))
    assert "no longer valid" in await on_slack(stage, Asked("link", code))


async def test_the_code_in_the_same_chat_is_refused_and_stays_good(stage: Stage, guest: Person) -> None:
    member_id = await stage.join(guest)
    code = await ask_code(stage, guest)
    await stage.say(guest, f"/link {code}")
    assert "for your other chat" in (await guest.read_chat()).find_from_bot()[-1].text
    await on_slack(stage, Asked("link", code))
    assert find_chat(stage, DM).member_id == member_id


async def test_who_joined_on_both_becomes_one_with_credits_and_history(stage: Stage, guest: Person) -> None:
    await stage.make_ready(guest)
    await stage.tap(guest, "Casual")
    await stage.tap(guest, "Generate")
    generation = stage.complete()
    first = find_chat(stage, str(MIA)).member_id
    await on_slack(stage, Started(stage.invite))
    second = find_chat(stage, DM).member_id
    assert second != first
    stage.office.change(allocate, stage.office.ann, second, 5)
    code = await on_slack(stage, Asked("link"))
    await stage.say(guest, f"/link {code.partition(chr(10))[0]}")
    assert find_chat(stage, str(MIA)).member_id == second
    assert stage.read_balance(second) == 14
    assert stage.read_balance(first) == 0
    row = stage.find_generation(GenerationStatus.COMPLETED)
    assert (row.id, row.member_id) == (generation, second)
    names = stage.office.read(people.list_memberships, "telegram", str(MIA))
    assert [name.id for name in names] == [second]


async def test_two_do_not_become_one_while_headshots_are_made(stage: Stage, guest: Person) -> None:
    await on_slack(stage, Started(stage.invite))
    code = (await on_slack(stage, Asked("link"))).partition("\n")[0]
    member_id = await stage.make_ready(guest)
    await stage.tap(guest, "Casual")
    await stage.tap(guest, "Generate")
    await stage.say(guest, f"/link {code}")
    assert "still being made" in (await guest.read_chat()).find_from_bot()[-1].text
    assert stage.find_conversation().member_id == member_id
    stage.complete()
    await stage.say(guest, f"/link {code}")
    assert stage.find_conversation().member_id == find_chat(stage, DM).member_id


async def test_deletion_reaches_both_chats_and_every_team(stage: Stage, guest: Person) -> None:
    await stage.make_ready(guest)
    await on_slack(stage, Asked("link", await ask_code(stage, guest)))
    other = stage.office.change(found_team, "Beta", "Bob")
    await stage.say(guest, f"/start {other.invite_code}")
    await stage.say(guest, "/delete_my_data")
    await stage.tap(guest, "Yes, delete")
    await work_arrivals(stage.house, find_chat(stage, DM).id)
    assert (find_chat(stage, DM).member_id, stage.find_conversation().member_id) == (None, None)
    assert stage.office.read(lambda tx: list(tx.conn.execute(select(tables.identities)))) == []
    kept = select(tables.selfies.c.id).where(tables.selfies.c.state == "accepted")
    assert stage.office.read(lambda tx: list(tx.conn.scalars(kept))) == []
    assert "invite" in await on_slack(stage, Asked("balance"))


async def test_balances_are_each_teams_own(stage: Stage, guest: Person) -> None:
    first = await stage.join(guest)
    other = stage.office.change(found_team, "Beta", "Bob")
    await stage.say(guest, f"/start {other.invite_code}")
    second = stage.find_conversation().member_id
    assert second != first
    await stage.say(guest, "/balance")
    assert "You have 0 credits." in (await guest.read_chat()).find_from_bot()[-1].text
    await stage.say(guest, "/team")
    await stage.tap(guest, "Acme")
    assert stage.find_conversation().member_id == first
    await stage.say(guest, "/balance")
    assert "You have 10 credits." in (await guest.read_chat()).find_from_bot()[-1].text


async def test_another_persons_team_cannot_be_chosen(stage: Stage, guest: Person) -> None:
    member_id = await stage.join(guest)
    await on_slack(stage, Started(stage.invite))
    await on_slack(stage, Pressed("team", member_id, "", "tap"))
    assert find_chat(stage, DM).member_id != member_id


async def test_who_leaves_one_team_is_still_in_the_other(stage: Stage, guest: Person) -> None:
    first = await stage.join(guest)
    other = stage.office.change(found_team, "Beta", "Bob")
    await stage.say(guest, f"/start {other.invite_code}")
    gone = tables.members.update().where(tables.members.c.id == stage.find_conversation().member_id)
    stage.store.change(lambda tx: tx.conn.execute(gone.values(status="deactivated")))
    await stage.say(guest, "/balance")
    assert stage.find_conversation().member_id == first
    assert "You have 10 credits." in (await guest.read_chat()).find_from_bot()[-1].text
