"""The rules of refunds: full or partial, pending ones that settle, fail or are canceled."""

from typing import Any

from sandbox.stripe.account import StripeAccount
from sandbox.stripe.cards import Fate, choose_fate
from sandbox.stripe.objects.payments import write_balance_transaction
from sandbox.stripe.objects.reversals import write_refund
from sandbox.stripe.refusals import StripeRefusal, invalid_number, missing_param
from sandbox.stripe.shapes import refuse_both
from sandbox.stripe.tables import StripeObject

_LEFT = ("failed", "canceled")


def create_refund(
    account: StripeAccount,
    given: dict[str, Any],
    *,
    pending: bool = False,
) -> StripeObject:
    """Give back all that is left of a charge, or `amount` cents of it."""
    refuse_both(given, "charge", "payment_intent")
    charge = _find_charge(account, given)
    _check_refundable(account, charge)
    left = charge["amount"] - charge["amount_refunded"]
    if left <= 0:
        raise StripeRefusal(
            f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded"
        )
    amount = int(given.get("amount", left))
    if amount <= 0:
        raise invalid_number("Invalid positive integer", "amount")
    if amount > left:
        raise StripeRefusal(
            f"Refund amount (${amount / 100:,.2f}) is greater than unrefunded amount on charge"
            f" (${left / 100:,.2f})",
            param="amount",
        )
    status = "pending" if pending or _refunds_slowly(account, charge) else "succeeded"
    refund = account.tables.refunds.add(
        write_refund(
            account.new_id("re"), charge, given, amount=amount, status=status, created=account.clock.now()
        )
    )
    _book(account, refund, -amount, "balance_transaction")
    _sync_charge(account, charge)
    account.emit("refund.created", refund)
    account.emit("charge.refunded", charge)
    return refund


def _find_charge(account: StripeAccount, given: dict[str, Any]) -> StripeObject:
    if "charge" in given:
        return account.tables.charges.get(given["charge"], param="charge")
    if "payment_intent" not in given:
        raise missing_param("payment_intent")
    intent = account.tables.intents.get(given["payment_intent"], param="payment_intent")
    charge = account.tables.charges.find(intent["latest_charge"])
    if charge is None or intent["status"] != "succeeded":
        raise StripeRefusal(
            f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund."
        )
    return charge


def _check_refundable(account: StripeAccount, charge: StripeObject) -> None:
    if charge["status"] != "succeeded":
        raise StripeRefusal(f"Charge {charge['id']} has not been paid; it cannot be refunded.")
    if any(d["charge"] == charge["id"] and not d["is_charge_refundable"] for d in account.tables.disputes):
        raise StripeRefusal(
            f"Charge {charge['id']} has been charged back; cannot issue a refund.", code="charge_disputed"
        )


def _refunds_slowly(account: StripeAccount, charge: StripeObject) -> bool:
    if charge["payment_method_details"]["type"] != "card":
        return True
    session = next(s for s in account.tables.sessions if s["payment_intent"] == charge["payment_intent"])
    return choose_fate(account.private[session["id"]]["number"]) is Fate.REFUND_PENDING


def settle_refund(account: StripeAccount, refund: StripeObject) -> StripeObject:
    """A pending refund reached the buyer; one that succeeded at once gets its bank reference."""
    _require(refund, "pending", "succeeded")
    details = dict(refund["destination_details"])
    kind = details["type"]
    details[kind] = details[kind] | {"reference": "7" * 23, "reference_status": "available"}
    _tell(account, refund, account.change(refund, status="succeeded", destination_details=details))
    return refund


def fail_refund(
    account: StripeAccount,
    refund: StripeObject,
    reason: str = "expired_or_canceled_card",
) -> StripeObject:
    """The bank sent the money back: the charge counts as less refunded again."""
    _require(refund, "pending", "succeeded")
    before = account.change(refund, status="failed") | {"failure_reason": None}
    refund["failure_reason"] = reason
    _return_money(account, refund)
    account.emit("refund.failed", refund)
    _tell(account, refund, before)
    return refund


def cancel_refund(account: StripeAccount, refund: StripeObject, *, by_api: bool = False) -> StripeObject:
    """Stop a refund that has not left yet; the API may do so only while it waits for the buyer."""
    _require(refund, "requires_action", *(() if by_api else ("pending",)))
    before = account.change(refund, status="canceled")
    _return_money(account, refund)
    _tell(account, refund, before)
    return refund


def _require(refund: StripeObject, *statuses: str) -> None:
    if refund["status"] not in statuses:
        raise StripeRefusal(
            f"Refund {refund['id']} has a status of `{refund['status']}`; this needs one of"
            f" {', '.join(statuses)}."
        )


def _return_money(account: StripeAccount, refund: StripeObject) -> None:
    refund["failure_balance_transaction"] = None
    _book(account, refund, refund["amount"], "failure_balance_transaction")
    _sync_charge(account, account.tables.charges.get(refund["charge"]))


def _sync_charge(account: StripeAccount, charge: StripeObject) -> None:
    given_back = sum(
        r["amount"]
        for r in account.tables.refunds
        if r["charge"] == charge["id"] and r["status"] not in _LEFT
    )
    account.change(charge, amount_refunded=given_back, refunded=given_back >= charge["amount"])


def _book(account: StripeAccount, refund: StripeObject, amount: int, name: str) -> None:
    row = account.tables.balance.add(
        write_balance_transaction(
            account.new_id("txn"),
            refund["id"],
            kind="refund" if amount < 0 else "refund_failure",
            amount=amount,
            fee=0,
            currency=refund["currency"],
            created=account.clock.now(),
            description=None,
        )
    )
    refund[name] = row["id"]


def _tell(account: StripeAccount, refund: StripeObject, before: dict[str, Any]) -> None:
    account.emit("refund.updated", refund, before)
    account.emit("charge.refund.updated", refund, before)
