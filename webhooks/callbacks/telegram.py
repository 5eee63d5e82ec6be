"""Telegram's updates in webhook mode: recorded before they are acknowledged."""

import json
import secrets
from typing import Any

from fastapi import APIRouter, Request

from core.domain.refusals import Malformed, Unavailable
from core.schemas.shapes import Answer
from webhooks.context import House, RecordTelegram

router = APIRouter(tags=["callbacks"])


class UpdateRefused(Malformed):
    """Not from Telegram, or the endpoint is closed."""

    code, status = "unverifiable", 400
    sentence = "This is not an update from Telegram that I can verify."


class Recorded(Answer):
    """The update is recorded."""

    received: bool = True


@router.post("/api/telegram/webhook")
async def take_update(request: Request, house: House) -> Recorded:
    """200 only once the update is recorded: until then Telegram sends it again."""
    secret = house.core.settings.telegram_webhook_secret
    if secret is None or not secret.get_secret_value():
        raise UpdateRefused("This endpoint is not in use here.", code="endpoint_disabled")
    given = request.headers.get("x-telegram-bot-api-secret-token", "")
    if not secrets.compare_digest(given.encode(), secret.get_secret_value().encode()):
        raise UpdateRefused
    record: RecordTelegram | None = request.app.state.record_telegram
    if record is None:
        raise Unavailable("The Telegram bot does not run here.")
    await record(read_update(await request.body()))
    return Recorded()


def read_update(body: bytes) -> dict[str, Any]:
    """The update in a body; `UpdateRefused` when it is none."""
    try:
        update = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UpdateRefused from error
    if not isinstance(update, dict):
        raise UpdateRefused
    return update
