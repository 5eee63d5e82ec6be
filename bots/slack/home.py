"""The home tab: who somebody is here, their balance and their sets, and the doors to the rest."""

from dataclasses import dataclass
from typing import Any, Final

from bots.outbound import Button
from bots.phrases import STYLES
from bots.slack import words
from bots.slack.blocks import escape, write_row, write_section
from bots.slack.form import UPLOAD
from core.domain.credits import AccountKind
from core.domain.styles import Style
from core.domain.teams import MemberStatus
from core.store import chat as rows
from core.store import generations, teams
from core.store.credits import read_balance
from core.store.engine import Tx

SHOWN_SETS: Final = 8  # what fits a screen
MADE_ON: Final = "%-d %B %Y"


@dataclass(frozen=True, slots=True)
class Home:
    """What the tab shows of a member: the balance in credits, the newest sets as (style, date, status)."""

    team: str
    balance: int
    sets: tuple[tuple[str, str, str], ...] = ()


def read_home(tx: Tx, chat: str) -> Home | None:
    """The home of who writes from `chat`; None for a stranger."""
    conversation = rows.find_conversation_with(tx, "slack", chat)
    if conversation is None or conversation.member_id is None:
        return None
    member = teams.find_any_member(tx, conversation.member_id)
    if member is None or member.status != MemberStatus.ACTIVE.value:
        return None
    made = generations.list_generations_of(tx, member.id)[:SHOWN_SETS]
    sets = tuple((STYLES[Style(row.style)], row.created_at.strftime(MADE_ON), row.status) for row in made)
    return Home(member.team_name, read_balance(tx, AccountKind.MEMBER, member.id), sets)


def write_home(home: Home | None) -> dict[str, Any]:
    """The view for views.publish."""
    header = {"type": "header", "text": {"type": "plain_text", "text": words.HOME_TITLE}}
    if home is None:
        return {"type": "home", "blocks": [header, write_section(words.HOME_STRANGER)]}
    who = f"{words.team_line(escape(home.team))} {words.balance_line(home.balance)}"
    first = (Button(words.START, "new"), Button(words.UPLOAD, UPLOAD))
    last = (Button(words.SHOW_RESULTS, "ask", "results"), Button(words.DELETE, "ask", "delete_my_data"))
    blocks = [header, write_section(who), write_row(first, 0), {"type": "divider"}]
    return {"type": "home", "blocks": [*blocks, write_section(_list_sets(home)), write_row(last, 1)]}


def _list_sets(home: Home) -> str:
    if not home.sets:
        return words.NO_HISTORY
    return "\n".join([words.HISTORY, *(words.set_line(*found) for found in home.sets)])
