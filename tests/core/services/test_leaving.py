"""Leaving the team while something is under way for the same member: whoever comes second waits for the first."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from core.domain.credits import AccountKind
from core.domain.generations import GenerationStatus
from core.services import teams
from core.services.credits import allocate, distribute, reassign
from core.services.deletion import delete_person
from core.services.generations import end_generation
from core.store.engine import Tx
from tests.core.office import Office

PATIENCE = 0.3  # seconds in which a second transaction that does not wait would long be done


def run_beside(office: Office, first: Callable[[Tx], Any], second: Callable[[Tx], Any]) -> None:
    """Run `second` in a thread while `first` has done its work and not yet committed."""
    is_over = threading.Event()

    def do_second() -> None:
        office.store.change(second)
        is_over.set()

    other = threading.Thread(target=do_second)

    def do_first(tx: Tx) -> None:
        first(tx)
        other.start()
        is_over.wait(PATIENCE)

    office.store.change(do_first)
    other.join(30)
    assert is_over.is_set()


LEAVING: dict[str, Callable[[Office, str], Callable[[Tx], Any]]] = {
    "deactivated": lambda office, ben: lambda tx: teams.deactivate(tx, office.ann, ben),
    "deleted": lambda office, ben: lambda tx: delete_person(tx, ben, "test"),
}
GIVING: dict[str, Callable[[Office, str, str], Callable[[Tx], Any]]] = {
    "allocate": lambda office, ben, cy: lambda tx: allocate(tx, office.ann, ben, 1),
    "reassign": lambda office, ben, cy: lambda tx: reassign(tx, office.ann, cy, ben, 1),
    "distribute": lambda office, ben, cy: lambda tx: distribute(tx, office.ann, "equal"),
}


@pytest.mark.parametrize("way", LEAVING)
@pytest.mark.parametrize("gift", GIVING)
def test_what_is_given_to_who_is_leaving_goes_back_to_the_pool(office: Office, way: str, gift: str) -> None:
    office.buy(20)
    ben, cy = office.hire("Ben", 2), office.hire("Cy", 5)
    run_beside(office, GIVING[gift](office, ben, cy), LEAVING[way](office, ben))
    assert office.balance(AccountKind.MEMBER, ben) == 0


@pytest.mark.parametrize("way", LEAVING)
@pytest.mark.parametrize("end", [GenerationStatus.COMPLETED, GenerationStatus.FAILED])
def test_what_comes_back_to_who_is_leaving_goes_on_to_the_pool(
    office: Office, way: str, end: GenerationStatus
) -> None:
    office.buy(20)
    ben = office.hire("Ben", 2)
    generation = office.start(ben)
    run_beside(office, lambda tx: end_generation(tx, generation.id, end), LEAVING[way](office, ben))
    assert (office.balance(AccountKind.MEMBER, ben), office.balance(AccountKind.HELD, ben)) == (0, 0)


@pytest.mark.parametrize("way", LEAVING)
def test_a_hold_beside_leaving_is_no_refusal_of_it(office: Office, way: str) -> None:
    office.buy(20)
    ben = office.hire("Ben", 2)
    selfies = office.send_selfies(ben)
    started = office.order_generation(ben, selfies)
    run_beside(office, started, LEAVING[way](office, ben))
    assert office.balance(AccountKind.MEMBER, ben) == 0
    assert office.balance(AccountKind.POOL) == 20 - office.balance(AccountKind.HELD, ben)
