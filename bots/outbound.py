"""What the conversation wants a person to see, in words that every platform can wear."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Button:
    """One button under a message; `action`, `value` and `token` come back in `Pressed`.

    They hold no colon and fit in 62 bytes together, because Telegram carries 64 (Bot API, callback_data).
    """

    label: str
    action: str
    value: str = ""
    token: str = ""


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Say:
    """A new message; `slot` names it for later edits, empty when it is never edited."""

    text: str
    slot: str = ""
    buttons: Rows = ()


@dataclass(frozen=True, slots=True)
class Replace:
    """The message in `slot` now reads so; where there is none (any more) it is said anew."""

    slot: str
    text: str
    buttons: Rows = ()


SAMPLE: Final = (
    "sample:"  # before a style: the key of the picture that shows it, which comes with the product
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A stored file: its key, and the name it has when saved."""

    key: str
    name: str


ReadFile = Callable[[str], Awaitable[bytes]]  # the bytes of a picture, by its key


@dataclass(frozen=True, slots=True)
class Album:
    """Pictures to look at, in one message where the platform can."""

    pictures: tuple[Picture, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Documents:
    """The same pictures as files in full quality."""

    pictures: tuple[Picture, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Toast:
    """The answer to a tap; an empty text only stops the waiting sign. Worth nothing when late."""

    interaction: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Typing:
    """A sign that something is on its way; gone by itself after seconds. Worth nothing when late."""

    doing: str = "upload_photo"


HOME_SLOT: Final = "home"


@dataclass(frozen=True, slots=True)
class Home:
    """The page about the person beside the chat reads differently now; owed only where the platform has one."""

    slot: str = HOME_SLOT


@dataclass(frozen=True, slots=True)
class Forget:
    """Everything that we posted into this chat goes, as far as the platform lets us; the message in `but` stays."""

    but: str = ""


Outbound = Say | Replace | Album | Documents | Toast | Typing | Home | Forget
