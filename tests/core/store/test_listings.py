"""Lists page by page: the ledger, the payment history and the generations of a team, newest first."""

from typing import Any

import pytest

from core.domain.credits import MoveKind
from core.domain.generations import GenerationStatus
from core.domain.purchases import PurchaseStatus
from core.domain.styles import Style
from core.services.credits import allocate, reassign
from core.services.generations import begin_work, end_generation
from core.services.teams import found_team
from core.store.credits import list_moves
from core.store.generations import count_by_status, estimate_seconds, find_open_generation, list_generations
from core.store.purchases import list_purchases
from tests.core.office import Office


@pytest.fixture
def people(office: Office) -> tuple[str, str]:
    """Two members with a few moves: a purchase, three allocations, one reassignment."""
    office.buy(30)
    ben, cy = office.hire("Ben", 5), office.hire("Cy", 3)
    office.change(reassign, office.ann, ben, cy, 2)
    office.change(allocate, office.ann, ben, 1)
    other = office.change(found_team, "Other", "Eve")
    assert office.read(list_moves, other.team_id, 10) == []
    return ben, cy


def test_the_ledger_comes_newest_first_and_page_by_page(office: Office, people: tuple[str, str]) -> None:
    whole = office.read(list_moves, office.team_id, 100)
    assert [row.kind for row in whole] == ["allocate", "reassign", "allocate", "allocate", "purchase"]
    paged: list[Any] = []
    while page := office.read(list_moves, office.team_id, 2, paged[-1].id if paged else None):
        assert len(page) <= 2
        paged += page
    assert paged == whole


def test_the_ledger_of_one_member_or_one_kind(office: Office, people: tuple[str, str]) -> None:
    ben, cy = people
    of_ben = office.read(list_moves, office.team_id, 10, member_id=ben)
    assert [(row.kind, row.credits) for row in of_ben] == [("allocate", 1), ("reassign", 2), ("allocate", 5)]
    of_cy = office.read(list_moves, office.team_id, 10, member_id=cy)
    assert [(row.kind, row.from_member_id) for row in of_cy] == [("reassign", ben), ("allocate", None)]
    (bought,) = office.read(list_moves, office.team_id, 10, kind=MoveKind.PURCHASE.value)
    assert bought.credits == 30
    assert office.read(list_moves, office.team_id, 10, kind=MoveKind.SETTLE.value) == []


def test_purchases_made_in_one_instant_are_all_paged(office: Office) -> None:
    made = {office.order(n).id for n in range(1, 6)}
    office.clock.go_on(seconds=1)
    newest = office.order(9).id
    paged: list[Any] = []
    while page := office.read(
        list_purchases, office.team_id, 2, (paged[-1].created_at, paged[-1].id) if paged else None
    ):
        paged += page
    assert paged[0].id == newest
    assert [row.id for row in paged[1:]] == sorted(made, reverse=True)


def test_generations_are_filtered_and_paged(office: Office) -> None:
    office.buy(30)
    ben, cy = office.hire("Ben", 5), office.hire("Cy", 5)
    first, second = office.start(ben), office.start(cy)
    office.change(end_generation, first.id, GenerationStatus.FAILED)
    office.clock.go_on(seconds=1)
    third = office.start(ben)

    def listed(**filters: Any) -> list[str]:
        return [row.id for row in office.read(list_generations, office.team_id, 10, **filters)]

    assert listed() == [third.id, *sorted([first.id, second.id], reverse=True)]
    assert listed(member_id=ben) == [third.id, first.id]
    assert listed(status="failed") == [first.id]
    assert listed(style=Style.CASUAL.value) == []
    assert set(listed(before=(third.created_at, third.id))) == {first.id, second.id}
    assert office.read(count_by_status, office.team_id) == {"failed": 1, "queued": 2}
    open_one = office.read(find_open_generation, cy)
    assert open_one is not None
    assert open_one.id == second.id


def test_the_estimate_is_what_the_last_ones_took(lonely_office: Office) -> None:
    office = lonely_office
    office.buy(30)
    ben = office.hire("Ben", 5)
    assert office.read(estimate_seconds, "linkedin") is None
    for seconds in (10, 20):
        generation = office.start(ben)
        office.change(begin_work, generation.id)
        office.clock.go_on(seconds=seconds)
        office.change(end_generation, generation.id, GenerationStatus.COMPLETED)
    assert office.read(estimate_seconds, "linkedin") == 15
    assert office.read(estimate_seconds, "casual") is None


def test_purchases_in_one_state(office: Office) -> None:
    paid, _open = office.buy(3), office.order(4)
    found = office.read(list_purchases, office.team_id, 10, None, PurchaseStatus.PAID)
    assert [row.id for row in found] == [paid.id]
