"""What only Slack says: its home tab, its form, and the notes beside a command; the rest is in `phrases`.

Each is in the language spoken now, see `bots.languages.speak`.
"""

from typing import Final

from bots.counting import count_credits, tell_day
from bots.languages import mark, say
from bots.phrases import RANGE, STYLES
from core.domain.generations import GenerationStatus
from core.domain.styles import Style

IN_PRIVATE: Final = mark("I answer in our private chat: open Closeup under Apps.")
PRIVATE_ONLY: Final = mark("I work in private only. Send me a direct message, or use /headshots.")
HOME_TITLE: Final = mark("Your headshots")
HOME_STRANGER: Final = mark(
    "I make headshots for teams. Ask your team's admin for an invite code, then send "
    "`/headshots join` and the code. Nothing you send before that is kept."
)
NO_HISTORY: Final = mark("You have no headshots yet.")
HISTORY: Final = mark("*Your sets*")
START: Final = mark("Start")
UPLOAD: Final = mark("Upload photos")
DELETE: Final = mark("Delete my data")
SHOW_RESULTS: Final = mark("Show my headshots")
UPLOAD_HINT: Final = mark(
    "Up to 10 at a time and 10 MB each. You can also drop them into our chat, as many as you like."
)
SEND: Final = mark("Send")
CLOSE: Final = mark("Not now")

STATES: Final = {
    GenerationStatus.QUEUED: mark("next in line"),
    GenerationStatus.RUNNING: mark("being made"),
    GenerationStatus.COMPLETED: mark("done"),
    GenerationStatus.FAILED: mark("did not work, nothing charged"),
    GenerationStatus.CANCELED: mark("stopped, nothing charged"),
}


def upload_label() -> str:
    """Over the field for photos in the form."""
    return say("Photos of yourself, {range} in all").format(range=RANGE)


def team_line(team: str) -> str:
    """Whose team somebody is in; `team` is escaped already."""
    return say("You are in *{team}*.").format(team=team)


def balance_line(credits_: int) -> str:
    """How many credits are left."""
    return say("You have {credits}.").format(credits=count_credits(credits_))


def set_line(style: Style, made_on: str, status: GenerationStatus) -> str:
    """One set of the history; `made_on` is its day (ISO 8601)."""
    return f"• {STYLES[style]}, {tell_day(made_on)}: {say(STATES[status])}"
