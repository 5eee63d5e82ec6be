"""Packs and prices (client-safe: needs no secret), the life of a purchase, and what a refund takes back."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from core.domain.refusals import Malformed

CURRENCY: Final = "usd"
CUSTOM: Final = "custom"
MAX_CUSTOM_CREDITS: Final = 10_000
DEFAULT_CUSTOM_CENTS: Final = 50
# What one payment in US dollars may be: https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
LEAST_CENTS: Final = 50
MOST_CENTS: Final = 99_999_999


@dataclass(frozen=True, slots=True)
class Pack:
    """A price on the list: `credits` for `amount_cents` in `CURRENCY`."""

    package: str
    title: str
    credits: int
    amount_cents: int


PACKS: Final[dict[str, Pack]] = {
    pack.package: pack
    for pack in (
        Pack("starter", "Starter", 50, 29_00),
        Pack("professional", "Professional", 150, 79_00),
        Pack("enterprise", "Enterprise", 500, 199_00),
    )
}


class PurchaseStatus(StrEnum):
    """Where a purchase stands; only `paid` puts credits into the pool."""

    CREATED = "created"
    PROCESSING = "processing"
    FAILED = "failed"
    EXPIRED = "expired"
    PAID = "paid"
    QUARANTINED = "quarantined"


class ReversalKind(StrEnum):
    """What takes a payment back; `charge` is Stripe's own total of refunds, used where single ones are unknown."""

    REFUND = "refund"
    DISPUTE = "dispute"
    CHARGE = "charge"


# How far along each state is, after Stripe's documents of refunds and disputes: news may come in any order, and a
# state that is further along is never overwritten by an earlier one.
STEPS: Final[dict[ReversalKind, dict[str, int]]] = {
    ReversalKind.REFUND: {"pending": 0, "requires_action": 1, "succeeded": 2, "failed": 3, "canceled": 3},
    ReversalKind.DISPUTE: {
        "warning_needs_response": 0,
        "warning_under_review": 1,
        "needs_response": 2,
        "under_review": 3,
        "warning_closed": 4,
        "prevented": 4,
        "won": 4,
        "lost": 4,
    },
    ReversalKind.CHARGE: {"refunded": 0},
}
# An inquiry (`warning_`) takes no money yet; what failed, was won or was closed gives it back.
NOT_TAKEN: Final = {
    "failed",
    "canceled",
    "won",
    "prevented",
    "warning_needs_response",
    "warning_under_review",
    "warning_closed",
}


@dataclass(frozen=True, slots=True)
class Reversal:
    """One refund or dispute of a payment: `amount_cents` in `state`."""

    kind: ReversalKind
    amount_cents: int
    state: str


def sum_taken(reversals: Iterable[Reversal]) -> tuple[int, int]:
    """How many cents are taken back now, by refunds and by disputes.

    Single refunds may be unknown while the charge's total is known, or the other way round. Neither the refunds known
    to stand nor the highest total without those known to have failed is ever too much, so the larger one holds.
    """
    taken, undone = dict.fromkeys(ReversalKind, 0), 0
    for reversal in reversals:
        if reversal.state not in NOT_TAKEN:
            taken[reversal.kind] += reversal.amount_cents
        elif reversal.kind is ReversalKind.REFUND:
            undone += reversal.amount_cents
    refunded = max(taken[ReversalKind.REFUND], taken[ReversalKind.CHARGE] - undone)
    return refunded, taken[ReversalKind.DISPUTE]


def price(package: str, credits_: int | None = None, custom_cents: int = DEFAULT_CUSTOM_CENTS) -> Pack:
    """The pack named `package`, or a custom one of `credits_` at `custom_cents` each; `Malformed` otherwise."""
    if package in PACKS:
        if credits_ not in (None, PACKS[package].credits):
            raise Malformed(f"The {PACKS[package].title} pack has {PACKS[package].credits} credits.")
        return PACKS[package]
    if package != CUSTOM:
        raise Malformed("There is no such package.", "Choose starter, professional, enterprise or custom.")
    if credits_ is None or not 1 <= credits_ <= MAX_CUSTOM_CREDITS:
        raise Malformed(f"Choose a whole number of credits from 1 to {MAX_CUSTOM_CREDITS:,}.")
    cents = credits_ * custom_cents
    if not LEAST_CENTS <= cents <= MOST_CENTS:
        raise Malformed(f"One payment is from ${LEAST_CENTS / 100:,.2f} to ${MOST_CENTS / 100:,.2f}.")
    return Pack(CUSTOM, f"{credits_} credits", credits_, cents)


def find_cheaper_pack(credits_: int, custom_cents: int = DEFAULT_CUSTOM_CENTS) -> Pack | None:
    """The cheapest pack with at least `credits_` credits that costs no more than buying them one by one."""
    fitting = [
        p for p in PACKS.values() if p.credits >= credits_ and p.amount_cents <= credits_ * custom_cents
    ]
    return min(fitting, key=lambda p: p.amount_cents, default=None)


def count_clawed(credits_: int, amount_cents: int, taken_cents: int) -> int:
    """How many of `credits_` are to be back out of the pool once `taken_cents` of `amount_cents` were taken back."""
    if taken_cents >= amount_cents:
        return credits_
    return credits_ * max(taken_cents, 0) // amount_cents


def find_custom_bounds(custom_cents: int = DEFAULT_CUSTOM_CENTS) -> tuple[int, int]:
    """The least and the most credits that one custom purchase may have at this price."""
    return -(-LEAST_CENTS // custom_cents), min(MAX_CUSTOM_CREDITS, MOST_CENTS // custom_cents)
