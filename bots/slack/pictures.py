"""Sends pictures as one message, and sees to it that they are shown."""

import asyncio
from collections import OrderedDict
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bots.failures import Unreachable
from bots.outbound import Album, ReadFile
from bots.slack.blocks import MAX_TEXT, write_words

REMEMBERED: Final = 500  # albums; one is about 500 bytes
# A completed upload is shown a moment later; reports tell of some that never were (bolt-js issue 2115).
SHOWN_PAUSES: Final = (0.1, 0.3, 0.6, 1.0, 2.0, 2.0, 2.0, 2.0)

Doubted = tuple[str, tuple[str, ...]]
Json = dict[str, Any]


class Pictures:
    """Sends albums; by chat and keys it remembers those that Slack took and did not show."""

    def __init__(self) -> None:
        self._doubted: OrderedDict[Doubted, None] = OrderedDict()

    async def send(
        self, client: AsyncWebClient, chat: str, channel: str, album: Album, read_file: ReadFile
    ) -> str:
        """Send them; the references of the message and its files, with spaces between.

        Raises the library's errors, and Unreachable when Slack took them but did not show them. They are sent again
        then, but only once: a Slack that never tells must not fill somebody's chat.
        """
        key = (chat, tuple(picture.key for picture in album.pictures))
        files = await upload(client, channel, album, read_file)
        shares = await find_shares(client, files[0]) if files else {}
        if shares is None and key not in self._doubted:
            self._doubted[key] = None
            while len(self._doubted) > REMEMBERED:
                self._doubted.popitem(last=False)
            raise Unreachable(maybe_sent=True)
        self._doubted.pop(key, None)
        return " ".join([*list_messages(shares or {}), *files])


async def upload(client: AsyncWebClient, channel: str, album: Album, read_file: ReadFile) -> list[str]:
    """One message with all pictures; the ids of its files, as far as Slack tells them."""
    uploads = [
        {"file": await read_file(picture.key), "filename": picture.name, "title": picture.name}
        for picture in album.pictures
    ]
    comment = write_words(album.caption)[:MAX_TEXT] or None
    done = await client.files_upload_v2(channel=channel, file_uploads=uploads, initial_comment=comment)
    files: list[Any] = done.get("files") or []
    return [str(file["id"]) for file in files if file.get("id")]


async def find_shares(client: AsyncWebClient, file_id: str) -> Json | None:
    """Where a completed upload came to stand; None when nowhere, empty when Slack cannot be asked and is believed."""
    for pause in SHOWN_PAUSES:
        try:
            told = await client.files_info(file=file_id)
        except (SlackClientError, aiohttp.ClientError, TimeoutError):
            return {}
        shares = (told.get("file") or {}).get("shares")
        if shares is None or shares:
            return shares or {}
        await asyncio.sleep(pause)
    return None


def list_messages(shares: Json) -> list[str]:
    """The messages (`channel:ts`) that `shares` of files.info names, public or private."""
    channels = [item for kind in shares.values() for item in kind.items()]
    return [f"{channel}:{share['ts']}" for channel, all_ in channels for share in all_ if share.get("ts")]
