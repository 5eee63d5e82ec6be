"""The parameters that each API route takes; any other name is refused, as Stripe does.

Names and types: the parameter types of stripe-python 16.1.0. What Stripe knows but this stand-in does not
act on is refused too, rather than silently ignored.
"""

from typing import Any

from sandbox.stripe.events_known import read_event_name
from sandbox.stripe.shapes import (
    Check,
    email,
    fields,
    flag,
    list_of,
    metadata,
    metadata_change,
    one_of,
    text,
    url,
    whole,
)

_EXPAND: dict[str, Check] = {"expand": list_of(text(500), most=20)}
_SECONDS = whole(0)


def _read_created(value: Any, param: str) -> dict[str, int]:
    if isinstance(value, dict):
        return dict(fields(dict.fromkeys(("gt", "gte", "lt", "lte"), _SECONDS))(value, param))
    moment = _SECONDS(value, param)
    return {"gte": moment, "lte": moment}


_PAGE: dict[str, Check] = _EXPAND | {
    "limit": whole(1, 100),
    "starting_after": text(),
    "ending_before": text(),
    "created": _read_created,
}
_PRODUCT = fields(
    {
        "name": text(),
        "description": text(40_000),
        "images": list_of(url, most=8),
        "metadata": metadata,
        "tax_code": text(),
        "unit_label": text(12),
    }
)
_PRICE = fields(
    {
        "currency": one_of("usd", "eur", "gbp", "cad", "aud", "chf"),
        "unit_amount": whole(0, 99_999_999),
        "product_data": _PRODUCT,
        "tax_behavior": one_of("exclusive", "inclusive", "unspecified"),
    }
)
_ITEM = fields({"price_data": _PRICE, "quantity": whole(1, 999_999), "metadata": metadata})
_INTENT = fields(
    {
        "metadata": metadata,
        "description": text(1000),
        "receipt_email": email,
        "setup_future_usage": one_of("off_session", "on_session"),
        "statement_descriptor": text(22),
        "statement_descriptor_suffix": text(22),
    }
)
_INVOICE = fields(
    {
        "enabled": flag,
        "invoice_data": fields({"description": text(), "footer": text(), "metadata": metadata}),
    }
)
_AUTO = one_of("auto", "never")

RETRIEVE = _EXPAND
CREATE_SESSION: dict[str, Check] = _EXPAND | {
    "after_expiration": fields({"recovery": fields({"enabled": flag, "allow_promotion_codes": flag})}),
    "allow_promotion_codes": flag,
    "automatic_tax": fields({"enabled": flag}),
    "billing_address_collection": one_of("auto", "required"),
    "cancel_url": url,
    "client_reference_id": text(200),
    "customer": text(),
    "customer_creation": one_of("always", "if_required"),
    "customer_email": email,
    "customer_update": fields({"address": _AUTO, "name": _AUTO, "shipping": _AUTO}),
    "expires_at": _SECONDS,
    "invoice_creation": _INVOICE,
    "line_items": list_of(_ITEM),
    "locale": text(10),
    "metadata": metadata,
    "mode": one_of("payment"),
    "payment_intent_data": _INTENT,
    "payment_method_types": list_of(one_of("card", "us_bank_account")),
    "phone_number_collection": fields({"enabled": flag}),
    "submit_type": one_of("auto", "book", "donate", "pay"),
    "success_url": url,
    "ui_mode": one_of("hosted_page"),
}
LIST_SESSIONS = _PAGE | {
    "customer": text(),
    "payment_intent": text(),
    "status": one_of("complete", "expired", "open"),
    "customer_details": fields({"email": text()}),
}
_ADDRESS = fields(dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"), text()))
CREATE_CUSTOMER: dict[str, Check] = _EXPAND | {
    "address": _ADDRESS,
    "description": text(),
    "email": email,
    "metadata": metadata,
    "name": text(256),
    "phone": text(20),
    "tax_exempt": one_of("exempt", "none", "reverse"),
}
UPDATE_CUSTOMER = CREATE_CUSTOMER | {"metadata": metadata_change}
LIST_CUSTOMERS = _PAGE | {"email": text(512)}
LIST_INTENTS = _PAGE | {"customer": text()}
LIST_CHARGES = _PAGE | {"customer": text(), "payment_intent": text()}
CREATE_REFUND: dict[str, Check] = _EXPAND | {
    "amount": whole(),
    "charge": text(),
    "payment_intent": text(),
    "metadata": metadata,
    "reason": one_of("duplicate", "fraudulent", "requested_by_customer"),
}
LIST_BY_PAYMENT = _PAGE | {"charge": text(), "payment_intent": text()}
LIST_EVENTS = _PAGE | {
    "type": text(),
    "types": list_of(text(), most=20),
    "delivery_success": flag,
}
CREATE_ENDPOINT: dict[str, Check] = _EXPAND | {
    "url": url,
    "enabled_events": list_of(read_event_name, most=500),
    "description": text(),
    "metadata": metadata,
    "api_version": text(40),
    "connect": flag,
}
UPDATE_ENDPOINT: dict[str, Check] = _EXPAND | {
    "url": url,
    "enabled_events": list_of(read_event_name, most=500),
    "description": text(),
    "metadata": metadata,
    "disabled": flag,
}
LIST_ENDPOINTS = {name: check for name, check in _PAGE.items() if name != "created"}
NOTHING: dict[str, Check] = dict(_EXPAND)
