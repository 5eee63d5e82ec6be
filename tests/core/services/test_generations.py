"""A generation from request to end: one credit held, then settled or released exactly once."""

import threading
from typing import Any

import pytest
from sqlalchemy import Row, text

from core.domain.credits import AccountKind, MoveKind
from core.domain.generations import ConsentMissing, GenerationStatus, SelfieState
from core.domain.refusals import Conflict, Malformed, NotEnoughCredits, NotFound, Refusal
from core.services import teams
from core.services.generations import (
    begin_work,
    cancel_generation,
    demand_generation,
    end_generation,
    record_picture,
)
from core.store import chat
from core.store import generations as rows
from core.store import teams as team_rows
from core.store.engine import Tx
from core.store.listings import list_covers
from tests.core.office import Office

COMPLETED, FAILED, CANCELED = GenerationStatus.COMPLETED, GenerationStatus.FAILED, GenerationStatus.CANCELED


@pytest.fixture
def ben(office: Office) -> str:
    """A member with three credits."""
    office.buy(10)
    return office.hire("Ben", 3)


def read_credits(office: Office, member_id: str) -> tuple[int, int, int]:
    """Unspent, held and used."""
    kinds = ((AccountKind.MEMBER, member_id), (AccountKind.HELD, member_id), (AccountKind.USED, None))
    unspent, held, used = (office.balance(kind, owner) for kind, owner in kinds)
    return unspent, held, used


def read_status(office: Office, generation_id: str) -> str:
    row: Row[tuple[str]] | None = office.read(rows.find_generation, generation_id)
    return str(demand_generation(row).status)


def count_jobs(office: Office, work_id: str) -> int:
    """How often work was enqueued with the job engine, under that id."""
    schema = "" if office.store.engine.dialect.name == "sqlite" else "dbos."
    query = text(f"SELECT count(*) FROM {schema}workflow_status WHERE workflow_uuid = :id")
    return office.read(lambda tx: int(tx.conn.execute(query, {"id": work_id}).scalar_one()))


def test_a_start_holds_one_credit_and_enqueues_the_work_once(office: Office, ben: str) -> None:
    selfies = office.send_selfies(ben)
    row = office.start(ben, "tap", selfie_ids=selfies)
    assert (row.status, row.member_id, row.style) == ("queued", ben, "linkedin")
    assert read_credits(office, ben) == (2, 1, 0)
    assert count_jobs(office, row.id) == 1
    bound = office.read(rows.list_selfies, generation_id=row.id)
    assert sorted(selfie.id for selfie in bound) == sorted(selfies)
    again = office.start(ben, "tap", selfie_ids=selfies)
    assert again.id == row.id, "the same tap again"
    assert read_credits(office, ben) == (2, 1, 0)


@pytest.mark.parametrize(
    ("end", "spent", "kind"),
    [(COMPLETED, 1, MoveKind.SETTLE), (FAILED, 0, MoveKind.RELEASE), (CANCELED, 0, MoveKind.RELEASE)],
)
def test_only_success_spends_the_credit_and_only_once(
    office: Office, ben: str, end: GenerationStatus, spent: int, kind: MoveKind
) -> None:
    generation = office.start(ben)
    office.change(begin_work, generation.id)
    assert office.change(end_generation, generation.id, end, "why") == end
    after = (3 - spent, 0, spent)
    assert read_credits(office, ben) == after
    for other in (COMPLETED, FAILED, CANCELED):
        assert office.change(end_generation, generation.id, other) == end, "how it ended stays how it ended"
    assert read_credits(office, ben) == after
    (move,) = (m for m in office.list_moves(kind) if m.generation_id == generation.id)
    assert (move.member_id, move.credits, move.reason, move.actor) == (ben, 1, "why", "closeup")
    row = demand_generation(office.read(rows.find_generation, generation.id))
    assert (row.status, row.reason, row.ended_at) == (end.value, "why", office.clock.now)


def test_some_pictures_are_a_success_and_are_counted(office: Office, ben: str) -> None:
    generation = office.start(ben)
    office.change(begin_work, generation.id)
    for n in (1, 3, 3):
        office.change(record_picture, generation.id, n, f"headshot-{n}.jpg", 1000)
    assert demand_generation(office.read(rows.find_generation, generation.id)).done == 2
    office.change(end_generation, generation.id, COMPLETED, "2 of 4 pictures could not be made.")
    assert demand_generation(office.read(rows.find_generation, generation.id)).done == 2
    assert [row.n for row in office.read(rows.list_headshots, generation.id)] == [1, 3]
    assert read_credits(office, ben) == (2, 0, 1)


