"""Sends pictures as one message, and sees to it that they are shown, once."""

import asyncio
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bots.errand import Errand
from bots.failures import Refused, Unreachable
from bots.outbound import Album, Picture
from bots.slack.blocks import MAX_TEXT, write_words
from bots.slack.deleting import forget_one
from bots.slack.errors import is_undeletable, name_failure
from core.failpoints import reach

# A completed upload is shown a moment later; reports tell of some that never were (bolt-js issue 2115).
SHOWN_PAUSES: Final = (0.1, 0.3, 0.6, 1.0, 2.0, 2.0, 2.0, 2.0)

Json = dict[str, Any]


class Pictures:
    """Sends albums; `shown_pauses` are the seconds between looks whether Slack shows one."""

    def __init__(self, session: aiohttp.ClientSession, shown_pauses: Sequence[float]) -> None:
        self._session, self._shown_pauses = session, shown_pauses

    async def send(self, client: AsyncWebClient, channel: str, album: Album, errand: Errand) -> str:
        """Send one; the references of the message and its files, with spaces between.

        What an earlier try handed over is asked for first, and counts if it is shown. Raises the library's errors,
        and Unreachable when Slack took the pictures but did not show them. They are sent again then, but only once:
        a Slack that never tells must not fill somebody's chat.
        """
        is_doubted = False
        if errand.uploads:
            shares, is_doubted = await self._ask_for_earlier(client, errand.uploads)
            if shares is not None:
                return _list_refs(shares, errand.uploads)
        files = [await self._upload(client, picture, errand) for picture in album.pictures]
        await errand.note_uploads(files)
        reach("pictures.noted")
        await _complete(client, channel, album, files)
        reach("pictures.completed")
        try:
            shares = await self._find_shares(client, files[0])
        except (SlackClientError, aiohttp.ClientError, TimeoutError):
            shares = {}  # Slack cannot be asked, and is believed
        if shares is None and not is_doubted:
            raise Unreachable(maybe_sent=True)
        return _list_refs(shares or {}, files)

    async def _ask_for_earlier(
        self, client: AsyncWebClient, files: Sequence[str]
    ) -> tuple[Json | None, bool]:
        """Where pictures of an earlier try are shown, or None; and whether Slack had taken those that are not.

        What is not shown is deleted: nobody needs it, and a Slack that shows it after all would show it twice.
        """
        is_taken, shares = False, None
        try:
            shares = await self._find_shares(client, files[0])
            is_taken = True
        except SlackApiError as error:
            if is_undeletable(error):
                return None, False
            if not isinstance(name_failure(error), Refused):
                raise
        if shares is None:
            for file in files:
                await forget_one(client, file)
        return shares, is_taken

    async def _upload(self, client: AsyncWebClient, picture: Picture, errand: Errand) -> str:
        """Hand over the bytes; the file's id. Nobody sees it before the upload is completed."""
        data = await errand.read_file(picture.key)
        told = await client.files_getUploadURLExternal(filename=picture.name, length=len(data))
        async with self._session.post(str(told["upload_url"]), data=data) as answer:
            if answer.status != HTTPStatus.OK:
                raise Unreachable(maybe_sent=False)
        return str(told["file_id"])

    async def _find_shares(self, client: AsyncWebClient, file_id: str) -> Json | None:
        """Where a completed upload came to stand; None when nowhere, empty when Slack does not tell."""
        for pause in self._shown_pauses:
            told = await client.files_info(file=file_id)
            shares = (told.get("file") or {}).get("shares")
            if shares is None or shares:
                return shares or {}
            await asyncio.sleep(pause)
        return None


async def _complete(client: AsyncWebClient, channel: str, album: Album, files: Sequence[str]) -> None:
    """From here on Slack shows them, sooner or later."""
    titled: list[dict[str, str | None]] = [
        {"id": id_, "title": p.name} for id_, p in zip(files, album.pictures, strict=True)
    ]
    comment = write_words(album.caption)[:MAX_TEXT] or None
    await client.files_completeUploadExternal(files=titled, channel_id=channel, initial_comment=comment)


def _list_refs(shares: Json, files: Sequence[str]) -> str:
    """The messages (`channel:ts`) that `shares` of files.info names, public or private, then the files."""
    channels = [item for kind in shares.values() for item in kind.items()]
    messages = [f"{channel}:{share['ts']}" for channel, all_ in channels for share in all_ if share.get("ts")]
    return " ".join([*messages, *files])
