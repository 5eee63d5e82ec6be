"""Telegram's calls over aiohttp: the library's own client, httpx, takes about 5 ms of a core for each."""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import aiohttp
import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECTIONS: Final = 16  # Telegram allows about 30 calls a second, and answers most in a tenth of one
CONNECT_SECONDS: Final = 5.0
ANSWER_SECONDS: Final = 20.0
# The library's twenty seconds are too short to upload four pictures over a home line.
UPLOAD_SECONDS: Final = 120.0
POOL_SECONDS: Final = 20.0  # as long as a call that holds a connection waits for its answer
# What ended before the request could leave: nobody can have acted on it.
NEVER_LEFT: Final = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


class Calls(BaseRequest):
    """Carries every call but getUpdates; opens with its first call, and again after a `shutdown`."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to an answer; the library asks."""
        return ANSWER_SECONDS

    async def initialize(self) -> None:
        """Open the client; again is no harm."""
        if self._session is None or self._session.closed:
            # httpx's context knows certifi's authorities, also where Python knows none.
            connector = aiohttp.TCPConnector(limit=CONNECTIONS, ssl=httpx.create_ssl_context())
            self._session = aiohttp.ClientSession(connector=connector, trust_env=True)

    async def shutdown(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()

    @asynccontextmanager
    async def open_download(self, url: str) -> AsyncIterator[aiohttp.ClientResponse]:
        """An answer whose bytes are still to come; where it was moved to is not looked at. Raises aiohttp's errors."""
        await self.initialize()
        assert self._session is not None  # noqa: S101 - just opened
        timeout = aiohttp.ClientTimeout(
            total=None, connect=POOL_SECONDS, sock_connect=CONNECT_SECONDS, sock_read=ANSWER_SECONDS
        )
        async with self._session.get(url, timeout=timeout, allow_redirects=False) as answer:
            yield answer

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """The status and body of one call. Raises the library's TimedOut and NetworkError.

        The library's timeouts of single calls are left aside: nobody here sets any.
        """
        await self.initialize()
        assert self._session is not None  # noqa: S101 - just opened
        body, headers = _write_form(request_data), {"User-Agent": self.USER_AGENT}
        seconds = ANSWER_SECONDS + (UPLOAD_SECONDS if request_data and request_data.contains_files else 0)
        timeout = aiohttp.ClientTimeout(
            total=POOL_SECONDS + seconds, connect=POOL_SECONDS, sock_connect=CONNECT_SECONDS
        )
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            # The name alone: its text may hold the address, and that the token.
            raise NetworkError(type(error).__name__) from error


def _write_form(data: RequestData | None) -> aiohttp.FormData | dict[str, str] | None:
    if data is None:
        return None
    if not data.contains_files:
        return data.json_parameters
    form = aiohttp.FormData()
    for name, text in data.json_parameters.items():
        form.add_field(name, text)
    for name, (filename, content, mime) in data.multipart_data.items():
        file = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, file, filename=filename, content_type=mime)
    return form
