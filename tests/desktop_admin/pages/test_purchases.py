"""Buying credits over HTTP with the Stripe stand-in: pay there, and see the page turn to credited by itself."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import stripe
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication

from desktop_admin.models.csv import write_csv
from desktop_admin.pages.purchases.details import Details
from desktop_admin.pages.purchases.packs import Wish
from desktop_admin.pages.purchases.page import PurchasesPage
from desktop_admin.stores.store import Phase
from sandbox.stripe.till import PAID_CARD, read_session_id
from tests.desktop_admin.conftest import Driver
from tests.desktop_admin.served import Served
from tests.stories.scene import WEBHOOK_SECRET

DECLINED_CARD = "4000000000000002"


class Browser(QObject):
    """What the desktop would have opened."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.links.append(url.toString())


@pytest.fixture
def browser(qapp: QObject) -> Iterator[Browser]:
    """Takes the place of the desktop's browser, by Qt's own door for it."""
    browser = Browser()
    QDesktopServices.setUrlHandler("http", browser, "take")  # type: ignore[arg-type] # PySide's stub says bytes, which it refuses
    yield browser
    QDesktopServices.unsetUrlHandler("http")


@dataclass
class Shop:
    """The page, the buyer's browser and the till."""

    console: Driver
    page: PurchasesPage
    browser: Browser
    served: Served
    said: list[str] = field(default_factory=list)

    def buy(self, place: int = 0) -> str:
        """Press Buy on a pack by mouse; the link that was opened."""
        before = len(self.browser.links)
        self.console.click(self.page.prices.packs[place].buy)
        self.console.wait_until(lambda: len(self.browser.links) > before)
        return self.browser.links[-1]

    def pay(self, link: str, card: str = PAID_CARD) -> str:
        """Pay there; what the page of Stripe's said instead, if it did."""
        return self.served.background.run(self.served.scene.till.pay(link, card=card)).sentence

    def read_title(self) -> str:
        """What the status card says."""
        return self.page.status.title.text()

    def wait_for(self, title: str) -> None:
        """Until the status card says it."""
        self.console.wait_until(lambda: self.read_title() == title)


@pytest.fixture
def shop(console: Driver, browser: Browser, served: Served) -> Shop:
    """The Purchases page with everything around it."""
    page = console.open_page("purchases")
    assert isinstance(page, PurchasesPage)
    console.wait_until(lambda: bool(page.prices.packs))
    shop = Shop(console, page, browser, served)
    console.context.shell.toast_wanted.connect(lambda toast: shop.said.append(toast.text))
    return shop


def test_a_paid_checkout_turns_to_credited_by_itself(shop: Shop) -> None:
    announced: list[tuple[str, str]] = []
    shop.console.context.shell.announced.connect(lambda title, text: announced.append((title, text)))
    pool = shop.served.ask("GET", "credits/overview")["pool"]
    link = shop.buy()
    assert shop.read_title() == "Waiting for payment"
    shop.console.wait_until(lambda: shop.page.history.model.rowCount() > 0)
    assert shop.served.ask("GET", "credits/overview")["pool"] == pool
    assert shop.pay(link) == ""
    shop.wait_for("Paid and credited")
    assert shop.served.ask("GET", "credits/overview")["pool"] == pool + 50
    assert "50 credits are in the pool." in shop.page.status.text.text()
    assert "50 credits arrived in the pool." in shop.said
    assert announced == [("Payment received", "50 credits arrived in the pool.")]
    shop.console.wait_until(lambda: shop.page.history.model.list_texts()[0][4] == "Paid")


def test_any_number_of_credits_by_keyboard(shop: Shop) -> None:
    custom = shop.page.prices.custom
    assert custom is not None
    custom.edit.setFocus()
    custom.edit.selectAll()
    shop.console.type(custom.edit, "12")
    assert custom.total.text() == "$6.00"
    assert custom.hint.text() == ""
    shop.console.press(custom.edit, Qt.Key.Key_Return)
    shop.console.wait_until(lambda: bool(shop.browser.links))
    shop.console.wait_until(lambda: shop.page.checkout.data is not None)
    assert shop.page.checkout.data is not None
    assert (shop.page.checkout.data.credits, shop.page.checkout.data.amount_cents) == (12, 600)


def test_a_cheaper_pack_is_named(shop: Shop) -> None:
    custom = shop.page.prices.custom
    assert custom is not None
    custom.edit.selectAll()
    shop.console.type(custom.edit, "450")
    assert custom.total.text() == "$225.00"
    assert custom.hint.text() == "Cheaper as a pack: Enterprise has 500 credits for $199.00, $26.00 less."


@pytest.mark.parametrize("typed", ["ten", "1.5", "0", "99999999"])
def test_what_is_no_number_is_refused_in_place(shop: Shop, typed: str) -> None:
    custom = shop.page.prices.custom
    assert custom is not None
    custom.edit.clear()
    shop.console.type(custom.edit, typed)
    assert "whole number from 1 to 10,000." in custom.field.error.text()
    assert custom.field.error.isVisible()
    assert custom.total.text() == "-"
    shop.console.press(custom.edit, Qt.Key.Key_Return)
    assert "whole number from 1 to 10,000." in custom.field.error.text()
    assert not shop.page._is_asking
    custom.edit.clear()
    shop.console.type(custom.edit, "7")
    assert custom.field.error.isHidden()
    assert custom.total.text() == "$3.50"


