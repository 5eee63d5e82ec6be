"""The team's profile: its name, prices and where links may lead."""

from core.domain.changes import Noun
from core.schemas.teams import TeamProfile
from desktop_admin.api.call import Call
from desktop_admin.stores.store import Store


class TeamStore(Store[TeamProfile]):
    """What the server says about the team as a whole."""

    NOUNS = frozenset({Noun.TEAM})

    def fetch(self) -> Call[TeamProfile]:
        """Ask for it."""
        return self._api.team.profile()
