"""Guards around every request: size and time of the body, headers of the answer, faults, counting."""

import asyncio
import time
import traceback
from typing import Final

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.domain.photos import MAX_PHOTO_BYTES, MAX_SELFIES
from core.domain.refusals import Unavailable
from core.store.engine import is_disk_full
from webhooks.problems import answer_refusal, write_problem
from webhooks.tally import Tally

log = structlog.get_logger()

KILOBYTE: Final = 1024
MAX_JSON: Final = 64 * KILOBYTE
MAX_CALLBACK: Final = KILOBYTE * KILOBYTE
MAX_UPLOAD: Final = MAX_SELFIES * MAX_PHOTO_BYTES + KILOBYTE * KILOBYTE
DRAIN: Final = 32 * KILOBYTE * KILOBYTE  # read and thrown away, so that the sender gets to see our refusal
DRAIN_SECONDS: Final = 5.0
JSON_SECONDS: Final = 30.0
UPLOAD_SECONDS: Final = 900.0  # 280 MB at 2.5 Mbit/s
CLIENT_GONE: Final = 499  # nginx's number for a sender who hung up; nobody sees it but the metrics
CALLBACKS: Final = (
    "/api/stripe/webhook",
    "/api/replicate/webhook",
    "/api/telegram/webhook",
    "/api/slack/events",
)
HEADERS: Final = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "cache-control": "no-store",
}


def find_limits(path: str) -> tuple[int, float]:
    """How many bytes a body may have at `path`, and how many seconds it may take to arrive."""
    if path.endswith("/headshots/generate"):
        return MAX_UPLOAD, UPLOAD_SECONDS
    return (MAX_CALLBACK if path in CALLBACKS else MAX_JSON), JSON_SECONDS


class NoRoom(Unavailable):
    """The disk that the database is on is full."""

    code = "no_room"
    sentence = "There is no room left for the database."
    mend = "Make room on its disk, then try again: nothing was changed."


class BodyGuard:
    """Counts a body while it is read; too many bytes are 413, too slow ones 408."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on with a `receive` that counts."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        body = CountedBody(receive, *find_limits(scope["path"]), read_length(scope))

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start" and not body.is_whole:
                await body.drain()
            await send(message)

        await self.app(scope, body.receive, answer)


class CountedBody:
    """One request's body as it arrives."""

    def __init__(self, receive: Receive, limit: int, seconds: float, length: int | None) -> None:
        self.is_whole = length == 0
        self._receive = receive
        self._limit = limit
        self._length = length
        self._read = 0
        self._until = asyncio.get_running_loop().time() + seconds

    async def receive(self) -> Message:
        """The next part; raises HTTPException 413 or 408."""
        if self.is_whole:
            return await self._receive()
        if self._length is not None and self._length > self._limit:
            raise HTTPException(413)
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._next()
        except TimeoutError as error:
            raise HTTPException(408) from error
        if self._read > self._limit:
            raise HTTPException(413)
        return message

    async def drain(self) -> None:
        """Throw the rest away, within bounds: who is cut off while sending never sees the answer."""
        try:
            async with asyncio.timeout(DRAIN_SECONDS):
                bound = self._read + DRAIN
                while not self.is_whole and self._read < bound:
                    await self._next()
        except TimeoutError:
            return

    async def _next(self) -> Message:
        message = await self._receive()
        self._read += len(message.get("body", b""))
        self.is_whole = not message.get("more_body", False)
        return message


def read_length(scope: Scope) -> int | None:
    """The announced length of the body: 0 when there is none, None when it comes in chunks."""
    headers = dict(scope["headers"])
    if b"transfer-encoding" in headers:
        return None
    written = headers.get(b"content-length", b"0")
    return int(written) if written.isdigit() else None


class AnswerGuard:
    """Adds the safe headers, counts the answer, and turns a fault into one plain sentence and a line in the log."""

    def __init__(self, app: ASGIApp, tally: Tally) -> None:
        self.app = app
        self.tally = tally

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on; whatever it raises ends here."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, status = time.monotonic(), 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _add_headers(message)
            await send(message)

        try:
            await self.app(scope, receive, answer)
        except ClientDisconnect:
            status = CLIENT_GONE
        except asyncio.CancelledError:
            # Only a stop does this, when its time is up; raised further it would be logged as a fault.
            if status == 0:
                await write_stop()(scope, receive, answer)
        except Exception as error:  # noqa: BLE001 - the last door before the stranger
            fault_id = report_fault(error, scope)
            if status == 0:
                refused = answer_refusal(NoRoom()) if is_disk_full(error) else write_fault(fault_id)
                await refused(scope, receive, answer)
        self.tally.count(_name_method(scope), _name_route(scope), status, time.monotonic() - started)


def report_fault(error: Exception, scope: Scope) -> str:
    """Log a fault of ours: its class and its lines, not its text, which may hold what somebody sent."""
    fault_id = str(scope["app"].state.context.new_id("fault"))
    frames = traceback.extract_tb(error.__traceback__)[-12:]
    lines = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
    log.error("fault", fault_id=fault_id, error=type(error).__name__, route=_name_route(scope), lines=lines)
    return fault_id


def write_fault(fault_id: str) -> ASGIApp:
    """What the stranger sees of a fault."""
    return write_problem(
        500, "fault", "Something went wrong on our side.", "Try again; the fault has been logged.", fault_id
    )


def write_stop() -> ASGIApp:
    """What somebody sees whose request was still running when the server had to stop."""
    return write_problem(503, "stopping", "This server is stopping.", "Try again in a minute.")


def _add_headers(message: Message) -> None:
    present = {name.lower() for name, _ in message["headers"]}
    more = [(k.encode(), v.encode()) for k, v in HEADERS.items() if k.encode() not in present]
    message["headers"] = [*message["headers"], *more]


def _name_route(scope: Scope) -> str:
    """The pattern of the route, so that nobody's id gets into a metric."""
    route = scope.get("route")
    return str(getattr(route, "path", "none"))


def _name_method(scope: Scope) -> str:
    method = str(scope["method"])
    return method if method in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS") else "other"
