"""What comes of a tap or a command: triggers, response addresses, modals and App Homes."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from sandbox.slack.accounts import APP_ID, Account, Team
from sandbox.slack.channels import Channel, Message
from sandbox.slack.errors import JsonObject, SlackError

# docs.slack.dev: a response_url works five times within 30 minutes; at most three views are stacked.
MAX_RESPONSES = 5
RESPONSE_SECONDS = 1800
MAX_STACK = 3
MAX_KEPT = 5_000


@dataclass
class Trigger:
    """The right to open one modal, for some seconds."""

    id: str
    person: Account
    at: float
    used: bool = False


@dataclass
class ResponseLink:
    """An address under which the app may answer one interaction."""

    channel: Channel
    person: Account
    at: float
    message: Message | None
    left: int = MAX_RESPONSES


@dataclass
class View:
    """A modal or an App Home, as one person sees it; `values` is what was chosen so far in its inputs."""

    id: str
    team: Team
    person: Account
    body: JsonObject
    hash: str
    root: str
    previous: str | None = None
    values: dict[str, dict[str, JsonObject]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    changed: int = 0

    def write(self) -> JsonObject:
        """Render as the Web API's view."""
        rest = ("private_metadata", "callback_id", "external_id")
        return {
            "id": self.id,
            "team_id": self.team.id,
            "app_id": APP_ID,
            "app_installed_team_id": self.team.id,
            "bot_id": self.team.bot_id,
            "type": self.body["type"],
            "title": self.body.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True},
            "submit": self.body.get("submit"),
            "close": self.body.get("close"),
            "blocks": self.body["blocks"],
            **{name: self.body.get(name, "") for name in rest},
            "clear_on_close": bool(self.body.get("clear_on_close")),
            "notify_on_close": bool(self.body.get("notify_on_close")),
            "state": {"values": self.values},
            "hash": self.hash,
            "root_view_id": self.root,
            "previous_view_id": self.previous,
        }


@dataclass
class Press:
    """One press or command of a person and what became of it: `` while open, then `acked` or `timeout`."""

    id: str
    person_id: str
    what: str
    at: float
    outcome: str = ""


class _Recent(OrderedDict[str, Any]):
    """A dictionary that forgets its oldest entries."""

    def __setitem__(self, key: str, value: Any) -> None:
        super().__setitem__(key, value)
        if len(self) > MAX_KEPT:
            self.popitem(last=False)


@dataclass
class Interactions:
    """All open triggers, response addresses, views and presses of one stand-in."""

    triggers: dict[str, Trigger] = field(default_factory=_Recent)
    links: dict[str, ResponseLink] = field(default_factory=_Recent)
    presses: dict[str, Press] = field(default_factory=_Recent)
    stacks: dict[str, list[View]] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)

    def use_trigger(self, trigger_id: object, now: float, lives: float) -> Account:
        """Spend a trigger; raises SlackError as Slack does for a wrong, late or used one."""
        trigger = self.triggers.get(str(trigger_id))
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if now - trigger.at > lives:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger.person

    def find_modal(self, person_id: str) -> View | None:
        """Give the modal that a person sees on top."""
        stack = self.stacks.get(person_id)
        return stack[-1] if stack else None

    def find_view(self, view_id: object, external_id: object) -> View:
        """Find an open view by either id; raises SlackError."""
        for view in [*self.homes.values(), *(view for stack in self.stacks.values() for view in stack)]:
            if view.id == view_id or (external_id and view.body.get("external_id") == external_id):
                return view
        raise SlackError("not_found")

    def push(self, view: View) -> None:
        """Put a modal on top of a person's stack; raises SlackError when three are open."""
        stack = self.stacks.setdefault(view.person.id, [])
        if len(stack) >= MAX_STACK:
            raise SlackError("push_limit_reached")
        stack.append(view)

    def close(self, person_id: str, *, all_views: bool = False) -> list[View]:
        """Close a person's topmost modal, or all; gives those closed."""
        stack = self.stacks.get(person_id, [])
        closed = stack[:] if all_views else stack[-1:]
        del stack[len(stack) - len(closed) :]
        return closed
