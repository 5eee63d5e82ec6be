"""Asks Telegram for updates; each is on record before Telegram hears that it arrived."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Any, Final

from telegram import Bot, Update
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import Updater
from telegram.request import HTTPXRequest

from bots.telegram.updates import ALLOWED_UPDATES

Record = Callable[[Mapping[str, Any]], Awaitable[None]]

POLL_SECONDS: Final = 25  # how long Telegram may hold an empty answer; a stop does not wait for it
STOP_SECONDS: Final = 4.0
RAW: Final = "raw"
_TOKEN_TROUBLE = (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND)
FIRST_WAIT: Final = 1.0
LONGEST_WAIT: Final = 30.0


class PollingState(StrEnum):
    """What /healthz says about how updates come in."""

    OFF = "off"
    STARTING = "starting"
    POLLING = "polling"
    HOOKED = "ok"  # Telegram sends them to our own server
    CONFLICT = "another instance uses this token"
    BAD_TOKEN = "the token is not valid"  # noqa: S105 - a sentence
    UNREACHABLE = "Telegram does not answer"
    NOT_RECORDING = "updates cannot be recorded"


@dataclass(slots=True)
class PollingHealth:
    """The state now; changed alone by what brings the updates in."""

    state: PollingState = PollingState.OFF


class PollingRequest(HTTPXRequest):
    """Carries getUpdates only: keeps each update as it came, and notes how the asking goes."""

    def __init__(self, health: PollingHealth) -> None:
        super().__init__(connection_pool_size=2, read_timeout=10.0)
        self._health = health

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """The status and body of one call, as `HTTPXRequest` gives them."""
        try:
            code, body = await super().do_request(*args, **kwargs)
        except TelegramError:
            self._health.state = PollingState.UNREACHABLE
            raise
        if code == HTTPStatus.OK:
            if self._health.state is not PollingState.NOT_RECORDING:
                self._health.state = PollingState.POLLING
            return code, body
        self._health.state = _name_state(code)
        # The library gives up for ever on 401 and 404; a proxy's bad minute must not end the bot.
        return HTTPStatus.BAD_GATEWAY if code in _TOKEN_TROUBLE else code, body

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Hide the updates from the library's parser, which stops at the first one it cannot read.

        They become one, numbered as the last of them: recorded together, they are acknowledged together.
        """
        answer = HTTPXRequest.parse_json_payload(payload)
        if isinstance(answer.get("result"), list):
            updates = [
                u for u in answer["result"] if isinstance(u, dict) and isinstance(u.get("update_id"), int)
            ]
            last = max((u["update_id"] for u in updates), default=0)
            answer["result"] = [{"update_id": last, RAW: updates}] if updates else []
        return answer


def _name_state(code: int) -> PollingState:
    if code == HTTPStatus.CONFLICT:
        return PollingState.CONFLICT
    if code in _TOKEN_TROUBLE:
        return PollingState.BAD_TOKEN
    return PollingState.UNREACHABLE


class RecordingQueue(asyncio.Queue[object]):
    """Holds nothing: putting what one answer brought in is recording it.

    The library awaits every `put` before it asks again with the next offset, which is what tells Telegram
    that these arrived; a `NetworkError` here makes it ask again with the old one.
    """

    def __init__(self, record: Record, health: PollingHealth) -> None:
        super().__init__()
        self._record, self._health = record, health

    async def put(self, item: object) -> None:
        """Record what one answer brought, side by side; NetworkError when that was not possible."""
        assert isinstance(item, Update)  # noqa: S101 - the library's own promise
        recording = [asyncio.ensure_future(self._record(u)) for u in item.api_kwargs[RAW]]
        try:
            await asyncio.gather(*recording)
        except Exception as error:
            self._health.state = PollingState.NOT_RECORDING
            raise NetworkError("the update was not recorded") from error
        self._health.state = PollingState.POLLING


async def poll_updates(bot: Bot, record: Record, health: PollingHealth, stop: asyncio.Event) -> None:
    """Record every update of `bot` until `stop`; no outage ends it. Raises nothing."""
    health.state = PollingState.STARTING
    updater = Updater(bot, RecordingQueue(record, health))
    if await _start_polling(updater, health, stop):
        await stop.wait()
        await _stop_polling(updater)
    health.state = PollingState.OFF


async def _start_polling(updater: Updater, health: PollingHealth, stop: asyncio.Event) -> bool:
    wait = FIRST_WAIT
    while not stop.is_set():
        try:
            await updater.initialize()
            await updater.start_polling(
                timeout=POLL_SECONDS, allowed_updates=ALLOWED_UPDATES, error_callback=_leave_to_health
            )
        except TelegramError as error:
            health.state = name_trouble(error)
            await wait_or_stop(stop, wait)
            wait = min(2 * wait, LONGEST_WAIT)
        else:
            return True
    return False


async def _stop_polling(updater: Updater) -> None:
    # After an error the library sleeps up to 30 s before it looks whether to stop.
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(STOP_SECONDS):
            await updater.stop()


def name_trouble(error: TelegramError) -> PollingState:
    """The state in which a call that failed leaves what brings the updates in."""
    return PollingState.BAD_TOKEN if isinstance(error, InvalidToken) else PollingState.UNREACHABLE


async def wait_or_stop(stop: asyncio.Event, seconds: float) -> None:
    """So long, or until `stop`."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()


def _leave_to_health(error: TelegramError) -> None:
    """Say nothing here: the health object has it, and the library's own log line may hold the token."""
    del error
