"""Everything that one stand-in remembers: bot, people, chats, files, updates and calls."""

import itertools
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.changes import Changes
from sandbox.controls import ControlError
from sandbox.telegram.chats import Account, Chat, Content, Message, write_bot_user
from sandbox.telegram.errors import BadRequestError, BotApiError, JsonObject
from sandbox.telegram.faults import Faults
from sandbox.telegram.files import Files
from sandbox.telegram.updates import UpdateQueue

Clock = Callable[[], float]
MAX_RECORDED_CALLS = 20_000
FIRST_ALBUM = 13_500_000_000_000_001
FIRST_PRESS = 4_382_000_000_000_001


@dataclass
class Webhook:
    """Where updates are sent; an empty url means that the bot polls."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    last_error_at: int = 0
    last_error: str = ""


@dataclass
class Call:
    """One call of the bot, as it was asked and answered; `answer` is None for dropped connections."""

    number: int
    at: float
    method: str
    parameters: JsonObject
    status: int
    answer: Any


@dataclass
class World:
    """The state of one stand-in; `clock` gives the time in seconds since 1970."""

    token: str
    username: str
    clock: Clock
    people: dict[int, Account] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    files: Files = field(default_factory=Files)
    updates: UpdateQueue = field(default_factory=UpdateQueue)
    webhook: Webhook = field(default_factory=Webhook)
    faults: Faults = field(default_factory=Faults)
    changes: Changes = field(default_factory=Changes)
    called: Changes = field(default_factory=Changes)
    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=MAX_RECORDED_CALLS))
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    album_numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(FIRST_ALBUM))
    press_numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(FIRST_PRESS))

    @property
    def bot(self) -> JsonObject:
        """The bot as a User."""
        bot_id = int(self.token.split(":")[0])
        return write_bot_user(bot_id, self.settings.get("name", "Closeup"), self.username)

    def add_message(self, chat: Chat, sender: JsonObject, content: Content, **more: Any) -> Message:
        """Append a message to a chat and wake everyone who watches it."""
        message = Message(next(self.numbers), chat, sender, self.clock(), content, **more)
        chat.messages[message.id] = message
        chat.action = ""
        self.mark_changed(message)
        return message

    def mark_changed(self, message: Message) -> None:
        """Count a change of a message and of its chat."""
        message.changed = self.mark_chat_changed(message.chat)

    def mark_chat_changed(self, chat: Chat) -> int:
        """Count a change of a chat: a message, a press, a toast, an action."""
        chat.changed = self.changes.touch()
        return chat.changed

    def find_person(self, person_id: int) -> Account:
        """Find a registered person; raises ControlError 404."""
        if person_id not in self.people:
            raise ControlError(404, "There is no such person; register them first.")
        return self.people[person_id]

    def open_chat(self, about: JsonObject) -> Chat:
        """Give the chat with this description, new when there was none."""
        return self.chats.setdefault(about["id"], Chat(about["id"], about))

    def reach_chat(self, chat_id: object) -> Chat:
        """Find the chat that the bot may write to; raises BotApiError 400 or 403 as Telegram does."""
        if not isinstance(chat_id, int) or (chat_id not in self.chats and chat_id not in self.people):
            raise BadRequestError("chat not found")
        person = self.people.get(chat_id)
        if person and person.blocked:
            raise BotApiError(403, "Forbidden: bot was blocked by the user")
        if person and not person.started:
            raise BotApiError(403, "Forbidden: bot can't initiate conversation with a user")
        return self.chats[chat_id]

    def record(self, method: str, parameters: JsonObject, status: int, answer: Any) -> None:
        """Record one call of the bot."""
        number = self.called.count + 1
        self.calls.append(Call(number, self.clock(), method, parameters, status, answer))
        self.called.touch()
