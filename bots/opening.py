"""Opens and runs the bot on Telegram as the settings want it: polled, or fed by its webhook."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from bots.desk import Desk
from bots.failures import SendFailure
from bots.telegram.face import TelegramFace, open_telegram
from bots.telegram.updates import read_update
from core.settings import Settings

NAME_SECONDS: Final = 10
PAUSES: Final = (1, 5, 30, *[300] * 1000)

RecordUpdate = Callable[[Mapping[str, Any]], Awaitable[None]]


def open_telegram_bot(settings: Settings) -> TelegramFace | None:
    """The bot of the settings, if they have one. Reaches nothing yet."""
    token = settings.telegram_bot_token
    return open_telegram(token.get_secret_value(), settings.telegram_api_base) if token else None


async def run_telegram(settings: Settings, telegram: TelegramFace, desk: Desk, stop: asyncio.Event) -> None:
    """Fill the menu, and poll, or have updates sent to our own server, until `stop`."""
    async with asyncio.TaskGroup() as group:
        group.create_task(_insist(telegram.set_commands, stop))
        if settings.telegram_webhook_secret and settings.closeup_public_url:
            url, secret = f"{settings.public_url}/api/telegram/webhook", settings.telegram_webhook_secret
            await telegram.keep_webhook(url, secret.get_secret_value(), stop)
        else:
            await telegram.poll(record_updates(desk, settings), stop)


async def _insist(call: Callable[[], Awaitable[None]], stop: asyncio.Event) -> None:
    """Try until the platform takes it; an outage at start must not leave the bot without its menu."""
    for pause in PAUSES:
        try:
            return await call()
        except SendFailure:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await stop.wait()
        if stop.is_set():
            return None
    return None


def record_updates(desk: Desk, settings: Settings) -> RecordUpdate:
    """What puts one update on record; another bot's updates with the same numbers are other updates."""
    token = settings.telegram_bot_token
    bot_id = token.get_secret_value().partition(":")[0] if token else ""

    async def record(update: Mapping[str, Any]) -> None:
        arrival = read_update(update)
        if arrival is not None:
            await desk.record(replace(arrival, dedupe_key=f"{bot_id}:{arrival.dedupe_key}"))

    return record


async def read_bot_name(settings: Settings) -> str | None:
    """The bot's name, for invite links; None when it cannot be had now."""
    telegram = open_telegram_bot(settings)
    name = await try_bot_name(telegram)
    if telegram:
        await telegram.close()
    return name


async def try_bot_name(telegram: TelegramFace | None) -> str | None:
    """What the platform says within ten seconds."""
    if telegram is None:
        return None
    try:
        async with asyncio.timeout(NAME_SECONDS):
            return await telegram.read_username() or None
    except (SendFailure, TimeoutError):
        return None
