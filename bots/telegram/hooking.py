"""Webhook mode: Telegram sends updates to our own server, and somebody sees to it that it goes on doing so."""

import asyncio
from typing import Final

from telegram import Bot
from telegram.error import TelegramError

from bots.telegram.polling import (
    FIRST_WAIT,
    LONGEST_WAIT,
    PollingHealth,
    PollingState,
    name_trouble,
    wait_or_stop,
)
from bots.telegram.updates import ALLOWED_UPDATES

WATCH_SECONDS: Final = 60.0


async def keep_webhook(
    bot: Bot,
    url: str,
    secret: str,
    health: PollingHealth,
    stop: asyncio.Event,
    watch_seconds: float = WATCH_SECONDS,
) -> None:
    """Have updates sent to `url`, each with `secret` in its header, until `stop`. Raises nothing.

    Another instance with this token takes them away without a word, by polling or by an address of its own: that is
    looked for, told in `health` and undone.
    """
    health.state, wait, was_set = PollingState.STARTING, FIRST_WAIT, False
    while not stop.is_set():
        try:
            is_ours = was_set and (await bot.get_webhook_info()).url == url
            if not is_ours:
                await bot.set_webhook(url, secret_token=secret, allowed_updates=ALLOWED_UPDATES)
        except TelegramError as error:
            health.state = name_trouble(error)
            await wait_or_stop(stop, wait)
            wait = min(2 * wait, LONGEST_WAIT)
        else:
            health.state = PollingState.CONFLICT if was_set and not is_ours else PollingState.HOOKED
            was_set, wait = True, FIRST_WAIT
            await wait_or_stop(stop, watch_seconds)
    health.state = PollingState.OFF