def test_pictures_are_listed_by_likeness_and_the_others_by_number(office: Office, ben: str) -> None:
    """The member is told of them in that order; a list's cover is the first."""
    generation = office.start(ben)
    office.change(begin_work, generation.id)
    for n in (4, 3, 2, 1):
        office.change(record_picture, generation.id, n, f"headshot-{n}.jpg", 1000)
    assert office.read(list_covers, [generation.id]) == {generation.id: 1}
    office.change(rows.measure_headshots, generation.id, {2: 0.5, 4: 0.25})
    assert [row.n for row in office.read(rows.list_headshots, generation.id)] == [4, 2, 1, 3]
    assert office.read(list_covers, [generation.id, "another"]) == {generation.id: 4}
    office.change(end_generation, generation.id, COMPLETED)


def test_a_queued_one_is_canceled_at_once_and_a_running_one_is_asked(office: Office, ben: str) -> None:
    queued, running = office.start(ben), office.start(ben)
    office.change(begin_work, running.id)
    assert office.change(cancel_generation, queued.id) is CANCELED
    assert office.change(cancel_generation, running.id) is GenerationStatus.RUNNING
    assert read_credits(office, ben) == (2, 1, 0)
    assert demand_generation(office.read(rows.find_generation, running.id)).cancel_requested
    office.change(end_generation, running.id, CANCELED)
    for ended in (queued, running):
        with pytest.raises(Conflict) as refused:
            office.change(cancel_generation, ended.id)
        assert refused.value.code == "already_ended"
    assert read_credits(office, ben) == (3, 0, 0)


def test_work_begins_once_and_never_again_after_the_end(office: Office, ben: str) -> None:
    generation = office.start(ben)
    begun = office.change(begin_work, generation.id)
    office.clock.go_on(minutes=1)
    assert office.change(begin_work, generation.id).started_at == begun.started_at
    office.change(end_generation, generation.id, FAILED)
    assert office.change(begin_work, generation.id).status == FAILED.value
    office.change(record_picture, generation.id, 1, "late.jpg", 10)
    assert read_status(office, generation.id) == FAILED.value


@pytest.mark.parametrize(
    ("count", "code"),
    [(1, "too_few_photos"), (5, "too_few_photos"), (6, None), (14, None), (15, "too_many_photos")],
)
def test_six_to_fourteen_photos(office: Office, ben: str, count: int, code: str | None) -> None:
    selfies = office.send_selfies(ben, count)
    if code is None:
        assert office.start(ben, selfie_ids=selfies).status == "queued"
        return
    with pytest.raises(Malformed) as refused:
        office.start(ben, selfie_ids=selfies)
    assert refused.value.code == code
    assert read_credits(office, ben) == (3, 0, 0)


def test_the_same_photo_six_times_is_one_photo(office: Office, ben: str) -> None:
    with pytest.raises(Malformed) as refused:
        office.start(ben, selfie_ids=office.send_selfies(ben, 1) * 6)
    assert refused.value.code == "too_few_photos"


@pytest.mark.parametrize("state", [s for s in SelfieState if s is not SelfieState.ACCEPTED])
def test_photos_that_were_not_taken_start_nothing(office: Office, ben: str, state: SelfieState) -> None:
    selfies = office.send_selfies(ben, 5) + office.send_selfies(ben, 1, state)
    with pytest.raises(Conflict) as refused:
        office.start(ben, selfie_ids=selfies)
    assert refused.value.code == "photos_gone"
    assert read_credits(office, ben) == (3, 0, 0)


def test_somebody_elses_photos_start_nothing(office: Office, ben: str) -> None:
    theirs = office.send_selfies(office.hire("Cy"))
    with pytest.raises(Conflict):
        office.start(ben, selfie_ids=theirs)
    with pytest.raises(Conflict):
        office.start(ben, selfie_ids=[f"unknown{n}" for n in range(6)])
    assert read_credits(office, ben) == (3, 0, 0)


