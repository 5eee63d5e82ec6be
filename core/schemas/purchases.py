"""Shapes of purchases: opening a checkout and the payment history."""

from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints

from core.domain.purchases import PurchaseStatus
from core.schemas.shapes import Answer, Ask, Credits, Id


class CheckoutAsk(Ask):
    """`credits` belongs to the package `custom`; what it costs is decided by the server alone."""

    team_id: Id
    package: Annotated[str, StringConstraints(max_length=40)]
    credits: Credits | None = None


class PackPrice(Answer):
    """A pack on the price list."""

    package: str
    title: str
    credits: int
    amount_cents: int


class CustomPrice(Answer):
    """What credits cost that are bought one by one."""

    credit_cents: int
    least_credits: int
    most_credits: int


class PriceList(Answer):
    """What can be bought; the server alone decides what is charged."""

    currency: str
    packs: list[PackPrice]
    custom: CustomPrice


class Checkout(Answer):
    """Where to pay, and what for."""

    purchase_id: str
    checkout_url: str
    amount_cents: int
    currency: str
    credits: int
    expires_at: datetime


class Payment(Answer):
    """One purchase as the payment history shows it; `trouble` says in one sentence what went wrong."""

    purchase_id: str
    package: str
    credits: int
    amount_cents: int
    currency: str
    status: PurchaseStatus
    trouble: str | None
    checkout_url: str | None
    receipt_url: str | None
    buyer_email: str | None
    refunded_cents: int
    disputed_cents: int
    credits_taken_back: int
    created_at: datetime
    paid_at: datetime | None
    expires_at: datetime
