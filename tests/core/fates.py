"""Every fate of a payment: how it is played at Stripe, and where it must leave a purchase of 10 credits for $5."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from core.gateways.stripe import StripeEvent
from tests.core.bank import DECLINED, POOR, Bank

# What our handlers act on; the rest is only kept, and orders of it would prove nothing.
HEARD: Final = (
    "checkout.session.",
    "refund.",
    "charge.refund",
    "charge.dispute.",
    "payment_intent.payment_failed",
)


@dataclass(frozen=True)
class End:
    """Where a purchase ends up: `clawed` credits of 10 taken back, cents refunded and under dispute."""

    status: str
    clawed: int = 0
    refunded: int = 0
    disputed: int = 0


@dataclass(frozen=True)
class Fate:
    """What happens, and where it ends."""

    play: Callable[[Bank], None]
    end: End


def after_paying(*deeds: Callable[[Bank], None]) -> Callable[[Bank], None]:
    """A purchase paid by card, then `deeds`."""

    def play(bank: Bank) -> None:
        bank.pay()
        for deed in deeds:
            deed(bank)

    return play


def _try_and_expire(bank: Bank) -> None:
    bank.pay(DECLINED)
    bank.expire()


def _try_twice_and_pay(bank: Bank) -> None:
    bank.pay(DECLINED)
    bank.pay(POOR)
    bank.pay()


def _try_and_bounce(bank: Bank) -> None:
    bank.pay(DECLINED)
    bank.pay_by_bank(is_paid=False)


def _pay_by_bank_and_refund(bank: Bank) -> None:
    bank.pay_by_bank(is_paid=True)
    bank.refund(250, "settled")


FATES: Final[dict[str, Fate]] = {
    "paid": Fate(after_paying(), End("paid")),
    "declined, then paid": Fate(_try_twice_and_pay, End("paid")),
    "declined, then expired": Fate(_try_and_expire, End("expired")),
    "expired": Fate(Bank.expire, End("expired")),
    "bank under way": Fate(Bank.pay_by_bank, End("processing")),
    "bank paid": Fate(lambda bank: bank.pay_by_bank(is_paid=True), End("paid")),
    "bank bounced": Fate(lambda bank: bank.pay_by_bank(is_paid=False), End("failed")),
    "declined, then bounced": Fate(_try_and_bounce, End("failed")),
    "bank paid, half refunded": Fate(_pay_by_bank_and_refund, End("paid", 5, 250)),
    "refunded": Fate(after_paying(lambda b: b.refund()), End("paid", 10, 500)),
    "a part refunded": Fate(after_paying(lambda b: b.refund(99)), End("paid", 1, 99)),
    "two parts refunded": Fate(
        after_paying(lambda b: b.refund(99), lambda b: b.refund(99)), End("paid", 3, 198)
    ),
    "all refunded in parts": Fate(
        after_paying(lambda b: b.refund(166), lambda b: b.refund(167), lambda b: b.refund()),
        End("paid", 10, 500),
    ),
    "refund pending": Fate(after_paying(lambda b: b.refund(100, pending=True)), End("paid", 2, 100)),
    "refund arrived": Fate(
        after_paying(lambda b: b.refund(100, "settled", pending=True)), End("paid", 2, 100)
    ),
    "refund failed": Fate(after_paying(lambda b: b.refund(None, "failed")), End("paid")),
    "refund canceled": Fate(after_paying(lambda b: b.refund(300, "canceled", pending=True)), End("paid")),
    "refund failed, then again": Fate(
        after_paying(lambda b: b.refund(300, "failed"), lambda b: b.refund(200)), End("paid", 4, 200)
    ),
    "one of two refunds failed": Fate(
        after_paying(lambda b: b.refund(100), lambda b: b.refund(400, "settled", "failed")),
        End("paid", 2, 100),
    ),
    "disputed": Fate(after_paying(lambda b: b.dispute()), End("paid", 10, 0, 500)),
    "a part disputed": Fate(after_paying(lambda b: b.dispute(250)), End("paid", 5, 0, 250)),
    "dispute won": Fate(after_paying(lambda b: b.dispute(None, "won")), End("paid")),
    "dispute lost": Fate(after_paying(lambda b: b.dispute(None, "lost")), End("paid", 10, 0, 500)),
    "inquiry": Fate(after_paying(lambda b: b.dispute(inquiry=True)), End("paid")),
    "inquiry closed": Fate(after_paying(lambda b: b.dispute(None, "won", inquiry=True)), End("paid")),
    "inquiry escalated": Fate(
        after_paying(lambda b: b.dispute(None, "escalated", inquiry=True)), End("paid", 10, 0, 500)
    ),
    "inquiry escalated and won": Fate(
        after_paying(lambda b: b.dispute(None, "escalated", "won", inquiry=True)), End("paid")
    ),
    "inquiry escalated and lost": Fate(
        after_paying(lambda b: b.dispute(None, "escalated", "lost", inquiry=True)), End("paid", 10, 0, 500)
    ),
    "refunded and disputed above all": Fate(
        after_paying(lambda b: b.refund(200), lambda b: b.dispute()), End("paid", 10, 200, 500)
    ),
    "refunded, dispute won": Fate(
        after_paying(lambda b: b.refund(200), lambda b: b.dispute(None, "won")), End("paid", 4, 200)
    ),
    "refunded, rest disputed": Fate(
        after_paying(lambda b: b.refund(200), lambda b: b.dispute(300)), End("paid", 10, 200, 300)
    ),
}


def list_heard(bank: Bank) -> list[StripeEvent]:
    """The events that change anything, oldest first."""
    return [event for event in bank.told if event.kind.startswith(HEARD)]
