"""What a conversation remembers between two turns: small, plain and versioned."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Self

from core.domain.photos import MAX_SELFIES, MIN_SELFIES, PhotoProblem
from core.domain.styles import Style

VERSION: Final = 1
REMEMBERED_REFUSALS: Final = 20  # a stranger may send bad photos for ever; the state stays small


class Verdict(StrEnum):
    """What became of a photo."""

    PENDING = "pending"
    TAKEN = "taken"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Photo:
    """One photo of a draft; `number` counts from 1 in order of arrival."""

    id: str
    number: int
    verdict: Verdict = Verdict.PENDING
    problem: PhotoProblem | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A set of headshots being prepared.

    `count` photos came so far, `left_out` of them after the set was full; `replaceable` refused ones were
    shown and wait to be replaced; `has_status` says that the status message stands in the chat, `choosing` that
    the style or confirm message is open; `nonce` belongs to the Generate button now shown.
    """

    id: str
    photos: tuple[Photo, ...] = ()
    count: int = 0
    left_out: int = 0
    replaceable: int = 0
    hint: str = ""
    has_status: bool = True
    choosing: bool = False
    style: Style | None = None
    nonce: str = ""

    @property
    def status_slot(self) -> str:
        """The slot of the one status message."""
        return f"status:{self.id}"

    @property
    def choice_slot(self) -> str:
        """The slot of the message that asks for the style, then for the go, then shows progress."""
        return f"choice:{self.id}"

    def pick_by(self, verdict: Verdict) -> tuple[Photo, ...]:
        """The photos with this verdict, in order of arrival."""
        return tuple(photo for photo in self.photos if photo.verdict is verdict)

    @property
    def selfie_ids(self) -> tuple[str, ...]:
        """The photos that are good to use."""
        return tuple(photo.id for photo in self.pick_by(Verdict.TAKEN))

    @property
    def is_checking(self) -> bool:
        """Whether some photo is still being judged."""
        return any(photo.verdict is Verdict.PENDING for photo in self.photos)

    @property
    def room(self) -> int:
        """How many more photos fit, those being judged counted as good."""
        return MAX_SELFIES - sum(photo.verdict is not Verdict.REFUSED for photo in self.photos)

    @property
    def missing(self) -> int:
        """How many good photos are missing before Generate."""
        return max(0, MIN_SELFIES - len(self.selfie_ids))

    def add_photo(self, selfie_id: str) -> Self:
        """One more photo to judge; it takes the place of the oldest refusal that was shown settled."""
        refused = self.pick_by(Verdict.REFUSED)
        replaceable = self.replaceable if self.is_checking else len(refused)
        photos = self.photos
        if replaceable and refused:
            photos = tuple(photo for photo in photos if photo is not refused[0])
        photo = Photo(selfie_id, self.count + 1)
        left = max(0, replaceable - 1)
        return replace(self, photos=(*photos, photo), count=self.count + 1, replaceable=left, hint="")

    def leave_out(self) -> Self:
        """One more photo came and the set was full."""
        return replace(self, count=self.count + 1, left_out=self.left_out + 1)

    def remove_photo(self, number: int) -> Self | None:
        """The draft without photo `number`; None when it has no such photo."""
        photos = tuple(photo for photo in self.photos if photo.number != number)
        if len(photos) == len(self.photos):
            return None
        refused = sum(photo.verdict is Verdict.REFUSED for photo in photos)
        return replace(self, photos=photos, replaceable=min(self.replaceable, refused), hint="")

    def judge_photo(
        self, selfie_id: str, verdict: Verdict, problem: PhotoProblem | None = None
    ) -> Self | None:
        """The draft with that photo judged; None when it is not here or was judged before."""
        waiting = {photo.id for photo in self.pick_by(Verdict.PENDING)}
        if selfie_id not in waiting:
            return None
        judged = tuple(
            replace(photo, verdict=verdict, problem=problem) if photo.id == selfie_id else photo
            for photo in self.photos
        )
        return replace(self, photos=_forget_oldest_refusals(judged))


def _forget_oldest_refusals(photos: tuple[Photo, ...]) -> tuple[Photo, ...]:
    refused = [photo for photo in photos if photo.verdict is Verdict.REFUSED]
    forgotten = refused[:-REMEMBERED_REFUSALS]
    return tuple(photo for photo in photos if photo not in forgotten)


@dataclass(frozen=True, slots=True)
class Work:
    """A generation begun from this chat, and what a second try would need."""

    id: str
    style: Style
    selfie_ids: tuple[str, ...]
    slot: str
    nonce: str
    done: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """Everything. `work` is the generation under way, `undone` the last one that gave nothing.

    `deleting` is the nonce of an open "delete everything?" question; `answered_group` is the last album that
    got its one plain answer.
    """

    version: int = VERSION
    draft: Draft | None = None
    work: Work | None = None
    undone: Work | None = None
    deleting: str = ""
    answered_group: str = ""
