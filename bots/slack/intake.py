"""Takes in what Slack delivers, through Bolt: on record before the acknowledgement, and nothing else depends on it."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bots.arrival import Arrival
from bots.failures import SendFailure
from bots.inbound import Asked
from bots.languages import say, speak
from bots.slack import words
from bots.slack.errors import map_errors
from bots.slack.events import clean, find_workspace, name_chat, read_event
from bots.slack.form import UPLOAD, write_form
from bots.slack.home import ReadHome, draw_home, find_language
from bots.slack.interactions import asks_for_form, read_action, read_command, read_view
from bots.slack.line import Line
from bots.slack.quiet import QUIET
from bots.slack.workspaces import write_authorization

log = structlog.get_logger()

Json = Mapping[str, Any]
Record = Callable[[Arrival], Awaitable[bool]]

ANY: Final = re.compile(r".*", re.DOTALL)
_READERS: Final[dict[str, Callable[[Json], list[Arrival]]]] = {
    "event_callback": read_event,
    "block_actions": read_action,
    "view_submission": read_view,
}


def read_payload(payload: Json) -> list[Arrival]:
    """What any delivery of Slack says to conversations."""
    if "command" in payload:
        return read_command(payload)
    reader = _READERS.get(str(payload.get("type")))
    return reader(payload) if reader else []


def tells_of_leaving(payload: Json) -> bool:
    """Whether a workspace took the app out, or its bot's token back."""
    event = payload.get("event") or {}
    revoked = (event.get("tokens") or {}).get("bot")
    return event.get("type") == "app_uninstalled" or (event.get("type") == "tokens_revoked" and bool(revoked))


@dataclass(frozen=True)
class Intake:
    """The Bolt application's parts; `record` is False for what was on record before."""

    line: Line
    record: Record
    read_home: ReadHome

    async def record_first(self, body: Json, next_: Callable[[], Awaitable[None]]) -> BoltResponse | None:
        """Runs before Bolt acknowledges; what cannot be recorded is not acknowledged, so that Slack brings it again."""
        arrivals = read_payload(body)
        if arrivals:
            self._note_channel(arrivals[0].chat, body)
            stranger = await self.line.meet(arrivals[0].chat)
            named = [
                replace(one, name=stranger.name or one.name, language=stranger.language) for one in arrivals
            ]
            if not any(await asyncio.gather(*(self.record(one) for one in named))):
                return BoltResponse(status=200, body="")
        if tells_of_leaving(body):
            await self.line.workspaces.forget(find_workspace(body))
        await next_()
        return None

    def _note_channel(self, chat: str, body: Json) -> None:
        event = body.get("event") or {}
        if event.get("channel_type") == "im" and isinstance(event.get("channel"), str):
            self.line.note_channel(chat, event["channel"])

    async def hear_event(self, body: Json, client: AsyncWebClient) -> None:
        """Acknowledged already: show the home tab, or say where we talk."""
        event = body["event"]
        if event["type"] == "app_home_opened" and event.get("tab") == "home":
            await self.show_home(client, name_chat(find_workspace(body), event["user"]))
        elif event["type"] == "app_mention":
            chat = name_chat(find_workspace(body), event["user"])
            await self._tell_privately(client, event["channel"], chat)

    async def show_home(self, client: AsyncWebClient, chat: str) -> None:
        """The home tab as it is now; worth nothing when it fails, since it is drawn at each visit."""
        await _try(draw_home(self.line, client, chat, self.read_home))

    async def _tell_privately(self, client: AsyncWebClient, channel: str, chat: str) -> None:
        text = await self._translate(words.PRIVATE_ONLY, chat)
        user = chat.partition("/")[2]
        await _try(client.chat_postEphemeral(channel=channel, user=user, text=text))

    async def _translate(self, text: str, chat: str) -> str:
        with speak(await find_language(self.line, chat, await self.read_home(chat))):
            return say(text)

    async def _open_form(self, client: AsyncWebClient, body: Json, chat: str) -> None:
        """The form, or the same question in the chat: for who may not send photos yet, or whose moment is over."""
        home = await self.read_home(chat)
        if home.may_send:
            with speak(await find_language(self.line, chat, home)):
                form = write_form()
            if await _try(client.views_open(trigger_id=body["trigger_id"], view=form)):
                return
        who = await self.line.meet(chat)
        await self.record(
            Arrival("slack", chat, clean(body["trigger_id"]), Asked(UPLOAD), who.name, who.language)
        )

    async def answer_action(self, ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        """A tap is acknowledged at once; only the form needs the few seconds that a trigger lives."""
        await ack()
        if asks_for_form(body):
            await self._open_form(client, body, name_chat(find_workspace(body), body["user"]["id"]))

    async def answer_command(self, ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        """A command is answered in the private chat, and says so where that is elsewhere."""
        chat = name_chat(find_workspace(body), body["user_id"])
        is_private = str(body.get("channel_id", "")).startswith("D")
        await (ack() if is_private else ack(await self._translate(words.IN_PRIVATE, chat)))
        if asks_for_form(body):
            await self._open_form(client, body, chat)

    async def answer_view(self, ack: AsyncAck) -> None:
        """The form closes; its photos are on record."""
        await ack()

    def open_app(self, signing_secret: str) -> AsyncApp:
        """The Bolt application; without a secret only a socket may feed it."""
        app = AsyncApp(
            name="closeup",
            logger=QUIET,
            client=self.line.open_client(),
            signing_secret=signing_secret,
            authorize=self._write_authorize(),
        )
        app.middleware(self.record_first)
        app.event(ANY)(self.hear_event)
        app.action(ANY)(self.answer_action)
        app.command(ANY)(self.answer_command)
        for view in (app.view, app.view_closed, app.shortcut):
            view(ANY)(self.answer_view)
        app.error(note_fault)
        return app

    def _write_authorize(self) -> Callable[..., Awaitable[AuthorizeResult]]:
        """Who the bot is where something comes from, without a call to Slack that an acknowledgement would wait for.

        A function, because Bolt looks at the names of its parameters and takes a method's `self` for one.
        """

        async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
            workspace = team_id or enterprise_id or ""
            found = await self.line.workspaces.find(workspace)
            return write_authorization(workspace, found) if found else None

        return authorize  # type: ignore[return-value] # Bolt takes None for "not installed", its types do not


async def note_fault(error: Exception) -> None:
    """One line for the log; Bolt's own would hold what somebody sent. Nothing is acknowledged then."""
    log.warning("a delivery of Slack failed", error=type(error).__name__)


async def _try(call: Awaitable[Any]) -> bool:
    try:
        with map_errors():
            await call
    except SendFailure:
        return False
    return True
