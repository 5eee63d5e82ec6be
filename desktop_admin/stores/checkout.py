"""The one purchase that somebody is paying right now: followed live, and looked at every 5 s besides."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from core.domain.changes import Noun
from core.domain.purchases import PurchaseStatus
from core.schemas.changes import Change
from core.schemas.purchases import Payment
from desktop_admin.api.api import Api
from desktop_admin.api.call import Call
from desktop_admin.stores.store import Store

POLL_MS: Final = 5_000
OPEN: Final = {PurchaseStatus.CREATED, PurchaseStatus.PROCESSING}


class CheckoutStore(Store[Payment]):
    """`data` is what the server says of it; `landed` once, when it is credited.

    Only the server's word counts: that the browser came back says nothing. It is watched whatever page is shown.
    """

    NOUNS = frozenset({Noun.PURCHASES})
    landed = Signal(object)

    def __init__(self, api: Api, clock: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(api, clock, parent)
        self.purchase_id = ""
        self.link = ""
        self._has_landed = False
        self._polling = QTimer(self, interval=POLL_MS)
        self._polling.timeout.connect(self.refresh)
        self.changed.connect(self._judge)

    @property
    def is_waiting(self) -> bool:
        """Whether it may still be paid."""
        return bool(self.purchase_id) and (self.data is None or self.data.status in OPEN)

    def follow(self, purchase_id: str, link: str) -> None:
        """Wait for this purchase instead, which is paid at `link`."""
        self.forget()
        self.purchase_id, self.link, self._has_landed = purchase_id, link, False
        self._polling.start()
        self.watch()

    def forget(self) -> None:
        """Wait no more; the link stays as good as it was."""
        self.unwatch()
        self._polling.stop()
        self.purchase_id, self.link = "", ""
        super().clear()

    def clear(self) -> None:
        """Forget everything, as on signing out."""
        self.forget()

    def fetch(self) -> Call[Payment]:
        """Ask how it stands."""
        return self._api.purchases.show(self.purchase_id)

    def take_change(self, change: Change) -> None:
        """News of other purchases are not for here."""
        if change.subject_id == self.purchase_id:
            super().take_change(change)

    def _judge(self) -> None:
        if self.data is None or self.is_waiting or not self.purchase_id:
            return
        # The feed still tells: a receipt comes later, and a payment that failed may yet arrive.
        self._polling.stop()
        if self.data.status is PurchaseStatus.PAID and not self._has_landed:
            self._has_landed = True
            self.landed.emit(self.data)
