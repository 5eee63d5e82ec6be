"""The audit of the books: everything that must always be true, checked in one reading."""

from dataclasses import dataclass
from typing import Final

from core.store import books
from core.store.engine import Tx

CHECKS: Final = (
    ("the entries of move {0.id} do not say what it says", books.find_uneven_moves),
    ("account {0.id} shows {0.balance} but its entries add up to {0.total}", books.find_wrong_balances),
    ("account {0.id} shows {0.balance} but its last entry says {0.recorded}", books.find_wrong_last_entries),
    ("account {0.id} is at {0.balance}, below zero", books.find_negative_accounts),
    ("account {0.id} holds {0.balance} but open generations hold {0.held}", books.find_wrong_holds),
    ("generation {0.id} is {0.status} but its credit is not", books.find_wrong_ends),
    (
        "purchase {0.id} is {0.status} but was credited {0.grants} times ({0.granted} credits)",
        books.find_wrong_purchases,
    ),
    ("move {0.id} ({0.kind}) belongs to nothing", books.find_moves_of_nothing),
)


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit found; `ok` means no mismatch, `totals` are credits by kind of account."""

    ok: bool
    teams: int
    accounts: int
    moves: int
    mismatches: list[str]
    totals: dict[str, int]


def audit_books(tx: Tx) -> Audit:
    """Check every rule of the books in one reading transaction."""
    mismatches = [sentence.format(row) for sentence, find in CHECKS for row in find(tx)]
    totals = {kind.value: total for kind, total in books.sum_by_kind(tx).items()}
    if sum(totals.values()):
        mismatches.append(f"all accounts together are at {sum(totals.values())} instead of 0")
    return Audit(ok=not mismatches, mismatches=mismatches, totals=totals, **books.count_rows(tx))
