"""Plays the house around the pure conversation: keeps what is true, answers requests, shows the chat."""

from collections import deque
from dataclasses import dataclass, field, replace
from itertools import count

from bots.conversation import respond
from bots.inbound import (
    AccountLinked,
    ConsoleCodeIssued,
    DataDeleted,
    Declined,
    FavouriteChosen,
    GenerationCanceled,
    GenerationCompleted,
    GenerationFailed,
    GenerationProgressed,
    GenerationRefused,
    GenerationStarted,
    Inbound,
    Joined,
    JoinRefused,
    LanguageChosen,
    LinkCodeIssued,
    PhotoSent,
    PhotosFound,
    PhotoTaken,
    PhotoTurnedDown,
    Pressed,
    ResultsFound,
    Seat,
    Started,
    TeamChosen,
    TeamsFound,
)
from bots.messages import (
    read_inbound,
    read_outbound,
    read_state,
    write_inbound,
    write_outbound,
    write_state,
)
from bots.outbound import Album, Button, Documents, Forget, Outbound, Replace, Rows, Say, Toast
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
from bots.state import State
from bots.turn import Member, Running, View
from core.domain.photos import PhotoProblem
from core.domain.styles import Style
from core.domain.teams import InviteExpired, InviteFull, InviteRefused, InviteUnknown, InviteUsed, Role

VERSION = "v1"
INVITES: dict[str, type[InviteRefused] | None] = {
    "GOOD": None,
    "OTHER": None,
    "USED": InviteUsed,
    "LATE": InviteExpired,
    "FULL": InviteFull,
}
PICTURES = ("g/1.jpg", "g/2.jpg", "g/3.jpg", "g/4.jpg")


@dataclass
class Shown:
    """One message of the chat as it reads now."""

    slot: str
    text: str
    buttons: Rows = ()

    @property
    def labels(self) -> list[str]:
        return [button.label for row in self.buttons for button in row]


