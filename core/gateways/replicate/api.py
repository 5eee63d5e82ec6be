"""Replicate through its own client: uploads, predictions, trainings and what came of them."""

import asyncio
import io
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import structlog

from core.domain.attempts import AttemptKind
from core.gateways.replicate.models import LEAST_SECONDS, Model, Training
from core.gateways.replicate.refusals import (
    GeneratorBusy,
    GeneratorOff,
    GeneratorRefused,
    GeneratorUnreachable,
    OutputUnusable,
    UnknownToReplicate,
)

log = structlog.get_logger()

MARK: Final = "closeup"
CONNECT_SECONDS: Final = 5.0
ANSWER_SECONDS: Final = 15.0
UPLOAD_SECONDS: Final = 90.0
UPLOAD_TIMEOUT: Final = httpx.Timeout(UPLOAD_SECONDS, connect=CONNECT_SECONDS)
DOWNLOAD_TIMEOUT: Final = httpx.Timeout(30, connect=CONNECT_SECONDS)
# At once: enough for Replicate's own limits (10 creations and 50 other calls a second) at half a second each. With a
# hundred the client's pool is slower than Replicate: each request looks at every other and every connection.
MOST_CALLS: Final = 24
MOST_UPLOADS: Final = 12
MOST_PAGES: Final = 20  # of a list that is searched for a lost answer; a page has 100
EVENTS: Final = ["completed"]
SUCCEEDED: Final = "succeeded"
# `aborted` is missing in the client's own types: a deadline that passed before the work began.
ENDED: Final = (SUCCEEDED, "failed", "canceled", "aborted")
_PATHS: Final = {
    AttemptKind.PREDICTION: "predictions",
    AttemptKind.TRAINING: "trainings",
    AttemptKind.FILE: "files",
}


@dataclass(frozen=True, slots=True)
class Job:
    """A prediction or training as it is now; `outputs` are addresses that live for an hour."""

    id: str
    status: str
    given: Mapping[str, Any]
    outputs: tuple[str, ...]
    version: str | None
    error: str

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes of it."""
        return self.status in ENDED


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done: `hook` is where its end is told, `seconds` how long it may take."""

    given: Mapping[str, Any]
    hook: str | None
    seconds: int


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """An uploaded file: models open `address`, nobody else can without the account's token."""

    id: str
    address: str


