"""What a person sees in Slack, typed: messages, files, views, and the whole chat at one moment."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class SeenFile:
    """A file in the chat: its address, name, title, type, size in bytes, sides in pixels (0 if none)."""

    file_id: str
    url: str
    name: str
    title: str
    mime: str
    size: int
    width: int
    height: int


@dataclass(frozen=True)
class SeenMessage:
    """A message as seen; `text` is what its blocks say, `fallback` what a notification would.

    `sender` is `bot`, `person` or `slackbot`; a button is `{text, action_id, block_id, value, url, style}`,
    an image `{alt_text, image_url, file_id}`.
    """

    ts: str
    sender: str
    user: str
    text: str
    fallback: str
    blocks: list[dict[str, Any]]
    buttons: list[list[dict[str, Any]]]
    inputs: list[dict[str, Any]]
    images: list[dict[str, Any]]
    files: list[SeenFile]
    ephemeral: bool
    thread_ts: str
    edits: int
    earlier: list[str]
    change: int

    @property
    def button_texts(self) -> list[str]:
        """The texts of its buttons, row by row."""
        return [button["text"] for row in self.buttons for button in row]


@dataclass(frozen=True)
class SeenView:
    """A modal or home as seen; an input is `{type, label, block_id, action_id, options, max_files}`."""

    view_id: str
    type: str
    callback_id: str
    private_metadata: str
    title: str
    submit: str
    text: str
    blocks: list[dict[str, Any]]
    buttons: list[list[dict[str, Any]]]
    inputs: list[dict[str, Any]]
    images: list[dict[str, Any]]
    errors: dict[str, str]
    hash: str
    change: int

    @property
    def button_texts(self) -> list[str]:
        """The texts of its buttons, row by row."""
        return [button["text"] for row in self.buttons for button in row]


@dataclass(frozen=True)
class SeenChat:
    """A conversation, the app's home and the open modal as one person sees them, at one change count.

    A press is `{id, what, at, outcome}`; the outcome is empty while open, then `acked` or `timeout`.
    """

    change: int
    channel_id: str
    messages: list[SeenMessage]
    home: SeenView | None
    modal: SeenView | None
    presses: list[dict[str, Any]]

    def find_from_bot(self, after: int = 0) -> list[SeenMessage]:
        """List the app's messages that were sent or edited after a change count."""
        return [m for m in self.messages if m.sender == "bot" and m.change > after]

    def find_view(self, where: str) -> SeenView | None:
        """Give the `home` or the `modal`."""
        return self.home if where == "home" else self.modal

    def has_button(self, text: str, where: str = "") -> bool:
        """Whether a button whose text contains `text` is shown, anywhere or only there."""
        shown = {
            "modal": self.modal.button_texts if self.modal else [],
            "chat": [label for message in self.messages for label in message.button_texts],
            "home": self.home.button_texts if self.home else [],
        }
        labels = shown[where] if where else [label for place in shown.values() for label in place]
        return any(text.casefold() in label.casefold() for label in labels)


NOTHING = SeenMessage("", "", "", "", "", [], [], [], [], [], False, "", 0, [], 0)


def read_chat(body: dict[str, Any]) -> SeenChat:
    """Read what the control API shows."""
    views = {name: SeenView(**body[name]) if body[name] else None for name in ("home", "modal")}
    return SeenChat(**{**body, "messages": [_read_message(m) for m in body["messages"]], **views})


def _read_message(body: dict[str, Any]) -> SeenMessage:
    return SeenMessage(**{**body, "files": [SeenFile(**file) for file in body["files"]]})
