"""Does what the conversation asks of the house, each request inside the turn's transaction."""

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import Row

from bots.inbound import (
    AccountLinked,
    ConsoleCodeIssued,
    DataDeleted,
    Declined,
    FavouriteChosen,
    GenerationRefused,
    GenerationStarted,
    Inbound,
    Joined,
    JoinRefused,
    LanguageChosen,
    LinkCodeIssued,
    PhotosFound,
    ResultSet,
    ResultsFound,
    Seat,
    TeamChosen,
    TeamsFound,
)
from bots.languages import choose_language
from bots.requests import (
    CancelGeneration,
    ChooseFavourite,
    ChooseLanguage,
    ChooseTeam,
    DeleteData,
    DropSelfies,
    FindPhotos,
    FindResults,
    FindTeams,
    Generate,
    IssueConsoleCode,
    IssueLinkCode,
    Join,
    JudgePhoto,
    LinkAccount,
    RecordConsent,
    Request,
)
from bots.visitor import Visitor
from core.domain.credits import AccountKind
from core.domain.photos import MIN_SELFIES
from core.domain.refusals import Conflict, NotFound, Refusal
from core.domain.styles import Style
from core.services import access, albums, erasing, generations, selfies, teams
from core.services import people as person
from core.store import chat, people
from core.store import generations as rows
from core.store.credits import read_balance
from core.store.engine import Tx


def perform_request(tx: Tx, visitor: Visitor, request: Request) -> list[Inbound]:
    """The house's answers; a refusal undoes what the request did and is told as its own kind of answer."""
    perform, refuse = _PERFORMERS[type(request)]
    try:
        with tx.conn.begin_nested():
            return perform(tx, visitor, request)
    except Refusal as refusal:
        return [refuse(refusal.code, refusal.sentence, refusal.mend)]


def _join(tx: Tx, visitor: Visitor, request: Join) -> list[Inbound]:
    before = visitor.member_id
    membership = teams.join(tx, request.code, visitor.platform, visitor.chat, visitor.name)
    chat.update_conversation(tx, visitor.conversation_id, member_id=membership.member_id)
    visitor.member_id = membership.member_id
    return [Joined(is_new_team=before not in (None, membership.member_id))]


def _record_consent(tx: Tx, visitor: Visitor, request: RecordConsent) -> list[Inbound]:
    teams.record_consent(tx, visitor.demand_member(), visitor.platform, request.version)
    return []


def _judge(tx: Tx, visitor: Visitor, request: JudgePhoto) -> list[Inbound]:
    sent = selfies.Sent(request.selfie_id, request.draft_id, visitor.platform, dict(request.ref))
    selfies.receive_selfies(tx, visitor.demand_member(), visitor.conversation_id, [sent])
    return []


def _drop(tx: Tx, visitor: Visitor, request: DropSelfies) -> list[Inbound]:
    """Also those of another team of this person: the conversation may have changed sides a moment ago."""
    for member in people.list_memberships(tx, visitor.platform, visitor.chat):
        erasing.erase_files(tx, selfies.drop_selfies(tx, member.id, list(request.selfie_ids)))
    return []


def _generate(tx: Tx, visitor: Visitor, request: Generate) -> list[Inbound]:
    member_id = visitor.demand_member()
    order = generations.Order(
        member_id=member_id,
        style=request.style,
        selfie_ids=request.selfie_ids,
        request_key=f"chat:{visitor.conversation_id}:{request.nonce}",
        actor=f"member:{member_id}",
        conversation_id=visitor.conversation_id,
    )
    started = generations.start_generation(tx, order)
    return [GenerationStarted(started.id, read_balance(tx, AccountKind.MEMBER, member_id))]


def _cancel(tx: Tx, visitor: Visitor, request: CancelGeneration) -> list[Inbound]:
    """The end tells the conversation by itself, now or when the running step is over."""
    row = generations.demand_generation(rows.find_generation(tx, request.generation_id))
    if row.member_id != visitor.demand_member():
        return []
    generations.cancel_generation(tx, request.generation_id)
    return []


def _find_results(tx: Tx, visitor: Visitor, request: FindResults) -> list[Inbound]:
    made = [row for row in rows.list_generations_of(tx, visitor.demand_member()) if row.status == "completed"]
    sets = []
    for row in [row for row in made if row.deleted_at is None][: request.limit]:
        shown = rows.list_headshots(tx, row.id)
        pictures = tuple(picture.file_key for picture in shown)
        starred = next((place for place, picture in enumerate(shown, 1) if picture.n == row.favourite), None)
        sets.append(ResultSet(row.id, Style(row.style), row.created_at.date().isoformat(), pictures, starred))
    return [ResultsFound(tuple(sets))]


