"""Slack as a face of the conversation: sends what it says, fetches the photos, answers taps."""

import contextlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bots.errand import Errand
from bots.failures import SendFailure
from bots.outbound import (
    HOME_SLOT,
    Album,
    Documents,
    Home,
    Outbound,
    Replace,
    Say,
    Toast,
    Typing,
)
from bots.slack import texts
from bots.slack.blocks import MAX_TEXT, write_words
from bots.slack.deleting import forget_one
from bots.slack.downloads import fetch_file, is_trusted
from bots.slack.errors import map_errors
from bots.slack.home import Home as Tab
from bots.slack.home import ReadHome, draw_home
from bots.slack.installations import Installations
from bots.slack.line import Line
from bots.slack.pictures import SHOWN_PAUSES, Pictures
from bots.slack.workspaces import OneWorkspace, Workspaces

CALL_SECONDS: Final = 30.0
UPLOAD_SECONDS: Final = 120.0  # four pictures over a home line


class SlackFace:
    """The bot on Slack; made by `open_slack`, ended by `close`."""

    platform: Final = "slack"
    has_home = True
    deletable: timedelta | None = None  # a bot may delete its own messages and files at any age

    def __init__(self, line: Line, read_home: ReadHome, pictures: Pictures) -> None:
        self.line, self.read_home, self._pictures = line, read_home, pictures

    async def send(
        self, chat: str, outbound: Outbound, message_ref: str | None, errand: Errand
    ) -> str | None:
        """Send one thing; the reference of the message it stands in now, for later edits, or None.

        `message_ref` is what an earlier send into the same slot gave. Raises `SendFailure`.
        """
        # A bot in Slack has no typing sign; and the album before them is the originals, kept as they came.
        if isinstance(outbound, Typing | Documents):
            return None
        if isinstance(outbound, Home):
            return await self._draw_home(chat)
        with map_errors():
            client = await self.line.open_chat(chat)
            match outbound:
                case Say():
                    channel = await self.line.find_channel(client, chat)
                    return await texts.say(client, channel, outbound, errand)
                case Replace():
                    known = (message_ref or "").partition(":")[0]
                    channel = known or await self.line.find_channel(client, chat)
                    return await texts.edit(client, channel, outbound, message_ref, errand)
                case Album():
                    channel = await self.line.find_channel(client, chat)
                    return await self._pictures.send(client, channel, outbound, errand)
                case Toast(interaction, text) if text:  # without one the tap was acknowledged long ago
                    await self._answer_tap(client, chat, interaction, text)
        return None

    async def _draw_home(self, chat: str) -> str:
        """Worth nothing when it fails: the tab is drawn anew at each visit too."""
        with contextlib.suppress(SendFailure), map_errors():
            await draw_home(self.line, await self.line.open_chat(chat), chat, self.read_home)
        return HOME_SLOT

    async def forget(self, chat: str, refs: Sequence[str]) -> None:
        """Delete these messages and files of ours; those that are gone are passed over. Raises `SendFailure`."""
        with map_errors():
            client = await self.line.open_chat(chat)
            # A message before its files: without them it would show their places for a moment.
            for ref in sorted(refs, key=lambda ref: ":" not in ref):
                await forget_one(client, ref)

    async def _answer_tap(self, client: AsyncWebClient, chat: str, interaction: str, text: str) -> None:
        words = write_words(text)[:MAX_TEXT]
        try:
            if interaction and is_hook(interaction, self.line.api_base):
                answer = {"response_type": "ephemeral", "replace_original": False, "text": words}
                async with self.line.session.post(interaction, json=answer, allow_redirects=False):
                    return
            channel = await self.line.find_channel(client, chat)
            user = chat.partition("/")[2]
            await client.chat_postEphemeral(channel=channel, user=user, text=words)
        except (SlackClientError, aiohttp.ClientError, TimeoutError):
            # Too late or not possible here: nothing depends on a toast.
            return

    async def fetch(self, ref: dict[str, str]) -> bytes:
        """The bytes of a photo; raises PhotoRefused, TooManyRequests or Unavailable (see `fetch_file`)."""
        return await fetch_file(self.line, ref)

    async def warm(self) -> None:
        """Prove a single token and learn the bot's ids before the first event. Raises `SendFailure`."""
        workspaces = self.line.workspaces
        alone = workspaces.alone if isinstance(workspaces, Installations) else workspaces
        if isinstance(alone, OneWorkspace):
            await alone.warm(self.line.open_client())

    async def close(self) -> None:
        """Close every connection."""
        await self.line.close()


def is_hook(url: str, api_base: str) -> bool:
    """Whether `url` is one of Slack's own for answering a tap."""
    return is_trusted(url.replace("://hooks.", "://", 1), api_base)


async def show_strangers(chat: str) -> Tab:
    """A home for who is nobody's member."""
    del chat
    return Tab()


async def open_slack(
    api_base: str,
    workspaces: Workspaces,
    read_home: ReadHome = show_strangers,
    shown_pauses: Sequence[float] = SHOWN_PAUSES,
) -> SlackFace:
    """A face for the bot at `api_base` (https://slack.com/api/). Reaches nothing yet."""
    base = f"{api_base.rstrip('/')}/"
    limits = aiohttp.ClientTimeout(total=UPLOAD_SECONDS, sock_read=CALL_SECONDS)
    # Servers close what idles, often after 5 s; a message must not be the first to notice.
    connector = aiohttp.TCPConnector(keepalive_timeout=3.0)
    session = aiohttp.ClientSession(timeout=limits, connector=connector)
    return SlackFace(Line(base, session, workspaces), read_home, Pictures(session, shown_pauses))
