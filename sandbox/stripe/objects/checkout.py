"""Writes Checkout sessions and their line items."""

from typing import Any

from sandbox.stripe.objects.blanks import write_blanks
from sandbox.stripe.objects.customers import write_address


def write_session(  # noqa: PLR0913 - what differs from session to session
    id_: str,
    given: dict[str, Any],
    *,
    amount: int,
    currency: str,
    created: int,
    expires_at: int,
    livemode: bool,
    url: str,
    customer: dict[str, Any] | None,
) -> dict[str, Any]:
    """An open `checkout.session`: amounts in cents, no payment intent until somebody tries to pay."""
    mail = customer["email"] if customer else given.get("customer_email")
    return (
        _write_constants()
        | _write_wishes(given)
        | {
            "id": id_,
            "amount_subtotal": amount,
            "amount_total": amount,
            "created": created,
            "currency": currency,
            "customer": customer["id"] if customer else None,
            "customer_creation": None if customer else given.get("customer_creation", "if_required"),
            "customer_details": write_buyer(mail, None) if mail else None,
            "expires_at": expires_at,
            "livemode": livemode,
            "url": url,
        }
    )


def _write_constants() -> dict[str, Any]:
    blanks = write_blanks(
        "client_secret collected_information consent consent_collection currency_conversion customer_account"
        " integration_identifier invoice origin_context payment_intent payment_link"
        " payment_method_configuration_details permissions recovered_from saved_payment_method_options"
        " setup_intent shipping_address_collection shipping_cost subscription wallet_options"
    )
    return blanks | {
        "object": "checkout.session",
        "adaptive_pricing": {"enabled": False},
        "custom_fields": [],
        "custom_text": write_blanks("after_submit shipping_address submit terms_of_service_acceptance"),
        "discounts": [],
        "managed_payments": {"enabled": False},
        "mode": "payment",
        "payment_method_collection": "if_required",
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_status": "unpaid",
        "shipping_options": [],
        "status": "open",
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
    }


def _write_wishes(given: dict[str, Any]) -> dict[str, Any]:
    as_given = write_blanks(
        "after_expiration allow_promotion_codes billing_address_collection cancel_url client_reference_id"
        " customer_email locale submit_type success_url"
    )
    return {name: given.get(name) for name in as_given} | {
        "automatic_tax": _write_tax(given),
        "invoice_creation": _write_invoicing(given),
        "metadata": given.get("metadata", {}),
        "payment_method_types": given.get("payment_method_types", ["card", "us_bank_account"]),
        "phone_number_collection": given.get("phone_number_collection", {"enabled": False}),
    }


def write_buyer(email: str | None, name: str | None, country: str | None = None) -> dict[str, Any]:
    """`customer_details`: only the e-mail while the session is open, the rest once it is complete."""
    address = write_address() | {"country": country} if name else None
    return {
        "address": address,
        "business_name": None,
        "email": email,
        "individual_name": None,
        "name": name,
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": [] if name else None,
    }


def write_line_item(
    id_: str,
    price_id: str,
    product_id: str,
    given: dict[str, Any],
    *,
    created: int,
    livemode: bool,
) -> dict[str, Any]:
    """One `item` of a session, with the one-off price that `price_data` described."""
    data, quantity = given["price_data"], given["quantity"]
    total = data["unit_amount"] * quantity
    return {
        "id": id_,
        "object": "item",
        "adjustable_quantity": None,
        "amount_discount": 0,
        "amount_subtotal": total,
        "amount_tax": 0,
        "amount_total": total,
        "currency": data["currency"],
        "description": data["product_data"]["name"],
        "metadata": given.get("metadata", {}),
        "price": _write_price(price_id, product_id, data, created=created, livemode=livemode),
        "quantity": quantity,
    }


def _write_price(
    id_: str,
    product_id: str,
    data: dict[str, Any],
    *,
    created: int,
    livemode: bool,
) -> dict[str, Any]:
    return {
        "id": id_,
        "object": "price",
        "active": False,
        "billing_scheme": "per_unit",
        "created": created,
        "currency": data["currency"],
        "custom_unit_amount": None,
        "livemode": livemode,
        "lookup_key": None,
        "metadata": {},
        "nickname": None,
        "product": product_id,
        "recurring": None,
        "tax_behavior": data.get("tax_behavior", "unspecified"),
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "one_time",
        "unit_amount": data["unit_amount"],
        "unit_amount_decimal": str(data["unit_amount"]),
    }


def _write_tax(given: dict[str, Any]) -> dict[str, Any]:
    on = bool(given.get("automatic_tax", {}).get("enabled"))
    return {
        "enabled": on,
        "liability": {"type": "self"} if on else None,
        "provider": "stripe" if on else None,
        "status": "requires_location_inputs" if on else None,
    }


def _write_invoicing(given: dict[str, Any]) -> dict[str, Any]:
    asked = given.get("invoice_creation", {})
    data = asked.get("invoice_data", {})
    return {
        "enabled": bool(asked.get("enabled")),
        "invoice_data": {
            "account_tax_ids": None,
            "custom_fields": None,
            "description": data.get("description"),
            "footer": data.get("footer"),
            "issuer": None,
            "metadata": data.get("metadata", {}),
            "rendering_options": None,
        },
    }
