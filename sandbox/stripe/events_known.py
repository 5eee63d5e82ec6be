"""The event names of the families that this stand-in plays; a typo in a subscription is refused."""

import re
from typing import Any

from sandbox.stripe.refusals import StripeRefusal

# From the enum of `Event.type` in stripe-python 16.1.0.
_FAMILIES = {
    "charge": "captured expired failed pending refunded succeeded updated refund.updated dispute.closed"
    " dispute.created dispute.funds_reinstated dispute.funds_withdrawn dispute.updated",
    "checkout": "session.async_payment_failed session.async_payment_succeeded session.completed"
    " session.expired",
    "payment_intent": "amount_capturable_updated canceled created partially_funded payment_failed processing"
    " requires_action succeeded",
    "refund": "created failed updated",
}
_KNOWN = {f"{family}.{name}" for family, names in _FAMILIES.items() for name in names.split()}
_LOOKS_LIKE_ONE = re.compile(r"[a-z_]+(?:\.[a-z_]+)+")


def read_event_name(value: Any, param: str) -> str:
    """`*`, or the name of an event; families we do not play are only checked for their form."""
    name = value if isinstance(value, str) else ""
    family = name.partition(".")[0]
    if name == "*" or name in _KNOWN or (family not in _FAMILIES and _LOOKS_LIKE_ONE.fullmatch(name)):
        return name
    raise StripeRefusal(
        f"Invalid {param}: must be one of the known event types, such as checkout.session.completed",
        param=param,
    )
