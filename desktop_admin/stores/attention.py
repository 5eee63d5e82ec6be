"""What an admin should look at now: headshots that failed, and invites nobody has taken."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from core.domain.changes import Noun
from core.domain.generations import GenerationStatus
from core.schemas.generations import Headshot
from core.schemas.shapes import Page
from core.schemas.teams import Invite
from desktop_admin.api.call import Call
from desktop_admin.stores.store import Store

LOOKED_AT: Final = 100  # headshots; what failed before so many others is of another time
LATELY: Final = timedelta(days=7)


class FailedStore(Store[Page[Headshot]]):
    """The newest headshots, for those among them that failed."""

    NOUNS = frozenset({Noun.GENERATIONS})

    def fetch(self) -> Call[Page[Headshot]]:
        """Ask for them."""
        return self._api.generations.list_headshots(limit=LOOKED_AT)

    def list_unmended(self, seen: datetime | None) -> list[Headshot]:
        """Those that failed lately and after `seen`, and whose member has asked for no other since; newest first."""
        since = self._clock() - LATELY
        return find_unmended(self.data.items if self.data else [], max(since, seen or since))


def find_unmended(headshots: Sequence[Headshot], since: datetime) -> list[Headshot]:
    """Of `headshots`, newest first: the failed ones that ended after `since` and were not followed by another try."""
    found, tried_again = list[Headshot](), set[str]()
    for shot in headshots:
        if shot.status is GenerationStatus.FAILED:
            if shot.member_id not in tried_again and read_end(shot) > since:
                found.append(shot)
        elif shot.status is not GenerationStatus.CANCELED:
            tried_again.add(shot.member_id)
    return found


def read_end(headshot: Headshot) -> datetime:
    """When it ended, as far as it has."""
    return headshot.ended_at or headshot.created_at


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
