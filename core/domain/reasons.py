"""Why a generation ended without pictures, or with too few: a code for programs, one plain English sentence for each.

The code travels; each chat says the sentence in its member's language. What an admin reads may be more exact.
"""

from enum import StrEnum
from typing import Final, NamedTuple, Self


class Why(NamedTuple):
    """A reason with the sentence that admins read; both empty when there is nothing to explain."""

    code: str
    sentence: str


NOTHING: Final = Why("", "")


class Reason(StrEnum):
    """The value is the stable code; that of a refusal is the refusal's own."""

    CANCELED = "canceled"
    BROKEN = "broken"
    TOO_LATE = "too_late"
    MACHINES_LOST = "machines_lost"
    PICTURES_MISSING = "pictures_missing"
    PHOTOS_GONE = "photos_gone"
    PHOTO_WORK_FAILED = "photo_work_failed"
    STORAGE_UNREACHABLE = "storage_unreachable"
    STORAGE_REFUSED = "storage_refused"
    STORAGE_MISSING = "storage_missing"
    STORAGE_FULL = "storage_full"
    GENERATOR_OFF = "generator_off"
    GENERATOR_UNREACHABLE = "generator_unreachable"
    GENERATOR_BUSY = "generator_busy"
    GENERATOR_REFUSED = "generator_refused"
    GENERATOR_UNKNOWN = "generator_unknown"
    GENERATOR_SLOW = "generator_slow"
    GENERATOR_FAILED = "generator_failed"
    GENERATOR_STOPPED = "generator_stopped"
    PHOTOS_REFUSED = "photos_refused"
    OUTPUT_UNUSABLE = "output_unusable"

    @classmethod
    def read(cls, code: str) -> Self:
        """The reason of a code; one that nobody foresaw is `BROKEN`."""
        return cls(code) if code in set(cls) else cls("broken")

    @property
    def sentence(self) -> str:
        """In English, for the member."""
        return SENTENCES[self]

    @property
    def why(self) -> Why:
        """The code with its own sentence."""
        return Why(self.value, self.sentence)


SENTENCES: Final[dict[Reason, str]] = {
    Reason.CANCELED: "Canceled on request.",
    Reason.BROKEN: "Something went wrong while your headshots were made.",
    Reason.TOO_LATE: "Your headshots were not ready within a day.",
    Reason.MACHINES_LOST: "The machines that made your headshots stopped again and again.",
    Reason.PICTURES_MISSING: "Not all of the pictures could be made.",
    Reason.PHOTOS_GONE: "The photos are not there any more.",
    Reason.PHOTO_WORK_FAILED: "The picture could not be worked on.",
    Reason.STORAGE_UNREACHABLE: "The storage of the pictures is not answering.",
    Reason.STORAGE_REFUSED: "The storage of the pictures does not let this installation in.",
    Reason.STORAGE_MISSING: "The storage of the pictures does not exist.",
    Reason.STORAGE_FULL: "There is no room left to keep pictures.",
    Reason.GENERATOR_OFF: "The picture service is not set up here.",
    Reason.GENERATOR_UNREACHABLE: "The picture service is not answering.",
    Reason.GENERATOR_BUSY: "The picture service has too much to do.",
    Reason.GENERATOR_REFUSED: "The picture service did not accept the order.",
    Reason.GENERATOR_UNKNOWN: "The picture service does not know what it was asked about.",
    Reason.GENERATOR_SLOW: "The picture service took too long.",
    Reason.GENERATOR_FAILED: "The picture service could not make the pictures.",
    Reason.GENERATOR_STOPPED: "The work was stopped at the picture service.",
    Reason.PHOTOS_REFUSED: "The picture service refused these photos as sensitive.",
    Reason.OUTPUT_UNUSABLE: "The picture service sent a file that is no usable picture.",
}
