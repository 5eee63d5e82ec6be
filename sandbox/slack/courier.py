"""Carries deliveries to the app, by socket or by signed request, and again while nothing acknowledges them."""

import asyncio

import httpx

from sandbox.slack.deliveries import EVENT, Delivery
from sandbox.slack.http_mode import open_client, post_delivery
from sandbox.slack.sockets import send_by_socket
from sandbox.slack.world import World


async def carry_deliveries(world: World) -> None:
    """Carry for ever; ends when cancelled."""
    async with open_client() as client, asyncio.TaskGroup() as tasks:
        while True:
            delivery = await world.deliveries.waiting.get()
            tasks.create_task(_carry(world, client, delivery))


async def _carry(world: World, client: httpx.AsyncClient, delivery: Delivery) -> None:
    outcome = "acked" if await _try_to_deliver(world, client, delivery) else "failed"
    world.deliveries.finish(delivery, outcome)
    for _ in range(delivery.copies - 1):
        delivery.acked.clear()
        # Slack sends again what it does not know to have arrived.
        delivery.reason = delivery.reason or "timeout"
        await _attempt(world, client, delivery)


async def _try_to_deliver(world: World, client: httpx.AsyncClient, delivery: Delivery) -> bool:
    # Only events are tried again; a person who pressed a button sees that it failed.
    retries = world.pace.retry_seconds if delivery.kind == EVENT else ()
    if await _attempt(world, client, delivery):
        return True
    for wait in retries:
        if delivery.reason == "no_retry":
            break
        await asyncio.sleep(wait)
        if await _attempt(world, client, delivery):
            return True
    return False


async def _attempt(world: World, client: httpx.AsyncClient, delivery: Delivery) -> bool:
    delivered = await (
        post_delivery(world.http, world.pace.ack_seconds, world.clock(), client, delivery)
        if world.http.url
        else send_by_socket(world.sockets, world.pace, delivery)
    )
    delivery.attempts += 1
    return delivered
