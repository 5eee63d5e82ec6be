"""The commands, what each does, and the help that lists them."""

from typing import Final

from bots.languages import mark, say
from bots.phrases import RANGE

COMMANDS: Final = {
    "start": mark("Begin, or join with an invite code"),
    "new": mark("Start a new set of headshots"),
    "balance": mark("How many credits you have"),
    "status": mark("Where your headshots are"),
    "results": mark("Your earlier headshots"),
    "cancel": mark("Stop what is under way"),
    "team": mark("Your teams, and switching between them"),
    "link": mark("Use me on your other platform too"),
    "language": mark("The language I speak with you"),
    "privacy": mark("What happens with your photos"),
    "delete_my_data": mark("Delete everything about you"),
    "help": mark("What I can do"),
}


def list_commands() -> dict[str, str]:
    """The commands with what each does, in the language spoken now."""
    return {command: say(text) for command, text in COMMANDS.items()}


HOW_TO_REMOVE: Final = mark('To take a photo out of your set, write "remove 3" for the third one you sent.')
ADMIN_COMMANDS: Final = {"console": mark("A code to sign in to the console")}


def help_text(*, runs_team: bool = False) -> str:
    """The answer to /help; who runs the team has a command more, which is in nobody's menu."""
    told = say(
        "I make headshots from your selfies: send {range} photos, pick a style, confirm, "
        "and receive four pictures."
    ).format(range=RANGE)
    commands = list_commands()
    if runs_team:
        commands |= {command: say(text) for command, text in ADMIN_COMMANDS.items()}
    listed = "\n".join(f"/{name} - {text}" for name, text in commands.items())
    return f"{told}\n\n{listed}\n\n{say(HOW_TO_REMOVE)}"
