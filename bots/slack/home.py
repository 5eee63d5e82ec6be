"""The home tab: who somebody is here, their balance and their sets, and the doors to the rest."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bots.languages import choose_language, say, speak
from bots.outbound import Button
from bots.slack import words
from bots.slack.blocks import escape, write_row, write_section
from bots.slack.form import UPLOAD
from bots.slack.line import Line
from core.domain.credits import AccountKind
from core.domain.generations import GenerationStatus
from core.domain.styles import Style
from core.domain.teams import CONSENT_VERSION, MemberStatus
from core.store import chat as rows
from core.store import generations, teams
from core.store.credits import read_balance
from core.store.engine import Tx

SHOWN_SETS: Final = 8  # what fits a screen


@dataclass(frozen=True, slots=True)
class Home:
    """What the tab shows: the balance in credits, the newest sets with their day (ISO 8601) and how they stand.

    Without a `team` it is a stranger's; `may_send` says that they agreed to the text in force. `language` is one of
    ours, or None as long as only Slack knows it.
    """

    team: str = ""
    balance: int = 0
    sets: tuple[tuple[Style, str, GenerationStatus], ...] = ()
    language: str | None = None
    may_send: bool = False


ReadHome = Callable[[str], Awaitable[Home]]


def read_home(tx: Tx, chat: str) -> Home:
    """The home of who writes from `chat`."""
    conversation = rows.find_conversation_with(tx, "slack", chat)
    if conversation is None:
        return Home()
    member = teams.find_any_member(tx, conversation.member_id) if conversation.member_id else None
    if member is None or member.status != MemberStatus.ACTIVE.value:
        return Home(language=conversation.language)
    made = generations.list_generations_of(tx, member.id)[:SHOWN_SETS]
    sets = tuple(
        (Style(row.style), row.created_at.date().isoformat(), GenerationStatus(row.status)) for row in made
    )
    balance = read_balance(tx, AccountKind.MEMBER, member.id)
    may_send = member.consent_version == CONSENT_VERSION
    return Home(member.team_name, balance, sets, conversation.language, may_send)


async def find_language(line: Line, chat: str, home: Home) -> str:
    """The language somebody chose, else what Slack is set to for them."""
    return home.language or choose_language((await line.meet(chat)).language)


async def draw_home(line: Line, client: AsyncWebClient, chat: str, read: ReadHome) -> None:
    """Publish the tab as it is now. Raises the library's errors."""
    home = await read(chat)
    with speak(await find_language(line, chat, home)):
        view = write_home(home)
    await client.views_publish(user_id=chat.partition("/")[2], view=view)


def write_home(home: Home) -> dict[str, Any]:
    """The view for views.publish, in the language spoken now."""
    header = {"type": "header", "text": {"type": "plain_text", "text": say(words.HOME_TITLE)}}
    if not home.team:
        return {"type": "home", "blocks": [header, write_section(say(words.HOME_STRANGER))]}
    who = f"{words.team_line(escape(home.team))} {words.balance_line(home.balance)}"
    first = (Button(say(words.START), "new"), Button(say(words.UPLOAD), UPLOAD))
    last = (
        Button(say(words.SHOW_RESULTS), "ask", "results"),
        Button(say(words.DELETE), "ask", "delete_my_data"),
    )
    blocks = [header, write_section(who), write_row(first, 0), {"type": "divider"}]
    return {"type": "home", "blocks": [*blocks, write_section(_list_sets(home)), write_row(last, 1)]}


def _list_sets(home: Home) -> str:
    if not home.sets:
        return say(words.NO_HISTORY)
    return "\n".join([say(words.HISTORY), *(words.set_line(*found) for found in home.sets)])