@dataclass
class Rehearsal:
    """One chat with one person, and the truth about them."""

    name: str = "Ann"
    role: Role = Role.MEMBER
    balance: int = 3
    member: Member | None = None
    running: Running | None = None
    state: State = field(default_factory=State)
    shown: list[Shown] = field(default_factory=list)
    sent: list[Outbound] = field(default_factory=list)
    asked: list[Request] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    seats: tuple[Seat, ...] = ()
    favourite: int | None = None
    estimate: int | None = None
    language: str = "en"
    held: int = 0
    nonces: set[str] = field(default_factory=set)
    too_late: bool = False
    short: bool = False
    results: ResultsFound = field(default_factory=lambda: ResultsFound(()))
    ids: "count[int]" = field(default_factory=lambda: count(1))

    # what the person does

    def start(self, code: str = "") -> list[Outbound]:
        return self.hear(Started(code))

    def send_photos(self, number: int, group: str = "") -> list[Outbound]:
        return [
            message
            for _ in range(number)
            for message in self.hear(PhotoSent({"file_id": "f"}, "", "image/jpeg", 1000, group))
        ]

    def tap(self, label: str) -> list[Outbound]:
        return self.press(self.find_button(label))

    def press(self, button: Button) -> list[Outbound]:
        return self.hear(Pressed(button.action, button.value, button.token, "tap"))

    # what the house does

    def judge_all(self, *problems: PhotoProblem | None) -> None:
        """Judge every waiting photo; a problem for each of the first ones, none for the others."""
        for n, selfie_id in enumerate(list(self.waiting)):
            problem = problems[n] if n < len(problems) else None
            self.waiting.remove(selfie_id)
            self.hear(PhotoTurnedDown(selfie_id, problem) if problem else PhotoTaken(selfie_id))

    def progress(self, done: int) -> list[Outbound]:
        assert self.running
        return self.hear(GenerationProgressed(self.running.id, done, 4))

    def complete(self) -> list[Outbound]:
        running = self._settle()
        return self.hear(GenerationCompleted(running.id, running.style, PICTURES, self.balance))

    def fail(self, reason: str) -> list[Outbound]:
        running = self._settle()
        self.balance += 1
        return self.hear(GenerationFailed(running.id, reason, self.balance))

    def _settle(self) -> Running:
        assert self.running
        running, self.running, self.held = self.running, None, 0
        return running

    # ready-made beginnings

    def join(self) -> None:
        self.start("GOOD")
        self.tap("I agree")

    def make_ready(self, photos: int = 6) -> None:
        self.join()
        self.send_photos(photos)
        self.judge_all()

    def make_confirm(self, style: str = "LinkedIn", photos: int = 6) -> None:
        self.make_ready(photos)
        self.tap(style)

    # what can be seen

    def is_member(self) -> bool:
        return self.member is not None

    @property
    def last(self) -> Shown:
        return self.shown[-1]

    @property
    def status(self) -> Shown:
        return [message for message in self.shown if message.slot.startswith("status:")][-1]

    @property
    def choice(self) -> Shown:
        return [message for message in self.shown if message.slot.startswith("choice:")][-1]

    def find_button(self, label: str) -> Button:
        for message in reversed(self.shown):
            for row in message.buttons:
                for button in row:
                    if button.label == label:
                        return button
        raise AssertionError(f"no button {label} in {self.shown}")

    def list_asked(self, kind: type[Request]) -> list[Request]:
        return [request for request in self.asked if type(request) is kind]

    # the turn, as the desk takes it

    def hear(self, inbound: Inbound) -> list[Outbound]:
        """Take one message through as many turns as its requests need; what was sent."""
        before, queue = len(self.sent), deque([inbound])
        while queue:
            message = read_inbound(write_inbound(queue.popleft()))
            turn = respond(self.state, message, self._look())
            self.state = read_state(write_state(turn.state))
            for outgoing in turn.outgoing:
                self._show(read_outbound(write_outbound(outgoing)))
            for request in turn.requests:
                self.asked.append(request)
                queue.extend(self._perform(request))
        return self.sent[before:]

    def _look(self) -> View:
        return View(
            fresh_id=f"id{next(self.ids)}",
            consent_version=VERSION,
            retention_days=30,
            member=self.member,
            balance=self.balance,
            running=self.running,
            estimate=self.estimate,
            language=self.language,
        )

    def _show(self, message: Outbound) -> None:
        self.sent.append(message)
        if isinstance(message, Say):
            self.shown.append(Shown(message.slot, message.text, message.buttons))
        if isinstance(message, Replace):
            self._replace(message)
        if isinstance(message, Forget):
            self.shown = [shown for shown in self.shown if message.but and shown.slot == message.but][-1:]

    def _replace(self, message: Replace) -> None:
        for shown in reversed(self.shown):
            if shown.slot == message.slot:
                shown.text, shown.buttons = message.text, message.buttons
                return
        self.shown.append(Shown(message.slot, message.text, message.buttons))

    def _perform(self, request: Request) -> list[Inbound]:
        answers: list[Inbound] = []
        match request:
            case Join(code):
                answers.append(self._admit(code))
            case RecordConsent(version):
                assert self.member
                self.member = replace(self.member, consent=version)
            case JudgePhoto(selfie_id):
                self.waiting.append(selfie_id)
            case DropSelfies(selfie_ids):
                self.waiting = [one for one in self.waiting if one not in selfie_ids]
            case Generate():
                answers.append(self._begin(request))
            case CancelGeneration(generation_id):
                answers.append(self._stop(generation_id))
            case FindResults():
                answers.append(self.results)
            case DeleteData():
                self.member = None
                answers.append(DataDeleted("rcpt-1"))
            case IssueConsoleCode():
                answers.append(ConsoleCodeIssued("ABCD-1234"))
            case _:
                answers.append(self._place(request))
        return answers

    def _place(self, request: Request) -> Inbound:  # noqa: PLR0911 - one for each kind of request
        match request:
            case ChooseFavourite(generation_id, n):
                self.favourite = n
                return FavouriteChosen(generation_id, n, len(PICTURES))
            case FindPhotos(generation_id):
                return self._find_photos(generation_id)
            case ChooseLanguage(language):
                self.language = language
                return LanguageChosen()
            case FindTeams():
                return TeamsFound(self.seats)
            case ChooseTeam(member_id):
                return self._sit_down(member_id)
            case IssueLinkCode():
                return LinkCodeIssued("ABCD-EFGH-JKLM")
            case LinkAccount(code):
                return self._link(code)
        raise AssertionError(request)

    def _admit(self, code: str) -> Inbound:
        refusal = INVITES.get(code, InviteUnknown)
        if refusal:
            return JoinRefused(refusal.code, refusal.sentence, refusal.mend)
        if code == "OTHER":
            self.member = Member("m2", self.name, self.role, "Beta", VERSION)
            return Joined(is_new_team=True)
        self.member = self.member or Member("m1", self.name, self.role, "Acme")
        return Joined()

    def _find_photos(self, generation_id: str) -> Inbound:
        made = [request for request in self.asked if isinstance(request, Generate)]
        if generation_id not in [f"g{n}" for n in range(1, len(made) + 1)]:
            return Declined("not_found", "That set is not here any more.")
        request = made[int(generation_id[1:]) - 1]
        return PhotosFound(generation_id, request.style, request.selfie_ids)

    def _sit_down(self, member_id: str) -> Inbound:
        for seat in self.seats:
            if seat.member_id == member_id and self.member:
                self.member = replace(self.member, id=seat.member_id, team=seat.team)
                self.balance = seat.balance
                return TeamChosen()
        return Declined("not_allowed", "You are not in that team.")

    def _link(self, code: str) -> Inbound:
        if code.strip() != "ABCD-EFGH-JKLM":
            return Declined("link_code_unknown", "This code is wrong or no longer valid.")
        self.member = Member("m1", "Mia", self.role, "Acme", VERSION)
        return AccountLinked()

    def _begin(self, request: Generate) -> Inbound:
        assert request.nonce not in self.nonces, "the same button was honoured twice"
        if self.short:
            return GenerationRefused("not_enough_credits", "There are not enough credits for that.")
        self.nonces.add(request.nonce)
        self.balance, self.held = self.balance - 1, 1
        self.running = Running(f"g{len(self.nonces)}", Style(request.style))
        return GenerationStarted(self.running.id, self.balance)

    def _stop(self, generation_id: str) -> Inbound:
        if self.too_late or self.running is None:
            return Declined("already_ended", "That one has ended already.")
        self._settle()
        self.balance += 1
        return GenerationCanceled(generation_id, self.balance)


def read_toasts(messages: list[Outbound]) -> list[str]:
    """The texts of the toasts in `messages`."""
    return [message.text for message in messages if isinstance(message, Toast)]


def count_files(messages: list[Outbound]) -> list[int]:
    """How many pictures each album and each group of files in `messages` has."""
    return [len(m.pictures) for m in messages if isinstance(m, Album | Documents)]
