"""A Stripe account in memory that tells its events as our gateway reads them; fates are played on it."""

import json
import random
from typing import Any, Final

from sqlalchemy import Row

from core.gateways.stripe import StripeEvent, _write_session, parse_event
from core.services.purchases import describe_checkout
from sandbox.stripe.account import StripeAccount
from sandbox.stripe.cards import Card
from sandbox.stripe.checkout import create_session, expire_session
from sandbox.stripe.clock import Clock
from sandbox.stripe.disputes import close_dispute, escalate_dispute, open_dispute
from sandbox.stripe.payments import Buyer, fail_bank, pay_by_bank, pay_by_card, settle_bank
from sandbox.stripe.refunds import cancel_refund, create_refund, fail_refund, settle_refund
from tests.core.office import NOON

GOOD: Final = "4242424242424242"
DECLINED: Final = "4000000000000002"
POOR: Final = "4000000000009995"
ANN: Final = Buyer("ann@example.com", "Ann Example")


class Bank:
    """One purchase at Stripe; what it told is in `told`, oldest first, each event a second after the one before."""

    def __init__(self, purchase: Row[Any], *, live: bool = False) -> None:
        self.told: list[StripeEvent] = []
        self._moment = NOON.timestamp()
        # Several purchases live in one database: the ids of each come from its own.
        self.account = StripeAccount(Clock(lambda: self._moment), random.Random(purchase.id), livemode=live)
        self.account.deliver = self._take
        asked = _write_session(describe_checkout(purchase), invoices=False)
        asked["expires_at"] = int(self._moment) + 23 * 3600
        self.session = create_session(self.account, asked, "https://stripe.test")

    def _take(self, event: dict[str, Any]) -> None:
        self._moment += 1
        self.told.append(parse_event(json.dumps(event).encode()))

    def pay(self, number: str = GOOD) -> None:
        """Type a card and press Pay."""
        pay_by_card(self.account, self.session, ANN, Card(number, 12, 2034))

    def pay_by_bank(self, *, is_paid: bool | None = None) -> None:
        """Choose the delayed method; the bank decides at once if it is said how."""
        pay_by_bank(self.account, self.session, ANN)
        if is_paid is not None:
            (settle_bank if is_paid else fail_bank)(self.account, self.session)

    def expire(self) -> None:
        """Nobody paid in time."""
        expire_session(self.account, self.session)

    def refund(self, amount: int | None = None, *fates: str, pending: bool = False) -> None:
        """Give money back; then what becomes of it: `settled`, `failed`, `canceled`."""
        asked = {"charge": self._charge["id"]} | ({} if amount is None else {"amount": amount})
        row = create_refund(self.account, asked, pending=pending)
        deeds = {"settled": settle_refund, "failed": fail_refund, "canceled": cancel_refund}
        for fate in fates:
            deeds[fate](self.account, row)

    def dispute(self, amount: int | None = None, *fates: str, inquiry: bool = False) -> None:
        """The buyer's bank asks for the money; then what becomes of it: `escalated`, `won`, `lost`."""
        row = open_dispute(self.account, self._charge, amount=amount, inquiry=inquiry)
        for fate in fates:
            if fate == "escalated":
                escalate_dispute(self.account, row)
            else:
                close_dispute(self.account, row, won=fate == "won")

    @property
    def _charge(self) -> dict[str, Any]:
        intent = self.account.tables.intents.get(self.session["payment_intent"])
        return self.account.tables.charges.get(intent["latest_charge"])