def test_a_declined_card_is_told_and_the_checkout_stays_open(shop: Shop) -> None:
    link = shop.buy(1)
    assert shop.pay(link, card=DECLINED_CARD)
    shop.console.wait_until(lambda: "try again there" in shop.page.status.text.text())
    assert shop.read_title() == "Waiting for payment"
    shop.console.click(shop.page.status.reopen)
    shop.console.wait_until(lambda: shop.browser.links.count(link) == 2)
    assert shop.pay(link) == ""
    shop.wait_for("Paid and credited")


def test_a_bank_takes_its_time_and_then_refuses(shop: Shop) -> None:
    link = shop.buy()
    till = shop.served.scene.till
    shop.served.background.run(till.pay_by_bank(link))
    shop.wait_for("Payment under way")
    shop.served.background.run(till.fail(read_session_id(link)))
    shop.wait_for("Payment failed")
    assert shop.page.status.repeat.isVisible()
    shop.console.click(shop.page.status.repeat)
    shop.console.wait_until(lambda: shop.browser.links[-1] != link)
    assert shop.read_title() == "Waiting for payment"


def test_without_the_live_feed_the_console_still_looks(shop: Shop) -> None:
    link = shop.buy()
    shop.console.wait_until(lambda: shop.page.checkout.data is not None)
    shop.console.context.feed.stop()
    shop.pay(link)
    shop.wait_for("Paid and credited")
    assert shop.said.count("50 credits arrived in the pool.") == 1


def test_buying_from_the_palette_twice_at_once_is_one_purchase(shop: Shop) -> None:
    before = len(shop.served.ask("GET", "payments?limit=200")["items"])
    command = shop.console.context.commands.search("buy professional")[0]
    command.run()
    shop.page.buy(Wish("professional"))
    shop.console.wait_until(lambda: bool(shop.browser.links))
    payments = shop.served.ask("GET", "payments?limit=200")["items"]
    assert (len(payments), payments[0]["credits"]) == (before + 1, 150)


def test_a_checkout_that_nobody_paid_expires(shop: Shop) -> None:
    link = shop.buy()
    shop.served.background.run(shop.served.scene.till.expire(read_session_id(link)))
    shop.wait_for("The checkout has expired")
    assert shop.page.status.text.text().endswith("Nobody paid in time, and nothing was charged.")
    shop.console.click(shop.page.status.done)
    assert shop.page.status.isHidden()


def test_a_payment_of_another_amount_is_set_aside_with_its_reason(shop: Shop) -> None:
    link = shop.buy()
    purchase_id = shop.page.checkout.purchase_id
    session = {
        "id": read_session_id(link),
        "object": "checkout.session",
        "client_reference_id": purchase_id,
        "payment_status": "paid",
        "amount_subtotal": 1,
        "amount_total": 1,
        "currency": "usd",
        "livemode": False,
    }
    tell(shop.served, {"id": "evt_other_amount", "type": "checkout.session.completed", "session": session})
    shop.wait_for("Payment set aside")
    trouble = "The amount paid is not the amount ordered."
    assert trouble in shop.page.status.text.text()
    shop.page.history.chips.choose("look")
    shop.console.wait_until(lambda: shop.page.history.model.find(purchase_id) is not None)
    details = open_details(shop, purchase_id)
    assert details.trouble.text.text() == trouble
    assert read_steps(details) == ["Created", "Checkout opened", "Paid, but set aside"]


def tell(served: Served, event: dict[str, Any]) -> None:
    """Bring an event to the server as Stripe would, signed."""
    told = {"object": "event", "livemode": False, "created": int(time.time()), "api_version": None} | {
        "id": event["id"],
        "type": event["type"],
        "data": {"object": event["session"]},
    }
    body = json.dumps(told)
    sign = stripe.WebhookSignature.generate_signature_header
    header = {"Stripe-Signature": sign(body, WEBHOOK_SECRET, int(time.time()))}
    url = f"{served.url}/api/stripe/webhook"
    assert httpx.post(url, content=body, headers=header, trust_env=False, timeout=30).status_code == 200


def test_copy_and_cancel(shop: Shop) -> None:
    link = shop.buy()
    shop.console.click(shop.page.status.copy)
    assert QGuiApplication.clipboard().text() == link
    shop.console.wait_until(lambda: shop.page.checkout.data is not None)
    purchase_id = shop.page.checkout.purchase_id
    shop.console.click(shop.page.status.cancel)
    assert shop.page.status.isHidden()
    assert shop.said[-1].startswith("No longer waiting. The checkout is open until ")
    shop.console.wait_until(lambda: shop.page.purchases.find(purchase_id) is not None)
    details = open_details(shop, purchase_id)
    shop.console.click(details.resume)
    shop.console.wait_until(lambda: shop.page.status.isVisible() and shop.browser.links.count(link) == 2)


