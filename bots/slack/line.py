"""The line to Slack: a client for each chat's workspace, the chat's channel, and who somebody is."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bots.failures import Gone
from bots.slack.events import clean
from bots.slack.quiet import QUIET
from bots.slack.workspaces import Workspace, Workspaces

REMEMBERED: Final = 5000  # chats; one is about 300 bytes
MEETING_SECONDS: Final = 1.0  # Slack gives us 3 to acknowledge, and the record comes after


@dataclass(frozen=True, slots=True)
class Stranger:
    """Who Slack says somebody is; `language` is an IETF tag or None."""

    name: str = ""
    language: str | None = None


class Line:
    """Calls to Slack at `api_base`, through one pool of connections."""

    def __init__(self, api_base: str, session: aiohttp.ClientSession, workspaces: Workspaces) -> None:
        self.api_base, self.session, self.workspaces = api_base, session, workspaces
        self._channels: OrderedDict[str, str] = OrderedDict()
        self._met: OrderedDict[str, asyncio.Task[Stranger]] = OrderedDict()

    def open_client(self, token: str | None = None) -> AsyncWebClient:
        """A client of the library that tries once: what is owed is tried again by the post, never doubled here."""
        return AsyncWebClient(
            token, self.api_base, session=self.session, retry_handlers=[], logger=QUIET, timeout=30
        )

    async def find_workspace(self, workspace: str) -> Workspace:
        """The installation; Gone where the app is not installed (any more)."""
        found = await self.workspaces.find(workspace)
        if found is None:
            raise Gone
        return found

    async def open_chat(self, chat: str) -> AsyncWebClient:
        """A client that speaks where `chat` is. Raises Gone."""
        found = await self.find_workspace(chat.partition("/")[0])
        return self.open_client(found.token)

    async def find_channel(self, client: AsyncWebClient, chat: str) -> str:
        """The channel of the private chat, asked for once. Raises the library's errors."""
        if chat not in self._channels:
            opened = await client.conversations_open(users=chat.partition("/")[2])
            self.note_channel(chat, opened["channel"]["id"])
        return self._channels[chat]

    def note_channel(self, chat: str, channel: str) -> None:
        """Remember the channel of a private chat."""
        self._channels[chat] = channel
        _forget_oldest(self._channels)

    async def meet(self, chat: str) -> Stranger:
        """Who writes from `chat`, as far as Slack tells in a second; asked once, and remembered."""
        if chat not in self._met:
            self._met[chat] = asyncio.create_task(self._ask_who(chat))
            _forget_oldest(self._met)
        asking = self._met[chat]
        await asyncio.wait([asking], timeout=MEETING_SECONDS)
        return asking.result() if asking.done() and not asking.cancelled() else Stranger()

    async def _ask_who(self, chat: str) -> Stranger:
        try:
            client = await self.open_chat(chat)
            told = await client.users_info(user=chat.partition("/")[2], include_locale=True)
            user = told["user"]
            profile = user.get("profile") or {}
            name = profile.get("real_name") or user.get("real_name") or profile.get("display_name")
            locale = user.get("locale")
            return Stranger(clean(name or user.get("name") or ""), clean(locale) if locale else None)
        except (
            SlackClientError,
            aiohttp.ClientError,
            TimeoutError,
            Gone,
            KeyError,
            AttributeError,
            TypeError,
        ):
            # Only a name is missing then; the next message asks again.
            self._met.pop(chat, None)
            return Stranger()

    async def close(self) -> None:
        """Close every connection."""
        for asking in self._met.values():
            asking.cancel()
        await self.session.close()


def _forget_oldest(table: OrderedDict[str, Any]) -> None:
    while len(table) > REMEMBERED:
        table.popitem(last=False)
