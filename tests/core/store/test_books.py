"""The audit finds every kind of damage, planted here with the database's own guards switched off."""

from dataclasses import dataclass

import pytest
from sqlalchemy import text

from core.clock import make_id, read_system_clock
from core.domain.credits import MoveKind
from core.domain.generations import GenerationStatus
from core.services.books import Audit, audit_books
from core.services.generations import end_generation
from core.services.teams import found_team
from core.store.credits import Move, post_move
from core.store.engine import Tx, open_store
from tests.core.office import Office

APPEND_ONLY = ("moves", "entries")


@dataclass
class House:
    """Ten credits bought; Ben got five, spent one, was given one back and has one held."""

    office: Office
    ben: str
    paid: str
    unpaid: str
    open: str
    completed: str
    failed: str

    def fill(self, statement: str) -> str:
        """The statement with the ids of this house in it."""
        names = {"team": self.office.team_id, **vars(self)}
        return statement.format(**names)

    def run(self, *statements: str) -> None:
        """Change the database as no program of ours can."""

        def work(tx: Tx) -> None:
            for statement in statements:
                tx.conn.execute(text(self.fill(statement)))

        self.office.change(work)

    def audit(self) -> Audit:
        return self.office.read(audit_books)


def _settle(office: Office, member_id: str, end: GenerationStatus) -> str:
    generation = office.start(member_id)
    office.change(end_generation, generation.id, end)
    return str(generation.id)


@pytest.fixture
def house(lonely_office: Office) -> House:
    office = lonely_office
    paid, unpaid = office.buy(10).id, office.order(5).id
    ben = office.hire("Ben", 5)
    completed, failed = (
        _settle(office, ben, end) for end in (GenerationStatus.COMPLETED, GenerationStatus.FAILED)
    )
    house = House(office, ben, paid, unpaid, office.start(ben).id, completed, failed)
    assert house.audit().mismatches == []
    _switch_guards_off(house)
    return house


def _switch_guards_off(house: House) -> None:
    if house.office.store.engine.dialect.name == "sqlite":
        drops = [f"DROP TRIGGER {table}_no_{verb}" for table in APPEND_ONLY for verb in ("update", "delete")]
        house.run(*drops, "PRAGMA ignore_check_constraints = ON")
        return
    for table in ("moves", "entries", "accounts", "holds", "generations", "purchases"):
        house.run(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
    house.run("ALTER TABLE accounts DROP CONSTRAINT ck_accounts_balance")


ALLOCATED = "(SELECT id FROM moves WHERE kind = 'allocate')"


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        pytest.param(
            ["UPDATE entries SET credits = credits + 1 WHERE account_id = 'member:{ben}' AND version = 1"],
            ["entries of move", "account member:{ben} shows 3 but its entries add up to 4"],
            id="an entry changed",
        ),
        pytest.param(
            ["DELETE FROM entries WHERE account_id = 'member:{ben}' AND version = 1"],
            ["entries of move", "account member:{ben} shows 3 but its entries add up to -2"],
            id="an entry gone",
        ),
        pytest.param(
            [f"DELETE FROM entries WHERE move_id = {ALLOCATED}"],
            ["entries of move", "account member:{ben}", "account pool:{team}"],
            id="both entries of a move gone",
        ),
        pytest.param(
            ["UPDATE moves SET credits = credits + 1 WHERE kind = 'allocate'"],
            ["entries of move"],
            id="a move of another amount than its entries",
        ),
        pytest.param(
            ["UPDATE accounts SET balance = balance + 2 WHERE id = 'member:{ben}'"],
            [
                "account member:{ben} shows 5 but its entries add up to 3",
                "account member:{ben} shows 5 but its last entry says 3",
                "all accounts together are at 2 instead of 0",
            ],
            id="a balance changed",
        ),
        pytest.param(
            [
                "UPDATE accounts SET balance = balance + 2 WHERE id = 'member:{ben}'",
                "UPDATE accounts SET balance = balance - 2 WHERE id = 'pool:{team}'",
            ],
            [
                f"account {account}"
                for account in ("member:{ben} shows 5 but its", "pool:{team} shows 3 but its")
            ]
            * 2,
            id="balances changed so that they still add up",
        ),
        pytest.param(
            ["UPDATE entries SET balance = balance + 1 WHERE account_id = 'pool:{team}' AND version = 2"],
            ["account pool:{team} shows 5 but its last entry says 6"],
            id="a recorded balance changed",
        ),
        pytest.param(
            ["UPDATE accounts SET version = version + 1 WHERE id = 'pool:{team}'"],
            ["account pool:{team} shows 5 but its entries add up to 5"],
            id="a version skipped",
        ),
        pytest.param(
            ["UPDATE holds SET credits = 2 WHERE generation_id = '{open}'"],
            ["account held:{ben} holds 1 but open generations hold 2"],
            id="a hold of another amount",
        ),
        pytest.param(
            ["UPDATE holds SET state = 'settled' WHERE generation_id = '{open}'"],
            ["account held:{ben} holds 1 but open generations hold 0", "generation {open} is queued"],
            id="a hold resolved without a move",
        ),
        pytest.param(
            ["UPDATE holds SET state = 'held' WHERE generation_id = '{completed}'"],
            ["account held:{ben} holds 1 but open generations hold 2", "generation {completed} is completed"],
            id="an ended hold opened again",
        ),
        pytest.param(
            ["DELETE FROM holds WHERE generation_id = '{failed}'"],
            ["generation {failed} is failed"],
            id="a generation without a hold",
        ),
        pytest.param(
            ["UPDATE generations SET status = 'completed' WHERE id = '{failed}'"],
            ["generation {failed} is completed"],
            id="a failed generation called completed",
        ),
        pytest.param(
            ["UPDATE generations SET status = 'canceled' WHERE id = '{completed}'"],
            ["generation {completed} is canceled"],
            id="a completed generation called canceled",
        ),
        pytest.param(
            ["UPDATE generations SET status = 'completed' WHERE id = '{open}'"],
            ["generation {open} is completed"],
            id="an open generation called completed",
        ),
        pytest.param(
            ["UPDATE generations SET status = 'running' WHERE id = '{completed}'"],
            ["generation {completed} is running"],
            id="an ended generation called running",
        ),
        pytest.param(
            ["UPDATE purchases SET status = 'paid' WHERE id = '{unpaid}'"],
            ["purchase {unpaid} is paid but was credited 0 times (0 credits)"],
            id="a purchase paid and not credited",
        ),
        pytest.param(
            ["UPDATE purchases SET status = 'expired' WHERE id = '{paid}'"],
            ["purchase {paid} is expired but was credited 1 times (10 credits)"],
            id="a purchase credited and not paid",
        ),
        pytest.param(
            ["UPDATE purchases SET credits = 9 WHERE id = '{paid}'"],
            ["purchase {paid} is paid but was credited 1 times (10 credits)"],
            id="a purchase credited with another amount",
        ),
        pytest.param(
            ["UPDATE moves SET purchase_id = 'nothing' WHERE kind = 'purchase'"],
            ["purchase {paid} is paid but was credited 0 times", "(purchase) belongs to nothing"],
            id="a purchase move of no purchase",
        ),
        pytest.param(
            ["UPDATE moves SET purchase_id = NULL WHERE kind = 'purchase'"],
            ["purchase {paid} is paid but was credited 0 times", "(purchase) belongs to nothing"],
            id="a purchase move that names none",
        ),
        pytest.param(
            ["UPDATE moves SET generation_id = 'nothing' WHERE kind = 'settle'"],
            ["generation {completed} is completed", "(settle) belongs to nothing"],
            id="a settle of no generation",
        ),
        pytest.param(
            ["UPDATE moves SET to_account = 'used:{team}' WHERE kind = 'allocate'"],
            ["entries of move"],
            id="an entry on another account than the move's",
        ),
    ],
)
def test_damage_is_found(house: House, damage: list[str], found: list[str]) -> None:
    house.run(*damage)
    audit = house.audit()
    assert not audit.ok
    for sentence in found:
        expected = house.fill(sentence)
        assert any(expected in mismatch for mismatch in audit.mismatches), audit.mismatches
    assert len(audit.mismatches) == len(found), audit.mismatches


