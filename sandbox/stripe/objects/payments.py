"""Writes payment intents, charges, payment methods and balance transactions."""

import hashlib
from typing import Any

from sandbox.stripe.objects.blanks import write_blanks
from sandbox.stripe.objects.customers import write_address


def write_intent(
    id_: str,
    session: dict[str, Any],
    data: dict[str, Any],
    *,
    secret: str,
    created: int,
) -> dict[str, Any]:
    """A `payment_intent` of a session; it carries `payment_intent_data`, never the session's metadata."""
    types = session["payment_method_types"]
    blanks = write_blanks(
        "application application_fee_amount automatic_payment_methods canceled_at cancellation_reason"
        " customer_account excluded_payment_method_types last_payment_error latest_charge next_action"
        " on_behalf_of payment_method payment_method_configuration_details processing review shipping source"
        " transfer_data transfer_group"
    )
    wishes = write_blanks(
        "description receipt_email setup_future_usage statement_descriptor statement_descriptor_suffix"
    )
    return (
        blanks
        | {name: data.get(name) for name in wishes}
        | {
            "id": id_,
            "object": "payment_intent",
            "amount": session["amount_total"],
            "amount_capturable": 0,
            "amount_details": {"tip": {}},
            "amount_received": 0,
            "capture_method": "automatic_async",
            "client_secret": f"{id_}_secret_{secret}",
            "confirmation_method": "automatic",
            "created": created,
            "currency": session["currency"],
            "customer": session["customer"],
            "livemode": session["livemode"],
            "managed_payments": {"enabled": False},
            "metadata": data.get("metadata", {}),
            "payment_method_options": {name: {} for name in types if name == "card"},
            "payment_method_types": types,
            "status": "requires_payment_method",
        }
    )


def write_charge(
    id_: str,
    intent: dict[str, Any],
    method: dict[str, Any],
    *,
    status: str,
    created: int,
    receipt_url: str | None,
    failure: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """A `charge`: one attempt, `succeeded`, `pending` (bank debit) or `failed` with its failure."""
    good = status == "succeeded"
    blanks = write_blanks(
        "application application_fee application_fee_amount balance_transaction failure_balance_transaction"
        " on_behalf_of presentment_details receipt_number review shipping source source_transfer"
        " transfer_data transfer_group"
    )
    inherited = write_blanks(
        "amount currency customer description livemode receipt_email statement_descriptor"
        " statement_descriptor_suffix"
    )
    return (
        blanks
        | {name: intent[name] for name in inherited}
        | {
            "id": id_,
            "object": "charge",
            "amount_captured": intent["amount"] if good else 0,
            "amount_refunded": 0,
            "billing_details": method["billing_details"],
            "calculated_statement_descriptor": "SANDBOX",
            "captured": good,
            "created": created,
            "disputed": False,
            "failure_code": failure["code"] if failure else None,
            "failure_message": failure["message"] if failure else None,
            "fraud_details": {},
            "metadata": dict(intent["metadata"]),
            "outcome": _write_outcome(failure),
            "paid": status != "failed",
            "payment_intent": intent["id"],
            "payment_method": method["id"],
            "payment_method_details": _write_details(method, intent["amount"]),
            "receipt_url": receipt_url,
            "refunded": False,
            "status": status,
        }
    )


def _write_outcome(failure: dict[str, Any] | None) -> dict[str, Any]:
    """What the card network said, in Stripe's words for the seller."""
    declined = failure is not None
    return {
        "advice_code": failure.get("advice_code") if failure else None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": "declined_by_network" if declined else "approved_by_network",
        "reason": (failure.get("decline_code") or failure["code"]) if failure else None,
        "risk_level": "normal",
        "risk_score": 20,
        "seller_message": "The bank did not return any further details with this decline."
        if declined
        else "Payment complete.",
        "type": "issuer_declined" if declined else "authorized",
    }


def write_method(
    id_: str,
    details: dict[str, Any],
    *,
    email: str | None,
    name: str,
    country: str,
    created: int,
    livemode: bool,
    customer: str | None,
) -> dict[str, Any]:
    """A `payment_method`; `details` is `{"card": {...}}` or `{"us_bank_account": {...}}`."""
    return {
        "id": id_,
        "object": "payment_method",
        "allow_redisplay": "limited",
        "billing_details": {
            "address": write_address() | {"country": country},
            "email": email,
            "name": name,
            "phone": None,
            "tax_id": None,
        },
        "created": created,
        "customer": customer,
        "customer_account": None,
        "livemode": livemode,
        "metadata": {},
        "type": next(iter(details)),
        **details,
    }


def write_card(number: str, month: int, year: int, brand: str) -> dict[str, Any]:
    """The `card` of a payment method; never the whole number."""
    return {
        "brand": brand,
        "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"},
        "country": "US",
        "display_brand": brand,
        "exp_month": month,
        "exp_year": year,
        "fingerprint": hashlib.sha256(number.encode()).hexdigest()[:16],
        "funding": "credit",
        "generated_from": None,
        "last4": number[-4:],
        "networks": {"available": [brand], "preferred": None},
        "regulated_status": "unregulated",
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }


def write_bank() -> dict[str, Any]:
    """Stripe's test bank: account 000123456789 at routing 110000000."""
    return {
        "account_holder_type": "individual",
        "account_type": "checking",
        "bank_name": "STRIPE TEST BANK",
        "fingerprint": "FFDMA0XfhBjWSZLu",
        "last4": "6789",
        "routing_number": "110000000",
    }


def _write_details(method: dict[str, Any], amount: int) -> dict[str, Any]:
    if method["type"] != "card":
        extra = {"expected_debit_date": None, "mandate": None, "payment_reference": None}
        return {"type": "us_bank_account", "us_bank_account": method["us_bank_account"] | extra}
    card = method["card"]
    kept = (
        "brand",
        "checks",
        "country",
        "exp_month",
        "exp_year",
        "fingerprint",
        "funding",
        "last4",
        "regulated_status",
        "wallet",
    )
    return {
        "type": "card",
        "card": {name: card[name] for name in kept}
        | {
            "amount_authorized": amount,
            "authorization_code": None,
            "extended_authorization": {"status": "disabled"},
            "incremental_authorization": {"status": "unavailable"},
            "installments": None,
            "mandate": None,
            "multicapture": {"status": "unavailable"},
            "network": card["brand"],
            "network_token": {"used": False},
            "network_transaction_id": None,
            "overcapture": {"maximum_amount_capturable": amount, "status": "unavailable"},
            "three_d_secure": None,
            "transaction_link_id": None,
        },
    }


def write_balance_transaction(
    id_: str,
    source: str,
    *,
    kind: str,
    amount: int,
    fee: int,
    currency: str,
    created: int,
    description: str | None,
) -> dict[str, Any]:
    """A `balance_transaction`: cents that move into (or out of) the account's balance."""
    fees = (
        [
            {
                "amount": fee,
                "application": None,
                "currency": currency,
                "description": "Stripe processing fees" if kind == "charge" else "Dispute fee",
                "type": "stripe_fee",
            }
        ]
        if fee
        else []
    )
    return {
        "id": id_,
        "object": "balance_transaction",
        "amount": amount,
        "available_on": created,
        "balance_type": "payments",
        "created": created,
        "currency": currency,
        "description": description,
        "exchange_rate": None,
        "fee": fee,
        "fee_details": fees,
        "net": amount - fee,
        "reporting_category": "dispute" if kind == "adjustment" else kind,
        "source": source,
        "status": "available",
        "type": kind,
    }
