"""Where a person belongs: several teams in one chat, and one person on two platforms."""

import re
from typing import Final

from bots import phrases
from bots.chapters.asking import show_where_we_are
from bots.chapters.choosing import refuse_old_button
from bots.chapters.collecting import put_aside
from bots.chapters.joining import ask_consent, refuse_stranger
from bots.inbound import AccountLinked, Asked, Joined, LinkCodeIssued, Pressed, TeamChosen, TeamsFound
from bots.outbound import Button, Say
from bots.requests import ChooseTeam, FindTeams, IssueLinkCode, LinkAccount
from bots.state import State
from bots.turn import Turn, View

CODE: Final = re.compile(r"\s*[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}\s*", re.IGNORECASE)
MOST_TEAMS: Final = 20  # buttons under one message that still fit a screen


def answer_joined(state: State, inbound: Joined, view: View) -> Turn:
    """The consent screen, or straight to the photos for who agreed before; another team begins afresh."""
    if view.member is None:
        return refuse_stranger(state)
    if not inbound.is_new_team:
        return _welcome(state, view)
    aside = put_aside(state)
    told = Turn(aside.state, (Say(phrases.also_in_team(view.member.team)),))
    return aside.before(told).before(_welcome(aside.state, view))


def _welcome(state: State, view: View) -> Turn:
    if view.member is None:
        return refuse_stranger(state)
    if not view.has_consent:
        return Turn(state, (ask_consent(view.member, view),))
    greeting = Turn(state, (Say(phrases.welcome_back(view.member.team)),))
    return greeting.before(show_where_we_are(state, view))


def ask_teams(state: State, view: View) -> Turn:
    """/team."""
    del view
    return Turn(state, requests=(FindTeams(),))


def show_teams(state: State, inbound: TeamsFound, view: View) -> Turn:
    """Each team with what the person has there; the current one has no button."""
    current = view.member.id if view.member else ""
    lines = [
        phrases.seat(seat.team, seat.balance, is_here=seat.member_id == current) for seat in inbound.seats
    ]
    if len(inbound.seats) <= 1:
        return Turn(state, (Say(phrases.only_team("\n".join(lines))),))
    others = [seat for seat in inbound.seats if seat.member_id != current][:MOST_TEAMS]
    buttons = tuple((Button(seat.team, "team", seat.member_id),) for seat in others)
    return Turn(state, (Say(phrases.which_team("\n".join(lines)), "team", buttons),))


def press_team(state: State, inbound: Pressed, view: View) -> Turn:
    """Speak for another team; the set in hand stays with the one before and is put aside."""
    if view.member is None or not inbound.value:
        return refuse_old_button(state, inbound)
    return Turn(state, requests=(ChooseTeam(inbound.value),))


def hear_team_chosen(state: State, inbound: TeamChosen, view: View) -> Turn:
    """The chat of the other team."""
    del inbound
    aside = put_aside(state)
    return aside.before(_welcome(aside.state, view))


def link(state: State, inbound: Asked, view: View) -> Turn:
    """/link: a code for the other platform, or the code that came from there."""
    if inbound.args.strip():
        return Turn(state, requests=(LinkAccount(inbound.args),))
    if view.member is None:
        return refuse_stranger(state)
    return Turn(state, requests=(IssueLinkCode(),))


def show_link_code(state: State, inbound: LinkCodeIssued, view: View) -> Turn:
    """The code, and what to do with it."""
    del view
    return Turn(state, (Say(phrases.link_code(inbound.code, inbound.minutes)),))


def hear_linked(state: State, inbound: AccountLinked, view: View) -> Turn:
    """One person from now on; a set begun here belonged to who they were before."""
    del inbound
    aside = put_aside(state)
    return aside.before(Turn(aside.state, (Say(phrases.LINKED),))).before(_welcome(aside.state, view))