def test_no_credits_no_consent_no_member(office: Office, ben: str) -> None:
    poor, shy, gone = office.hire("Cy"), office.hire("Di", 1), office.hire("Ed", 1)
    office.change(team_rows.update_member, shy, consent_version=None)
    office.change(teams.deactivate, office.ann, gone)
    before = office.balances()
    cases: list[tuple[str, type[Refusal]]] = [
        (poor, NotEnoughCredits),
        (shy, ConsentMissing),
        (gone, NotFound),
    ]
    for member, refusal in cases:
        with pytest.raises(refusal):
            office.start(member)
    with pytest.raises(NotFound):
        office.start("nobody", selfie_ids=[str(n) for n in range(6)])
    assert office.balances() == before


def test_the_last_credit_starts_one_generation(office: Office) -> None:
    office.buy(1)
    ben = office.hire("Ben", 1)
    office.start(ben)
    with pytest.raises(NotEnoughCredits):
        office.start(ben)
    assert read_credits(office, ben) == (0, 1, 0)


def test_what_happens_is_told_to_the_conversation_once(office: Office, ben: str) -> None:
    talk = office.change(chat.open_conversation, "telegram", f"chat of {ben}")
    generation = office.start(ben, conversation_id=talk.id)
    office.change(begin_work, generation.id)
    for _ in range(2):
        office.change(record_picture, generation.id, 1, "headshot-1.jpg", 1000)
        office.change(end_generation, generation.id, COMPLETED)
    told = [row.body for row in office.read(chat.list_arrivals, talk.id, 10)]
    assert [body["kind"] for body in told] == ["GenerationProgressed", "GenerationCompleted"]
    assert told[0] | {"generation_id": ""} == {
        "kind": "GenerationProgressed",
        "generation_id": "",
        "done": 1,
        "total": 4,
    }
    assert (told[1]["balance"], told[1]["style"], told[1]["pictures"]) == (2, "linkedin", ["headshot-1.jpg"])


@pytest.mark.parametrize(("end", "kind"), [(FAILED, "GenerationFailed"), (CANCELED, "GenerationCanceled")])
def test_an_end_without_pictures_tells_the_balance_that_came_back(
    office: Office, ben: str, end: GenerationStatus, kind: str
) -> None:
    talk = office.change(chat.open_conversation, "telegram", f"chat of {ben}")
    generation = office.start(ben, conversation_id=talk.id)
    office.change(end_generation, generation.id, end, "why", "a_code")
    (told,) = [row.body for row in office.read(chat.list_arrivals, talk.id, 10)]
    assert (told["kind"], told["balance"]) == (kind, 3)
    said = ("why", "a_code") if end is FAILED else (None, None)
    assert (told.get("reason"), told.get("code")) == said
    row = office.find(rows.find_generation, generation.id)
    assert (row.reason, row.reason_code) == ("why", "a_code")


def test_another_teams_generation_is_not_found(office: Office, ben: str) -> None:
    row = office.start(ben)
    assert demand_generation(row, office.team_id).id == row.id
    for found, team in ((row, "another"), (None, office.team_id), (None, None)):
        with pytest.raises(NotFound):
            demand_generation(found, team)
    for work in (begin_work, cancel_generation):
        with pytest.raises(NotFound):
            office.change(work, "nothing")


def test_the_same_tap_twice_at_once_is_one_generation(office: Office, ben: str) -> None:
    """The second comes while the first has not yet committed."""
    selfies = office.send_selfies(ben)
    tap = office.order_generation(ben, selfies, f"tap of {ben}")
    started: list[Any] = []
    second = threading.Thread(target=lambda: started.append(office.store.change(tap)))

    def first(tx: Tx) -> Any:
        row = tap(tx)
        second.start()
        second.join(0.3)
        return row

    row = office.store.change(first)
    second.join(30)
    assert [other.id for other in started] == [row.id]
    assert read_credits(office, ben) == (2, 1, 0)


def test_a_redo_of_an_older_set_after_a_newer_one(office: Office) -> None:
    """Both redos work from the photos of the first set, and each keeps its own hold on them."""
    office.buy(10)
    ben = office.hire("Ben", 3)
    photos = office.send_selfies(ben)
    first, second, third = (office.start(ben, selfie_ids=photos) for _ in range(3))
    for generation in (first, second, third):
        kept = office.read(rows.list_selfies, generation_id=generation.id)
        assert (len(kept), {row.member_id for row in kept}) == (6, {ben})
        assert {row.file_key for row in kept} == {f"selfies/{photos[0]}.jpg"}
    ages = {row.created_at for row in office.read(rows.list_selfies, generation_id=third.id)}
    assert ages == {office.find(rows.find_selfie, photos[0]).created_at}, "a shared photo is as old as it is"
