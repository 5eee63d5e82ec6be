"""Fetches a photo from Telegram: bounded in bytes and time, and never a file of this machine."""

import asyncio
import re
from typing import Final
from urllib.parse import quote

import aiohttp
from telegram import Bot
from telegram.error import BadRequest, RetryAfter, TelegramError

from bots.downloads import Received, refuse_photo
from bots.telegram.calls import Calls
from bots.telegram.errors import read_seconds
from core.domain.photos import MAX_PHOTO_BYTES, PhotoProblem
from core.domain.refusals import Refusal, TooManyRequests, Unavailable

FETCH_SECONDS: Final = 60.0
CHUNK: Final = 64 * 1024
_SAFE_PATH = re.compile(r"(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9_./ -]{0,250}")
_MOVED, _FAULTS = 300, 500


async def fetch_file(bot: Bot, calls: Calls, file_id: str) -> bytes:
    """The bytes of a file that was sent to the bot.

    Raises PhotoRefused when it is larger than 20 MB (Bot API, getFile) or not there any more, TooManyRequests
    when Telegram asks to wait, and Unavailable when another try may do.
    """
    try:
        async with asyncio.timeout(FETCH_SECONDS):
            path = await _find_path(bot, file_id)
            return await _download(calls, f"{bot.base_file_url}/{quote(path)}")
    except (TimeoutError, aiohttp.ClientError):
        raise Unavailable("Telegram did not send the photo.") from None


async def _find_path(bot: Bot, file_id: str) -> str:
    try:
        file = await bot.get_file(file_id)
    except BadRequest as error:
        raise _refuse_file(error) from None
    except RetryAfter as error:
        raise TooManyRequests(int(read_seconds(error))) from None
    except TelegramError:
        raise Unavailable("Telegram did not answer.") from None
    if (file.file_size or 0) > MAX_PHOTO_BYTES:
        raise refuse_photo(PhotoProblem.TOO_LARGE)
    return check_path((file.file_path or "").removeprefix(f"{bot.base_file_url}/"))


def check_path(path: str) -> str:
    """`path` if it is a relative one on Telegram's side.

    The library reads a file of this machine when the server names one that exists here, so nothing absolute
    and nothing that climbs may pass. Raises Unavailable.
    """
    if not _SAFE_PATH.fullmatch(path):
        raise Unavailable("The server named a file that is not its own.")
    return path


async def _download(calls: Calls, url: str) -> bytes:
    received = Received()
    async with calls.open_download(url) as answer:
        if answer.status >= _FAULTS:
            raise Unavailable("Telegram did not send the photo.")
        if answer.status >= _MOVED:
            raise refuse_photo(PhotoProblem.DAMAGED)
        async for piece in answer.content.iter_chunked(CHUNK):
            received.take(piece)
    return received.finish()


def _refuse_file(error: BadRequest) -> Refusal:
    too_big = "too big" in error.message.lower()
    return refuse_photo(PhotoProblem.TOO_LARGE if too_big else PhotoProblem.DAMAGED)
