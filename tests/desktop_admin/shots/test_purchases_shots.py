"""Pictures of the Purchases page in light and dark: every state, a payment awaited, credited, refused, off."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication

from core.domain.purchases import PurchaseStatus
from core.schemas.purchases import Payment
from core.schemas.shapes import Page
from desktop_admin.api.errors import make_offline
from desktop_admin.i18n import install_language
from desktop_admin.pages.purchases.page import PurchasesPage
from desktop_admin.theme.theme import ThemeMode
from tests.desktop_admin.conftest import Driver
from tests.desktop_admin.shots.pictures import check_picture, keep_picture, settle

SIZES = [(1440, 900), (1280, 720)]
MODES = [ThemeMode.LIGHT, ThemeMode.DARK]


def open_purchases(console: Driver, mode: ThemeMode, size: tuple[int, int] = (1440, 900)) -> PurchasesPage:
    console.context.theme.choose(mode)
    console.window.resize(*size)
    page = console.open_page("purchases")
    assert isinstance(page, PurchasesPage)
    console.wait_until(lambda: bool(page.prices.packs) and page.purchases.data is not None)
    console.context.feed.stop()
    for store in (page.purchases, page.team):
        store.unwatch()
        store._soon.stop()
    console.wait_until(lambda: page.purchases._call is None and page.team._call is None)
    return page


def make_payments(like: Payment) -> list[Payment]:
    """One purchase of every kind."""
    paid, day = {"status": PurchaseStatus.PAID, "paid_at": like.created_at}, timedelta(days=1)
    kinds: list[dict[str, object]] = [
        {
            "status": PurchaseStatus.CREATED,
            "receipt_url": None,
            "paid_at": None,
        },
        {"status": PurchaseStatus.PROCESSING, "paid_at": None, "receipt_url": None},
        paid | {"package": "professional", "credits": 150, "amount_cents": 7900},
        paid | {"refunded_cents": 2000, "credits_taken_back": 50},
        paid | {"refunded_cents": 19900, "credits_taken_back": 500},
        paid | {"disputed_cents": 19900, "credits_taken_back": 500},
        {"status": PurchaseStatus.FAILED, "trouble": "The bank did not pay.", "paid_at": None},
        {
            "status": PurchaseStatus.QUARANTINED,
            "trouble": "The amount paid is not the amount ordered.",
            "paid_at": None,
        },
        {"status": PurchaseStatus.EXPIRED, "package": "custom", "credits": 12, "amount_cents": 600},
    ]
    return [
        like.model_copy(
            update={"purchase_id": f"purchase_{n}", "created_at": like.created_at - n * day, **kind}
        )
        for n, kind in enumerate(kinds)
    ]


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("mode", MODES)
def test_purchases_of_every_kind(
    console: Driver, mode: ThemeMode, size: tuple[int, int], shots: Path
) -> None:
    page = open_purchases(console, mode, size)
    payments = make_payments(page.purchases.payments[0])
    page.purchases.data = Page(items=payments, next_cursor=None)
    page.checkout.purchase_id, page.checkout.link = (
        payments[0].purchase_id,
        "https://checkout.stripe.com/c/pay",
    )
    page.checkout.data = payments[0]
    page.purchases.changed.emit()
    check_picture(keep_picture(console.window, shots, f"purchases-ready-{size[0]}", mode), console.window)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("place", [0, 2, 3, 7], ids=["waiting", "paid", "refunded", "aside"])
def test_a_purchase_in_the_drawer(console: Driver, mode: ThemeMode, place: int, shots: Path) -> None:
    page = open_purchases(console, mode)
    payments = make_payments(page.purchases.payments[0])
    page.purchases.data = Page(items=payments, next_cursor=None)
    page.checkout.purchase_id, page.checkout.data = payments[place].purchase_id, payments[place]
    page.purchases.changed.emit()
    page.show_payment(payments[place])
    assert page.prices.custom is not None
    page.prices.custom.edit.set_amount(450)
    check_picture(keep_picture(console.window, shots, f"purchases-drawer-{place}", mode), console.window)


@pytest.mark.parametrize("mode", MODES)
def test_a_link_to_copy_and_a_number_that_is_none(console: Driver, mode: ThemeMode, shots: Path) -> None:
    page = open_purchases(console, mode)
    page.checkout.follow("purchase_none", "https://elsewhere.example.com/pay/cs_test_1")
    page.open_checkout()
    assert page.prices.custom is not None
    page.prices.custom.edit.clear()
    console.type(page.prices.custom.edit, "ten")
    check_picture(keep_picture(console.window, shots, "purchases-refused", mode), console.window)


@pytest.mark.parametrize("state", ["loading", "none", "error", "offline", "off"])
@pytest.mark.parametrize("mode", MODES)
def test_purchases_in_other_states(console: Driver, mode: ThemeMode, state: str, shots: Path) -> None:
    page = open_purchases(console, mode)
    data = page.purchases.data
    if state == "none":
        page.purchases.data = Page(items=[], next_cursor=None)
    elif state == "off":
        profile = page.team.data
        assert profile is not None
        page.team.data = profile.model_copy(update={"can_pay": False})
    elif state == "loading":
        page.purchases.data = None
    else:
        page.purchases.error = make_offline()
        page.purchases.data = None if state == "error" else data
        console.context.api.client.silent.emit(page.purchases.error)
    page.purchases.changed.emit()
    settle(console.bot, page)
    check_picture(keep_picture(console.window, shots, f"purchases-{state}", mode), console.window)


@pytest.mark.parametrize("name", ["purchases", "usage"])
def test_german_fits(console: Driver, name: str, shots: Path) -> None:
    application = QCoreApplication.instance()
    assert application is not None
    translators = install_language(application, "de")
    try:
        console.window.resize(1280, 720)
        page = console.open_page(name)
        if isinstance(page, PurchasesPage):
            console.wait_until(lambda: page.prices.custom is not None)
            page.checkout.purchase_id, page.checkout.link = "purchase_1", "https://checkout.stripe.com/c/pay"
            page.checkout.changed.emit()
            assert page.prices.custom is not None
            page.prices.custom.edit.set_amount(450)
        check_picture(keep_picture(console.window, shots, f"{name}-german", ThemeMode.LIGHT), page)
    finally:
        for translator in translators:
            application.removeTranslator(translator)