class ReplicateGateway:
    """Calls Replicate with one token, on one event loop; close it on that loop.

    The client parses no status `aborted` and sends no `Cancel-After`, so answers are read as plain JSON. It repeats
    GET and DELETE by itself when Replicate is busy, never POST. Whoever gets no turn in the time that an answer may
    take is told `GeneratorBusy`.
    """

    def __init__(self, token: str, api_base: str, seconds: float = ANSWER_SECONDS) -> None:
        # The client takes a while to import, and an installation with the studio has no use for it.
        from replicate.client import Client

        self._base = api_base
        self._seconds = seconds
        self._calls, self._uploads = asyncio.Semaphore(MOST_CALLS), asyncio.Semaphore(MOST_UPLOADS)
        timeout = httpx.Timeout(seconds, connect=CONNECT_SECONDS)
        self._client = Client(token, base_url=api_base, timeout=timeout)
        self._downloads = httpx.AsyncClient(timeout=DOWNLOAD_TIMEOUT, follow_redirects=True, max_redirects=3)

    async def close(self) -> None:
        """Let the connections go."""
        await self._downloads.aclose()
        await self._client._async_client.aclose()  # noqa: SLF001 - the client has no public way to close it

    async def predict(self, model: Model, version: str, order: Order) -> Job:
        """Begin a prediction by `version`, or by the model's name for an official one."""
        body: dict[str, Any] = {"input": dict(order.given), **_write_hook(order.hook)}
        path = "/v1/predictions" if version else f"/v1/models/{model.name}/predictions"
        if version:
            body["version"] = version
        headers = {"Cancel-After": f"{max(LEAST_SECONDS, order.seconds)}s"}
        return _read_job(await self._ask("POST", path, json=body, headers=headers))

    async def train(
        self, training: Training, version: str, destination: str, given: Mapping[str, Any], hook: str | None
    ) -> Job:
        """Begin a training of a new version of `destination`, which must be there."""
        path = f"/v1/models/{training.name}/versions/{version}/trainings"
        body = {"input": dict(given), "destination": destination, **_write_hook(hook)}
        return _read_job(await self._ask("POST", path, json=body))

    async def read_job(self, kind: AttemptKind, job_id: str) -> Job:
        """A prediction or training as it is now."""
        return _read_job(await self._ask("GET", f"/v1/{_PATHS[kind]}/{job_id}"))

    async def cancel_job(self, kind: AttemptKind, job_id: str) -> None:
        """Stop it; one that has ended stays as it is."""
        await self._ask("POST", f"/v1/{_PATHS[kind]}/{job_id}/cancel")

    async def find_job(
        self,
        kind: AttemptKind,
        since: datetime,
        known: set[str],
        is_ours: Callable[[Mapping[str, Any]], bool],
    ) -> Job | None:
        """A job begun since a moment whose input `is_ours`, and whose id is none of `known`: its answer was lost.

        Replicate shows neither the webhook nor anything else of ours, only the input; that names files which belong
        to one generation.
        """
        async for row in self._list(_PATHS[kind], since):
            job = _read_job(row)
            if job.id not in known and is_ours(job.given):
                return job
        return None

    async def upload(self, name: str, media_type: str, data: bytes, mark: str) -> RemoteFile:
        """Store a file with the account; it carries `mark`, by which it is found again."""
        file = io.BytesIO(data)
        async with _take_turn(self._uploads, UPLOAD_SECONDS):
            stored = await self._client._async_request(  # noqa: SLF001 - the public call has no time limit
                "POST",
                "/v1/files",
                files={"content": (name, file, media_type)},
                data={"metadata": f'{{"{MARK}": "{mark}"}}'},
                timeout=UPLOAD_TIMEOUT,
            )
            return _read_file(stored.json())

    async def find_file(self, mark: str, since: datetime) -> RemoteFile | None:
        """The file that was stored under a mark since a moment."""
        async for row in self._list("files", since):
            if (row.get("metadata") or {}).get(MARK) == mark:
                return _read_file(row)
        return None

    async def delete_file(self, file_id: str) -> None:
        """Remove a stored file; one that is gone is no harm."""
        await self._delete(f"/v1/files/{file_id}")

    async def delete_version(self, version: str) -> None:
        """Remove a trained version (`owner/name:id`) and what it made; one that is gone is no harm."""
        name, _, version_id = version.partition(":")
        await self._delete(f"/v1/models/{name}/versions/{version_id}")

    async def read_model(self, name: str) -> dict[str, Any]:
        """A model with its latest version, as Replicate writes it; `UnknownToReplicate`."""
        return await self._ask("GET", f"/v1/models/{name}")

    async def read_version(self, name: str, version: str) -> dict[str, Any]:
        """One version of a model with its `openapi_schema`; `UnknownToReplicate`."""
        return await self._ask("GET", f"/v1/models/{name}/versions/{version}")

    async def open_destination(self, training: Training) -> str:
        """`owner/name` of the account's private model that trained versions belong to, made if it is missing."""
        owner = str((await self._ask("GET", "/v1/account"))["username"])
        name = f"{owner}/{training.destination}"
        try:
            await self.read_model(name)
        except UnknownToReplicate:
            body = {
                "owner": owner,
                "name": training.destination,
                "visibility": "private",
                "hardware": training.hardware,
            }
            await self._make_model(name, body)
        return name

    async def _make_model(self, name: str, body: dict[str, Any]) -> None:
        """Another generation may have made it meanwhile."""
        try:
            await self._ask("POST", "/v1/models", json=body)
        except GeneratorRefused:
            await self.read_model(name)

    async def download(self, address: str, most: int) -> bytes:
        """The bytes of an output, at most `most`; without our token, which is for the API alone.

        Raises `OutputUnusable`, or `GeneratorUnreachable` when it may be had later.
        """
        if urlsplit(address).scheme != "https" and not address.startswith(self._base):
            raise OutputUnusable
        found = bytearray()
        try:
            async with self._downloads.stream("GET", address) as answer:
                _check_download(answer.status_code)
                async for chunk in answer.aiter_bytes():
                    found += chunk
                    if len(found) > most:
                        raise OutputUnusable
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise GeneratorUnreachable from error
        return bytes(found)

    async def _delete(self, path: str) -> None:
        try:
            await self._ask("DELETE", path)
        except UnknownToReplicate:
            return

    async def _list(self, what: str, since: datetime) -> AsyncIterator[dict[str, Any]]:
        """Rows of a list, newest first, down to `since`."""
        place: str | None = f"/v1/{what}"
        for _ in range(MOST_PAGES):
            if not place:
                return
            page = await self._ask("GET", place)
            for created_at, row in _read_rows(page):
                if created_at < since:
                    return
                yield row
            place = page.get("next")

    async def _ask(self, method: str, path: str, **parts: Any) -> dict[str, Any]:
        async with _take_turn(self._calls, self._seconds):
            answer = await self._client._async_request(method, path, **parts)  # noqa: SLF001 - see the class
            body = answer.json() if answer.content else {}
            if not isinstance(body, dict):
                raise GeneratorUnreachable
            return body


