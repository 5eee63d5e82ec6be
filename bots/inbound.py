"""What can reach the conversation: what a person did, and what our own house answers or tells."""

from dataclasses import dataclass

from core.domain.photos import PhotoProblem
from core.domain.styles import Style


@dataclass(frozen=True, slots=True)
class Started:
    """The person opened the chat or sent /start; `payload` is the invite code or empty."""

    payload: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """Plain words."""

    text: str


@dataclass(frozen=True, slots=True)
class PhotoSent:
    """A picture or a picture file, not fetched yet.

    `ref` is what the face needs to fetch it, `size` is in bytes where the platform tells it, `group` is the
    platform's album id or empty.
    """

    ref: dict[str, str]
    name: str = ""
    mime: str = ""
    size: int | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class OtherSent:
    """Anything that is neither words nor a picture: `what` is sticker, voice, video, document or the like."""

    what: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A tap on a button of ours; everything in it is untrusted. `interaction` is what a toast answers."""

    action: str
    value: str = ""
    token: str = ""
    interaction: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A command other than /start, without its slash and in lower case."""

    command: str
    args: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """The person cannot be reached any more: they blocked the bot or left the workspace."""

    reason: str


@dataclass(frozen=True, slots=True)
class Returned:
    """The person can be reached again."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The invite was good; who they are now stands in the view. `is_new_team` when they were in another before."""

    is_new_team: bool = False


@dataclass(frozen=True, slots=True)
class JoinRefused:
    """The invite was not good."""

    code: str
    sentence: str
    mend: str = ""


@dataclass(frozen=True, slots=True)
class PhotoTaken:
    """A selfie passed; `hint` is one sentence of advice or empty."""

    selfie_id: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class PhotoTurnedDown:
    """A selfie did not pass, and why."""

    selfie_id: str
    problem: PhotoProblem


@dataclass(frozen=True, slots=True)
class GenerationStarted:
    """The credit is held and the work is queued; `balance` is what is left, in credits."""

    generation_id: str
    balance: int


@dataclass(frozen=True, slots=True)
class GenerationRefused:
    """Nothing was charged and nothing began."""

    code: str
    sentence: str
    mend: str = ""


@dataclass(frozen=True, slots=True)
class GenerationProgressed:
    """`done` of `total` pictures are made."""

    generation_id: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class GenerationCompleted:
    """The pictures are there: `pictures` are file keys, in order."""

    generation_id: str
    style: Style
    pictures: tuple[str, ...]
    balance: int


@dataclass(frozen=True, slots=True)
class GenerationFailed:
    """It could not be done, and the credit is back in `balance`; `code` is a `Reason`, `reason` what admins read."""

    generation_id: str
    reason: str
    balance: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class GenerationCanceled:
    """It was stopped; the credit is back in `balance`."""

    generation_id: str
    balance: int


@dataclass(frozen=True, slots=True)
class BalanceChanged:
    """An admin gave or took credits; what is left stands in the view."""


@dataclass(frozen=True, slots=True)
class ResultSet:
    """The pictures of one earlier generation; `made_on` is its day (ISO 8601), `favourite` counts from 1."""

    generation_id: str
    style: Style
    made_on: str
    pictures: tuple[str, ...]
    favourite: int | None = None


@dataclass(frozen=True, slots=True)
class ResultsFound:
    """Earlier results, newest first."""

    sets: tuple[ResultSet, ...]


@dataclass(frozen=True, slots=True)
class FavouriteChosen:
    """Picture `n` (from 1) of `pictures` is the favourite now; None: no one is."""

    generation_id: str
    n: int | None
    pictures: int


@dataclass(frozen=True, slots=True)
class PhotosFound:
    """The photos that an earlier generation was made from, to make another set of."""

    generation_id: str
    style: Style
    selfie_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DataDeleted:
    """Everything personal is gone; `receipt` is the id under which the deletion is recorded, or empty."""

    receipt: str = ""


@dataclass(frozen=True, slots=True)
class ConsoleCodeIssued:
    """A one-time sign-in code for the console, good for `minutes`."""

    code: str
    minutes: int = 10


@dataclass(frozen=True, slots=True)
class Seat:
    """One of the person's teams; `balance` is what they have there, in credits."""

    member_id: str
    team: str
    balance: int


@dataclass(frozen=True, slots=True)
class TeamsFound:
    """Every team of the person, in joining order."""

    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class TeamChosen:
    """The conversation speaks for another member now, who stands in the view."""


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    """From now on the view has the language that the person chose."""


@dataclass(frozen=True, slots=True)
class LinkCodeIssued:
    """A one-time code to be typed on the other platform, good for `minutes`."""

    code: str
    minutes: int = 10


@dataclass(frozen=True, slots=True)
class AccountLinked:
    """Both chats are one person's now; who that is stands in the view."""


@dataclass(frozen=True, slots=True)
class Declined:
    """Any other request that the rules do not allow."""

    code: str
    sentence: str
    mend: str = ""


FromPerson = Started | Said | PhotoSent | OtherSent | Pressed | Asked | Left | Returned
FromHouse = (
    Joined
    | JoinRefused
    | PhotoTaken
    | PhotoTurnedDown
    | GenerationStarted
    | GenerationRefused
    | GenerationProgressed
    | GenerationCompleted
    | GenerationFailed
    | GenerationCanceled
    | BalanceChanged
    | ResultsFound
    | FavouriteChosen
    | PhotosFound
    | DataDeleted
    | ConsoleCodeIssued
    | TeamsFound
    | TeamChosen
    | LanguageChosen
    | LinkCodeIssued
    | AccountLinked
    | Declined
)
Inbound = FromPerson | FromHouse
