"""News that matter whatever page is open: a payment landed, or the last credit is gone."""

from typing import Final

from PySide6.QtCore import QObject, QTimer

from core.domain.changes import Noun
from core.schemas.changes import Change
from core.schemas.credits import Overview
from core.schemas.purchases import Payment
from desktop_admin.context import Context
from desktop_admin.shell import Notice
from desktop_admin.stores.checkout import CheckoutStore

CALM_MS: Final = 1_000  # many moves in a row are one question


class News(QObject):
    """Says each once inside the window, and asks for a desktop notification besides."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.unspent: int | None = None
        self._soon = QTimer(self, singleShot=True, interval=CALM_MS)
        self._soon.timeout.connect(self._count)
        context.feed.changed.connect(self._hear)
        context.feed.reset.connect(self._soon.start)
        context.session.changed.connect(self._forget)

    def _hear(self, change: Change) -> None:
        if change.noun is Noun.CREDITS and not self._soon.isActive():
            self._soon.start()
        followed = self._context.stores.get(CheckoutStore).purchase_id
        # The purchase that is being paid right now is told of by its own page.
        if change.noun is Noun.PURCHASES and change.kind == "paid" and change.subject_id != followed:
            self._context.api.purchases.show(change.subject_id).cancel_with(self).then(self._tell_paid)

    def _count(self) -> None:
        if self._context.session.current is not None:
            self._context.api.credits.overview().cancel_with(self).then(self.judge)

    def judge(self, overview: Overview) -> None:
        """Say it when what was there before is gone now."""
        before, now = self.unspent, overview.pool + overview.allocated
        self.unspent = now
        if before is None or before <= 0 or now > 0:
            return
        title = self.tr("Your team has no credits left")
        text = self.tr("Members cannot start new headshots until you buy more.")
        buy = (self.tr("Buy credits"), lambda: self._context.shell.open_page("purchases", "buy"))
        self._context.shell.notify(Notice("warn", f"{title}.", text, buy))
        self._context.shell.announce(title, text)

    def _tell_paid(self, payment: Payment) -> None:
        text = self.tr("%n credit(s) arrived in the pool.", "", payment.credits)
        self._context.shell.say(text)
        self._context.shell.announce(self.tr("Payment received"), text)

    def _forget(self) -> None:
        self.unspent = None
