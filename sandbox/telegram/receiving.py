"""The methods by which the bot receives: polling, webhook and files."""

import re

from sandbox.telegram.errors import BadRequestError, JsonObject
from sandbox.telegram.files import MAX_DOWNLOAD_BYTES
from sandbox.telegram.parameters import Parameters
from sandbox.telegram.updates import MAX_BATCH
from sandbox.telegram.world import Webhook, World

# Bot API 10.1, getUpdates and setWebhook. Telegram cuts longer polls to 50 seconds.
MAX_POLL_SECONDS = 50
MAX_CONNECTIONS = 100
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


async def get_updates(world: World, given: Parameters) -> list[JsonObject]:
    """Answer getUpdates, held open until something arrives or the timeout passes."""
    world.updates.allow(given.get("allowed_updates"))
    seconds = min(max(given.get("timeout", 0), 0), MAX_POLL_SECONDS)
    limit = given.get("limit", MAX_BATCH)
    return await world.updates.take(given.get("offset", 0), limit, seconds, lambda: world.webhook.url)


async def set_webhook(world: World, given: Parameters) -> bool:
    """Answer setWebhook. Plain http is taken too, since everything here is on one machine."""
    url, secret = given.get("url"), given.get("secret_token", "")
    if url and not url.startswith(("https://", "http://")):
        raise BadRequestError("bad webhook: An HTTPS URL must be provided for webhook")
    if secret and not _SECRET.fullmatch(secret):
        raise BadRequestError("secret token contains unallowed characters")
    connections = given.get("max_connections", 40)
    if not 1 <= connections <= MAX_CONNECTIONS:
        raise BadRequestError("max_connections must be between 1 and 100")
    world.updates.allow(given.get("allowed_updates"))
    world.webhook = Webhook(url, secret, connections)
    _drop_if_asked(world, given)
    return True


async def delete_webhook(world: World, given: Parameters) -> bool:
    """Answer deleteWebhook."""
    world.webhook = Webhook()
    _drop_if_asked(world, given)
    return True


async def get_webhook_info(world: World, _given: Parameters) -> JsonObject:
    """Answer getWebhookInfo."""
    webhook = world.webhook
    info: JsonObject = {"url": webhook.url, "has_custom_certificate": False}
    info["pending_update_count"] = len(world.updates.pending)
    if webhook.url:
        info["max_connections"] = webhook.max_connections
    if webhook.last_error:
        info |= {"last_error_date": webhook.last_error_at, "last_error_message": webhook.last_error}
    if world.updates.allowed:
        info["allowed_updates"] = world.updates.allowed
    return info


async def get_file(world: World, given: Parameters) -> JsonObject:
    """Answer getFile."""
    stored = world.files.find(given.get("file_id"))
    if stored is None:
        raise BadRequestError("invalid file_id")
    if len(stored.data) > MAX_DOWNLOAD_BYTES:
        raise BadRequestError("file is too big")
    return stored.write_file()


def _drop_if_asked(world: World, given: Parameters) -> None:
    if given.get("drop_pending_updates"):
        world.updates.drop_all()
    # Wakes a held poll, which then learns of the webhook, and the delivery to a new webhook.
    world.updates.arrivals.touch()
