"""Paying a session: attempts by card or bank, their success, their failure, and the events of each."""

from dataclasses import dataclass
from typing import Any

from sandbox.stripe.account import StripeAccount
from sandbox.stripe.cards import (
    BANK_REFUSED,
    NOT_AUTHENTICATED,
    Card,
    Decline,
    Fate,
    choose_decline,
    choose_fate,
    name_brand,
)
from sandbox.stripe.checkout import complete_session
from sandbox.stripe.disputes import open_dispute
from sandbox.stripe.invoices import create_paid_invoice
from sandbox.stripe.objects.payments import (
    write_balance_transaction,
    write_bank,
    write_card,
    write_charge,
    write_intent,
    write_method,
)
from sandbox.stripe.refusals import StripeRefusal
from sandbox.stripe.tables import StripeObject

# A standard US fee: 2.9 % and 30 cents.
_FEE_PERMILLE, _FEE_FIXED = 29, 30


@dataclass(frozen=True)
class Buyer:
    """Who pays, as typed on the page."""

    email: str | None
    name: str


def pay_by_card(account: StripeAccount, session: StripeObject, buyer: Buyer, card: Card) -> Decline | None:
    """Attempt a payment. None: paid, or waiting for `confirm_card` (the intent `requires_action`)."""
    details = {"card": write_card(card.number, card.month, card.year, name_brand(card.number))}
    intent = _begin_attempt(account, session, buyer, details)
    account.private[session["id"]] |= {"buyer": buyer, "number": card.number}
    fate = choose_fate(card.number)
    if fate is Fate.DECLINED:
        return _decline(account, intent, choose_decline(card.number))
    if fate is Fate.CONFIRM:
        page = account.private[session["id"]]["base_url"] + f"/c/confirm/{session['id']}"
        account.change(
            intent,
            status="requires_action",
            next_action={
                "type": "redirect_to_url",
                "redirect_to_url": {"return_url": session["success_url"], "url": page},
            },
        )
        account.emit("payment_intent.requires_action", intent)
        return None
    _succeed_now(account, session, intent)
    return None


def confirm_card(account: StripeAccount, session: StripeObject, *, agreed: bool) -> Decline | None:
    """The bank's own question answered; raises StripeRefusal when nothing waits for it."""
    intent = account.tables.intents.find(session["payment_intent"])
    if intent is None or intent["status"] != "requires_action":
        raise StripeRefusal("This payment is not waiting for a confirmation.")
    if not agreed:
        return _decline(account, intent, NOT_AUTHENTICATED)
    _succeed_now(account, session, intent)
    return None


def pay_by_bank(account: StripeAccount, session: StripeObject, buyer: Buyer) -> None:
    """A delayed method: the session completes unpaid, and `settle_bank` or `fail_bank` decides later."""
    intent = _begin_attempt(account, session, buyer, {"us_bank_account": write_bank()})
    account.private[session["id"]]["buyer"] = buyer
    charge = _add_charge(account, intent, status="pending")
    account.change(intent, status="processing", latest_charge=charge["id"])
    account.emit("charge.pending", charge)
    account.emit("payment_intent.processing", intent)
    complete_session(account, session, email=buyer.email, name=buyer.name, paid=False)
    account.emit("checkout.session.completed", session)


def settle_bank(account: StripeAccount, session: StripeObject) -> None:
    """The bank debit arrived; raises StripeRefusal when none is on its way."""
    intent, charge = _find_pending(account, session)
    account.change(charge, status="succeeded", captured=True, amount_captured=charge["amount"])
    account.emit("charge.succeeded", charge)
    account.change(intent, status="succeeded", amount_received=intent["amount"])
    account.emit("payment_intent.succeeded", intent)
    create_paid_invoice(account, session)
    account.change(session, payment_status="paid")
    account.emit("checkout.session.async_payment_succeeded", session)
    _book_charge(account, charge)


def fail_bank(account: StripeAccount, session: StripeObject) -> None:
    """The bank debit bounced; raises StripeRefusal when none is on its way."""
    intent, charge = _find_pending(account, session)
    error = _write_error(BANK_REFUSED, charge["id"])
    account.change(
        charge, status="failed", paid=False, failure_code=error["code"], failure_message=error["message"]
    )
    account.emit("charge.failed", charge)
    account.change(intent, status="requires_payment_method", last_payment_error=error, payment_method=None)
    account.emit("payment_intent.payment_failed", intent)
    account.emit("checkout.session.async_payment_failed", session)


