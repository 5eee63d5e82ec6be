"""The conversation: state and message in, state, messages and requests out; no clock, no I/O, no chance."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from bots import phrases
from bots.chapters import asking, belonging, choosing, collecting, delivering, joining, speaking
from bots.inbound import (
    AccountLinked,
    Asked,
    BalanceChanged,
    ConsoleCodeIssued,
    DataDeleted,
    Declined,
    FavouriteChosen,
    GenerationCanceled,
    GenerationCompleted,
    GenerationFailed,
    GenerationProgressed,
    GenerationRefused,
    GenerationStarted,
    Inbound,
    Joined,
    JoinRefused,
    LanguageChosen,
    Left,
    LinkCodeIssued,
    OtherSent,
    PhotoSent,
    PhotosFound,
    PhotoTaken,
    PhotoTurnedDown,
    Pressed,
    ResultsFound,
    Returned,
    Said,
    Started,
    TeamChosen,
    TeamsFound,
)
from bots.languages import speak
from bots.outbound import Say, Toast
from bots.state import State
from bots.translating import put_into_words
from bots.turn import Turn, View

REMOVE: Final = re.compile(r"\s*(?:remove|entferne)\s*#?\s*(\d{1,6})\s*", re.IGNORECASE)


def respond(state: State, inbound: Inbound, view: View) -> Turn:
    """The next turn. Requests in it are answered by further calls, each with a view as true as then."""
    with speak(view.language):
        turn = _CHAPTERS[type(inbound)](state, inbound, view)
        return replace(turn, outgoing=tuple(put_into_words(message) for message in turn.outgoing))


def answer_words(state: State, inbound: Said, view: View) -> Turn:
    """Words that are no command: a code from the other platform, else what there is to do, or a short help."""
    if belonging.CODE.fullmatch(inbound.text):
        return belonging.link(state, Asked("link", inbound.text), view)
    stopped = joining.stop_at_gate(state, view)
    if stopped:
        return stopped
    wanted = REMOVE.fullmatch(inbound.text)
    if wanted:
        return collecting.remove_photo(state, int(wanted[1]), view)
    if state.draft or view.running:
        return asking.show_where_we_are(state, view) if state.draft else asking.tell_status(state, view)
    return Turn(state, (Say(phrases.SHORT_HELP),))


def answer_command(state: State, inbound: Asked, view: View) -> Turn:
    """A command; the few that anybody may send, and those of members."""
    if inbound.command in _FOR_ANYBODY:
        return _FOR_ANYBODY[inbound.command](state, view)
    if inbound.command == "link":
        return belonging.link(state, inbound, view)
    if view.member is None:
        return joining.refuse_stranger(state)
    if inbound.command in _FOR_MEMBERS:
        return _FOR_MEMBERS[inbound.command](state, view)
    return Turn(state, (Say(phrases.unknown_command(inbound.command)),))


def answer_press(state: State, inbound: Pressed, view: View) -> Turn:
    """A tap; it is always answered, so that no button keeps spinning."""
    press = _BUTTONS.get(inbound.action, _press_unknown)
    turn = press(state, inbound, view)
    if any(isinstance(message, Toast) for message in turn.outgoing):
        return turn
    return replace(turn, outgoing=(Toast(inbound.interaction), *turn.outgoing))


def _press_unknown(state: State, inbound: Pressed, view: View) -> Turn:
    del view
    return choosing.refuse_old_button(state, inbound)


def _press_new(state: State, inbound: Pressed, view: View) -> Turn:
    del inbound
    return collecting.start_set(state, view)


def _let_go(state: State, inbound: Left, view: View) -> Turn:
    del inbound, view
    return Turn(state)


def _greet_again(state: State, inbound: Returned, view: View) -> Turn:
    """Who never joined hears nothing: their /start comes right behind."""
    del inbound
    return Turn(state, (Say(phrases.GOOD_TO_HAVE_YOU_BACK),) if view.member else ())


_FOR_ANYBODY: Final[dict[str, Callable[[State, View], Turn]]] = {
    "help": asking.tell_help,
    "privacy": asking.tell_privacy,
    "language": speaking.ask_language,
}
_FOR_MEMBERS: Final[dict[str, Callable[[State, View], Turn]]] = {
    "new": collecting.start_set,
    "upload": asking.ask_for_photos,
    "balance": asking.tell_balance,
    "status": asking.tell_status,
    "results": asking.ask_results,
    "cancel": asking.cancel,
    "delete_my_data": asking.ask_deletion,
    "console": asking.ask_console,
    "team": belonging.ask_teams,
}
_BUTTONS: Final[dict[str, Callable[[State, Pressed, View], Turn]]] = {
    "agree": joining.press_agree,
    "decline": joining.press_decline,
    "new": _press_new,
    "continue": choosing.press_continue,
    "style": choosing.press_style,
    "restyle": choosing.press_restyle,
    "generate": choosing.press_generate,
    "again": choosing.press_again,
    "cancel": asking.press_cancel,
    "stop": delivering.press_stop,
    "delete": asking.press_delete,
    "keep": asking.press_keep,
    "team": belonging.press_team,
    "language": speaking.press_language,
    "remove": collecting.press_remove,
    "favourite": delivering.press_favourite,
    "redo": choosing.press_redo,
}
# Each value takes the message class that is its key, which a dict's type cannot say.
_CHAPTERS: Final[dict[type, Callable[[State, Any, View], Turn]]] = {
    Started: asking.open_chat,
    Said: answer_words,
    PhotoSent: collecting.receive_photo,
    OtherSent: collecting.receive_other,
    Pressed: answer_press,
    Asked: answer_command,
    Left: _let_go,
    Returned: _greet_again,
    Joined: belonging.answer_joined,
    JoinRefused: joining.answer_join_refused,
    PhotoTaken: collecting.hear_taken,
    PhotoTurnedDown: collecting.hear_turned_down,
    GenerationStarted: delivering.hear_started,
    GenerationRefused: delivering.hear_refused,
    GenerationProgressed: delivering.hear_progress,
    GenerationCompleted: delivering.hear_completed,
    GenerationFailed: delivering.hear_failed,
    GenerationCanceled: delivering.hear_canceled,
    BalanceChanged: choosing.hear_balance,
    ResultsFound: asking.show_results,
    FavouriteChosen: delivering.hear_favourite,
    PhotosFound: choosing.hear_photos,
    DataDeleted: asking.hear_deleted,
    ConsoleCodeIssued: asking.show_console_code,
    LanguageChosen: speaking.hear_language,
    TeamsFound: belonging.show_teams,
    TeamChosen: belonging.hear_team_chosen,
    LinkCodeIssued: belonging.show_link_code,
    AccountLinked: belonging.hear_linked,
    Declined: asking.hear_declined,
}
