"""How credits were used over the last days."""

from typing import Final

from core.domain.changes import Noun
from core.schemas.generations import Usage
from desktop_admin.api.call import Call
from desktop_admin.stores.store import Store

SPANS: Final = (7, 30, 90)  # days


class UsageStore(Store[Usage]):
    """The report of the last `days` days."""

    NOUNS = frozenset({Noun.GENERATIONS})
    days = 30

    def fetch(self) -> Call[Usage]:
        """Ask for the report."""
        return self._api.usage.report(self.days)

    def choose_days(self, days: int) -> None:
        """Report over another number of days."""
        self.days = days
        self.refresh()


class ReportStore(UsageStore):
    """The report of the Usage page, over days of its own choosing."""

    def is_empty(self, data: Usage) -> bool:
        """Whether nobody asked for anything in this time."""
        return not data.days
