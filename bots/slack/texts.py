"""Says and edits texts, and sees to it that none is said twice."""

from typing import Any, Final

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bots.errand import Errand
from bots.failures import Refused
from bots.outbound import Replace, Say
from bots.slack.blocks import write_message
from bots.slack.errors import is_vanished, name_failure

NOTICE: Final = "closeup_notice"  # the type of the metadata that a message carries; nobody sees it in Slack
LOOKED_AT: Final = 100  # messages; what a kill cut off is among the newest

Json = dict[str, Any]


async def say(client: AsyncWebClient, channel: str, message: Say, errand: Errand) -> str:
    """Where it stands now, said by this try or by an earlier one. Raises the library's errors."""
    content = write_message(message.text, message.buttons)
    return await _find_said(client, channel, errand) or await _post(client, channel, content, errand)


async def edit(
    client: AsyncWebClient, channel: str, message: Replace, ref: str | None, errand: Errand
) -> str:
    """Where it stands now: at `ref`, where an earlier try said it, or said anew. Raises the library's errors."""
    content = write_message(message.text, message.buttons)
    if ref is not None and await _update(client, ref, content):
        return ref
    # An earlier try may have said what it was then; a newer edit can have taken its place since.
    said = await _find_said(client, channel, errand)
    if said is not None and await _update(client, said, content):
        return said
    return await _post(client, channel, content, errand)


async def _post(client: AsyncWebClient, channel: str, content: Json, errand: Errand) -> str:
    name = {"event_type": NOTICE, "event_payload": {"notice": errand.key}}
    said = await client.chat_postMessage(
        channel=channel, **content, metadata=name, unfurl_links=False, unfurl_media=False
    )
    return f"{said['channel']}:{said['ts']}"


async def _update(client: AsyncWebClient, ref: str, content: Json) -> bool:
    """False where the message is not there any more."""
    channel, _, ts = ref.partition(":")
    try:
        await client.chat_update(channel=channel, ts=ts, **content)
    except SlackApiError as error:
        if is_vanished(error):
            return False
        raise
    return True


async def _find_said(client: AsyncWebClient, channel: str, errand: Errand) -> str | None:
    """Where an earlier try said it; asked only when one may have, so that nobody else waits for it.

    Where we may not look (an app with fewer scopes than our manifest has), it comes twice rather than never.
    """
    if not errand.is_doubted:
        return None
    try:
        told = await client.conversations_history(channel=channel, limit=LOOKED_AT, include_all_metadata=True)
    except SlackApiError as error:
        if isinstance(name_failure(error), Refused):
            return None
        raise
    named = [one for one in told["messages"] if _read_name(one) == errand.key]
    return f"{channel}:{named[0]['ts']}" if named else None


def _read_name(message: Json) -> str | None:
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    return payload.get("notice") if metadata.get("event_type") == NOTICE else None
