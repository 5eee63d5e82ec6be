"""Refunds and disputes: what was taken back of a payment goes back out of the pool, by the sum of it."""

from typing import Any, Final

from core.domain.changes import Noun
from core.domain.credits import MoveKind
from core.domain.purchases import STEPS, PurchaseStatus, Reversal, ReversalKind, count_clawed, sum_taken
from core.gateways.stripe import StripeEvent
from core.services.changes import note_change
from core.store import access
from core.store import purchases as rows
from core.store.credits import Move, post_move
from core.store.engine import Tx

_KINDS: Final = {kind.value: kind for kind in ReversalKind}


def apply_reversal(tx: Tx, event: StripeEvent, payment_id: str | None) -> str:
    """Note a refund, a dispute or a charge's refunds, and balance the purchase if it is known already.

    News of a payment we do not know yet is kept: the purchase finds it when it is paid.
    """
    kind = _KINDS.get(str(event.data.get("object")))
    if kind is None or payment_id is None:
        return "ignored"
    reversal = _read_reversal(kind, event.data)
    rows.lock_payment(tx, payment_id)
    step = reversal.amount_cents if kind is ReversalKind.CHARGE else STEPS[kind].get(reversal.state, 0)
    rows.put_reversal(tx, str(event.data["id"]), payment_id, reversal, step, event.created)
    purchase = rows.find_purchase_by_payment(tx, payment_id)
    if purchase is None:
        return "noted"
    return "reversed" if balance_purchase(tx, purchase.id) else "noted"


def _read_reversal(kind: ReversalKind, data: dict[str, Any]) -> Reversal:
    if kind is ReversalKind.CHARGE:
        return Reversal(kind, int(data.get("amount_refunded") or 0), "refunded")
    return Reversal(kind, int(data.get("amount") or 0), str(data.get("status")))


def balance_purchase(tx: Tx, purchase_id: str) -> int:
    """Move the credits that the sum of refunds and disputes takes back, or gives back; how many now, signed.

    The pool may fall below zero: members keep what they hold, and the next purchase pays the debt. A purchase that
    was set aside got no credits, so none are taken; that its money went back is noted.
    """
    purchase = rows.lock_purchase(tx, purchase_id)
    if purchase is None or purchase.payment_id is None:
        return 0
    refunded, disputed = sum_taken(rows.list_reversals(tx, purchase.payment_id))
    is_credited = purchase.status == PurchaseStatus.PAID.value
    target = count_clawed(purchase.credits if is_credited else 0, purchase.amount_cents, refunded + disputed)
    change = target - int(purchase.clawed)
    values = {"refunded_cents": refunded, "disputed_cents": disputed, "clawed": target}
    rows.update_purchase(tx, purchase.id, values | ({"claws": purchase.claws + 1} if change else {}))
    if (refunded, disputed) != (purchase.refunded_cents, purchase.disputed_cents):
        note_change(tx, purchase.team_id, Noun.PURCHASES, purchase.id, "reversed")
    if change:
        _move(tx, purchase, change)
    return change


def _move(tx: Tx, purchase: Any, change: int) -> None:
    key = f"claw:{purchase.id}:{purchase.claws + 1}"
    reason = "taken back" if change > 0 else "given back"
    move = Move(
        purchase.team_id,
        MoveKind.REFUND,
        abs(change),
        key,
        "stripe",
        purchase_id=purchase.id,
        reason=reason,
        is_undone=change < 0,
    )
    post_move(tx, move)
    note_change(tx, purchase.team_id, Noun.CREDITS, purchase.team_id, "refunded")
    access.add_audit(
        tx, purchase.team_id, "stripe", "purchase.reversed", purchase.id, {"credits": change}, "stripe"
    )
