"""Which language the chat speaks: the platform's guess until the person chooses."""

from bots import phrases
from bots.chapters.choosing import refuse_old_button
from bots.inbound import LanguageChosen, Pressed
from bots.languages import LANGUAGES
from bots.outbound import Button, Replace, Say
from bots.requests import ChooseLanguage
from bots.state import State
from bots.turn import Turn, View


def ask_language(state: State, view: View) -> Turn:
    """/language, for anybody."""
    del view
    buttons = tuple(Button(name, "language", language) for language, name in LANGUAGES.items())
    return Turn(state, (Say(phrases.WHICH_LANGUAGE, "language", (buttons,)),))


def press_language(state: State, inbound: Pressed, view: View) -> Turn:
    """One of ours, or an old button."""
    del view
    if inbound.value not in LANGUAGES:
        return refuse_old_button(state, inbound)
    return Turn(state, requests=(ChooseLanguage(inbound.value),))


def hear_language(state: State, inbound: LanguageChosen, view: View) -> Turn:
    """Said in the new language already."""
    del inbound, view
    return Turn(state, (Replace("language", phrases.LANGUAGE_CHOSEN),))