def open_details(shop: Shop, purchase_id: str) -> Details:
    shop.page.history.table.setFocus()
    assert shop.page.history.table.select_key(purchase_id)
    shop.console.press(shop.page.history.table, Qt.Key.Key_Return)
    content = shop.console.window.drawer.content
    assert isinstance(content, Details)
    return content


def read_steps(details: Details) -> list[str]:
    return [step.title for step in details.timeline.steps]


def test_refund_and_dispute_show_in_the_drawer_by_themselves(shop: Shop) -> None:
    link = shop.buy()
    shop.pay(link)
    shop.wait_for("Paid and credited")
    purchase_id = shop.page.checkout.purchase_id
    shop.console.wait_until(lambda: shop.page.purchases.find(purchase_id) == shop.page.checkout.data)
    details = open_details(shop, purchase_id)
    assert read_steps(details) == ["Created", "Checkout opened", "Paid", "Credited"]
    till = shop.served.scene.till
    shop.served.background.run(till.refund(read_session_id(link), amount=580))
    shop.console.wait_until(lambda: details.state.text() == "Partly refunded")
    assert details.timeline.steps[-1].text == "$5.80 refunded. 10 credits taken back."
    shop.page.history.chips.choose("back")
    assert purchase_id in {row.purchase_id for row in shop.page.history._filter("back")}
    shop.served.background.run(till.dispute(read_session_id(link), amount=2320))
    shop.console.wait_until(lambda: details.state.text() == "Disputed")
    shop.page.history.chips.choose("look")
    shop.console.wait_until(lambda: shop.page.history.model.find(purchase_id) is not None)


def test_receipts_open_at_their_host_and_are_saved_as_csv(shop: Shop) -> None:
    shop.pay(shop.buy())
    shop.wait_for("Paid and credited")
    shop.console.wait_until(shop.page.status.receipt.isVisible)
    shop.console.click(shop.page.status.receipt)
    shop.console.wait_until(lambda: "receipt" in shop.browser.links[-1])
    receipt = shop.browser.links[-1]
    shop.page.history.chips.choose("all")
    shop.console.wait_until(lambda: shop.page.purchases.payments[0].receipt_url == receipt)
    export = shop.page.history.make_export()
    text = write_csv(export.titles, export.list_texts()).decode("utf-8-sig")
    assert receipt in text.splitlines()[1]
    assert ",29.00,usd,paid," in text.splitlines()[1]


def test_a_link_to_elsewhere_is_shown_and_not_opened(shop: Shop) -> None:
    shop.page.checkout.follow("purchase_none", "https://checkout.stripe.com.evil.test/pay")
    shop.page.open_checkout()
    assert shop.browser.links == []
    assert shop.page.status.link.field.text() == "https://checkout.stripe.com.evil.test/pay"
    shop.console.click(shop.page.status.link.copy)
    assert QGuiApplication.clipboard().text() == "https://checkout.stripe.com.evil.test/pay"


def test_a_server_that_is_gone_buys_nothing_twice(shop: Shop) -> None:
    before = len(shop.served.ask("GET", "payments?limit=200")["items"])
    with shop.served.gone():
        shop.page.buy(Wish(shop.page.prices.packs[0].pack.package))
        shop.console.wait_until(lambda: "checkout" in shop.page._notices)
        notice = shop.page._notices["checkout"].notice
        assert notice.strong == "Nothing was bought."
        assert notice.action is not None
        intent = shop.page._intent
        assert not shop.page.prices.buttons[0].isEnabled()
    shop.console.window.strip.retry.click()
    shop.console.wait_until(lambda: shop.console.context.connection.is_online)
    shop.console.wait_until(shop.page.prices.buttons[0].isEnabled)
    notice.action[1]()
    assert shop.page._intent == intent
    shop.console.wait_until(lambda: bool(shop.browser.links))
    assert len(shop.served.ask("GET", "payments?limit=200")["items"]) == before + 1
    shop.console.wait_until(lambda: shop.page.phase is Phase.READY)


def test_a_server_without_stripe_says_so_calmly(console: Driver, served: Served, browser: Browser) -> None:
    key = served.scene.env.pop("STRIPE_SECRET_KEY")
    try:
        with served.gone():
            pass
        page = console.open_page("purchases")
        assert isinstance(page, PurchasesPage)
        console.window.strip.retry.click()
        console.wait_until(lambda: "mode" in page._notices)
        assert page._notices["mode"].notice.strong == "Payments are off on this server."
        assert not any(button.isEnabled() for button in page.prices.buttons)
        assert page.prices.buttons[0].toolTip() == "Payments are off on this server."
        page.buy(Wish("starter"))  # as a window would whose profile is from before
        console.wait_until(lambda: "checkout" in page._notices)
        assert page._notices["checkout"].notice == page._notices["mode"].notice
        assert browser.links == []
    finally:
        served.scene.env["STRIPE_SECRET_KEY"] = key
        with served.gone():
            pass
