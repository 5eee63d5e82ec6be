"""Fetches a photo from Slack: bounded in bytes and time, and the token goes to Slack's own host only."""

import asyncio
from http import HTTPStatus
from typing import Final
from urllib.parse import urljoin, urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bots.downloads import Received, refuse_photo
from bots.failures import Gone, WaitFor
from bots.slack.errors import name_failure, read_word
from bots.slack.line import Line
from core.domain.photos import PhotoProblem
from core.domain.refusals import TooManyRequests, Unavailable

FETCH_SECONDS: Final = 60.0
MAX_REDIRECTS: Final = 3
CHUNK: Final = 64 * 1024
_LOST: Final = frozenset({"file_not_found", "file_deleted", "file_not_shared", "not_visible"})


async def fetch_file(line: Line, ref: dict[str, str]) -> bytes:
    """The bytes of a file that was sent to the bot.

    Raises PhotoRefused when it is larger than 20 MB, not there any more or not what Slack said (a sign-in page
    comes in place of a file whose token is not good), TooManyRequests when Slack asks to wait, and Unavailable
    when another try may do.
    """
    try:
        async with asyncio.timeout(FETCH_SECONDS):
            found = await line.find_workspace(ref["workspace"])
            url = ref["url"] or await _find_url(line, found.token, ref["file_id"])
            return await _download(line, url, found.token)
    except (TimeoutError, aiohttp.ClientError, Gone):
        raise Unavailable("Slack did not send the photo.") from None


async def _find_url(line: Line, token: str, file_id: str) -> str:
    try:
        told = await line.open_client(token).files_info(file=file_id)
    except SlackApiError as error:
        if read_word(error) in _LOST:
            raise refuse_photo(PhotoProblem.DAMAGED) from None
        failure = name_failure(error)
        if isinstance(failure, WaitFor):
            raise TooManyRequests(int(failure.seconds)) from None
        raise Unavailable("Slack did not answer.") from None
    except SlackClientError:
        raise Unavailable("Slack did not answer.") from None
    file = told.get("file") or {}
    return str(file.get("url_private_download") or file.get("url_private") or "")


def is_trusted(url: str, api_base: str) -> bool:
    """Whether the token may go to `url`: the host of the API, or the host `files.` before it."""
    try:
        asked, ours = urlsplit(url), urlsplit(api_base)
    except ValueError:
        return False
    hosts = (ours.hostname, f"files.{ours.hostname}")
    return asked.scheme == ours.scheme and asked.hostname in hosts and not asked.username


async def _download(line: Line, url: str, token: str) -> bytes:
    headers = {"Authorization": f"Bearer {token}"}
    for _ in range(MAX_REDIRECTS):
        if not is_trusted(url, line.api_base):
            raise refuse_photo(PhotoProblem.DAMAGED)
        async with line.session.get(url, headers=headers, allow_redirects=False) as answer:
            if answer.status // 100 != 3:  # noqa: PLR2004 - a redirect
                return await _read_file(answer)
            url = urljoin(url, answer.headers.get("location", ""))
    raise refuse_photo(PhotoProblem.DAMAGED)


async def _read_file(answer: aiohttp.ClientResponse) -> bytes:
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        seconds = answer.headers.get("retry-after", "")
        raise TooManyRequests(int(seconds) if seconds.isdigit() else 30)
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Unavailable("Slack did not send the photo.")
    if answer.status != HTTPStatus.OK or answer.content_type == "text/html":
        raise refuse_photo(PhotoProblem.DAMAGED)
    received = Received()
    async for piece in answer.content.iter_chunked(CHUNK):
        received.take(piece)
    return received.finish()
