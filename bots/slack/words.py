"""What only Slack says: its home tab, its form, and the notes beside a command; the rest is in `phrases`."""

from typing import Final

from bots.phrases import RANGE, count_credits

IN_PRIVATE: Final = "I answer in our private chat: open Closeup under Apps."
PRIVATE_ONLY: Final = "I work in private only. Send me a direct message, or use /headshots."
HOME_TITLE: Final = "Your headshots"
HOME_STRANGER: Final = (
    "I make headshots for teams. Ask your team's admin for an invite code, then send "
    "`/headshots join` and the code. Nothing you send before that is kept."
)
NO_HISTORY: Final = "You have no headshots yet."
HISTORY: Final = "*Your sets*"
START: Final = "Start"
UPLOAD: Final = "Upload photos"
DELETE: Final = "Delete my data"
SHOW_RESULTS: Final = "Show my headshots"
UPLOAD_TITLE: Final = "Upload photos"
UPLOAD_LABEL: Final = f"Photos of yourself, {RANGE} in all"
UPLOAD_HINT: Final = (
    "Up to 10 at a time and 10 MB each. You can also drop them into our chat, as many as you like."
)
SEND: Final = "Send"
CLOSE: Final = "Not now"


def team_line(team: str) -> str:
    """Whose team somebody is in; `team` is escaped already."""
    return f"You are in *{team}*."


def balance_line(credits_: int) -> str:
    """How many credits are left."""
    return f"You have {count_credits(credits_)}."


def set_line(style: str, made_on: str, status: str) -> str:
    """One set of the history."""
    return f"• {style}, {made_on}: {status}"
