"""The Purchases page."""

from collections.abc import Iterable
from functools import partial

from core.domain.purchases import CUSTOM, PurchaseStatus
from core.schemas.purchases import Checkout, Payment
from desktop_admin.api.errors import ApiError
from desktop_admin.commands import Command
from desktop_admin.context import Context
from desktop_admin.pages.page import Page
from desktop_admin.pages.purchases.details import Details
from desktop_admin.pages.purchases.history import HistoryCard
from desktop_admin.pages.purchases.links import copy_text, list_checkout_hosts
from desktop_admin.pages.purchases.packs import PriceRow, Wish
from desktop_admin.pages.purchases.states import count_credits, write_pack
from desktop_admin.pages.purchases.status import StatusCard
from desktop_admin.platform.browser import open_link
from desktop_admin.shell import Notice
from desktop_admin.stores.checkout import CheckoutStore
from desktop_admin.stores.purchases import PurchasesStore
from desktop_admin.stores.team import TeamStore
from desktop_admin.widgets.labels import Label
from desktop_admin.words import write_time

PAYMENTS_OFF = "payments_off"
_BUY, _MODE = "checkout", "mode"


class PurchasesPage(Page):
    """Packs and prices, the purchase under way, and the history."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "", "", cards=4)
        self.title.setText(self.tr("Purchases"))
        self.subtitle.setText(self.tr("One credit is one set of four headshots"))
        self.setAccessibleName(self.tr("Purchases"))
        stores = context.stores
        self.purchases, self.team = stores.get(PurchasesStore), stores.get(TeamStore)
        self.checkout = stores.get(CheckoutStore)
        self.mode = Label(self.tr("Test mode: no real money moves"), "badge")
        self.mode.setFixedHeight(24)
        self.mode.hide()
        self.add_tool(self.mode)
        self.prices = PriceRow(context)
        self.status = StatusCard(context, self.checkout)
        self.history = HistoryCard(context, self.purchases)
        for widget in (self.prices, self.status, self.history):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self._wish: Wish | None = None  # what is being asked for, and the key it is asked under
        self._intent = ""
        self._is_asking = False
        self._connect()
        self.follow(self.purchases, self.team)

    def _connect(self) -> None:
        self.prices.asked.connect(self.buy)
        self.status.again.connect(self.open_checkout)
        self.status.copied.connect(lambda: copy_text(self.context, self.checkout.link))
        self.status.left.connect(self.stop_waiting)
        self.status.repeated.connect(self._buy_again)
        self.history.chosen.connect(self.show_payment)
        self.checkout.changed.connect(self.status.refresh_view)
        self.checkout.landed.connect(self._celebrate)
        self.context.connection.changed.connect(self._allow)

    # ---- what is shown

    def render_data(self) -> None:
        """Show what is known."""
        profile = self.team.data
        if profile is not None:
            self.prices.show_prices(profile.prices)
            self.mode.setVisible(profile.can_pay and not profile.is_live)
        self.prices.setVisible(profile is not None)
        if profile is None or profile.can_pay:
            self.drop_notice(_MODE)
        else:
            self.show_notice(self._describe_off(), _MODE)
        self._allow()
        self.status.refresh_view()
        self.history.refresh_view()

    def show_subject(self, subject: object) -> None:
        """`buy` puts the focus on the packs; a purchase's id opens it."""
        found = self.purchases.find(str(subject))
        if found is not None:
            self.show_payment(found)
        elif subject == "buy" and self.prices.buttons:
            self.prices.buttons[0].setFocus()

    def show_payment(self, payment: Payment) -> None:
        """Open the drawer of a purchase."""
        details = Details(self.context, self.purchases, payment, self._resume)
        self.context.shell.open_drawer(write_pack(payment), details)

    def list_commands(self) -> Iterable[Command]:
        """Buying each pack, and every purchase by its id."""
        group = self.tr("Purchase")
        for card in self.prices.packs:
            wish = Wish(card.pack.package)
            yield Command(card.buy.text(), partial(self._buy_from_palette, wish), group, icon="plus")
        for payment in self.purchases.payments:
            title = f"{write_pack(payment)} · {count_credits(payment.credits)}"
            yield Command(
                title,
                partial(self.context.shell.open_page, "purchases", payment.purchase_id),
                group,
                words=payment.purchase_id,
                icon="purchases",
            )

    # ---- buying

    def buy(self, wish: Wish) -> None:
        """Open a checkout; asking again after a failure is the same wish under the same key."""
        if self._is_asking:
            return
        if wish != self._wish or not self._intent:
            self._wish, self._intent = wish, self.context.api.client.make_intent()
        self._is_asking = True
        self.drop_notice(_BUY)
        self._allow()
        call = self.context.api.purchases.create_checkout(wish.package, wish.credits, self._intent)
        call.cancel_with(self).then(self._take_checkout, self._refuse)

    def open_checkout(self) -> None:
        """Lead to the payment in the browser, or show the link where that may not be."""
        link = self.checkout.link
        if not open_link(link, list_checkout_hosts(self.context)):
            self.status.link.show_link(link)
            self.status.refresh_view()

    def stop_waiting(self) -> None:
        """Wait no more; the purchase stays in the history, and its link stays good."""
        payment = self.checkout.data
        self.checkout.forget()
        if payment is not None and payment.status is PurchaseStatus.CREATED:
            until = write_time(payment.expires_at, self.context.locale)
            self.context.shell.say(
                self.tr("No longer waiting. The checkout is open until {time}, from the history.").format(
                    time=until
                )
            )

    def _take_checkout(self, checkout: Checkout) -> None:
        self._is_asking, self._wish, self._intent = False, None, ""
        self._allow()
        self._wait_for(checkout.purchase_id, checkout.checkout_url)

    def _wait_for(self, purchase_id: str, link: str) -> None:
        self.checkout.follow(purchase_id, link)
        self.status.refresh_view()
        self.open_checkout()

    def _resume(self, payment: Payment) -> None:
        self.context.shell.close_drawer()
        self._wait_for(payment.purchase_id, payment.checkout_url or "")

    def _buy_again(self, payment: Payment) -> None:
        self.checkout.forget()
        self.buy(Wish(payment.package, payment.credits if payment.package == CUSTOM else None))

    def _buy_from_palette(self, wish: Wish) -> None:
        self.context.shell.open_page("purchases")
        if all(button.isEnabled() for button in self.prices.buttons):
            self.buy(wish)

    def _refuse(self, error: ApiError) -> None:
        self._is_asking = False
        self._allow()
        if error.code == PAYMENTS_OFF:
            self.show_notice(self._describe_off(), _BUY)
            return
        wish = self._wish
        again = (self.tr("Try again"), lambda: self.buy(wish)) if error.may_repeat and wish else None
        tone = "warn" if error.may_repeat else "bad"
        self.show_notice(Notice(tone, self.tr("Nothing was bought."), error.text, again), _BUY)

    def _celebrate(self, payment: Payment) -> None:
        credits_ = count_credits(payment.credits)
        self.context.shell.say(self.tr("{credits} arrived in the pool.").format(credits=credits_))
        self.context.shell.announce(
            self.tr("Payment received"), self.tr("{credits} arrived in the pool.").format(credits=credits_)
        )

    # ---- what may be done

    def _allow(self) -> None:
        profile = self.team.data
        if not self.context.connection.is_online:
            self.prices.allow(may=False, why_not=self.tr("You are offline."))
        elif profile is not None and not profile.can_pay:
            self.prices.allow(may=False, why_not=self.tr("Payments are off on this server."))
        else:
            self.prices.allow(may=not self._is_asking, why_not=self.tr("One moment…"))

    def _describe_off(self) -> Notice:
        return Notice(
            "info",
            self.tr("Payments are off on this server."),
            self.tr("Nothing is lost: credits you have can be given out. Whoever runs it connects Stripe."),
        )
