"""Deletes what the bot posted, as far as it is there and ours."""

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bots.slack.errors import is_undeletable


async def forget_one(client: AsyncWebClient, ref: str) -> None:
    """Delete a message (`channel:ts`) or a file (its id). Raises the library's errors."""
    channel, _, ts = ref.partition(":")
    try:
        await (client.chat_delete(channel=channel, ts=ts) if ts else client.files_delete(file=ref))
    except SlackApiError as error:
        if not is_undeletable(error):
            raise
