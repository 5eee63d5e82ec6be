"""Where the team's credits are, and who needs some."""

from dataclasses import dataclass

from core.domain.changes import Noun
from core.domain.teams import MemberStatus
from core.schemas.credits import MemberCredits, Overview
from desktop_admin.api.call import Call
from desktop_admin.stores.store import Store


@dataclass(frozen=True, slots=True)
class Numbers:
    """The four numbers of the overview, which always add up to `purchased`; a pool in debt is below zero."""

    pool: int
    allocated: int
    held: int
    used: int
    purchased: int
    debt: int

    @property
    def adds_up(self) -> bool:
        """Whether the four make `purchased`."""
        return self.pool + self.allocated + self.held + self.used == self.purchased


class CreditsStore(Store[Overview]):
    """The overview of credits."""

    NOUNS = frozenset({Noun.CREDITS, Noun.MEMBERS, Noun.PURCHASES, Noun.GENERATIONS})

    def fetch(self) -> Call[Overview]:
        """Ask for the overview."""
        return self._api.credits.overview()

    def is_empty(self, data: Overview) -> bool:
        """Whether nothing was ever bought."""
        return data.purchased == 0 and data.debt == 0 and data.used == 0

    @property
    def numbers(self) -> Numbers | None:
        """The four numbers, once they are known."""
        return None if self.data is None else read_numbers(self.data)

    @property
    def without_credits(self) -> list[MemberCredits]:
        """Active members who have none left and none at work."""
        members = self.data.members if self.data else []
        return [m for m in members if m.status == MemberStatus.ACTIVE and not m.allocated and not m.held]


def read_numbers(overview: Overview) -> Numbers:
    """The numbers of an overview."""
    return Numbers(
        pool=overview.pool,
        allocated=overview.allocated,
        held=overview.held,
        used=overview.used,
        purchased=overview.purchased,
        debt=overview.debt,
    )
