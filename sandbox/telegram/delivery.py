"""Posts updates to the bot's webhook: in order per chat, chats side by side, again until answered 2xx."""

import asyncio

import httpx

from sandbox.telegram.updates import Pending
from sandbox.telegram.world import Webhook, World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name, not a secret
ANSWER_SECONDS = 30.0
# Telegram's own waits are longer and not documented; short ones keep demos and tests quick.
FIRST_RETRY_SECONDS = 0.05
LONGEST_RETRY_SECONDS = 5.0


async def deliver_updates(world: World) -> None:
    """Deliver for ever; ends when cancelled."""
    busy: set[int] = set()
    limits = httpx.Limits(max_connections=100)
    posting = httpx.AsyncClient(timeout=ANSWER_SECONDS, limits=limits, trust_env=False)
    async with posting as client, asyncio.TaskGroup() as tasks:
        while True:
            seen = world.updates.arrivals.count
            for entry in _choose_next(world, busy):
                busy.add(entry.chat_id)
                tasks.create_task(_deliver(client, world, entry, busy))
            await world.updates.arrivals.wait_beyond(seen, 3600)


def _choose_next(world: World, busy: set[int]) -> list[Pending]:
    if not world.webhook.url:
        return []
    chosen: dict[int, Pending] = {}
    for entry in world.updates.pending:
        if len(busy) + len(chosen) >= world.webhook.max_connections:
            break
        if entry.chat_id not in busy:
            chosen.setdefault(entry.chat_id, entry)
    return list(chosen.values())


async def _deliver(client: httpx.AsyncClient, world: World, entry: Pending, busy: set[int]) -> None:
    wait = FIRST_RETRY_SECONDS
    while world.webhook.url and entry in world.updates.pending:
        problem = await _post(client, world.webhook, entry)
        if not problem:
            world.updates.confirm(entry)
            break
        world.webhook.last_error, world.webhook.last_error_at = problem, int(world.clock())
        await asyncio.sleep(wait)
        wait = min(wait * 2, LONGEST_RETRY_SECONDS)
    busy.discard(entry.chat_id)
    world.updates.arrivals.touch()


async def _post(client: httpx.AsyncClient, webhook: Webhook, entry: Pending) -> str:
    headers = {SECRET_HEADER: webhook.secret} if webhook.secret else {}
    try:
        answer = await client.post(webhook.url, json=entry.update, headers=headers)
    except httpx.HTTPError:
        return "Connection refused or no answer"
    if answer.is_success:
        return ""
    return f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"
