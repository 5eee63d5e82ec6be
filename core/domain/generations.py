"""The life of a generation: its states, its limits and how it may end."""

from enum import StrEnum
from typing import Final

from core.domain.photos import MAX_SELFIES, MIN_SELFIES
from core.domain.refusals import Conflict, Malformed

CREDITS_PER_GENERATION: Final = 1
PICTURES: Final = 4


class GenerationStatus(StrEnum):
    """`queued` and `running` are open; the others are ends."""

    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELED = "canceled"

    @property
    def is_open(self) -> bool:
        """Whether the credit is still held."""
        return self in OPEN


OPEN: Final = (GenerationStatus.QUEUED, GenerationStatus.RUNNING)


class HoldState(StrEnum):
    """What became of a generation's credit."""

    HELD = "held"
    SETTLED = "settled"
    RELEASED = "released"


class SelfieState(StrEnum):
    """`received` is not yet judged; `removed` has no file any more."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    REMOVED = "removed"


class ConsentMissing(Conflict):
    """Nobody's face is worked on before they agreed."""

    code = "consent_missing"
    sentence = "The person has not agreed to have their photos processed."
    mend = "Ask them, and send consent=true."


def check_selfie_count(count: int) -> None:
    """Refuse fewer than 6 or more than 14 selfies."""
    if count < MIN_SELFIES:
        raise Malformed(
            f"{count} good photos are not enough: {MIN_SELFIES} to {MAX_SELFIES} are needed.",
            f"Send {MIN_SELFIES - count} more.",
            code="too_few_photos",
        )
    if count > MAX_SELFIES:
        raise Malformed(
            f"{count} photos are too many: {MIN_SELFIES} to {MAX_SELFIES} are needed.",
            f"Leave out {count - MAX_SELFIES}.",
            code="too_many_photos",
        )
