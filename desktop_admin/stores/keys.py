"""The keys of the team that are in force: who is signed in where."""

from core.domain.changes import Noun
from core.schemas.shapes import Page
from core.schemas.teams import Key
from desktop_admin.api.call import Call
from desktop_admin.stores.store import Store


class KeysStore(Store[Page[Key]]):
    """The newest keys."""

    NOUNS = frozenset({Noun.TEAM, Noun.MEMBERS})

    def fetch(self) -> Call[Page[Key]]:
        """Ask for them."""
        return self._api.team.list_keys()
