"""Many processes at once on one database, and processes that are killed: no credit is lost, doubled or invented."""

import multiprocessing
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import pytest

from core.domain.credits import AccountKind, MoveKind
from core.domain.generations import GenerationStatus
from core.domain.refusals import NotEnoughCredits
from core.services.books import audit_books
from core.services.credits import distribute
from core.services.generations import end_generation
from core.services.payments import apply_event
from core.store.generations import find_generation
from tests.core import crowd
from tests.core.office import Office, tell

PROCESSES = 8
# Children come from a server that has imported everything and has no threads, so that each starts in milliseconds.
FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["tests.core.crowd"])

Race = Callable[..., Counter[str]]


@pytest.fixture(scope="module")
def crowd_of_eight() -> Iterator[ProcessPoolExecutor]:
    """Eight processes that begin each race together."""
    start = FORKED.Barrier(PROCESSES)
    with ProcessPoolExecutor(PROCESSES, FORKED, crowd.join_crowd, (start,)) as pool:
        yield pool


@pytest.fixture
def race(office: Office, crowd_of_eight: ProcessPoolExecutor) -> Race:
    """Run a part in all eight processes; how often it came to what in all of them."""

    def run(part: str, *arguments: Any) -> Counter[str]:
        url = office.store.url
        runs = [crowd_of_eight.submit(crowd.run_part, part, url, arguments) for _ in range(PROCESSES)]
        return sum((run.result(90) for run in runs), Counter[str]())

    return run


def test_fifty_credits_are_spent_fifty_times_by_four_hundred(office: Office, race: Race) -> None:
    office.buy(60)
    ben = office.hire("Ben", 50)
    assert race("hold", office.team_id, ben, 50) == {"done": 50, "not_enough_credits": 350}
    assert (office.balance(AccountKind.MEMBER, ben), office.balance(AccountKind.HELD, ben)) == (0, 50)


@pytest.mark.parametrize("kind", ["completed", "async_payment_succeeded"])
def test_one_event_applied_by_eight_credits_once(office: Office, race: Race, kind: str) -> None:
    purchase = office.order(10)
    outcomes = race("apply", tell(kind, purchase, f"evt_race_{purchase.id}"))
    assert outcomes == {"credited": 1, "repeated": PROCESSES - 1}
    assert office.balance(AccountKind.POOL) == 10


def test_one_key_sent_eight_times_has_one_effect_and_one_answer(office: Office, race: Race) -> None:
    office.buy(60)
    ben = office.hire("Ben")
    answers = race("allocate_once", office.team_id, office.ann.member_id, ben)
    (move,) = office.list_moves(MoveKind.ALLOCATE)
    assert answers == {f"move {move.id}": PROCESSES}
    assert office.balance(AccountKind.MEMBER, ben) == 2


def test_a_generation_ended_in_every_way_at_once_ends_in_one(office: Office, race: Race) -> None:
    office.buy(60)
    ben = office.hire("Ben", 3)
    generation = office.start(ben)
    answers = race("end", generation.id)
    (status,) = answers
    assert answers[status] == 3 * PROCESSES
    assert office.find(find_generation, generation.id).status == status
    spent = 1 if status == "completed" else 0
    assert office.balance(AccountKind.MEMBER, ben) == 3 - spent


def test_crossing_moves_end_and_keep_every_credit(office: Office, race: Race) -> None:
    office.buy(1000)
    members = [office.hire(name, 50) for name in ("Ben", "Cy", "Di")]
    team = [office.ann.member_id, *members]
    answers = race("cross", office.team_id, office.ann.member_id, team, 20)
    assert set(answers) <= {"done", "not_enough_credits"}, answers
    assert answers["done"] > 0
    assert sum(answers.values()) == 20 * PROCESSES
    held = sum(office.balance(AccountKind.MEMBER, member) for member in team)
    assert held + office.balance(AccountKind.POOL) == 1000


def run_killed(target: Callable[..., Any], *arguments: Any) -> None:
    """Run a function in a process of its own that must end by SIGKILL."""
    process = FORKED.Process(target=target, args=arguments)
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL


def prepare(office: Office, operation: str) -> tuple[tuple[Any, ...], Callable[[], Any], Callable[[], int]]:
    """An operation's arguments, how to ask for it again, and a count that goes from 0 to 1 when it is done."""
    purchase = office.order(10)
    event = tell("completed", purchase, f"evt_kill_{purchase.id}")
    office.buy(40)
    ben = office.hire("Ben", 2)
    generation = office.start(ben)
    fresh = f"headshot of {ben}"
    match operation:
        case "hold":
            again = (office.team_id, ben, fresh)
            return (
                again,
                lambda: office.change(crowd._hold_one, *again),
                lambda: int(office.read(find_generation, fresh) is not None),
            )
        case "end":
            end = GenerationStatus.COMPLETED
            return (
                (generation.id, end.value),
                lambda: office.change(end_generation, generation.id, end),
                lambda: office.balance(AccountKind.USED),
            )
        case "pay":
            return (
                (event,),
                lambda: office.change(apply_event, event, is_live=False),
                lambda: len(office.list_moves(MoveKind.PURCHASE)) - 1,
            )
    return (
        (office.team_id, office.ann.member_id),
        lambda: office.change(distribute, office.ann, "equal"),
        lambda: int(office.balance(AccountKind.POOL) == 0),
    )


@pytest.mark.parametrize("operation", sorted(crowd.OPERATIONS))
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_kill_beside_the_commit_leaves_all_or_nothing(office: Office, operation: str, moment: str) -> None:
    arguments, ask_again, count = prepare(office, operation)
    assert count() == 0
    run_killed(crowd.die_in, moment, operation, office.store.url, arguments)
    assert office.read(audit_books).mismatches == []
    assert count() == (1 if moment == "after" else 0)
    ask_again()
    assert count() == 1, "asking again does it, once"


@pytest.mark.parametrize("operation", sorted(crowd.OPERATIONS))
def test_a_kill_amid_the_commit_leaves_all_or_nothing(office: Office, operation: str) -> None:
    arguments, ask_again, count = prepare(office, operation)
    for _ in range(3):
        run_killed(crowd.die_while_committing, operation, office.store.url, arguments)
        assert office.read(audit_books).mismatches == []
    assert count() in (0, 1)
    ask_again()
    assert count() == 1


def test_a_second_process_waits_for_the_last_credit_and_is_refused(office: Office) -> None:
    """The credit that is being spent is not there for anybody else, though its transaction is still open."""
    office.buy(1)
    ben = office.hire("Ben", 1)
    refused: list[Exception] = []

    def spend_too() -> None:
        try:
            office.change(crowd._hold_one, office.team_id, ben, f"second of {ben}")
        except NotEnoughCredits as refusal:
            refused.append(refusal)

    other = threading.Thread(target=spend_too)

    def spend(tx: Any) -> None:
        crowd._hold_one(tx, office.team_id, ben, f"first of {ben}")
        other.start()
        other.join(0.2)

    office.store.change(spend)
    other.join(30)
    assert len(refused) == 1