def _choose_favourite(tx: Tx, visitor: Visitor, request: ChooseFavourite) -> list[Inbound]:
    row = _demand_own(tx, visitor, request.generation_id)
    membership = teams.describe_member(tx, row.member_id)
    actor = access.Actor(row.member_id, row.team_id, membership.name, membership.role, visitor.platform)
    # The chat counts pictures as it shows them; their own numbers may have gaps and another order.
    shown = [picture.n for picture in rows.list_headshots(tx, row.id)]
    n = None if request.n is None else dict(enumerate(shown, 1)).get(request.n, 0)
    albums.choose_favourite(tx, actor, row.id, n)
    return [FavouriteChosen(row.id, request.n, len(shown))]


def _find_photos(tx: Tx, visitor: Visitor, request: FindPhotos) -> list[Inbound]:
    row = _demand_own(tx, visitor, request.generation_id)
    photos = tuple(selfie.id for selfie in rows.list_selfies(tx, generation_id=row.id))
    if len(photos) < MIN_SELFIES:
        raise Conflict(
            "The photos of that set are not there any more.", "Redo a newer set, or send new photos."
        )
    return [PhotosFound(row.id, Style(row.style), photos)]


def _demand_own(tx: Tx, visitor: Visitor, generation_id: str) -> Row[Any]:
    """The person's own generation, with its pictures, in the team the conversation speaks for."""
    row = generations.demand_generation(rows.find_generation(tx, generation_id))
    if row.member_id != visitor.demand_member() or row.deleted_at is not None:
        raise NotFound(
            "That set is not here any more.", "/results shows what you have, /team your other teams."
        )
    return row


def _delete(tx: Tx, visitor: Visitor, request: DeleteData) -> list[Inbound]:
    del request
    visitor.demand_member()
    receipt = person.delete_everything(tx, _find_conversation(tx, visitor))
    visitor.member_id = None
    return [DataDeleted(receipt)]


def _issue_code(tx: Tx, visitor: Visitor, request: IssueConsoleCode) -> list[Inbound]:
    del request
    return [ConsoleCodeIssued(access.issue_code(tx, visitor.demand_member()))]


def _find_teams(tx: Tx, visitor: Visitor, request: FindTeams) -> list[Inbound]:
    del request
    rows = people.list_memberships(tx, visitor.platform, visitor.chat)
    seats = [Seat(row.id, row.team_name, read_balance(tx, AccountKind.MEMBER, row.id)) for row in rows]
    return [TeamsFound(tuple(seats))]


def _choose_team(tx: Tx, visitor: Visitor, request: ChooseTeam) -> list[Inbound]:
    account = (visitor.platform, visitor.chat)
    person.choose_team(tx, visitor.conversation_id, account, request.member_id)
    visitor.member_id = request.member_id
    return [TeamChosen()]


def _issue_link_code(tx: Tx, visitor: Visitor, request: IssueLinkCode) -> list[Inbound]:
    del request
    visitor.demand_member()
    return [LinkCodeIssued(person.issue_link_code(tx, visitor.conversation_id))]


def _link(tx: Tx, visitor: Visitor, request: LinkAccount) -> list[Inbound]:
    visitor.member_id = person.link_account(tx, request.code, _find_conversation(tx, visitor))
    return [AccountLinked()]


def _choose_language(tx: Tx, visitor: Visitor, request: ChooseLanguage) -> list[Inbound]:
    visitor.language = choose_language(request.language)
    chat.update_conversation(tx, visitor.conversation_id, language=visitor.language)
    return [LanguageChosen()]


def _find_conversation(tx: Tx, visitor: Visitor) -> Row[Any]:
    row = chat.find_conversation(tx, visitor.conversation_id)
    assert row is not None  # noqa: S101 - the turn runs in this very conversation
    return row


Perform = Callable[[Tx, Visitor, Any], list[Inbound]]
Refuse = Callable[[str, str, str], Inbound]

_PERFORMERS: Final[dict[type, tuple[Perform, Refuse]]] = {
    Join: (_join, JoinRefused),
    RecordConsent: (_record_consent, Declined),
    JudgePhoto: (_judge, Declined),
    DropSelfies: (_drop, Declined),
    Generate: (_generate, GenerationRefused),
    CancelGeneration: (_cancel, Declined),
    FindResults: (_find_results, Declined),
    ChooseFavourite: (_choose_favourite, Declined),
    FindPhotos: (_find_photos, Declined),
    DeleteData: (_delete, Declined),
    IssueConsoleCode: (_issue_code, Declined),
    FindTeams: (_find_teams, Declined),
    ChooseTeam: (_choose_team, Declined),
    IssueLinkCode: (_issue_link_code, Declined),
    LinkAccount: (_link, Declined),
    ChooseLanguage: (_choose_language, Declined),
}
