"""The clock: signatures of all services count minutes, so this machine must not be wrong by several."""

import asyncio
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final

import httpx

from core.clock import Clock
from core.services.checks.finding import Check, tell_broken, tell_off, tell_well
from core.settings import Settings

NAME: Final = "clock"
ANSWER_SECONDS: Final = 4.0
NOTABLE: Final = 30  # seconds
TOO_MUCH: Final = 240  # signatures of Stripe, Slack and Replicate are good for 300


async def check_clock(settings: Settings, clock: Clock) -> Check:
    """Our clock beside that of the first service that answers; `off` when none is configured."""
    addresses = _list_addresses(settings)
    if not addresses:
        return tell_off(NAME)
    async with httpx.AsyncClient(timeout=ANSWER_SECONDS) as http:
        for asked in asyncio.as_completed([_ask(http, address) for address in addresses]):
            told = await asked
            if told is not None:
                return _compare(clock(), told)
    return tell_well(NAME, "no service answered with the time")


def _list_addresses(settings: Settings) -> list[str]:
    wanted = {
        settings.stripe_api_base: settings.stripe_secret_key,
        settings.replicate_api_base: settings.replicate_api_token,
        settings.telegram_api_base: settings.telegram_bot_token,
        settings.slack_api_base: settings.slack_bot_token or settings.slack_client_id,
        settings.aws_endpoint_url_s3 or "https://s3.amazonaws.com": settings.closeup_s3_bucket,
    }
    return [address for address, is_configured in wanted.items() if is_configured]


async def _ask(http: httpx.AsyncClient, address: str) -> datetime | None:
    """What any answer says the time is."""
    try:
        date = (await http.get(address)).headers.get("Date", "")
        return parsedate_to_datetime(date)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, TypeError):
        return None


def _compare(ours: datetime, theirs: datetime) -> Check:
    if theirs.tzinfo is None:
        return tell_well(NAME, "no service answered with the time")
    seconds = round((ours - theirs).total_seconds())
    told = f"{abs(seconds)} seconds {'ahead' if seconds > 0 else 'behind'}"
    if abs(seconds) > TOO_MUCH:
        return tell_broken(NAME, f"The clock is {told}.", "Set it, best by NTP: signatures are refused.")
    return tell_well(NAME, told if seconds else "right", "Set it by NTP." if abs(seconds) > NOTABLE else "")
