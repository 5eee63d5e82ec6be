"""How a purchase stands, without a window: every state has its word, its tone, its steps; further pages are kept."""

from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot

from core.schemas.purchases import Payment
from core.schemas.shapes import Page
from desktop_admin.models.csv import write_csv
from desktop_admin.models.table_model import TableModel
from desktop_admin.pages.purchases.history import list_export_columns, write_plain
from desktop_admin.pages.purchases.states import State, judge_payment, tone_payment, write_note
from desktop_admin.pages.purchases.timeline import list_steps
from desktop_admin.stores.purchases import PurchasesStore
from tests.desktop_admin.unit.wire import Wire, sign_in, write_answer

ENGLISH = QLocale("en_GB")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def make_payment(**fields: Any) -> Payment:
    """An open purchase of the Starter pack, with other fields."""
    plain = {
        "purchase_id": "purchase_1",
        "package": "starter",
        "credits": 50,
        "amount_cents": 2900,
        "currency": "usd",
        "status": "created",
        "trouble": None,
        "checkout_url": "https://checkout.stripe.com/c/pay",
        "receipt_url": None,
        "buyer_email": None,
        "refunded_cents": 0,
        "disputed_cents": 0,
        "credits_taken_back": 0,
        "created_at": NOON,
        "paid_at": None,
        "expires_at": NOON,
    }
    return Payment.model_validate(plain | fields)


PAID = {"status": "paid", "paid_at": NOON}


@pytest.mark.parametrize(
    ("fields", "state", "tone", "last"),
    [
        ({}, State.WAITING, "accent", "Credited"),
        ({"status": "processing"}, State.PROCESSING, "accent", "Credited"),
        (PAID, State.PAID, "ok", "Credited"),
        (PAID | {"refunded_cents": 100}, State.PART_REFUNDED, "warn", "Taken back"),
        (PAID | {"refunded_cents": 2900}, State.REFUNDED, "muted", "Taken back"),
        (PAID | {"refunded_cents": 100, "disputed_cents": 2800}, State.DISPUTED, "bad", "Taken back"),
        ({"status": "failed"}, State.FAILED, "bad", "Payment failed"),
        ({"status": "expired"}, State.EXPIRED, "muted", "Expired"),
        ({"status": "quarantined"}, State.SET_ASIDE, "warn", "Paid, but set aside"),
    ],
)
def test_every_state_has_its_tone_and_its_steps(
    fields: dict[str, Any], state: State, tone: str, last: str
) -> None:
    payment = make_payment(**fields)
    assert (judge_payment(payment), tone_payment(payment)) == (state, tone)
    steps = list_steps(payment, ENGLISH)
    assert [steps[0].title, steps[-1].title] == ["Created", last]
    is_open = state in {State.WAITING, State.PROCESSING}
    assert [step.is_to_come for step in steps] == [False] * (len(steps) - 1) + [is_open]


def test_a_checkout_that_did_not_open_is_still_to_come() -> None:
    assert list_steps(make_payment(checkout_url=None), ENGLISH)[1].is_to_come


def test_trouble_comes_before_what_was_taken_back_and_who_paid() -> None:
    assert write_note(make_payment(buyer_email="ann@example.com"), ENGLISH) == "ann@example.com"
    trouble = make_payment(trouble="No.", refunded_cents=100, buyer_email="ann@example.com")
    assert write_note(trouble, ENGLISH) == "No. $1.00 refunded."


@pytest.mark.parametrize(("cents", "text"), [(0, "0.00"), (5, "0.05"), (2900, "29.00"), (100_001, "1000.01")])
def test_money_in_csv_is_plain(cents: int, text: str) -> None:
    assert write_plain(cents) == text


def test_a_sentence_that_is_a_formula_is_no_formula_in_csv() -> None:
    model = TableModel(list_export_columns(), lambda payment: payment.purchase_id)
    model.show([make_payment(trouble="=HYPERLINK(0)")])
    assert b"'=HYPERLINK(0)" in write_csv(model.titles, model.list_texts())


def test_further_pages_stay_when_the_first_comes_anew(qtbot: QtBot) -> None:
    pages: dict[str, Page[Payment]] = {
        "cursor=": Page(items=[make_payment(purchase_id="p1")], next_cursor=None),
        "": Page(items=[make_payment(purchase_id="p3"), make_payment(purchase_id="p2")], next_cursor="c1"),
    }

    def answer(request: str) -> bytes:
        page = next(page for words, page in pages.items() if words in request)
        return write_answer("200 OK", page.model_dump_json(), "Content-Type: application/json")

    wire = Wire(answer)
    store = PurchasesStore(sign_in(wire.url), lambda: NOON)
    store.refresh()
    qtbot.waitUntil(lambda: store.data is not None)
    assert store.cursor == "c1"
    store.fetch_more("c1").then(store.extend)
    qtbot.waitUntil(lambda: store.cursor is None)
    newest = [make_payment(purchase_id="p4"), make_payment(purchase_id="p3", status="expired")]
    pages[""] = Page(items=newest, next_cursor="c2")
    store.refresh()
    qtbot.waitUntil(lambda: store.find("p4") is not None)
    assert [payment.purchase_id for payment in store.payments] == ["p4", "p3", "p2", "p1"]
    assert store.payments[1].status == "expired"
