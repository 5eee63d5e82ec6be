"""Credits inside a team: allocate, reclaim, reassign, distribute; and members who leave."""

from typing import Any

import pytest

from core.domain.credits import AccountKind, MoveKind, Share
from core.domain.generations import GenerationStatus
from core.domain.refusals import Conflict, Malformed, NotEnoughCredits, NotFound, Refusal
from core.services import teams
from core.services.credits import allocate, distribute, overview, plan_distribution, reassign, reclaim
from core.services.deletion import delete_person
from core.services.generations import end_generation
from core.store import teams as team_rows
from core.store.access import list_audit
from tests.core.office import Office


def held_by(office: Office, member_id: str) -> int:
    return office.balance(AccountKind.MEMBER, member_id)


def hire_three(office: Office) -> list[str]:
    return [office.hire(name) for name in ("Ben", "Cy", "Di")]


@pytest.mark.parametrize(
    ("pool", "credits_", "expected"),
    [  # in joining order: Ann, Ben, Cy, Di
        (8, 8, [2, 2, 2, 2]),
        (9, 9, [3, 2, 2, 2]),
        (11, 11, [3, 3, 3, 2]),
        (11, 5, [2, 1, 1, 1]),
        (11, 3, [1, 1, 1, 0]),
        (11, 1, [1, 0, 0, 0]),
        (6, None, [2, 2, 1, 1]),
    ],
)
def test_equal_shares_leave_the_remainder_to_the_earliest(
    office: Office, pool: int, credits_: int | None, expected: list[int]
) -> None:
    people = [office.ann.member_id, *hire_three(office)]
    office.buy(pool)
    planned = office.read(plan_distribution, office.team_id, "equal", credits_)
    done = office.change(distribute, office.ann, "equal", credits_)
    assert planned == [share for share, _ in done]
    assert planned == [Share(who, part) for who, part in zip(people, expected, strict=True) if part]
    assert [held_by(office, who) for who in people] == expected
    assert office.balance(AccountKind.POOL) == pool - sum(expected)


@pytest.mark.parametrize(
    ("target", "expected"), [(1, [1, 2, 5, 1]), (4, [4, 4, 5, 4]), (5, [5, 5, 5, 5]), (6, [6, 6, 6, 6])]
)
def test_top_up_lifts_everybody_to_the_target_and_takes_from_nobody(
    office: Office, target: int, expected: list[int]
) -> None:
    office.buy(100)
    people = [office.ann.member_id, office.hire("Ben", 2), office.hire("Cy", 5), office.hire("Di")]
    planned = office.read(plan_distribution, office.team_id, "top-up", target=target)
    done = office.change(distribute, office.ann, "top-up", target=target)
    assert planned == [share for share, _ in done]
    assert [held_by(office, who) for who in people] == expected


@pytest.mark.parametrize(
    ("strategy", "credits_", "target", "refusal"),
    [
        ("equal", 11, None, NotEnoughCredits),
        ("top-up", None, 4, NotEnoughCredits),
        ("equal", 0, None, Malformed),
        ("equal", -1, None, Malformed),
        ("equal", 10**9, None, Malformed),
        ("top-up", None, None, Malformed),
        ("top-up", None, 0, Malformed),
    ],
)
def test_a_distribution_that_cannot_be_done_whole_does_nothing(
    office: Office, strategy: str, credits_: int | None, target: int | None, refusal: type[Refusal]
) -> None:
    hire_three(office)
    office.buy(10)
    before = office.balances()
    with pytest.raises(refusal):
        office.read(plan_distribution, office.team_id, strategy, credits_, target)
    with pytest.raises(refusal):
        office.change(distribute, office.ann, strategy, credits_, target)
    assert office.balances() == before


def test_an_empty_pool_or_one_in_debt_gives_nothing(office: Office) -> None:
    office.hire()
    assert office.change(distribute, office.ann, "equal") == []
    office.refund(office.buy(5), 5)
    office.refund(office.order(2), 2)
    assert office.balance(AccountKind.POOL) == -2
    assert office.change(distribute, office.ann, "equal") == []
    with pytest.raises(NotEnoughCredits):
        office.change(distribute, office.ann, "equal", 1)


def test_who_left_gets_nothing(office: Office) -> None:
    office.buy(10)
    ben = office.hire()
    office.change(teams.deactivate, office.ann, ben)
    done = office.change(distribute, office.ann, "equal", 5)
    assert [share for share, _ in done] == [Share(office.ann.member_id, 5)]


def test_nobody_to_give_to_is_said(office: Office) -> None:
    office.buy(10)
    office.change(team_rows.update_member, office.ann.member_id, status="deactivated")
    with pytest.raises(Malformed, match="no active member"):
        office.change(distribute, office.ann, "equal", 5)


def test_allocate_reassign_and_reclaim(office: Office) -> None:
    office.buy(10)
    ben, cy = office.hire("Ben"), office.hire("Cy")
    office.change(allocate, office.ann, ben, 6)
    office.change(reassign, office.ann, ben, cy, 4)
    office.change(reclaim, office.ann, cy, 1)
    assert (held_by(office, ben), held_by(office, cy), office.balance(AccountKind.POOL)) == (2, 3, 5)
    assert office.change(reclaim, office.ann, ben, None) is not None, "all of it by default"
    assert office.change(reclaim, office.ann, ben, None) is None
    assert (held_by(office, ben), office.balance(AccountKind.POOL)) == (0, 7)
    actions = [row.action for row in office.read(list_audit, office.team_id, 4)]
    assert actions == ["credits.reclaimed", "credits.reclaimed", "credits.reassigned", "credits.allocated"]