@asynccontextmanager
async def _take_turn(turns: asyncio.Semaphore, seconds: float) -> AsyncIterator[None]:
    """One of the calls that are made at once, its errors as ours; `GeneratorBusy` after so many seconds."""
    try:
        async with asyncio.timeout(seconds):
            await turns.acquire()
    except TimeoutError as late:
        raise GeneratorBusy from late
    try:
        with _map_errors():
            yield
    finally:
        turns.release()


@contextmanager
def _map_errors() -> Iterator[None]:
    from replicate.exceptions import ReplicateError

    try:
        yield
    except ReplicateError as error:
        log.warning("replicate refused", status=error.status, title=error.title)
        raise _choose_refusal(error.status or 0) from error
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError) as error:
        raise GeneratorUnreachable from error


def _choose_refusal(status: int) -> Exception:
    match status:
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN:
            return GeneratorOff(
                "Replicate does not accept this installation's token.", "Check REPLICATE_API_TOKEN."
            )
        case HTTPStatus.PAYMENT_REQUIRED:
            return GeneratorRefused(
                "The picture service wants to be paid first.", "Check the billing of the Replicate account."
            )
        case HTTPStatus.NOT_FOUND:
            return UnknownToReplicate()
        case HTTPStatus.TOO_MANY_REQUESTS:
            return GeneratorBusy()
    return GeneratorRefused() if status < HTTPStatus.INTERNAL_SERVER_ERROR else GeneratorUnreachable()


def _check_download(status: int) -> None:
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise GeneratorUnreachable
    if status != HTTPStatus.OK:
        raise OutputUnusable


def _write_hook(hook: str | None) -> dict[str, Any]:
    return {"webhook": hook, "webhook_events_filter": EVENTS} if hook else {}


def _read_rows(page: Mapping[str, Any]) -> list[tuple[datetime, dict[str, Any]]]:
    with _map_errors():
        return [(datetime.fromisoformat(row["created_at"]), row) for row in page["results"]]


def _read_job(row: Mapping[str, Any]) -> Job:
    output = row.get("output")
    version = output.get("version") if isinstance(output, dict) else None
    addresses = output if isinstance(output, list) else [output]
    with _map_errors():
        return Job(
            id=str(row["id"]),
            status=str(row["status"]),
            given=row.get("input") or {},
            outputs=tuple(each for each in addresses if isinstance(each, str)),
            version=version,
            error=str(row.get("error") or ""),
        )


def _read_file(row: Mapping[str, Any]) -> RemoteFile:
    with _map_errors():
        return RemoteFile(str(row["id"]), str(row["urls"]["get"]))
