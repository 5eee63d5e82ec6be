"""What an admin should look at now: headshots that failed, and invites nobody has taken."""

from typing import Final

from core.domain.changes import Noun
from core.domain.generations import GenerationStatus
from core.schemas.generations import Headshot
from core.schemas.shapes import Page
from core.schemas.teams import Invite
from desktop_admin.api.call import Call
from desktop_admin.stores.store import Store

SHOWN: Final = 20  # more than that is a list of its own page


class FailedStore(Store[Page[Headshot]]):
    """The latest headshots that failed."""

    NOUNS = frozenset({Noun.GENERATIONS})

    def fetch(self) -> Call[Page[Headshot]]:
        """Ask for them."""
        return self._api.generations.list_headshots(status=GenerationStatus.FAILED, limit=SHOWN)

    def is_empty(self, data: Page[Headshot]) -> bool:
        """Whether none failed."""
        return not data.items


class PendingInvitesStore(Store[Page[Invite]]):
    """The newest invites."""

    NOUNS = frozenset({Noun.INVITES, Noun.MEMBERS})

    def fetch(self) -> Call[Page[Invite]]:
        """Ask for them."""
        return self._api.invites.list_invites()

    @property
    def pending(self) -> list[Invite]:
        """Those for one person that nobody has taken and that still open."""
        now = self._clock()
        found = self.data.items if self.data else []
        return [i for i in found if i.used < i.cap and (i.expires_at is None or i.expires_at > now)]