@pytest.mark.parametrize("credits_", [0, -1, 10**9])
def test_a_count_of_credits_out_of_range_moves_nothing(office: Office, credits_: int) -> None:
    office.buy(10)
    ben, cy = office.hire("Ben", 2), office.hire("Cy")
    before = office.balances()
    for work, who in ((allocate, [ben]), (reclaim, [ben]), (reassign, [ben, cy])):
        with pytest.raises(Malformed):
            office.change(work, office.ann, *who, credits_)
    assert office.balances() == before


def test_more_than_there_is_moves_nothing(office: Office) -> None:
    office.buy(10)
    ben, cy = office.hire("Ben", 2), office.hire("Cy")
    before = office.balances()
    for work, who, credits_ in ((allocate, [ben], 9), (reclaim, [ben], 3), (reassign, [ben, cy], 3)):
        with pytest.raises(NotEnoughCredits):
            office.change(work, office.ann, *who, credits_)
    assert office.balances() == before


def test_somebody_elses_member_is_not_found(office: Office) -> None:
    office.buy(10)
    ben = office.hire("Ben", 2)
    other = office.change(teams.found_team, "Other", "Eve").owner_id
    before = office.balances()
    calls: list[tuple[Any, ...]] = [
        (allocate, other, 1),
        (reclaim, other, 1),
        (reclaim, other, None),
        (reassign, ben, other, 1),
        (reassign, other, ben, 1),
    ]
    for work, *arguments in calls:
        with pytest.raises(NotFound):
            office.change(work, office.ann, *arguments)
    assert office.balances() == before


def test_a_member_gives_nothing_to_themselves_or_to_who_left(office: Office) -> None:
    office.buy(10)
    ben, cy = office.hire("Ben", 2), office.hire("Cy")
    with pytest.raises(Malformed, match="two different"):
        office.change(reassign, office.ann, ben, ben, 1)
    office.change(teams.deactivate, office.ann, cy)
    for work, who in ((allocate, [cy]), (reassign, [ben, cy])):
        with pytest.raises(Conflict, match="deactivated"):
            office.change(work, office.ann, *who, 1)
    assert held_by(office, ben) == 2


@pytest.mark.parametrize(
    "end", [GenerationStatus.COMPLETED, GenerationStatus.FAILED, GenerationStatus.CANCELED]
)
@pytest.mark.parametrize("way", ["deactivated", "deleted"])
def test_nothing_of_a_member_who_leaves_is_stranded(office: Office, end: GenerationStatus, way: str) -> None:
    """A generation under way when they leave ends as usual, and what comes back goes on to the pool."""
    office.buy(10)
    ben = office.hire("Ben", 5)
    generation = office.start(ben)
    if way == "deleted":
        office.change(delete_person, ben, "test")
        assert held_by(office, ben) == 0, "a queued generation is canceled and its credit goes on to the pool"
        assert office.balance(AccountKind.POOL) == 10
        return
    assert office.change(teams.deactivate, office.ann, ben) == 4
    assert office.balances() | {f"world:{office.team_id}": 0} == {
        f"world:{office.team_id}": 0,
        f"pool:{office.team_id}": 9,
        f"held:{ben}": 1,
    }
    office.change(end_generation, generation.id, end)
    used = 1 if end is GenerationStatus.COMPLETED else 0
    assert (held_by(office, ben), office.balance(AccountKind.HELD, ben)) == (0, 0)
    assert (office.balance(AccountKind.USED), office.balance(AccountKind.POOL)) == (used, 10 - used)


def test_the_owner_does_not_leave(office: Office) -> None:
    with pytest.raises(Refusal, match="owner cannot be deactivated"):
        office.change(teams.deactivate, office.ann, office.ann.member_id)
    with pytest.raises(NotFound):
        office.change(teams.deactivate, office.ann, "nobody")


def test_the_overview_adds_up(office: Office) -> None:
    first = office.buy(20)
    ben, cy = office.hire("Ben", 6), office.hire("Cy", 3)
    office.change(end_generation, office.start(ben).id, GenerationStatus.COMPLETED)
    office.start(ben)
    office.refund(first, 15)
    seen = office.read(overview, office.team_id)
    assert (seen.purchased, seen.pool, seen.allocated, seen.held, seen.used) == (5, -4, 7, 1, 1)
    assert seen.debt == 4
    assert seen.purchased == seen.pool + seen.allocated + seen.held + seen.used
    assert [(m.member_id, m.allocated, m.held, m.used) for m in seen.members] == [
        (office.ann.member_id, 0, 0, 0),
        (ben, 4, 1, 1),
        (cy, 3, 0, 0),
    ]


def test_every_member_has_an_account_of_their_own_in_every_team(office: Office) -> None:
    other = office.change(teams.found_team, "Other", "Eve")
    office.buy(4)
    seen = office.read(overview, other.team_id)
    assert (seen.purchased, seen.pool, seen.debt) == (0, 0, 0)
    assert [m.name for m in seen.members] == ["Eve"]


def test_the_moves_of_a_distribution_are_in_the_ledger(office: Office) -> None:
    office.buy(4)
    ben = office.hire("Ben")
    done = office.change(distribute, office.ann, "equal")
    rows = office.list_moves(MoveKind.ALLOCATE)
    assert [(row.id, row.member_id, row.credits) for row in rows] == [
        (m, s.member_id, s.credits) for s, m in done
    ]
    assert {row.actor for row in rows} == {office.ann.label}
    assert rows[-1].member_id == ben
