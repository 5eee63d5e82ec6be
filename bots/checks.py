"""What `closeup doctor` looks at in chat: whether Telegram and Slack take our tokens, and send to us."""

from collections.abc import Mapping
from functools import partial
from typing import Final

import aiohttp
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from telegram import Bot, WebhookInfo
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bots.slack.errors import read_word
from bots.slack.quiet import QUIET
from core.services.checks.finding import Check, Look, tell_broken, tell_off, tell_well
from core.settings import Settings

ANSWER_SECONDS: Final = 4.0
REFUSED_WORDS: Final = {
    "missing_scope": "It lacks a scope; see docs/slack-manifest.yaml.",
    "not_allowed_token_type": "It is a token of another kind.",
}


def list_looks(settings: Settings) -> Mapping[str, Look]:
    """One look for each platform."""
    return {"telegram": partial(check_telegram, settings), "slack": partial(check_slack, settings)}


async def check_telegram(settings: Settings) -> Check:
    """The token, and where Telegram sends updates."""
    token = _reveal(settings.telegram_bot_token)
    if not token:
        return tell_off("telegram")
    request = HTTPXRequest(read_timeout=ANSWER_SECONDS, connect_timeout=ANSWER_SECONDS)
    bot = Bot(token, f"{settings.telegram_api_base}/bot", request=request, get_updates_request=request)
    try:
        me = await bot.get_me()
        return _judge_updates(settings, f"@{me.username}", await bot.get_webhook_info())
    except InvalidToken:
        return tell_broken("telegram", "Telegram does not know this token.", "Check TELEGRAM_BOT_TOKEN.")
    except TelegramError:
        mend = "Check the network, and TELEGRAM_API_BASE if it is set."
        return tell_broken("telegram", "Telegram does not answer.", mend)
    finally:
        await request.shutdown()


def _judge_updates(settings: Settings, name: str, info: WebhookInfo) -> Check:
    """Whether Telegram does what the settings want: `serve` sets it right at its start."""
    is_hooked = bool(settings.telegram_webhook_secret and settings.closeup_public_url)
    ours = f"{settings.closeup_public_url}/api/telegram/webhook" if is_hooked else ""
    told = f"{name}, {'webhook' if is_hooked else 'polling'}, {info.pending_update_count} updates wait"
    if info.url == ours:
        mend = "Telegram could not reach it lately: is closeup serve running?" if info.last_error_date else ""
        return tell_well("telegram", told, mend)
    if is_hooked:
        return tell_well("telegram", told, "Telegram does not send to us yet: closeup serve asks for it.")
    return tell_well("telegram", told, "Telegram still sends to a webhook: closeup serve ends that.")


async def check_slack(settings: Settings) -> Check:
    """The bot's token, and the app's for its socket."""
    token, app = _reveal(settings.slack_bot_token), _reveal(settings.slack_app_token)
    if not token and not settings.slack_client_id:
        return tell_off("slack")
    mode = "Socket Mode" if app else "HTTP mode"
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(ANSWER_SECONDS)) as session:
        client = AsyncWebClient(
            base_url=settings.slack_api_base, session=session, retry_handlers=[], logger=QUIET
        )
        told = f"any workspace may install it, {mode}"
        if token:
            found = await _try_token(client, token, "auth.test", "SLACK_BOT_TOKEN")
            if isinstance(found, Check):
                return found
            told = f"{found.get('user', '')} in {found.get('team', '')}, {mode}"
        if app:
            found = await _try_token(client, app, "apps.connections.open", "SLACK_APP_TOKEN")
            if isinstance(found, Check):
                return found
    return tell_well("slack", told)


async def _try_token(client: AsyncWebClient, token: str, method: str, name: str) -> Check | dict[str, str]:
    """What Slack says to it, or why not."""
    try:
        answer = await client.api_call(method, headers={"Authorization": f"Bearer {token}"})
    except SlackApiError as error:
        word = read_word(error)
        if word:
            told = REFUSED_WORDS.get(word, "Slack does not take it.")
            return tell_broken("slack", f"{name}: {told}", f"Check {name}.")
        return _tell_silence()
    except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError):
        return _tell_silence()
    return (
        {key: str(value) for key, value in dict(answer.data).items()} if isinstance(answer.data, dict) else {}
    )


def _tell_silence() -> Check:
    return tell_broken(
        "slack", "Slack does not answer.", "Check the network, and SLACK_API_BASE if it is set."
    )


def _reveal(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
