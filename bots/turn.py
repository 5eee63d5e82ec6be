"""The two shapes around the conversation: what is true now, and what one turn comes to."""

from dataclasses import dataclass, replace
from typing import Self

from bots.languages import ENGLISH
from bots.outbound import Outbound
from bots.requests import Request
from bots.state import State
from core.domain.styles import Style
from core.domain.teams import Role


@dataclass(frozen=True, slots=True)
class Member:
    """Who is talking; `consent` is the version they agreed to, or None."""

    id: str
    name: str
    role: Role
    team: str
    consent: str | None = None


@dataclass(frozen=True, slots=True)
class Running:
    """The member's open generation, wherever it was begun; `done` of `total` pictures are made."""

    id: str
    style: Style
    done: int = 0
    total: int = 4


@dataclass(frozen=True, slots=True)
class View:
    """What is true at this turn; `balance` and `cost` are in credits, `estimate` is in seconds, None if unknown.

    `fresh_id` is unused so far, at most 24 characters of A-Z a-z 0-9 _ -; a turn names with it what it
    creates.
    """

    fresh_id: str
    consent_version: str
    retention_days: int
    member: Member | None = None
    balance: int = 0
    cost: int = 1
    running: Running | None = None
    estimate: int | None = None
    language: str = ENGLISH

    @property
    def has_consent(self) -> bool:
        """Whether the member agreed to the text in force."""
        return self.member is not None and self.member.consent == self.consent_version


@dataclass(frozen=True, slots=True)
class Turn:
    """The outcome of one message: the state to keep, what to send in this order, what to ask of the house."""

    state: State
    outgoing: tuple[Outbound, ...] = ()
    requests: tuple[Request, ...] = ()

    def before(self, later: Self) -> Self:
        """Both, one after the other; the later state stands."""
        return replace(
            later,
            outgoing=(*self.outgoing, *later.outgoing),
            requests=(*self.requests, *later.requests),
        )
