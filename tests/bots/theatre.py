"""The pure conversation as a player of scenarios: no platform, no database, books on paper."""

from dataclasses import dataclass, field, replace
from typing import Final

from bots.inbound import (
    Asked,
    FromPerson,
    GenerationCanceled,
    GenerationStarted,
    Inbound,
    PhotoSent,
    Pressed,
    ResultSet,
    ResultsFound,
    Said,
    Seat,
    Started,
)
from bots.outbound import Album, Outbound, Toast
from bots.requests import ChooseFavourite, DeleteData, FindTeams, Generate, Request
from core.domain.photos import PhotoProblem
from tests.bots.rehearsal import PICTURES, Rehearsal, Shown
from tests.bots.scenarios import THE_INVITE, Books, Line, count

TODAY: Final = "2026-11-22"  # as the stages' clock has it,
MAKING_SECONDS: Final = 20  # and how long a set takes there


@dataclass
class Theatre(Rehearsal):
    """A rehearsal that also shows albums, remembers what was made and notes every move of credits."""

    name: str = "Mia"
    balance: int = 0
    kinds: list[str] = field(default_factory=list)

    def complete(self) -> list[Outbound]:
        assert self.running
        made = ResultSet(self.running.id, self.running.style, TODAY, PICTURES)
        self.results = ResultsFound((made, *self.results.sets))
        self.kinds.append("settle")
        sent = super().complete()
        self.estimate = MAKING_SECONDS
        return sent

    def fail(self, reason: str) -> list[Outbound]:
        self.kinds.append("release")
        return super().fail(reason)

    def _show(self, message: Outbound) -> None:
        super()._show(message)
        if isinstance(message, Album):
            self.shown.append(Shown(f"album:{len(message.pictures)}", message.caption))

    def _begin(self, request: Generate) -> Inbound:
        answer = super()._begin(request)
        self.kinds += ["hold"] if isinstance(answer, GenerationStarted) else []
        return answer

    def _stop(self, generation_id: str) -> Inbound:
        answer = super()._stop(generation_id)
        self.kinds += ["release"] if isinstance(answer, GenerationCanceled) else []
        return answer

    def _perform(self, request: Request) -> list[Inbound]:
        if isinstance(request, DeleteData):
            self.kinds += ["reclaim"] if self.balance else []
            self.balance = 0
        if isinstance(request, FindTeams) and self.member:
            self.seats = (Seat(self.member.id, self.member.team, self.balance),)
        if isinstance(request, ChooseFavourite):
            self._star(request)
        return super()._perform(request)

    def _star(self, request: ChooseFavourite) -> None:
        sets = [
            replace(made, favourite=request.n) if made.generation_id == request.generation_id else made
            for made in self.results.sets
        ]
        self.results = ResultsFound(tuple(sets))


class PurePlayer:
    """Plays a scenario with the conversation alone."""

    def __init__(self) -> None:
        self.chat = Theatre()

    async def joins(self, code: str) -> None:
        self.chat.start("GOOD" if code == THE_INVITE else code)

    async def says(self, words: str) -> None:
        self.chat.hear(read_words(words))

    async def presses(self, label: str) -> None:
        labels = [button for shown in reversed(self.chat.shown) for row in shown.buttons for button in row]
        button = next(button for button in labels if button.label.startswith(label))
        self.chat.hear(Pressed(button.action, button.value, button.token, "tap"))

    async def sends(self, photos: str) -> None:
        for _ in range(count(photos)):
            self.chat.hear(PhotoSent({"file_id": "f"}, "", "image/jpeg", 1000))

    async def judges(self, problems: str) -> None:
        self.chat.judge_all(*[PhotoProblem(word) for word in problems.split()])

    async def gets(self, credits_: str) -> None:
        self.chat.balance += count(credits_)
        self.chat.kinds.append("allocate")

    async def makes(self, pictures: str) -> None:
        assert count(pictures) == len(PICTURES)
        self.chat.complete()

    async def breaks(self, reason: str) -> None:
        self.chat.fail(reason)

    async def look(self) -> list[Line]:
        return [
            Line(shown.text, tuple(shown.labels), int(shown.slot.partition(":")[2]) if is_album(shown) else 0)
            for shown in self.chat.shown
        ]

    async def hear(self) -> list[str]:
        return [sent.text for sent in self.chat.sent if isinstance(sent, Toast) and sent.text]

    def read_books(self) -> Books:
        return Books(tuple(self.chat.kinds), self.chat.balance, self.chat.held)


def is_album(shown: Shown) -> bool:
    """Whether this stands for pictures."""
    return shown.slot.startswith("album:")


def read_words(words: str) -> FromPerson:
    """What a platform makes of written words."""
    if not words.startswith("/"):
        return Said(words)
    command, _, args = words[1:].partition(" ")
    return Started(args) if command == "start" else Asked(command, args)
