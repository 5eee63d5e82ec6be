"""One Stripe account in memory: every object it owns, its clock, its ids and the events it tells."""

import copy
import random
import string
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from sandbox.stripe.clock import Clock
from sandbox.stripe.objects.events import write_event
from sandbox.stripe.tables import StripeObject, Table

Deliver: TypeAlias = Callable[[StripeObject], None]
_LETTERS = string.ascii_letters + string.digits
API_VERSION = "2026-10-28.endive"


@dataclass(frozen=True)
class Origin:
    """The API request that caused an event; both None when a person or Stripe itself did."""

    request_id: str | None = None
    idempotency_key: str | None = None


@dataclass
class Tables:
    """Everything the account owns; the second word is the parameter Stripe names in a 404."""

    sessions: Table = field(default_factory=lambda: Table("checkout.session", "session"))
    customers: Table = field(default_factory=lambda: Table("customer", "id"))
    intents: Table = field(default_factory=lambda: Table("payment_intent", "intent"))
    charges: Table = field(default_factory=lambda: Table("charge", "charge"))
    methods: Table = field(default_factory=lambda: Table("PaymentMethod", "payment_method"))
    balance: Table = field(default_factory=lambda: Table("balance_transaction", "id"))
    refunds: Table = field(default_factory=lambda: Table("refund", "refund"))
    disputes: Table = field(default_factory=lambda: Table("dispute", "dispute"))
    invoices: Table = field(default_factory=lambda: Table("invoice", "invoice"))
    events: Table = field(default_factory=lambda: Table("event", "id"))
    endpoints: Table = field(default_factory=lambda: Table("webhook endpoint", "webhook_endpoint"))


class StripeAccount:
    """The state that the API, the Checkout page and the controls share; used from one event loop.

    `deliver` is told of every event after it is recorded; `origin` names the API request being answered.
    """

    def __init__(self, clock: Clock, rng: random.Random, *, livemode: bool) -> None:
        self.clock, self.livemode = clock, livemode
        self.tables = Tables()
        # What Stripe keeps to itself: line items and page settings of a session, by session id.
        self.private: dict[str, StripeObject] = {}
        self.origin = Origin()
        self.deliver: Deliver = lambda _event: None
        self._rng = rng
        self.id = self.new_id("acct", 16)

    def new_id(self, prefix: str, length: int = 24) -> str:
        """A new id in Stripe's form, such as `pi_` and 24 letters and digits."""
        return f"{prefix}_" + "".join(self._rng.choices(_LETTERS, k=length))

    def mode_id(self, prefix: str, length: int) -> str:
        """An id that shows its mode, as sessions and keys do: `cs_test_...`, `cs_live_...`."""
        return self.new_id(f"{prefix}_{'live' if self.livemode else 'test'}", length)

    def emit(self, type_: str, about: StripeObject, before: StripeObject | None = None) -> StripeObject:
        """Record an event with a snapshot of `about`; `before` holds the previous values of what changed."""
        event = write_event(
            self.new_id("evt"),
            type_,
            copy.deepcopy(about),
            before,
            created=self.clock.now(),
            api_version=API_VERSION,
            livemode=self.livemode,
            request={"id": self.origin.request_id, "idempotency_key": self.origin.idempotency_key},
        )
        self.tables.events.add(event)
        self.deliver(event)
        return event

    def change(self, row: StripeObject, **values: object) -> StripeObject:
        """Set `values` on an object; gives what they were, for an event's previous attributes."""
        before = {name: copy.deepcopy(row[name]) for name, value in values.items() if row[name] != value}
        row.update(values)
        return before
