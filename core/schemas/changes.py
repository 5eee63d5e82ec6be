"""Shapes of live events: what the console is told over `GET /api/teams/{team_id}/events`."""

from datetime import datetime
from typing import Final

from core.domain.changes import Noun
from core.schemas.shapes import Answer

HELLO: Final = "hello"
RESET: Final = "reset"
HEARTBEAT_SECONDS: Final = 15


class Change(Answer):
    """The data of an event named like its noun; `subject_id` is what changed, `kind` what happened to it.

    Kinds are listed in `core.domain.changes.KINDS`; an unknown one only says that the noun changed.
    """

    noun: Noun
    subject_id: str
    kind: str
    at: datetime


class Hello(Answer):
    """The data of the first event, `hello`; not `resumed` means that everything has to be fetched again.

    It is sent once changes are listened for, so what is fetched after it misses none.
    """

    server_version: str
    team_id: str
    resumed: bool


class Reset(Answer):
    """The data of `reset`: what was missed is not known any more, everything has to be fetched again."""

    reason: str
