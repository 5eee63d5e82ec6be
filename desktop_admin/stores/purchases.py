"""The purchases of the team, newest first, as far as they were fetched."""

from collections.abc import Iterable

from core.domain.changes import Noun
from core.schemas.purchases import Payment
from core.schemas.shapes import Page
from desktop_admin.api.call import Call
from desktop_admin.stores.store import Store


class PurchasesStore(Store[Page[Payment]]):
    """`data` is the first page; `payments` has what further pages brought besides."""

    NOUNS = frozenset({Noun.PURCHASES})
    _older: tuple[Payment, ...] = ()
    _cursor: str | None = None

    def fetch(self) -> Call[Page[Payment]]:
        """Ask for the newest."""
        return self._api.purchases.list_payments()

    def fetch_more(self, cursor: str) -> Call[Page[Payment]]:
        """Ask for those after `cursor`; `extend` takes the answer."""
        return self._api.purchases.list_payments(cursor)

    def extend(self, page: Page[Payment]) -> None:
        """Add a further page."""
        self._older = (*self._older, *page.items)
        self._cursor = page.next_cursor
        self.changed.emit()

    def clear(self) -> None:
        """Forget everything, as on signing out."""
        self._older, self._cursor = (), None
        super().clear()

    @property
    def payments(self) -> list[Payment]:
        """Every purchase that is known, once, newest first."""
        return _drop_repeated((*(self.data.items if self.data else ()), *self._older))

    @property
    def cursor(self) -> str | None:
        """Where the next page begins; None when all are here."""
        if self.data is None:
            return None
        return self._cursor if self._older else self.data.next_cursor

    def find(self, purchase_id: str) -> Payment | None:
        """A purchase that is known."""
        return next((p for p in self.payments if p.purchase_id == purchase_id), None)

    def _take(self, data: Page[Payment]) -> None:
        if self._older and self.data is not None:
            # What newer purchases push off the first page is on none of the further ones.
            self._older = tuple(_drop_repeated((*self.data.items, *self._older)))
        super()._take(data)


def _drop_repeated(payments: Iterable[Payment]) -> list[Payment]:
    found: dict[str, Payment] = {}
    for payment in payments:
        found.setdefault(payment.purchase_id, payment)
    return list(found.values())
