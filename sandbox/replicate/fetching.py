"""Fetches what inputs refer to: data URLs, uploaded files, and addresses that anybody can open."""

import asyncio
import base64
import hashlib
from urllib.parse import unquote_to_bytes, urlsplit
from weakref import WeakValueDictionary

import httpx

from sandbox.outgoing import open_http
from sandbox.replicate.files import FileShelf
from sandbox.replicate.likeness import Likeness, UnusableInputError, read_archive, read_likeness
from sandbox.replicate.refusals import ReplicateRefusal

MOST_BYTES = 100 * 1024 * 1024
_PATIENCE_SECONDS = 30.0
_FILES = "/v1/files/"


class Fetcher:
    """Reads inputs for the models of one stand-in; equal pictures are kept once."""

    def __init__(self, shelf: FileShelf) -> None:
        self._shelf = shelf
        self._client: httpx.AsyncClient | None = None
        self._known: WeakValueDictionary[bytes, Likeness] = WeakValueDictionary()
        self._readers = asyncio.Semaphore(2)

    async def fetch_likeness(self, address: str, base: str) -> Likeness:
        """Fetch and read a reference picture; raises UnusableInputError."""
        data = await self._fetch(address, base)
        digest = hashlib.sha256(data).digest()
        async with self._readers:
            known = self._known.get(digest)
            if known is None:
                known = self._known[digest] = await asyncio.to_thread(read_likeness, data)
            return known

    async def fetch_archive(self, address: str, base: str) -> list[Likeness]:
        """Fetch and read a training's zip archive; raises UnusableInputError."""
        data = await self._fetch(address, base)
        async with self._readers:
            return await asyncio.to_thread(read_archive, data)

    async def close(self) -> None:
        """Close the connections."""
        if self._client:
            await self._client.aclose()

    async def _fetch(self, address: str, base: str) -> bytes:
        if address.startswith("data:"):
            return _read_data_url(address)
        if address.startswith(base + _FILES):
            return self._take_from_shelf(urlsplit(address).path.removeprefix(_FILES))
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                return await self._download(address)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as problem:
            raise UnusableInputError("The input file could not be downloaded.") from problem

    def _take_from_shelf(self, file_id: str) -> bytes:
        try:
            return self._shelf.get(file_id).data
        except ReplicateRefusal as refusal:
            raise UnusableInputError("The input file does not exist or has expired.") from refusal

    async def _download(self, address: str) -> bytes:
        if self._client is None:
            self._client = open_http()
        found = bytearray()
        async with self._client.stream("GET", address, follow_redirects=True) as answer:
            if answer.is_error:
                raise UnusableInputError(
                    f"The input file could not be downloaded: HTTP {answer.status_code}."
                )
            async for chunk in answer.aiter_bytes():
                found += chunk
                if len(found) > MOST_BYTES:
                    raise UnusableInputError("The input file is too large.")
        return bytes(found)


def _read_data_url(address: str) -> bytes:
    head, comma, body = address.removeprefix("data:").partition(",")
    if not comma:
        raise UnusableInputError("The data URL has no data.")
    if not head.endswith(";base64"):
        return unquote_to_bytes(body)
    try:
        return base64.b64decode(body, validate=True)
    except ValueError as problem:
        raise UnusableInputError("The data URL is not valid base64.") from problem
