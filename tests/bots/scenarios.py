"""One member's whole way through the chat, in plain words, for whoever can play it (`theatre`, `players`)."""

import re
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

THE_INVITE: Final = "the invite"


class Step(NamedTuple):
    """What is done (a method of the player), with what, and a part of what the chat says then."""

    does: str
    what: str = ""
    hears: str = ""


# Photo 1 of 7 is bad and photo 8 takes its place; 2 goes on request, 9 by its button. `judges` names problems in order.
WHOLE_WAY: Final = (
    Step("says", "/start", "open the invite link"),
    Step("joins", "WRONG", "I don't know this invite code."),
    Step("joins", THE_INVITE, "Welcome to Acme, Mia!"),
    Step("sends", "1 photo", "Is that all right with you?"),
    Step("presses", "No thanks", "I keep no photos of you."),
    Step("presses", "I agree", "photos of yourself"),
    Step("gets", "10 credits"),
    Step("says", "/balance", "You have 10 credits."),
    Step("sends", "7 photos", "0 of 6-14 photos ready, 7 being checked."),
    Step("says", "/status", "7 being checked."),
    Step("judges", "no_face", "6 of 6-14 photos ready, 1 to replace:\n#1 I see no face."),
    Step("sends", "1 photo", "1 being checked."),
    Step("judges", "", "7 of 6-14 photos ready."),
    Step("says", "remove 2", "6 of 6-14 photos ready."),
    Step("sends", "1 photo"),
    Step("judges", "too_dark", "6 of 6-14 photos ready, 1 to replace:"),
    Step("presses", "Remove #9", "6 of 6-14 photos ready."),
    Step("presses", "Continue", "Which style would you like?"),
    Step("presses", "Creative", "your balance goes 10 → 9."),
    Step("presses", "Change style", "Which style would you like?"),
    Step("presses", "Casual", "your balance goes 10 → 9."),
    Step("presses", "Generate (1 credit)", "next in line"),
    Step("makes", "4 pictures", "You have 9 credits left."),
    Step("presses", "☆ 3", "You have 9 credits left."),
    Step("presses", "Redo", "your balance goes 9 → 8."),
    Step("presses", "Generate (1 credit)", "next in line"),
    Step("makes", "4 pictures", "You have 8 credits left."),
    Step("says", "/results", "Redo makes another set"),
    Step("presses", "Redo Casual", "your balance goes 8 → 7."),
    Step("presses", "Generate (1 credit)", "next in line"),
    Step("says", "/cancel", "Stopped. Your credit is back (balance 8)."),
    Step("presses", "Try again", "your balance goes 8 → 7."),
    Step("presses", "Generate (1 credit)", "next in line"),
    Step("breaks", "The pictures could not be made.", "Your credit is back (balance 8)."),
    Step("says", "/status", "Nothing is under way."),
    Step("says", "/cancel", "There is nothing to cancel."),
    Step("says", "/balance", "You have 8 credits."),
    Step("says", "/team", "Acme: 8 credits (you are here)"),
    Step("says", "/fly", 'I don\'t know "fly".'),
    Step("says", "What is this?", "Send me 6-14 photos of yourself to begin"),
    Step("says", "/console", "The console is for your team's admins."),
    Step("says", "/help", "I make headshots from your selfies"),
    Step("says", "/privacy", "deleted after 30 days"),
    Step("says", "/delete_my_data", "Really delete everything?"),
    Step("presses", "Keep my data", "Nothing was deleted."),
    Step("says", "/delete_my_data", "Really delete everything?"),
    Step("presses", "Yes, delete everything", "Your data is deleted."),
    Step("says", "/balance", "open the invite link"),
)
# What that comes to, told by somebody who keeps accounts on paper.
KINDS: Final = (
    ["allocate", "hold", "settle", "hold", "settle", "hold", "release", "hold", "release", "reclaim"]
)  # fmt: skip


class Line(NamedTuple):
    """One message of the bot as it reads now: words with their buttons, or a caption with so many pictures."""

    text: str
    buttons: tuple[str, ...] = ()
    pictures: int = 0


class Books(NamedTuple):
    """The member's moves by kind, and the credits they can spend and hold."""

    kinds: tuple[str, ...] = ()
    balance: int = 0
    held: int = 0


class Player(Protocol):
    """Somebody who can play a scenario: each verb of a step is a method, and returns when all is said."""

    async def joins(self, code: str) -> None:
        """Open the invite link, or send this code."""

    async def says(self, words: str) -> None:
        """Write words or a command, named as on Telegram."""

    async def presses(self, label: str) -> None:
        """Press the newest button with that label, or whose label begins so."""

    async def sends(self, photos: str) -> None:
        """Send so many photos."""

    async def judges(self, problems: str) -> None:
        """The house judges what waits: a problem for each of the first ones, the others pass."""

    async def gets(self, credits_: str) -> None:
        """An admin allocates so many credits."""

    async def makes(self, pictures: str) -> None:
        """The house makes the pictures of the open generation."""

    async def breaks(self, reason: str) -> None:
        """The house fails with the open generation."""

    async def look(self) -> list[Line]:
        """What the bot's messages show now, oldest first."""

    async def hear(self) -> list[str]:
        """Every toast so far."""

    def read_books(self) -> Books:
        """The member's books."""


@dataclass(frozen=True)
class Scene:
    """After one step: what the chat shows, every toast so far, and the books."""

    step: Step
    shown: list[Line]
    toasts: list[str]
    books: Books


def count(words: str) -> int:
    """The number that a step's words begin with."""
    return int(words.split(maxsplit=1)[0])


async def play(player: Player, steps: tuple[Step, ...]) -> list[Scene]:
    """Play it to the end; AssertionError when the chat does not say what a step is to hear."""
    scenes = []
    for step in steps:
        await getattr(player, step.does)(step.what)
        shown = [_hide_ids(line) for line in await player.look()]
        assert any(step.hears in line.text for line in shown), (step, shown[-4:])
        scenes.append(Scene(step, shown, await player.hear(), player.read_books()))
    return scenes


def _hide_ids(line: Line) -> Line:
    return line._replace(text=re.sub(r"(?<=receipt is )\S+(?=\.)", "ID", line.text))
