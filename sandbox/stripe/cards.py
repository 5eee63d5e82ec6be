"""Stripe's test cards: what each number does, and what the Checkout page says about a mistyped one.

Numbers and outcomes: https://docs.stripe.com/testing (decline, 3D Secure, dispute and refund cards).
"""

import re
from dataclasses import dataclass
from enum import Enum, auto


class Fate(Enum):
    """What becomes of a payment with a card."""

    PAID = auto()
    DECLINED = auto()
    CONFIRM = auto()
    DISPUTED = auto()
    INQUIRED = auto()
    REFUND_PENDING = auto()


@dataclass(frozen=True)
class Decline:
    """Why a bank said no, in Stripe's words."""

    code: str
    message: str
    decline_code: str | None = None


@dataclass(frozen=True)
class Card:
    """A card as typed: digits only, month 1-12, year of four digits."""

    number: str
    month: int
    year: int


_DECLINED = "Your card was declined."
DECLINES = {
    "4000000000000002": Decline("card_declined", _DECLINED, "generic_decline"),
    "4000000000009995": Decline("card_declined", "Your card has insufficient funds.", "insufficient_funds"),
    "4000000000009987": Decline("card_declined", _DECLINED, "lost_card"),
    "4000000000009979": Decline("card_declined", _DECLINED, "stolen_card"),
    "4000000000000069": Decline("expired_card", "Your card has expired."),
    "4000000000000127": Decline("incorrect_cvc", "Your card's security code is incorrect."),
    "4000000000000119": Decline(
        "processing_error", "An error occurred while processing your card. Try again in a little bit."
    ),
}
_NOT_A_TEST_CARD = Decline(
    "card_declined",
    "Your card was declined. Your request was in test mode, but used a non test card. For a"
    " list of valid test cards, visit: https://stripe.com/docs/testing.",
    "test_mode_live_card",
)
NOT_AUTHENTICATED = Decline(
    "payment_intent_authentication_failure",
    "We are unable to authenticate your payment method. Please"
    " choose a different payment method and try again.",
)
BANK_REFUSED = Decline("payment_method_customer_decline", "The customer's bank account could not be debited.")

_FATES = {
    "4242424242424242": Fate.PAID,
    "4000056655665556": Fate.PAID,
    "5555555555554444": Fate.PAID,
    "378282246310005": Fate.PAID,
    "4000002500003155": Fate.CONFIRM,
    "4000002760003184": Fate.CONFIRM,
    "4000000000003220": Fate.CONFIRM,
    "4000000000000259": Fate.DISPUTED,
    "4000000000001976": Fate.INQUIRED,
    "4000000000007726": Fate.REFUND_PENDING,
}


def choose_fate(number: str) -> Fate:
    """What the card of this number does; a number that is no test card is declined."""
    return _FATES.get(number, Fate.DECLINED)


def choose_decline(number: str) -> Decline:
    """Why the bank declines this number."""
    return DECLINES.get(number, _NOT_A_TEST_CARD)


def name_brand(number: str) -> str:
    """The card network that a number belongs to, by its first digit."""
    return {"5": "mastercard", "3": "amex"}.get(number[:1], "visa")


def read_card(number: str, expiry: str, cvc: str, *, this_month: tuple[int, int]) -> Card | str:
    """The card, or the page's sentence about the first field that is wrong; `this_month` is (year, month)."""
    digits = re.sub(r"[ -]", "", number)
    if not re.fullmatch(r"[0-9]{12,19}", digits):
        return "Your card number is incomplete."
    if not _passes_luhn(digits):
        return "Your card number is invalid."
    found = re.fullmatch(r"\s*([0-9]{1,2})\s*/?\s*(?:20)?([0-9]{2})\s*", expiry)
    if not found or not 1 <= int(found[1]) <= 12:  # noqa: PLR2004 - months
        return "Your card's expiration date is incomplete."
    card = Card(digits, int(found[1]), 2000 + int(found[2]))
    if (card.year, card.month) < this_month:
        return "Your card's expiration date is in the past."
    if not re.fullmatch(r"[0-9]{3,4}", cvc.strip()):
        return "Your card's security code is incomplete."
    return card


def _passes_luhn(digits: str) -> bool:
    doubled = [int(d) * (2 - i % 2) if i % 2 == 0 else int(d) for i, d in enumerate(digits[-2::-1])]
    total = sum(d // 10 + d % 10 for d in doubled) + int(digits[-1])
    return total % 10 == 0
