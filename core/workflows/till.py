"""The till: Stripe and the store together, and the one way to open a purchase's checkout."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from core.gateways.stripe import StripeGateway, UnknownToStripe
from core.services.purchases import describe_checkout, forget_customer, record_session
from core.store.threads import ThreadedStore


@dataclass(frozen=True)
class Till:
    """What looking after payments needs; `gateway` opens Stripe, or refuses when no key is set."""

    store: ThreadedStore
    gateway: Callable[[], StripeGateway]


async def open_session(till: Till, purchase: Row[Any]) -> Row[Any]:
    """Ask Stripe outside of any transaction where the purchase is paid, and remember what it said; the purchase.

    Asking again gives the same session. Raises `Unavailable` when Stripe is not reached or says no.
    """
    gateway = till.gateway()
    try:
        session = await till.store.run(gateway.open_checkout, describe_checkout(purchase))
    except UnknownToStripe:
        purchase = await till.store.change(lambda tx: forget_customer(tx, purchase.id))
        session = await till.store.run(gateway.open_checkout, describe_checkout(purchase))
    return await till.store.change(lambda tx: record_session(tx, purchase.id, session))
