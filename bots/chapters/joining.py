"""Joining by invite and agreeing to what is done with the photos."""

from dataclasses import replace

from bots import phrases
from bots.inbound import JoinRefused, OtherSent, PhotoSent, Pressed, Started
from bots.outbound import Button, Say, Toast
from bots.requests import Join, RecordConsent
from bots.state import State
from bots.turn import Member, Turn, View


def answer_start(state: State, inbound: Started, view: View) -> Turn:
    """/start: join with the code, which may be another team's, or where a member stands."""
    if inbound.payload:
        return Turn(state, requests=(Join(inbound.payload),))
    if view.member is None:
        return refuse_stranger(state)
    if not view.has_consent:
        return Turn(state, (ask_consent(view.member, view),))
    return Turn(state, (Say(phrases.welcome_back(view.member.team)),))


def answer_join_refused(state: State, inbound: JoinRefused, view: View) -> Turn:
    """The invite's own sentence: unknown, used, expired or full."""
    del view
    return Turn(state, (Say(phrases.refusal(inbound.sentence, inbound.mend)),))


def press_agree(state: State, inbound: Pressed, view: View) -> Turn:
    """Consent to the version that was shown; an older screen is shown anew."""
    if view.member is None:
        return refuse_stranger(state)
    if view.has_consent:
        return Turn(state, (Toast(inbound.interaction, phrases.ALREADY_AGREED),))
    if inbound.token != view.consent_version:
        return Turn(state, (ask_consent(view.member, view),))
    return Turn(state, (Say(phrases.ask_photos()),), (RecordConsent(view.consent_version),))


def press_decline(state: State, inbound: Pressed, view: View) -> Turn:
    """No consent; nothing is stored."""
    if view.has_consent:
        return Turn(state, (Toast(inbound.interaction, phrases.ALREADY_AGREED),))
    return Turn(state, (Say(phrases.DECLINED),))


def stop_at_gate(state: State, view: View) -> Turn | None:
    """The answer to who may not send photos yet: how to join, or the consent screen; None when they may."""
    if view.member is None:
        return refuse_stranger(state)
    if not view.has_consent:
        return Turn(state, (ask_consent(view.member, view),))
    return None


def stop_files_at_gate(state: State, inbound: PhotoSent | OtherSent, view: View) -> Turn | None:
    """As `stop_at_gate`, but one answer for a whole album; a member hears that the photos were not kept."""
    stopped = stop_at_gate(state, view)
    if stopped and view.member and isinstance(inbound, PhotoSent):
        stopped = Turn(state, (Say(phrases.NOT_KEPT),)).before(stopped)
    return stopped and answer_album_once(stopped, inbound.group)


def answer_album_once(turn: Turn, group: str) -> Turn:
    """`turn` for the first item of an album, silence for the others."""
    if group and turn.state.answered_group == group:
        return Turn(turn.state)
    return replace(turn, state=replace(turn.state, answered_group=group))


def refuse_stranger(state: State) -> Turn:
    """How to join."""
    return Turn(state, (Say(phrases.HOW_TO_JOIN),))


def ask_consent(member: Member, view: View) -> Say:
    """The consent screen; its button carries the version of the text."""
    agree = Button(phrases.AGREE, "agree", token=view.consent_version)
    text = phrases.consent(member.name, member.team, view.retention_days)
    return Say(text, buttons=((agree, Button(phrases.DECLINE, "decline")),))
