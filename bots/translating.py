"""Fixed phrases are kept in English and put into the language spoken now when a message leaves the conversation."""

from dataclasses import replace

from bots.languages import say
from bots.outbound import Album, Documents, Outbound, Replace, Rows, Say, Toast


def put_into_words(message: Outbound) -> Outbound:
    """`message` with every text that the catalogue has in the language spoken now."""
    match message:
        case Say() | Replace():
            return replace(message, text=say(message.text), buttons=_translate_buttons(message.buttons))
        case Toast():
            return replace(message, text=say(message.text))
        case Album() | Documents():
            return replace(message, caption=say(message.caption))
        case _:
            return message


def _translate_buttons(rows: Rows) -> Rows:
    return tuple(tuple(replace(button, label=say(button.label)) for button in row) for row in rows)
