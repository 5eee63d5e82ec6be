"""The life of a dispute: opened by a buyer's bank, then won, lost, or an inquiry that ends or escalates."""

import copy

from sandbox.stripe.account import StripeAccount
from sandbox.stripe.objects.payments import write_balance_transaction
from sandbox.stripe.objects.reversals import write_dispute
from sandbox.stripe.refusals import StripeRefusal, invalid_number
from sandbox.stripe.tables import StripeObject

# What Stripe takes for a dispute, in cents, and does not give back.
_FEE = 1500
_ENDED = ("won", "lost", "warning_closed", "prevented")


def open_dispute(
    account: StripeAccount,
    charge: StripeObject,
    *,
    amount: int | None = None,
    reason: str = "fraudulent",
    inquiry: bool = False,
) -> StripeObject:
    """Dispute `amount` cents of a paid charge (all by default); a chargeback takes the money at once."""
    amount = charge["amount"] if amount is None else amount
    if not 0 < amount <= charge["amount"]:
        raise invalid_number("A dispute is for at least one cent and at most the charge.", "amount")
    if charge["status"] != "succeeded" or any(
        d["charge"] == charge["id"] and d["status"] not in _ENDED for d in account.tables.disputes
    ):
        raise StripeRefusal(f"Charge {charge['id']} is not paid, or is under dispute already.")
    dispute = account.tables.disputes.add(
        write_dispute(
            account.new_id("dp"),
            charge,
            amount=amount,
            reason=reason,
            inquiry=inquiry,
            created=account.clock.now(),
        )
    )
    account.change(charge, disputed=True)
    account.emit("charge.dispute.created", dispute)
    if not inquiry:
        _take_money(account, dispute)
    return dispute


def close_dispute(account: StripeAccount, dispute: StripeObject, *, won: bool) -> StripeObject:
    """The bank decided. A won inquiry is `warning_closed`; a lost inquiry becomes a chargeback first."""
    if dispute["status"] in _ENDED:
        raise StripeRefusal(f"Dispute {dispute['id']} is already closed as `{dispute['status']}`.")
    if dispute["status"].startswith("warning_"):
        if won:
            return _close(account, dispute, "warning_closed")
        escalate_dispute(account, dispute)
    if won:
        _move(account, dispute, dispute["amount"], fee=0)
    _close(account, dispute, "won" if won else "lost")
    if won:
        account.emit("charge.dispute.funds_reinstated", dispute)
    return dispute


def escalate_dispute(account: StripeAccount, dispute: StripeObject) -> StripeObject:
    """An inquiry becomes a chargeback."""
    if not dispute["status"].startswith("warning_") or dispute["status"] in _ENDED:
        raise StripeRefusal(f"Dispute {dispute['id']} is not an open inquiry.")
    details = copy.deepcopy(dispute["payment_method_details"])
    details["card"]["case_type"] = "chargeback"
    before = account.change(
        dispute, status="needs_response", is_charge_refundable=False, payment_method_details=details
    )
    account.emit("charge.dispute.updated", dispute, before)
    _take_money(account, dispute)
    return dispute


def _close(account: StripeAccount, dispute: StripeObject, status: str) -> StripeObject:
    account.change(dispute, status=status, is_charge_refundable=status in ("won", "warning_closed"))
    account.emit("charge.dispute.closed", dispute)
    return dispute


def _take_money(account: StripeAccount, dispute: StripeObject) -> None:
    _move(account, dispute, -dispute["amount"], fee=_FEE)
    account.emit("charge.dispute.funds_withdrawn", dispute)


def _move(account: StripeAccount, dispute: StripeObject, amount: int, *, fee: int) -> None:
    row = account.tables.balance.add(
        write_balance_transaction(
            account.new_id("txn"),
            dispute["id"],
            kind="adjustment",
            amount=amount,
            fee=fee,
            currency=dispute["currency"],
            created=account.clock.now(),
            description=None,
        )
    )
    dispute["balance_transactions"].append(row)
