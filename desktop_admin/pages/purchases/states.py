"""How a purchase stands, in a word, a tone and a sentence."""

from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QLocale, QObject

from core.domain.purchases import CURRENCY, PACKS, PurchaseStatus
from core.schemas.purchases import Payment
from desktop_admin.words import write_money


class State(StrEnum):
    """What people see of a purchase: its status, and of a paid one what was taken back."""

    WAITING = "waiting"
    PROCESSING = "processing"
    PAID = "paid"
    PART_REFUNDED = "part refunded"
    REFUNDED = "refunded"
    DISPUTED = "disputed"
    FAILED = "failed"
    SET_ASIDE = "set aside"
    EXPIRED = "expired"


TONES = {
    State.WAITING: "accent",
    State.PROCESSING: "accent",
    State.PAID: "ok",
    State.PART_REFUNDED: "warn",
    State.REFUNDED: "muted",
    State.DISPUTED: "bad",
    State.FAILED: "bad",
    State.SET_ASIDE: "warn",
    State.EXPIRED: "muted",
}
_UNPAID = {
    PurchaseStatus.CREATED: State.WAITING,
    PurchaseStatus.PROCESSING: State.PROCESSING,
    PurchaseStatus.FAILED: State.FAILED,
    PurchaseStatus.EXPIRED: State.EXPIRED,
    PurchaseStatus.QUARANTINED: State.SET_ASIDE,
}


def judge_payment(payment: Payment) -> State:
    """The state of a purchase; a dispute weighs more than a refund."""
    if payment.status is not PurchaseStatus.PAID:
        return _UNPAID[payment.status]
    if payment.disputed_cents:
        return State.DISPUTED
    if payment.refunded_cents >= payment.amount_cents:
        return State.REFUNDED
    return State.PART_REFUNDED if payment.refunded_cents else State.PAID


def tone_payment(payment: Payment) -> str:
    """The tone of its pill."""
    return TONES[judge_payment(payment)]


def write_state(payment: Payment) -> str:
    """The state in a word or two."""
    return {
        State.WAITING: QCoreApplication.translate("Purchases", "Waiting for payment"),
        State.PROCESSING: QCoreApplication.translate("Purchases", "At the bank"),
        State.PAID: QCoreApplication.translate("Purchases", "Paid"),
        State.PART_REFUNDED: QCoreApplication.translate("Purchases", "Partly refunded"),
        State.REFUNDED: QCoreApplication.translate("Purchases", "Refunded"),
        State.DISPUTED: QCoreApplication.translate("Purchases", "Disputed"),
        State.FAILED: QCoreApplication.translate("Purchases", "Failed"),
        State.SET_ASIDE: QCoreApplication.translate("Purchases", "Set aside"),
        State.EXPIRED: QCoreApplication.translate("Purchases", "Expired"),
    }[judge_payment(payment)]


def write_pack(payment: Payment) -> str:
    """The name of what was bought."""
    pack = PACKS.get(payment.package)
    return pack.title if pack else QCoreApplication.translate("Purchases", "Custom")


def write_amount(cents: int, currency: str, locale: QLocale) -> str:
    """Whole cents as people read money."""
    return write_money(cents, currency or CURRENCY, locale)


def write_note(payment: Payment, locale: QLocale) -> str:
    """What there is to know besides, in a line: trouble first, then what was taken back, then who paid."""
    taken = list_taken(payment, locale)
    if payment.trouble or taken:
        return " ".join(part for part in (payment.trouble or "", *taken) if part)
    return payment.buyer_email or ""


def list_taken(payment: Payment, locale: QLocale) -> list[str]:
    """What refunds and disputes took back, a sentence each."""
    sentences = []
    if payment.refunded_cents:
        text = QCoreApplication.translate("Purchases", "{amount} refunded.")
        sentences.append(text.format(amount=write_amount(payment.refunded_cents, payment.currency, locale)))
    if payment.disputed_cents:
        text = QCoreApplication.translate("Purchases", "{amount} disputed by the buyer's bank.")
        sentences.append(text.format(amount=write_amount(payment.disputed_cents, payment.currency, locale)))
    if payment.credits_taken_back:
        sentences.append(_Counts().taken_back(payment.credits_taken_back))
    return sentences


def count_credits(count: int) -> str:
    """`50 credits`."""
    return _Counts().credits(count)


class _Counts(QObject):
    """Plurals are found in the sources only as `self.tr`."""

    def credits(self, count: int) -> str:
        return self.tr("%n credit(s)", "", count)

    def taken_back(self, count: int) -> str:
        return self.tr("%n credit(s) taken back.", "", count)
