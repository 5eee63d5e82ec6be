"""What Stripe tells of payments, applied exactly once, in whatever order it comes."""

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import Row

from core.domain.changes import Noun
from core.domain.credits import MoveKind
from core.domain.purchases import PurchaseStatus
from core.gateways.stripe import StripeEvent
from core.services import reversals
from core.services.changes import note_change, note_changes
from core.store import access
from core.store import purchases as rows
from core.store.credits import Move, post_move
from core.store.engine import Tx

UNPAID: Final = (
    PurchaseStatus.CREATED,
    PurchaseStatus.PROCESSING,
    PurchaseStatus.FAILED,
    PurchaseStatus.EXPIRED,
    PurchaseStatus.QUARANTINED,
)
# A session that was completed or failed has not expired, whatever was told first.
UNBEGUN: Final = (PurchaseStatus.CREATED, PurchaseStatus.EXPIRED)
UNDECIDED: Final = (*UNBEGUN, PurchaseStatus.PROCESSING)
TRIED: Final = (*UNDECIDED, PurchaseStatus.FAILED)
MOST_WORDS: Final = 500  # characters of Stripe's own sentence that are kept
BANK_REFUSED: Final = "The bank did not pay."
SESSION: Final = "checkout.session."


def apply_event(tx: Tx, event: StripeEvent, *, is_live: bool) -> str:
    """Record a verified event and do what it says, in this one transaction; what came of it.

    Answers are `repeated`, `ignored`, `credited`, `processing`, `failed`, `expired`, `quarantined`, `noted` or
    `reversed`. The event id stops replays; the purchase's own key stops two different events from crediting it twice.
    """
    if not rows.add_callback(tx, "stripe", event.event_id, event.kind, event.body):
        return "repeated"
    outcome = _apply(tx, event, is_live=is_live)
    rows.settle_callback(tx, "stripe", event.event_id, outcome)
    return outcome


def _apply(tx: Tx, event: StripeEvent, *, is_live: bool) -> str:
    if event.kind.startswith(SESSION):
        session = {"livemode": event.livemode, **event.data}
        return apply_session(tx, session, event.kind.removeprefix(SESSION), is_live=is_live)
    apply = next((apply for kind, apply in _PAYMENT_EVENTS.items() if event.kind.startswith(kind)), None)
    if apply is None or event.livemode != is_live:
        return "ignored"
    return apply(tx, event)


def apply_session(tx: Tx, session: dict[str, Any], news: str, *, is_live: bool) -> str:
    """Bring a purchase to where its checkout session is; `news` is the last part of the event's name."""
    purchase = find_purchase_of_session(tx, session)
    if purchase is None:
        return "ignored"
    is_paid = news == "completed" and session.get("payment_status") != "unpaid"
    if is_paid or news == "async_payment_succeeded":
        return _fulfil(tx, purchase, session, is_live=is_live)
    return "ignored" if _is_foreign(purchase, session, is_live=is_live) else _follow(tx, purchase, news)


def _follow(tx: Tx, purchase: Row[Any], news: str) -> str:
    """News of a checkout that is not paid."""
    match news:
        case "completed":
            return _advance(tx, purchase, PurchaseStatus.PROCESSING, UNBEGUN)
        case "async_payment_failed":
            rows.explain_purchase(tx, purchase.id, BANK_REFUSED)
            return _advance(tx, purchase, PurchaseStatus.FAILED, UNDECIDED)
        case "expired":
            return expire_purchase(tx, purchase)
    return "ignored"


def expire_purchase(tx: Tx, purchase: Row[Any]) -> str:
    """Nobody can pay this purchase any more; why a try failed stays."""
    return _advance(tx, purchase, PurchaseStatus.EXPIRED, (PurchaseStatus.CREATED,))


def _is_foreign(purchase: Row[Any], session: dict[str, Any], *, is_live: bool) -> bool:
    """Whether news that names our purchase is about another checkout, or from the other mode."""
    other = purchase.session_id not in (None, session.get("id"))
    return other or bool(session.get("livemode")) != is_live


def find_purchase_of_session(tx: Tx, session: dict[str, Any]) -> Row[Any] | None:
    """By the session's id, or by our id in it when the news overtook our own note of the session."""
    found = rows.find_purchase_by_session(tx, str(session.get("id")))
    ours = session.get("client_reference_id") or (session.get("metadata") or {}).get("purchase_id")
    return rows.find_purchase(tx, str(ours)) if found is None and ours else found


def _advance(
    tx: Tx, purchase: Row[Any], status: PurchaseStatus, only_from: tuple[PurchaseStatus, ...], **values: str
) -> str:
    moved = rows.update_purchase(tx, purchase.id, {"status": status.value, **values}, only_from)
    if moved:
        note_change(tx, purchase.team_id, Noun.PURCHASES, purchase.id, status.value)
    return status.value if moved else "ignored"


