"""Sends pictures as one message, sees to it that they are shown, and never sends their originals a second time."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bots.failures import Unreachable
from bots.outbound import Album, Documents
from bots.slack.blocks import MAX_TEXT, write_words

REMEMBERED: Final = 500  # albums; one is about 500 bytes
# A completed upload is shown a moment later; reports tell of some that never were (bolt-js issue 2115).
SHOWN_PAUSES: Final = (0.1, 0.3, 0.6, 1.0, 2.0, 2.0, 2.0, 2.0)

ReadFile = Callable[[str], Awaitable[bytes]]
Shown = tuple[str, tuple[str, ...]]


class Pictures:
    """What this process sent of pictures, by chat and keys."""

    def __init__(self) -> None:
        self._shown: OrderedDict[Shown, bool] = OrderedDict()

    async def send(
        self,
        client: AsyncWebClient,
        chat: str,
        channel: str,
        outbound: Album | Documents,
        read_file: ReadFile,
    ) -> None:
        """Send them, once: Slack keeps what it shows as it came, so an album just sent is the originals already.

        Raises the library's errors, and Unreachable when Slack took them but did not show them. They are sent again
        then, but only once: a Slack that never tells must not fill somebody's chat.
        """
        key = (chat, tuple(picture.key for picture in outbound.pictures))
        if isinstance(outbound, Documents) and self._shown.get(key):
            return
        file_id = await upload(client, channel, outbound, read_file)
        is_shown = self._shown.get(key) is False or await is_shared(client, file_id)
        self._shown[key] = is_shown
        while len(self._shown) > REMEMBERED:
            self._shown.popitem(last=False)
        if not is_shown:
            raise Unreachable(maybe_sent=True)


async def upload(
    client: AsyncWebClient, channel: str, outbound: Album | Documents, read_file: ReadFile
) -> str:
    """One message with all pictures; the id of its first file, or empty when Slack does not tell."""
    uploads = [
        {"file": await read_file(picture.key), "filename": picture.name, "title": picture.name}
        for picture in outbound.pictures
    ]
    comment = write_words(outbound.caption)[:MAX_TEXT] or None
    done = await client.files_upload_v2(channel=channel, file_uploads=uploads, initial_comment=comment)
    files: list[Any] = done.get("files") or []
    return str(files[0].get("id") or "") if files else ""


async def is_shared(client: AsyncWebClient, file_id: str) -> bool:
    """Whether a completed upload came into the chat; a Slack that cannot be asked is believed."""
    for pause in SHOWN_PAUSES if file_id else ():
        try:
            told = await client.files_info(file=file_id)
        except (SlackClientError, aiohttp.ClientError, TimeoutError):
            return True
        shares = (told.get("file") or {}).get("shares")
        if shares is None or shares:
            return True
        await asyncio.sleep(pause)
    return not file_id
