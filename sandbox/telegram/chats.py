"""People, chats and messages as the stand-in remembers them, and how they look on the wire."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.telegram.errors import JsonObject
from sandbox.telegram.files import StoredFile

# Who is in a private chat is decided by the chat's id, which is the person's own.
_GROUP_IDS_BELOW = 0


@dataclass
class Account:
    """A person with a Telegram account who may chat with the bot."""

    id: int
    first_name: str
    language: str = "en"
    last_name: str = ""
    username: str = ""
    started: bool = False
    blocked: bool = False

    def write_user(self) -> JsonObject:
        """Render as the Bot API's User."""
        return {"id": self.id, "is_bot": False, **self._write_names(), "language_code": self.language}

    def write_chat(self) -> JsonObject:
        """Render as the private Chat that this person has with the bot."""
        return {"id": self.id, "type": "private", **self._write_names()}

    def _write_names(self) -> JsonObject:
        names = {"first_name": self.first_name, "last_name": self.last_name, "username": self.username}
        return {name: value for name, value in names.items() if value}


@dataclass
class Content:
    """What a message holds: text, or a photo or a file with an optional caption, or some other kind."""

    text: str = ""
    entities: list[JsonObject] = field(default_factory=list)
    photo: list[StoredFile] = field(default_factory=list)
    document: StoredFile | None = None
    other: JsonObject = field(default_factory=dict)

    @property
    def is_media(self) -> bool:
        """Whether `text` is a caption."""
        return bool(self.photo or self.document)

    def write(self) -> JsonObject:
        """Render the fields that the Bot API's Message has for this content."""
        fields: JsonObject = dict(self.other)
        if self.photo:
            fields["photo"] = [size.write_photo_size() for size in self.photo]
        if self.document:
            fields["document"] = self.document.write_document()
        if self.text:
            fields["caption" if self.is_media else "text"] = self.text
        if self.entities:
            fields["caption_entities" if self.is_media else "entities"] = self.entities
        return fields


@dataclass
class Message:
    """One message of a chat, with its edits applied; `changed` is the change count of its last change."""

    id: int
    chat: "Chat"
    sender: JsonObject
    at: float
    content: Content
    keyboard: list[list[JsonObject]] | None = None
    album: str = ""
    edited_at: float | None = None
    edits: int = 0
    earlier: list[str] = field(default_factory=list)
    reply_to: "Message | None" = None
    protected: bool = False
    changed: int = 0

    @property
    def from_bot(self) -> bool:
        """Whether the bot sent it."""
        return bool(self.sender["is_bot"])

    def write(self, *, nested: bool = False) -> JsonObject:
        """Render as the Bot API's Message; a nested one leaves out what it answers to."""
        fields: JsonObject = {"message_id": self.id, "date": int(self.at), "chat": self.chat.write()}
        fields |= {"from": self.sender, **self.content.write()}
        if self.keyboard:
            fields["reply_markup"] = {"inline_keyboard": self.keyboard}
        if self.album:
            fields["media_group_id"] = self.album
        if self.edited_at is not None:
            fields["edit_date"] = int(self.edited_at)
        if self.protected:
            fields["has_protected_content"] = True
        if self.reply_to and not nested:
            fields["reply_to_message"] = self.reply_to.write(nested=True)
        return fields


@dataclass
class Press:
    """One press of a button, and the bot's answer to it once there is one."""

    id: str
    person_id: int
    message_id: int
    data: str
    at: float
    answered: bool = False
    text: str = ""
    alert: bool = False


@dataclass
class Chat:
    """A private chat or a group, its messages by id in order, and what the bot shows as being done."""

    id: int
    about: JsonObject
    messages: dict[int, Message] = field(default_factory=dict)
    presses: dict[str, Press] = field(default_factory=dict)
    action: str = ""
    action_at: float = 0.0
    changed: int = 0

    @property
    def is_group(self) -> bool:
        """Whether more people than one can be in it."""
        return self.id < _GROUP_IDS_BELOW

    def write(self) -> JsonObject:
        """Render as the Bot API's Chat."""
        return dict(self.about)


def write_bot_user(bot_id: int, name: str, username: str) -> dict[str, Any]:
    """Render the bot as the Bot API's User, as it appears in messages."""
    return {"id": bot_id, "is_bot": True, "first_name": name, "username": username}
