"""Everything that one stand-in remembers: workspaces, people, conversations, files, views, calls."""

import asyncio
import hashlib
import itertools
import secrets
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from sandbox.changes import Changes
from sandbox.controls import ControlError
from sandbox.slack.accounts import Account, Grant, Team, make_team
from sandbox.slack.channels import Channel, Message
from sandbox.slack.deliveries import Deliveries
from sandbox.slack.errors import JsonObject
from sandbox.slack.faults import Faults
from sandbox.slack.files import StoredFile
from sandbox.slack.http_mode import HttpMode
from sandbox.slack.installs import Install
from sandbox.slack.interactions import Interactions
from sandbox.slack.pace import Pace
from sandbox.slack.sockets import Sockets

Clock = Callable[[], float]
MAX_RECORDED_CALLS = 20_000


@dataclass
class Call:
    """One call of the app, as it was asked and answered; status 0 for dropped connections."""

    number: int
    at: float
    method: str
    parameters: JsonObject
    status: int
    answer: Any


@dataclass
class World:
    """The state of one stand-in; `clock` gives the time in seconds since 1970."""

    clock: Clock
    http: HttpMode = field(default_factory=HttpMode)
    pace: Pace = field(default_factory=Pace)
    base_url: str = ""
    client_id: str = ""
    client_secret: str = ""
    teams: dict[str, Team] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    uploads: dict[str, StoredFile] = field(default_factory=dict)
    codes: dict[str, Install] = field(default_factory=dict)
    interactions: Interactions = field(default_factory=Interactions)
    sockets: Sockets = field(default_factory=Sockets)
    deliveries: Deliveries = field(default_factory=Deliveries)
    faults: Faults = field(default_factory=Faults)
    changes: Changes = field(default_factory=Changes)
    called: Changes = field(default_factory=Changes)
    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=MAX_RECORDED_CALLS))
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    contents: dict[bytes, bytes] = field(default_factory=dict)
    last_ts: int = 0
    running: "set[asyncio.Task[None]]" = field(default_factory=set)

    def add_team(self, name: str) -> Team:
        """Add a workspace in which the app is not yet installed."""
        team = make_team(len(self.teams) + 1, name)
        self.teams[team.id] = team
        return team

    def next_ts(self) -> str:
        """Give a time stamp as Slack names messages by: seconds and microseconds, never twice."""
        self.last_ts = max(int(self.clock() * 1_000_000), self.last_ts + 1)
        return f"{self.last_ts // 1_000_000}.{self.last_ts % 1_000_000:06}"

    def next_id(self, letter: str) -> str:
        """Give an id as Slack's look, such as F0000000012."""
        return f"{letter}{next(self.numbers):010}"

    def make_secret(self) -> str:
        """Give what nobody can guess: for tickets, codes, triggers and addresses."""
        return secrets.token_hex(16)

    def keep(self, data: bytes) -> bytes:
        """Give bytes that are kept once, however often they are sent."""
        return self.contents.setdefault(hashlib.sha256(data).digest(), data)

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something after the answer that promised it."""
        task = asyncio.create_task(work)
        self.running.add(task)
        task.add_done_callback(self.running.discard)

    def find_person(self, person_id: str) -> Account:
        """Find a registered person in any workspace; raises ControlError 404."""
        for team in self.teams.values():
            if person_id in team.members:
                return team.members[person_id]
        raise ControlError(404, "There is no such person; register them first.")

    def open_im(self, person: Account) -> Channel:
        """Give the direct-message conversation of the app and a person, new when there was none."""
        wanted = f"D{person.id[1:]}"
        team = self.teams[person.team_id]
        return self.channels.setdefault(wanted, Channel(wanted, team, "im", "directmessage", person.id))

    def open_room(self, team: Team, name: str) -> Channel:
        """Give the channel of that name, of which the app is no member."""
        rooms = (c for c in self.channels.values() if c.team is team and c.kind == "channel")
        room = next((room for room in rooms if room.name == name), None)
        if room is None:
            room = Channel(self.next_id("C"), team, "channel", name)
            self.channels[room.id] = room
        return room

    def add_message(self, channel: Channel, message: Message) -> Message:
        """Append a message to a conversation and wake everyone who watches it."""
        channel.messages[message.ts] = message
        return self.mark_changed(channel, message)

    def mark_changed(self, channel: Channel, message: Message) -> Message:
        """Count a change of a message and of its conversation."""
        message.changed = self.mark_channel(channel)
        return message

    def mark_channel(self, channel: Channel) -> int:
        """Count a change of a conversation: a message, a press, its person's home or modal."""
        channel.changed = self.changes.touch()
        return channel.changed

    def mark_person(self, person: Account) -> int:
        """Count a change that only this person sees."""
        return self.mark_channel(self.open_im(person))

    def record(self, method: str, parameters: JsonObject, status: int, answer: Any) -> None:
        """Record one call of the app."""
        number = self.called.count + 1
        self.calls.append(Call(number, self.clock(), method, parameters, status, answer))
        self.called.touch()
