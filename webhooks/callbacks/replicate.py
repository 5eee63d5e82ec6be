"""Replicate's callbacks: the signature over the raw bytes, then record and wake in one transaction, then 200."""

import json

from fastapi import APIRouter, Request

from core.gateways.replicate.callbacks import PATH, Callback, CallbackRefused, read_callback
from core.schemas.shapes import Answer
from core.services.providers import News, take_news
from webhooks.context import House

router = APIRouter(tags=["callbacks"])


class EndpointDisabled(CallbackRefused):
    """An empty secret closes the endpoint; it never opens it."""

    code = "endpoint_disabled"
    sentence = "This endpoint is not in use here."
    mend = "Set REPLICATE_WEBHOOK_SECRET to take Replicate's callbacks."


class Noted(Answer):
    """What came of a callback; `repeated` when it was known already."""

    received: bool = True
    outcome: str


@router.post(PATH)
async def take_callback(request: Request, house: House, attempt: str | None = None) -> Noted:
    """An authentic callback is answered 200 even when it is none of our business."""
    secrets = house.core.settings.replicate_webhook_secrets
    if not secrets:
        raise EndpointDisabled
    callback = read_callback(await request.body(), request.headers, secrets)
    news = _write_news(callback, attempt)
    return Noted(outcome=await house.core.store.change(lambda tx: take_news(tx, news)))


def _write_news(callback: Callback, attempt: str | None) -> News:
    """Of the body only the status is kept: it names pictures that anybody could open for an hour."""
    kept = json.dumps({"id": callback.job_id, "status": callback.status}).encode()
    return News(callback.id, callback.job_id, callback.status, attempt, kept)
