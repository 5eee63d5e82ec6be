"""Conversations and the messages in them."""

from dataclasses import dataclass, field

from sandbox.slack.accounts import Team
from sandbox.slack.errors import JsonObject
from sandbox.slack.files import StoredFile

SLACKBOT = "USLACKBOT"


@dataclass
class Message:
    """One message; `only_for` names the one person who sees it, when it is ephemeral."""

    ts: str
    user: str
    text: str
    blocks: list[JsonObject] = field(default_factory=list)
    files: list[StoredFile] = field(default_factory=list)
    thread_ts: str = ""
    only_for: str = ""
    edited_at: str = ""
    earlier: list[str] = field(default_factory=list)
    changed: int = 0
    metadata: JsonObject = field(default_factory=dict)

    def write(self, team: Team) -> JsonObject:
        """Render as the Web API's message."""
        body: JsonObject = {"type": "message", "user": self.user, "text": self.text, "ts": self.ts}
        body |= team.write_bot() if self.user == team.bot_user else {"team": team.id}
        if self.blocks:
            body["blocks"] = self.blocks
        if self.thread_ts:
            body["thread_ts"] = self.thread_ts
        if self.edited_at:
            body["edited"] = {"user": self.user, "ts": self.edited_at}
        if self.files:
            body |= {"files": [file.write() for file in self.files], "upload": False}
        return body

    def write_whole(self, team: Team) -> JsonObject:
        """Render with its metadata, which only who asks for it is shown."""
        return self.write(team) | ({"metadata": self.metadata} if self.metadata else {})


@dataclass
class Channel:
    """A direct-message conversation (`kind` im) with one person, or a channel that the app is not in."""

    id: str
    team: Team
    kind: str
    name: str
    person: str = ""
    messages: dict[str, Message] = field(default_factory=dict)
    changed: int = 0

    def find(self, ts: object) -> Message | None:
        """Find a message that everyone here sees."""
        message = self.messages.get(str(ts))
        return message if message and not message.only_for else None