def _fulfil(tx: Tx, purchase: Row[Any], session: dict[str, Any], *, is_live: bool) -> str:
    """Credit a paid purchase, or set it aside when Stripe was paid something else than we asked for."""
    payment_id = read_id(session.get("payment_intent"))
    if payment_id is not None:
        rows.lock_payment(tx, payment_id)
    trouble = find_mismatch(purchase, session, is_live=is_live) or _find_double(tx, purchase, payment_id)
    if trouble:
        return _set_aside(tx, purchase, payment_id, trouble)
    values = {
        "status": PurchaseStatus.PAID.value,
        "paid_at": tx.now,
        "trouble": None,
        "session_id": session["id"],
        "payment_id": payment_id,
        "buyer_email": (session.get("customer_details") or {}).get("email"),
    }
    if not rows.update_purchase(tx, purchase.id, values, UNPAID):
        return "ignored"
    key = f"purchase:{purchase.id}"
    post_move(
        tx,
        Move(purchase.team_id, MoveKind.PURCHASE, purchase.credits, key, "stripe", purchase_id=purchase.id),
    )
    _note(tx, purchase, "purchase.paid", credits=purchase.credits)
    paid = (Noun.PURCHASES, purchase.id, "paid")
    note_changes(tx, purchase.team_id, paid, (Noun.CREDITS, purchase.team_id, "purchased"))
    reversals.balance_purchase(tx, purchase.id)
    return "credited"


def _set_aside(tx: Tx, purchase: Row[Any], payment_id: str | None, trouble: str) -> str:
    """Show what does not agree, and follow the payment: its refund is what everybody waits for then."""
    moved = _advance(tx, purchase, PurchaseStatus.QUARANTINED, UNPAID, trouble=trouble)
    if moved != "ignored" and payment_id:
        if rows.find_purchase_by_payment(tx, payment_id) is None:
            rows.update_purchase(tx, purchase.id, {"payment_id": payment_id})
        reversals.balance_purchase(tx, purchase.id)
    _note(tx, purchase, "purchase.quarantined", trouble=trouble)
    return PurchaseStatus.QUARANTINED.value


def _find_double(tx: Tx, purchase: Row[Any], payment_id: str | None) -> str | None:
    """One payment pays one purchase."""
    other = None if payment_id is None else rows.find_purchase_by_payment(tx, payment_id)
    is_other = other is not None and other.id != purchase.id
    return "This payment belongs to another purchase." if is_other else None


def find_mismatch(purchase: Row[Any], session: dict[str, Any], *, is_live: bool) -> str | None:
    """What differs between what was paid and what was ordered, in one sentence; None when all agrees."""
    differences = {
        "Stripe called the checkout complete without a payment.": session.get("payment_status")
        not in ("paid", "no_payment_required"),
        "The amount paid is not the amount ordered.": not _is_amount_right(purchase.amount_cents, session),
        "The currency paid is not the currency ordered.": str(session.get("currency")).lower()
        != purchase.currency,
        "A test payment arrived in live mode, or the other way round.": bool(session.get("livemode"))
        != is_live,
        "The payment belongs to another checkout.": purchase.session_id not in (None, session.get("id")),
    }
    return next((sentence for sentence, differs in differences.items() if differs), None)


def _is_amount_right(ordered: int, session: dict[str, Any]) -> bool:
    """The goods cost what was ordered, in cents, and no less was paid; Stripe may add taxes to the total."""
    goods, total = session.get("amount_subtotal"), session.get("amount_total")
    return (total if goods is None else goods) == ordered and (total is None or total >= ordered)


def _note_receipt(tx: Tx, event: StripeEvent) -> str:
    """The receipt's address, for the payment history."""
    purchase = _find_purchase_of_payment(tx, event.data)
    receipt = event.data.get("receipt_url")
    if purchase is None or not receipt:
        return "ignored"
    rows.update_purchase(tx, purchase.id, {"receipt_url": str(receipt)})
    note_change(tx, purchase.team_id, Noun.PURCHASES, purchase.id, "noted")
    return "noted"


def _note_failure(tx: Tx, event: StripeEvent) -> str:
    """Why a try to pay failed, in Stripe's words for buyers; an open checkout stays open for another try."""
    purchase = _find_purchase_of_payment(tx, event.data)
    reason = (event.data.get("last_payment_error") or {}).get("message")
    if purchase is None or not reason:
        return "ignored"
    trouble = {"trouble": str(reason)[:MOST_WORDS]}
    if not rows.update_purchase(tx, purchase.id, trouble, TRIED):
        return "ignored"
    note_change(tx, purchase.team_id, Noun.PURCHASES, purchase.id, "noted")
    return "noted"


def _find_purchase_of_payment(tx: Tx, data: dict[str, Any]) -> Row[Any] | None:
    """By the payment intent, or by our id in the metadata that we asked Stripe to put on it."""
    payment_id = read_id(data.get("payment_intent")) or str(data.get("id"))
    ours = (data.get("metadata") or {}).get("purchase_id")
    return rows.find_purchase_by_payment(tx, payment_id) or (
        rows.find_purchase(tx, str(ours)) if ours else None
    )


def read_id(value: Any) -> str | None:
    """The id of an object that Stripe names by id or, expanded, writes out."""
    found = value.get("id") if isinstance(value, dict) else value
    return str(found) if found else None


def _apply_reversal(tx: Tx, event: StripeEvent) -> str:
    return reversals.apply_reversal(tx, event, read_id(event.data.get("payment_intent")))


_PAYMENT_EVENTS: Final[dict[str, Callable[[Tx, StripeEvent], str]]] = {
    "refund.": _apply_reversal,
    "charge.refund": _apply_reversal,
    "charge.dispute.": _apply_reversal,
    "charge.succeeded": _note_receipt,
    "charge.updated": _note_receipt,
    "payment_intent.payment_failed": _note_failure,
}


def _note(tx: Tx, purchase: Row[Any], action: str, **detail: Any) -> None:
    access.add_audit(tx, purchase.team_id, "stripe", action, purchase.id, detail, "stripe")
