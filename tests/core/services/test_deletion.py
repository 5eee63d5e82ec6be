"""A person deletes themselves: everything personal goes, the books stay whole."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select, text

from core.domain.attempts import AttemptKind, AttemptState
from core.domain.credits import AccountKind
from core.domain.generations import GenerationStatus
from core.domain.refusals import NotSignedIn
from core.domain.teams import Role
from core.services import teams
from core.services.access import exchange_code, issue_code, recognise
from core.services.arrivals import record_arrival
from core.services.deletion import delete_headshots, delete_old_selfies, delete_person
from core.services.generations import begin_work, demand_generation, end_generation, record_picture
from core.services.providers import FORGET, forget_left_behind
from core.store import attempts, chat
from core.store import generations as rows
from core.store import teams as team_rows
from core.store.tables import identities, inbox, notices, selfies
from tests.core.office import NUMBERS, Office


def make_pictures(office: Office, member_id: str) -> str:
    """A completed generation of two pictures; its id."""
    generation = office.start(member_id)
    office.change(begin_work, generation.id)
    for n in (1, 2):
        office.change(record_picture, generation.id, n, f"headshots/{generation.id}-{n}.jpg", 10)
    office.change(end_generation, generation.id, GenerationStatus.COMPLETED)
    return str(generation.id)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.ADMIN])
def test_a_person_goes_and_the_books_stay(office: Office, role: Role) -> None:
    office.buy(10)
    ben = office.hire("Ben", 5, role)
    account = f"ben{next(NUMBERS)}"
    office.change(team_rows.add_identity, "telegram", account, ben)
    done, running, queued = make_pictures(office, ben), office.start(ben).id, office.start(ben).id
    office.change(begin_work, running)
    draft = office.send_selfies(ben, 2)
    moves = len(office.list_moves())

    receipt = office.change(delete_person, ben, "telegram")

    assert receipt.startswith("deletion_")
    row = office.read(rows.find_generation, queued)
    assert demand_generation(row).status == GenerationStatus.CANCELED.value
    assert demand_generation(office.read(rows.find_generation, running)).cancel_requested
    member = office.find(team_rows.find_any_member, ben)
    assert (member.name, member.status, member.consent_version) == ("Deleted member", "deactivated", None)
    assert office.read(team_rows.find_identity, "telegram", account, office.team_id) is None
    assert office.read(rows.list_headshots, done) == []
    left = office.read(lambda tx: list(tx.conn.execute(select(selfies).where(selfies.c.member_id == ben))))
    assert len(left) == 6 * 3 + 2
    assert {(row.state, row.file_key, row.facts) for row in left} == {("removed", None, None)}
    erased = office.list_erased()
    assert {f"headshots/{done}-{n}.jpg" for n in (1, 2)} <= set(erased)
    assert f"selfies/{draft[0]}.jpg" in erased
    assert (office.balance(AccountKind.MEMBER, ben), office.balance(AccountKind.HELD, ben)) == (0, 1)
    assert office.balance(AccountKind.POOL) == 10 - 1 - 1
    assert [row.kind for row in office.list_moves()[moves:]] == ["release", "reclaim"]
    office.change(end_generation, running, GenerationStatus.CANCELED)
    assert office.balance(AccountKind.POOL) == 10 - 1, "what was held goes on to the pool"


def test_an_owner_without_photos_stays_the_owner(office: Office) -> None:
    office.buy(10)
    key = office.change(exchange_code, office.change(issue_code, office.ann.member_id))
    office.change(delete_person, office.ann.member_id, "telegram")
    row = office.find(team_rows.find_any_member, office.ann.member_id)
    assert (row.name, row.role, row.status, row.consent_version) == ("Ann", "owner", "active", None)
    assert office.read(recognise, key.secret, "").role is Role.OWNER


def test_keys_of_who_is_gone_do_not_work(office: Office) -> None:
    cy = office.hire("Cy", role=Role.ADMIN)
    key = office.change(exchange_code, office.change(issue_code, cy))
    office.change(delete_person, cy, "console")
    with pytest.raises(NotSignedIn):
        office.read(recognise, key.secret, "")


def test_what_was_said_goes(office: Office) -> None:
    ben, account = office.hire(), f"ben{next(NUMBERS)}"
    office.change(record_arrival, "telegram", account, f"update{account}", {"text": "my secret"})
    talk = office.change(chat.open_conversation, "telegram", account)
    office.change(chat.update_conversation, talk.id, member_id=ben)
    (arrived,) = office.read(chat.list_arrivals, talk.id, 10)
    office.change(chat.settle_arrivals, [arrived.id])
    sent = office.change(chat.add_notice, talk.id, {"text": "your secret"})
    office.change(chat.add_notice, talk.id, {"text": "still owed"})
    office.change(chat.update_notice, sent, state="sent")
    office.change(delete_person, ben, "telegram")
    bodies = office.read(
        lambda tx: [
            row.body
            for table in (inbox, notices)
            for row in tx.conn.execute(select(table).where(table.c.conversation_id == talk.id))
        ]
    )
    assert sorted(bodies, key=len) == [{}, {}, {"text": "still owed"}]
    assert office.find(chat.find_conversation, talk.id).member_id is None
    assert office.read(chat.list_conversations_of, ben) == []


def test_deleting_twice_or_nobody_is_no_harm(office: Office) -> None:
    office.buy(3)
    ben = office.hire("Ben", 2)
    office.change(delete_person, ben, "telegram")
    before = office.balances()
    assert office.change(delete_person, ben, "telegram")
    assert office.change(delete_person, "nobody", "telegram") == ""
    assert office.balances() == before


def test_a_generations_pictures_go_and_its_moves_stay(office: Office) -> None:
    office.buy(3)
    ben = office.hire("Ben", 2)
    done = make_pictures(office, ben)
    before = [row.id for row in office.list_moves()]
    office.change(delete_headshots, done)
    assert office.read(rows.list_headshots, done) == []
    assert demand_generation(office.read(rows.find_generation, done)).deleted_at == office.clock.now
    assert {f"headshots/{done}-{n}.jpg" for n in (1, 2)} <= set(office.list_erased())
    assert [row.id for row in office.list_moves()] == before


def test_a_deleted_member_may_join_anew_as_somebody_else(office: Office) -> None:
    made = office.change(teams.invite, office.ann, Role.MEMBER, 5, None)
    account = f"zoe{next(NUMBERS)}"
    first = office.change(teams.join, made.code, "telegram", account, "Zoe")
    office.change(delete_person, first.member_id, "telegram")
    again = office.change(teams.join, made.code, "telegram", account, "Zoe")
    assert again.member_id != first.member_id
    links = select(identities.c.member_id).where(identities.c.external_id == account)
    assert office.read(lambda tx: list(tx.conn.scalars(links))) == [again.member_id]


@pytest.mark.parametrize("since", ["ended", "deleted"])
def test_a_picture_that_comes_after_the_end_does_not_stay(office: Office, since: str) -> None:
    """Its worker was taken for dead and slept; what it makes again of what is there changes nothing."""
    office.buy(10)
    ben = office.hire("Ben", 1)
    generation = office.start(ben)
    office.change(begin_work, generation.id)
    first, late = (f"headshots/{generation.id}-{n}.jpg" for n in (1, 2))
    office.change(record_picture, generation.id, 1, first, 10)
    office.change(end_generation, generation.id, GenerationStatus.COMPLETED)
    if since == "deleted":
        office.change(delete_person, ben, "telegram")
    before = office.list_erased().count(first)
    for n, key in ((1, first), (2, late)):
        office.change(record_picture, generation.id, n, key, 10)
    assert office.list_erased().count(late) == 1
    assert office.list_erased().count(first) == before + (since == "deleted")
    kept = [row.n for row in office.read(rows.list_headshots, generation.id)]
    assert kept == ([] if since == "deleted" else [1])


def test_a_file_goes_with_the_last_set_that_has_it(office: Office) -> None:
    office.buy(10)
    ben = office.hire("Ben", 2)
    photos = office.send_selfies(ben)
    first, redo = (office.start(ben, selfie_ids=photos) for _ in range(2))
    for generation in (first, redo):
        office.change(end_generation, generation.id, GenerationStatus.FAILED, "no luck")
    file = f"selfies/{photos[0]}.jpg"
    office.change(delete_headshots, first.id)
    assert file not in office.list_erased()
    assert len(office.read(rows.list_selfies, generation_id=redo.id)) == 6
    office.change(delete_headshots, redo.id)
    assert office.list_erased().count(file) == 1


def test_an_old_photo_goes_however_often_it_was_used_since(office: Office) -> None:
    """A redo does not make a photo younger; what is being worked from is waited for."""
    office.buy(10)
    ben = office.hire("Ben", 2)
    photos = office.send_selfies(ben)
    first = office.start(ben, selfie_ids=photos)
    office.change(end_generation, first.id, GenerationStatus.FAILED, "no luck")
    office.clock.go_on(days=29)
    redo, loose = office.start(ben, selfie_ids=photos), office.send_selfies(ben, 1)
    office.clock.go_on(days=2)
    before = office.clock.now - timedelta(days=30)
    file = f"selfies/{photos[0]}.jpg"
    office.change(delete_old_selfies, before)
    assert file not in office.list_erased(), "an open set still needs it"
    office.change(end_generation, redo.id, GenerationStatus.FAILED, "no luck")
    office.change(delete_old_selfies, before)
    assert office.list_erased().count(file) == 1
    assert office.find(rows.find_selfie, loose[0]).state == "accepted"


def test_two_who_let_go_of_one_file_at_once_leave_none(office: Office) -> None:
    """Each sees that the other let go: the file is erased, by whoever came last."""
    office.buy(40)
    ben = office.hire("Ben", 30)
    for _ in range(10):
        photos = office.send_selfies(ben)
        pair = [office.start(ben, selfie_ids=photos) for _ in range(2)]
        for generation in pair:
            office.change(end_generation, generation.id, GenerationStatus.FAILED, "no luck")
        together = Barrier(2)

        def delete(generation_id: str, together: Barrier = together) -> None:
            together.wait()
            office.change(delete_headshots, generation_id)

        with ThreadPoolExecutor(2) as threads:
            list(threads.map(delete, [generation.id for generation in pair]))
        assert office.list_erased().count(f"selfies/{photos[0]}.jpg") == 1


def test_what_a_provider_still_has_of_a_member_is_asked_to_go(office: Office) -> None:
    office.buy(2)
    ben = office.hire("Ben", 2)
    kept, clean = office.start(ben).id, office.start(ben).id
    for generation_id in (kept, clean):
        file, _ = office.change(attempts.add_attempt, generation_id, AttemptKind.FILE, 0, 1)
        office.change(attempts.update_attempt, file.id, AttemptState.MADE, provider_id="file")
    office.change(attempts.update_attempt, file.id, AttemptState.GONE)
    before = list_work(office, FORGET)
    office.change(delete_person, ben, "test")
    assert list_work(office, FORGET) - before == {kept}


def test_what_a_provider_did_not_remove_is_asked_for_again(office: Office) -> None:
    office.buy(3)
    ended, young, running = (office.start(office.hire("Ben", 1)).id for _ in range(3))
    for generation_id in (ended, young, running):
        office.change(attempts.add_attempt, generation_id, AttemptKind.PREDICTION, 0, 1)
    office.change(end_generation, ended, GenerationStatus.FAILED)
    office.clock.go_on(hours=2)
    office.change(end_generation, young, GenerationStatus.FAILED)
    before = list_work(office, FORGET)
    office.change(forget_left_behind, office.clock() - timedelta(hours=1))
    assert ended in list_work(office, FORGET) - before
    assert not {young, running} & list_work(office, FORGET)


def list_work(office: Office, name: str) -> set[str]:
    """What the engine was asked to do under that name: the first argument of each."""
    schema = "" if office.store.engine.dialect.name == "sqlite" else "dbos."
    query = text(
        f"SELECT i.inputs FROM {schema}workflow_input i JOIN {schema}workflow_status s"
        " ON s.workflow_uuid = i.workflow_uuid WHERE s.name = :name"
    )
    found = office.read(lambda tx: list(tx.conn.execute(query, {"name": name}).scalars()))
    return {str(json.loads(inputs)["args"][0]) for inputs in found}