@pytest.mark.parametrize("kind", ["member", "held", "used", "pool"])
def test_an_account_below_zero_is_found(house: House, kind: str) -> None:
    """By a refund of 100 that only the pool of a team with refunds may owe; books that add up otherwise."""
    account = house.fill({"member": "member:{ben}", "held": "held:{ben}"}.get(kind, f"{kind}:{{team}}"))
    house.run(
        f"UPDATE accounts SET balance = balance - 100 WHERE id = '{account}'",
        "UPDATE accounts SET balance = balance + 100 WHERE id = 'world:{team}'",
    )
    below = [m for m in house.audit().mismatches if "below zero" in m]
    balance = house.office.balances()[account]
    assert below == [f"account {account} is at {balance}, below zero"]


def test_a_pool_in_debt_after_a_refund_is_right(lonely_office: Office) -> None:
    office = lonely_office
    purchase = office.buy(10)
    office.hire("Ben", 8)
    office.refund(purchase, 10)
    audit = office.read(audit_books)
    assert (audit.ok, audit.totals["pool"]) == (True, -8)


def test_the_audit_counts_what_it_read(lonely_office: Office) -> None:
    office = lonely_office
    office.buy(10)
    office.start(office.hire("Ben", 3))
    office.change(found_team, "Bolt", "Eve")
    audit = office.read(audit_books)
    assert (audit.ok, audit.teams, audit.accounts, audit.moves) == (True, 2, 12, 3)
    assert audit.totals == {"world": -10, "pool": 7, "member": 2, "held": 1, "used": 0}


def test_an_empty_database_is_in_order(database_url: str) -> None:
    store = open_store(database_url, read_system_clock, make_id)
    audit = store.read(audit_books)
    store.close()
    assert (audit.ok, audit.teams, audit.accounts, audit.moves, set(audit.totals.values())) == (
        True,
        0,
        0,
        0,
        {0},
    )


def test_a_second_release_is_found(house: House) -> None:
    move = Move(
        house.office.team_id, MoveKind.RELEASE, 1, "again", "test", house.ben, generation_id=house.failed
    )
    house.office.change(post_move, move)
    mismatches = house.audit().mismatches
    assert any(f"generation {house.failed} is failed but its credit is not" in m for m in mismatches)
    assert any(f"account held:{house.ben} holds 0 but open generations hold 1" in m for m in mismatches)
