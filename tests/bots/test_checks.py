"""The doctor's looks at Telegram and Slack, against stand-ins on real sockets."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import closing
from typing import Any

import pytest
from telegram import Bot

from bots.checks import check_slack, check_telegram
from core.settings import Settings
from sandbox.listening import listen
from sandbox.slack.app import APP_TOKEN, BOT_TOKEN, open_slack
from sandbox.telegram.app import TOKEN, open_telegram
from tests.postgresql import find_free_port

PUBLIC_URL = "https://closeup.example.com"
WEBHOOK = f"{PUBLIC_URL}/api/telegram/webhook"


@pytest.fixture
async def telegram() -> AsyncIterator[str]:
    async with listen(open_telegram(TOKEN)) as url:
        yield url


@pytest.fixture
async def slack() -> AsyncIterator[str]:
    async with listen(open_slack()) as url:
        yield f"{url}/api/"


def read(**values: Any) -> Settings:
    return Settings(_env_file=None, **values)


async def test_what_is_not_set_up_is_off() -> None:
    assert [(await check(read())).detail for check in (check_telegram, check_slack)] == ["off", "off"]


async def test_a_bot_that_polls_is_well(telegram: str) -> None:
    found = await check_telegram(read(telegram_bot_token=TOKEN, telegram_api_base=telegram))
    assert (found.ok, found.mend) == (True, "")
    assert found.detail == "@closeup_bot, polling, 0 updates wait"


async def test_a_bot_that_sends_elsewhere_is_noted(telegram: str) -> None:
    values = {"telegram_bot_token": TOKEN, "telegram_api_base": telegram}
    hooked = values | {"telegram_webhook_secret": "word", "closeup_public_url": PUBLIC_URL}
    early = await check_telegram(read(**hooked))
    assert early.ok
    assert "closeup serve asks for it" in early.mend
    async with Bot(TOKEN, f"{telegram}/bot") as bot:
        await bot.set_webhook(WEBHOOK, secret_token="word")
    found = await check_telegram(read(**hooked))
    assert (found.ok, found.mend) == (True, "")
    assert "webhook" in found.detail
    assert "closeup serve ends that" in (await check_telegram(read(**values))).mend


async def test_a_token_that_telegram_does_not_know_is_broken(telegram: str) -> None:
    token = "7001234567:secret-words-secret-words-secret"
    found = await check_telegram(read(telegram_bot_token=token, telegram_api_base=telegram))
    assert not found.ok
    assert "TELEGRAM_BOT_TOKEN" in found.mend
    assert "secret-words" not in str(found)


@pytest.mark.parametrize("tokens", [{}, {"slack_app_token": APP_TOKEN}])
async def test_a_workspace_is_named(slack: str, tokens: dict[str, str]) -> None:
    found = await check_slack(read(slack_bot_token=BOT_TOKEN, slack_api_base=slack, **tokens))
    assert (found.ok, found.mend) == (True, "")
    assert found.detail == f"closeup in Acme, {'Socket' if tokens else 'HTTP'} Mode".replace(
        "HTTP Mode", "HTTP mode"
    )


async def test_an_app_for_any_workspace_is_tried_by_its_socket(slack: str) -> None:
    values = {"slack_client_id": "1.2", "slack_client_secret": "word", "slack_api_base": slack}
    assert (await check_slack(read(slack_app_token=APP_TOKEN, **values))).ok
    assert not (await check_slack(read(slack_app_token="xapp-other", **values))).ok


@pytest.mark.parametrize(
    ("name", "tokens"),
    [
        ("SLACK_BOT_TOKEN", {"slack_bot_token": "xoxb-secret-words"}),
        ("SLACK_BOT_TOKEN", {"slack_bot_token": APP_TOKEN}),
        ("SLACK_APP_TOKEN", {"slack_bot_token": BOT_TOKEN, "slack_app_token": "xapp-secret-words"}),
        ("SLACK_APP_TOKEN", {"slack_bot_token": BOT_TOKEN, "slack_app_token": BOT_TOKEN}),
    ],
)
async def test_a_token_that_slack_does_not_take_is_broken(
    slack: str, name: str, tokens: dict[str, str]
) -> None:
    found = await check_slack(read(slack_api_base=slack, **tokens))
    assert not found.ok
    assert name in found.mend
    assert "secret-words" not in str(found)


async def test_platforms_that_are_down_or_silent_are_broken() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as silence:
        looks = []
        for port in (find_free_port(), int(silence.getsockname()[1])):
            url = f"http://127.0.0.1:{port}"
            looks.append(check_telegram(read(telegram_bot_token=TOKEN, telegram_api_base=url)))
            looks.append(check_slack(read(slack_bot_token=BOT_TOKEN, slack_api_base=f"{url}/api/")))
        for found in await asyncio.gather(*looks):
            assert not found.ok
            assert "does not answer" in found.detail


async def test_an_answer_that_is_not_theirs_is_broken(telegram: str) -> None:
    """As of a proxy's page: Telegram's address for Slack, and the other way round."""
    found = await check_slack(read(slack_bot_token=BOT_TOKEN, slack_api_base=f"{telegram}/"))
    assert not found.ok
