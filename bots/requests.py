"""What the conversation asks of the house, to be done in the same transaction as the turn that asks."""

from dataclasses import dataclass

from core.domain.styles import Style


@dataclass(frozen=True, slots=True)
class Join:
    """Answered by `Joined` or `JoinRefused`."""

    code: str


@dataclass(frozen=True, slots=True)
class RecordConsent:
    """The member agreed to this version of the text; no answer."""

    version: str


@dataclass(frozen=True, slots=True)
class JudgePhoto:
    """Fetch, check and keep one selfie; answered later by `PhotoTaken` or `PhotoTurnedDown`."""

    selfie_id: str
    draft_id: str
    ref: dict[str, str]
    name: str = ""
    mime: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True)
class DropSelfies:
    """These are not wanted any more, judged or not; unknown ids are fine. No answer."""

    selfie_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Generate:
    """Hold the credit and begin; `nonce` makes it happen once. `GenerationStarted` or `GenerationRefused`."""

    draft_id: str
    selfie_ids: tuple[str, ...]
    style: Style
    nonce: str


@dataclass(frozen=True, slots=True)
class CancelGeneration:
    """Stop it and give the credit back; answered, now or later, by `GenerationCanceled` or `Declined`."""

    generation_id: str


@dataclass(frozen=True, slots=True)
class FindResults:
    """The newest `limit` results of this member; answered by `ResultsFound`."""

    limit: int


@dataclass(frozen=True, slots=True)
class ChooseFavourite:
    """Mark the `n`th picture as shown (from 1), or none; answered by `FavouriteChosen` or `Declined`."""

    generation_id: str
    n: int | None


@dataclass(frozen=True, slots=True)
class FindPhotos:
    """The photos of an earlier generation; answered by `PhotosFound` or `Declined`."""

    generation_id: str


@dataclass(frozen=True, slots=True)
class DeleteData:
    """Delete everything personal of this member; answered by `DataDeleted` or `Declined`."""


@dataclass(frozen=True, slots=True)
class IssueConsoleCode:
    """A one-time sign-in code; answered by `ConsoleCodeIssued` or `Declined`."""


@dataclass(frozen=True, slots=True)
class FindTeams:
    """Every team of this person; answered by `TeamsFound`."""


@dataclass(frozen=True, slots=True)
class ChooseTeam:
    """Speak for another member of this person; answered by `TeamChosen` or `Declined`."""

    member_id: str


@dataclass(frozen=True, slots=True)
class IssueLinkCode:
    """A one-time code for the other platform; answered by `LinkCodeIssued`."""


@dataclass(frozen=True, slots=True)
class LinkAccount:
    """The code came from the other platform; answered by `AccountLinked` or `Declined`."""

    code: str


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """Speak this language (one of ours) from now on; answered by `LanguageChosen`."""

    language: str


Request = (
    Join
    | RecordConsent
    | JudgePhoto
    | DropSelfies
    | Generate
    | CancelGeneration
    | FindResults
    | ChooseFavourite
    | FindPhotos
    | DeleteData
    | IssueConsoleCode
    | FindTeams
    | ChooseTeam
    | IssueLinkCode
    | LinkAccount
    | ChooseLanguage
)