def _find_pending(account: StripeAccount, session: StripeObject) -> tuple[StripeObject, StripeObject]:
    intent = account.tables.intents.find(session["payment_intent"])
    if intent is None or intent["status"] != "processing":
        raise StripeRefusal("No delayed payment is on its way for this session.")
    return intent, account.tables.charges.get(intent["latest_charge"])


def _begin_attempt(
    account: StripeAccount,
    session: StripeObject,
    buyer: Buyer,
    details: dict[str, Any],
) -> StripeObject:
    intent = account.tables.intents.find(session["payment_intent"]) or _create_intent(account, session)
    method = account.tables.methods.add(
        write_method(
            account.new_id("pm"),
            details,
            email=buyer.email,
            name=buyer.name,
            country="US",
            created=account.clock.now(),
            livemode=account.livemode,
            customer=None,
        )
    )
    account.change(intent, payment_method=method["id"], last_payment_error=None, next_action=None)
    return intent


def _create_intent(account: StripeAccount, session: StripeObject) -> StripeObject:
    intent = account.tables.intents.add(
        write_intent(
            account.new_id("pi"),
            session,
            account.private[session["id"]]["intent_data"],
            secret=account.new_id("s", 24)[2:],
            created=account.clock.now(),
        )
    )
    account.change(session, payment_intent=intent["id"])
    account.emit("payment_intent.created", intent)
    return intent


def _add_charge(
    account: StripeAccount,
    intent: StripeObject,
    *,
    status: str,
    failure: dict[str, Any] | None = None,
) -> StripeObject:
    id_ = account.new_id("ch")
    session = next(s for s in account.tables.sessions if s["payment_intent"] == intent["id"])
    base_url = account.private[session["id"]]["base_url"]
    return account.tables.charges.add(
        write_charge(
            id_,
            intent,
            account.tables.methods.get(intent["payment_method"]),
            status=status,
            created=account.clock.now(),
            failure=failure,
            receipt_url=None if status == "failed" else f"{base_url}/receipts/{id_}",
        )
    )


def _decline(account: StripeAccount, intent: StripeObject, decline: Decline) -> Decline:
    error = _write_error(decline, None)
    charge = _add_charge(account, intent, status="failed", failure=error)
    error["charge"] = charge["id"]
    account.emit("charge.failed", charge)
    account.change(
        intent,
        status="requires_payment_method",
        last_payment_error=error,
        next_action=None,
        latest_charge=charge["id"],
        payment_method=None,
    )
    account.emit("payment_intent.payment_failed", intent)
    return decline


def _write_error(decline: Decline, charge: str | None) -> dict[str, Any]:
    docs = "https://stripe.com/docs/error-codes/" + decline.code.replace("_", "-")
    error: dict[str, Any] = {
        "code": decline.code,
        "doc_url": docs,
        "message": decline.message,
        "payment_method_type": None,
        "type": "card_error",
    }
    if decline.decline_code:
        error["decline_code"] = decline.decline_code
    if charge:
        error["charge"] = charge
    error["payment_method_type"] = "us_bank_account" if charge else "card"
    return error


def _succeed_now(account: StripeAccount, session: StripeObject, intent: StripeObject) -> None:
    buyer: Buyer = account.private[session["id"]]["buyer"]
    charge = _add_charge(account, intent, status="succeeded")
    account.emit("charge.succeeded", charge)
    account.change(
        intent,
        status="succeeded",
        amount_received=intent["amount"],
        latest_charge=charge["id"],
        next_action=None,
    )
    account.emit("payment_intent.succeeded", intent)
    complete_session(account, session, email=buyer.email, name=buyer.name, paid=True)
    create_paid_invoice(account, session)
    account.emit("checkout.session.completed", session)
    _book_charge(account, charge)
    _open_test_dispute(account, session, charge)


def _book_charge(account: StripeAccount, charge: StripeObject) -> None:
    # Capture is asynchronous at this version: the balance transaction follows in charge.updated.
    fee = (charge["amount"] * _FEE_PERMILLE + 500) // 1000 + _FEE_FIXED
    row = account.tables.balance.add(
        write_balance_transaction(
            account.new_id("txn"),
            charge["id"],
            kind="charge",
            amount=charge["amount"],
            fee=fee,
            currency=charge["currency"],
            created=account.clock.now(),
            description=charge["description"],
        )
    )
    account.emit("charge.updated", charge, account.change(charge, balance_transaction=row["id"]))


def _open_test_dispute(account: StripeAccount, session: StripeObject, charge: StripeObject) -> None:
    fate = choose_fate(account.private[session["id"]]["number"])
    if fate in (Fate.DISPUTED, Fate.INQUIRED):
        open_dispute(account, charge, inquiry=fate is Fate.INQUIRED)
