"""Writes customers and the account they belong to."""

from typing import Any

from sandbox.stripe.objects.blanks import write_blanks


def write_address() -> dict[str, Any]:
    """An address of which nothing is known."""
    return write_blanks("city country line1 line2 postal_code state")


def write_customer(id_: str, given: dict[str, Any], *, created: int, livemode: bool) -> dict[str, Any]:
    """A `customer` with what it was created with."""
    return {
        "id": id_,
        "object": "customer",
        "address": write_address() | given["address"] if "address" in given else None,
        "balance": 0,
        "created": created,
        "currency": None,
        "default_source": None,
        "delinquent": False,
        "description": given.get("description"),
        "discount": None,
        "email": given.get("email"),
        "invoice_prefix": id_[-8:].upper(),
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": livemode,
        "metadata": given.get("metadata", {}),
        "name": given.get("name"),
        "next_invoice_sequence": 1,
        "phone": given.get("phone"),
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": given.get("tax_exempt", "none"),
        "test_clock": None,
    }


def write_account(id_: str, *, created: int) -> dict[str, Any]:
    """The account that a key belongs to, reduced to what identifies it and says it may charge."""
    return {
        "id": id_,
        "object": "account",
        "business_profile": {"name": "Sandbox", "url": None},
        "capabilities": {"card_payments": "active", "transfers": "active"},
        "charges_enabled": True,
        "controller": {"type": "account"},
        "country": "US",
        "created": created,
        "default_currency": "usd",
        "details_submitted": True,
        "email": "sandbox@example.com",
        "metadata": {},
        "payouts_enabled": True,
        "settings": {"dashboard": {"display_name": "Sandbox", "timezone": "Etc/UTC"}},
        "type": "standard",
    }


def write_balance(available: dict[str, int], *, livemode: bool) -> dict[str, Any]:
    """The account's `balance`: cents by currency; nothing is ever pending here."""
    rows = [{"amount": n, "currency": c, "source_types": {"card": n}} for c, n in available.items()]
    nothing = [row | {"amount": 0, "source_types": {"card": 0}} for row in rows]
    return {
        "object": "balance",
        "available": rows,
        "connect_reserved": [],
        "livemode": livemode,
        "pending": nothing,
    }
