"""Writes refunds and disputes."""

from typing import Any

from sandbox.stripe.objects.blanks import write_blanks

_EVIDENCE = (
    "access_activity_log billing_address cancellation_policy cancellation_policy_disclosure "
    "cancellation_rebuttal customer_communication customer_email_address customer_name "
    "customer_purchase_ip customer_signature duplicate_charge_documentation duplicate_charge_explanation "
    "duplicate_charge_id product_description receipt refund_policy refund_policy_disclosure "
    "refund_refusal_explanation service_date service_documentation shipping_address shipping_carrier "
    "shipping_date shipping_documentation shipping_tracking_number uncategorized_file uncategorized_text"
)
# A buyer's bank waits this long for evidence; Stripe's test disputes say about nine days.
_EVIDENCE_DAYS = 9


def write_refund(
    id_: str,
    charge: dict[str, Any],
    given: dict[str, Any],
    *,
    amount: int,
    status: str,
    created: int,
) -> dict[str, Any]:
    """A `refund`; it carries its own metadata only, and the payment intent by id."""
    kind = charge["payment_method_details"]["type"]
    card = {"type": "refund", "reference_status": "pending", "reference_type": "acquirer_reference_number"}
    return {
        "id": id_,
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": created,
        "currency": charge["currency"],
        "customer": None,
        "customer_account": None,
        "destination_details": {"type": "card", "card": card}
        if kind == "card"
        else {"type": "us_bank_transfer", "us_bank_transfer": {"reference": None, "reference_status": None}},
        "metadata": given.get("metadata", {}),
        "payment_intent": charge["payment_intent"],
        "payment_method": charge["payment_method"],
        "reason": given.get("reason"),
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": status,
        "transfer_reversal": None,
    }


def write_dispute(
    id_: str,
    charge: dict[str, Any],
    *,
    amount: int,
    reason: str,
    inquiry: bool,
    created: int,
) -> dict[str, Any]:
    """A `dispute` just opened: a chargeback, or an inquiry that has not taken the money yet."""
    brand = charge["payment_method_details"].get("card", {}).get("brand", "visa")
    return {
        "id": id_,
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [],
        "charge": charge["id"],
        "created": created,
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": write_blanks(_EVIDENCE) | {"enhanced_evidence": {}},
        "evidence_details": {
            "due_by": created + _EVIDENCE_DAYS * 86400,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": inquiry,
        "livemode": charge["livemode"],
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "payment_method_details": {
            "card": {
                "brand": brand,
                "case_type": "inquiry" if inquiry else "chargeback",
                "network": brand,
                "network_reason_code": "10.4",
            },
            "type": "card",
        },
        "reason": reason,
        "status": "warning_needs_response" if inquiry else "needs_response",
    }
