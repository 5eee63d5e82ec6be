"""The audit log, newest first, through a filter."""

from dataclasses import dataclass

from core.domain.changes import Noun
from core.schemas.shapes import Page
from core.schemas.teams import AuditLine
from desktop_admin.api.call import Call
from desktop_admin.stores.filtered import FilteredStore


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which lines are wanted, matched exactly; None is any. `about` is a line's object."""

    actor: str | None = None
    action: str | None = None
    about: str | None = None


class AuditStore(FilteredStore[AuditLine, AuditFilter]):
    """The newest lines; a line never changes and never goes."""

    NOUNS = frozenset({Noun.AUDIT})
    EVERYTHING = AuditFilter()

    def ask(self, cursor: str | None, wanted: AuditFilter) -> Call[Page[AuditLine]]:
        """Ask for a page of them."""
        return self._api.audit.list_lines(
            cursor, actor=wanted.actor, action=wanted.action, about=wanted.about
        )
