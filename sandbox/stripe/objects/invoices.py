"""Writes the paid invoice of a session."""

from typing import Any


def write_invoice(
    id_: str,
    session: dict[str, Any],
    items: list[dict[str, Any]],
    *,
    base_url: str,
    created: int,
) -> dict[str, Any]:
    """An `invoice` with what a shop reads from it: number, amounts in cents, its page and its PDF."""
    details, data = session["customer_details"], session["invoice_creation"]["invoice_data"]
    lines = [
        {
            "id": "il_" + item["id"][3:],
            "object": "line_item",
            "amount": item["amount_total"],
            "currency": item["currency"],
            "description": item["description"],
            "quantity": item["quantity"],
        }
        for item in items
    ]
    return {
        "id": id_,
        "object": "invoice",
        "amount_due": session["amount_total"],
        "amount_paid": session["amount_total"],
        "amount_remaining": 0,
        "billing_reason": "manual",
        "collection_method": "charge_automatically",
        "created": created,
        "currency": session["currency"],
        "customer": session["customer"],
        "customer_email": details["email"],
        "customer_name": details["name"],
        "description": data["description"],
        "footer": data["footer"],
        "hosted_invoice_url": f"{base_url}/invoices/{id_}",
        "invoice_pdf": f"{base_url}/invoices/{id_}/pdf",
        "lines": {"object": "list", "data": lines, "has_more": False, "url": f"/v1/invoices/{id_}/lines"},
        "livemode": session["livemode"],
        "metadata": data["metadata"],
        "number": f"{id_[-8:].upper()}-0001",
        "status": "paid",
        "status_transitions": {
            "finalized_at": created,
            "marked_uncollectible_at": None,
            "paid_at": created,
            "voided_at": None,
        },
        "subtotal": session["amount_subtotal"],
        "total": session["amount_total"],
    }
