"""The commands a member can send at any time, and the two-step deletion."""

from dataclasses import replace

from bots import phrases
from bots.chapters.choosing import find_draft, refuse_old_button, show_choice
from bots.chapters.collecting import put_aside, write_status
from bots.chapters.delivering import offer_new, show_running, stop_running, write_pictures
from bots.chapters.joining import answer_start, refuse_stranger, stop_at_gate
from bots.commands import help_text
from bots.inbound import ConsoleCodeIssued, DataDeleted, Declined, Pressed, ResultsFound, Started
from bots.outbound import Button, Forget, Outbound, Replace, Say
from bots.requests import DeleteData, FindResults, IssueConsoleCode
from bots.state import Draft, State
from bots.turn import Turn, View

SHOWN_RESULTS = 3  # albums of four pictures with their originals; more would flood a phone


def open_chat(state: State, inbound: Started, view: View) -> Turn:
    """/start: who is in and has a set in hand sees it again, so that no tap can lose photos."""
    greeting = answer_start(state, inbound, view)
    if not view.has_consent or greeting.requests:
        return greeting
    return greeting.before(show_where_we_are(state, view))


def show_where_we_are(state: State, view: View) -> Turn:
    """The set in hand, or the request for photos."""
    if state.draft is None:
        return Turn(state, (Say(phrases.ask_photos()),))
    return Turn(state, (Say(phrases.STILL_HELD),)).before(_show_again(state, state.draft, view))


def ask_for_photos(state: State, view: View) -> Turn:
    """Somebody wants to send photos and found no other way to: here is one."""
    return stop_at_gate(state, view) or show_where_we_are(state, view)


def tell_balance(state: State, view: View) -> Turn:
    """/balance."""
    return Turn(state, (Say(phrases.balance(view.balance, view.cost)),))


def tell_status(state: State, view: View) -> Turn:
    """/status: the set being made, the set in hand, both or neither."""
    told = Turn(state, (show_running(state, view.running),) if view.running else ())
    if state.draft:
        return told.before(_show_again(state, state.draft, view))
    return told if view.running else Turn(state, (Say(phrases.NOTHING_UNDER_WAY),))


def _show_again(state: State, draft: Draft, view: View) -> Turn:
    shown = [write_status(draft), *([show_choice(draft, view)] if draft.choosing else [])]
    messages = tuple(Say(message.text, message.slot, message.buttons) for message in shown)
    return Turn(replace(state, draft=replace(draft, has_status=True)), messages)


def ask_results(state: State, view: View) -> Turn:
    """/results."""
    del view
    return Turn(state, requests=(FindResults(SHOWN_RESULTS),))


def show_results(state: State, inbound: ResultsFound, view: View) -> Turn:
    """The newest albums, oldest of them first so that the newest is at the bottom."""
    del view
    if not inbound.sets:
        return Turn(state, (Say(phrases.NO_RESULTS),))
    messages: list[Outbound] = []
    for found in reversed(inbound.sets):
        made = phrases.earlier(found.style, found.made_on, found.favourite)
        messages += write_pictures(found.style, found.pictures, made)
    redo = [
        Button(phrases.redo_set(found.style, found.made_on), "redo", token=found.generation_id)
        for found in inbound.sets
    ]
    messages.append(Say(phrases.REDO_WHICH, "results", tuple((button,) for button in redo)))
    return Turn(state, tuple(messages))


def cancel(state: State, view: View) -> Turn:
    """/cancel: the set in hand first, else the one being made."""
    if state.draft is not None:
        aside = put_aside(state)
        told = Say(phrases.NOTHING_CHARGED, buttons=offer_new())
        return aside.before(Turn(aside.state, (told, *_tell_also_running(view))))
    if view.running is not None:
        return stop_running(state, view.running.id)
    return Turn(state, (Say(phrases.NOTHING_TO_CANCEL),))


def press_cancel(state: State, inbound: Pressed, view: View) -> Turn:
    """Cancel under the confirm question, where the answer stands then."""
    draft = find_draft(state, inbound)
    if draft is None:
        return _stop_what_it_became(state, inbound)
    aside = put_aside(replace(state, draft=replace(draft, choosing=False)))
    told = Replace(draft.choice_slot, phrases.NOTHING_CHARGED, offer_new())
    return aside.before(Turn(aside.state, (told, *_tell_also_running(view))))


def _stop_what_it_became(state: State, inbound: Pressed) -> Turn:
    """Generate and then Cancel, before the message could change: the second tap is what the person wants."""
    work = state.work
    if work is None or not inbound.token or work.slot != Draft(inbound.token).choice_slot:
        return refuse_old_button(state, inbound)
    return stop_running(state, work.id)


def _tell_also_running(view: View) -> tuple[Outbound, ...]:
    return (Say(phrases.ALSO_RUNNING),) if view.running else ()


def tell_privacy(state: State, view: View) -> Turn:
    """/privacy, for anybody."""
    return Turn(state, (Say(phrases.privacy(view.retention_days)),))


def tell_help(state: State, view: View) -> Turn:
    """/help, for anybody."""
    if view.member is None:
        return refuse_stranger(state)
    return Turn(state, (Say(help_text(runs_team=view.member.role.runs_team)),))


def ask_deletion(state: State, view: View) -> Turn:
    """/delete_my_data: the question."""
    yes = Button(phrases.DELETE_ALL, "delete", token=view.fresh_id)
    no = Button(phrases.KEEP_DATA, "keep", token=view.fresh_id)
    question = Say(phrases.CONFIRM_DELETION, "deletion", ((yes,), (no,)))
    return Turn(replace(state, deleting=view.fresh_id), (question,))


def press_delete(state: State, inbound: Pressed, view: View) -> Turn:
    """The second step; only the newest question counts."""
    if view.member is None or not state.deleting or state.deleting != inbound.token:
        return refuse_old_button(state, inbound)
    return Turn(replace(state, deleting=""), requests=(DeleteData(),))


def press_keep(state: State, inbound: Pressed, view: View) -> Turn:
    """No deletion."""
    del view
    if not state.deleting or state.deleting != inbound.token:
        return refuse_old_button(state, inbound)
    return Turn(replace(state, deleting=""), (Replace("deletion", phrases.DATA_KEPT),))


def hear_deleted(state: State, inbound: DataDeleted, view: View) -> Turn:
    """A conversation that remembers nothing, and in which nothing of ours stands but the receipt."""
    del state, view
    told = Replace("deletion", phrases.deleted(inbound.receipt))
    return Turn(State(), (told, Forget(told.slot)))


def ask_console(state: State, view: View) -> Turn:
    """/console: a sign-in code for who runs the team."""
    if view.member is None:
        return refuse_stranger(state)
    if not view.member.role.runs_team:
        return Turn(state, (Say(phrases.NOT_FOR_YOU),))
    return Turn(state, requests=(IssueConsoleCode(),))


def show_console_code(state: State, inbound: ConsoleCodeIssued, view: View) -> Turn:
    """The code."""
    del view
    return Turn(state, (Say(phrases.console_code(inbound.code, inbound.minutes)),))


def hear_declined(state: State, inbound: Declined, view: View) -> Turn:
    """A request that the rules do not allow: its sentence and mend."""
    del view
    return Turn(state, (Say(phrases.refusal(inbound.sentence, inbound.mend)),))
