"""Webhook mode: Telegram is asked to send to us, again when somebody else made it stop, until we stop."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import Bot

from bots.telegram.face import TelegramFace
from bots.telegram.hooking import keep_webhook
from bots.telegram.polling import PollingHealth, PollingState
from sandbox.telegram.app import TOKEN
from sandbox.telegram.world import World
from tests.bots.telegram.test_polling import order, reach

OURS = "http://127.0.0.1:9/api/telegram/webhook"
SECRET = "made-up-for-tests"


@asynccontextmanager
async def hooked(base_url: str) -> AsyncIterator[tuple[Bot, PollingHealth]]:
    """What keeps the webhook, looking ten times a second; it must not end by itself."""
    health, stop = PollingHealth(), asyncio.Event()
    async with Bot(TOKEN, f"{base_url}/bot") as bot:
        keeping = asyncio.create_task(keep_webhook(bot, OURS, SECRET, health, stop, 0.1))
        try:
            yield bot, health
            assert not keeping.done()
        finally:
            stop.set()
            await keeping
        assert health.state is PollingState.OFF


async def test_telegram_is_told_where_to_send_with_the_secret(base_url: str, world: World) -> None:
    async with hooked(base_url) as (_, health):
        await reach(world, lambda: health.state is PollingState.HOOKED)
        assert (world.webhook.url, world.webhook.secret) == (OURS, SECRET)


async def test_another_instance_that_takes_the_updates_is_told_and_undone(
    base_url: str, world: World
) -> None:
    async with hooked(base_url) as (bot, health):
        await reach(world, lambda: health.state is PollingState.HOOKED)
        await bot.delete_webhook()
        await reach(world, lambda: health.state is PollingState.CONFLICT)
        await reach(world, lambda: health.state is PollingState.HOOKED)
        assert world.webhook.url == OURS


async def test_trouble_at_the_start_is_told_and_then_mended(base_url: str, world: World) -> None:
    await order(base_url, kind="error", method="setWebhook", status=502)
    async with hooked(base_url) as (_, health):
        await reach(world, lambda: health.state is PollingState.UNREACHABLE)
        await reach(world, lambda: health.state is PollingState.HOOKED)


async def test_the_bot_of_the_settings_runs_until_it_is_stopped(face: TelegramFace, world: World) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(face.keep_webhook(OURS, SECRET, stop))
    await reach(world, lambda: face.polling.state is PollingState.HOOKED)
    assert not running.done()
    stop.set()
    await running
