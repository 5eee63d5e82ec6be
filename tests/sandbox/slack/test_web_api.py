"""The Web API as the real slack_sdk meets it: who may call, what is missing, what is refused."""

import json
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.app import APP_TOKEN, BOT_TOKEN
from sandbox.slack.person import Person
from tests.sandbox.slack.conftest import ANN, CHAT, Stage, open_client


async def refuse(calling: Any) -> Any:
    """The body with which a call is refused."""
    with pytest.raises(SlackApiError) as refusal:
        await calling
    return refusal.value.response


async def test_the_token_says_who_the_bot_is(web: AsyncWebClient) -> None:
    answer = await web.auth_test()
    assert answer["team_id"].startswith("T")
    assert answer["user_id"].startswith("U")
    assert (await web.bots_info(bot=answer["bot_id"]))["bot"]["user_id"] == answer["user_id"]
    assert (await web.users_info(user=answer["user_id"]))["user"]["is_bot"]
    assert "chat:write" in answer.headers["x-oauth-scopes"]


@pytest.mark.parametrize(
    "token,error",
    [(None, "not_authed"), ("xoxb-made-up", "invalid_auth"), (APP_TOKEN, "not_allowed_token_type")],
)
async def test_only_the_bots_token_opens_the_api(stage: Stage, token: str | None, error: str) -> None:
    assert (await refuse(stage.open_web(token).auth_test()))["error"] == error


async def test_only_the_apps_token_opens_a_connection(web: AsyncWebClient, stage: Stage) -> None:
    refusal = await refuse(web.apps_connections_open(app_token=BOT_TOKEN))
    assert refusal["error"] == "not_allowed_token_type"
    answer = await web.apps_connections_open(app_token=APP_TOKEN)
    assert answer["url"].startswith("ws://")


async def test_a_scope_that_was_not_granted_is_named(stage: Stage, web: AsyncWebClient) -> None:
    refusal = await refuse(web.team_info())
    assert (refusal["error"], refusal["needed"]) == ("missing_scope", "team:read")
    assert "chat:write" in refusal["provided"].split(",")
    team = (await web.auth_test())["team_id"]
    await stage.control("teams", id=team, scopes=["team:read"])
    assert (await web.team_info())["team"]["id"] == team
    assert (await refuse(web.conversations_open(users=ANN)))["error"] == "missing_scope"


@pytest.mark.parametrize("refusal", ["account_inactive", "token_revoked"])
async def test_a_token_can_lose_its_power(stage: Stage, web: AsyncWebClient, refusal: str) -> None:
    await stage.control("teams", id=(await web.auth_test())["team_id"], refusal=refusal)
    assert (await refuse(web.auth_test()))["error"] == refusal


async def test_the_app_can_revoke_its_token(web: AsyncWebClient) -> None:
    assert (await web.auth_revoke())["revoked"]
    assert (await refuse(web.auth_test()))["error"] == "token_revoked"


async def test_a_persons_locale_is_told_when_asked(web: AsyncWebClient, ann: Person) -> None:
    assert "locale" not in (await web.users_info(user=ANN))["user"]
    user = (await web.users_info(user=ANN, include_locale=True))["user"]
    assert (user["locale"], user["real_name"]) == ("de-DE", "Ann")
    assert (await refuse(web.users_info(user="U0NOBODY")))["error"] == "user_not_found"


async def test_a_persons_conversation_is_opened_once(web: AsyncWebClient, ann: Person) -> None:
    opened = [(await web.conversations_open(users=ANN))["channel"]["id"] for _ in range(2)]
    assert opened == [CHAT, CHAT]
    assert (await refuse(web.conversations_open(users="U0NOBODY")))["error"] == "user_not_found"


async def test_every_form_of_request_is_read(stage: Stage, ann: Person) -> None:
    blocks = [{"type": "divider"}]
    bearer = {"Authorization": f"Bearer {BOT_TOKEN}"}
    async with open_client(stage.api) as client:
        by_json = await client.post(
            "chat.postMessage", json={"channel": CHAT, "text": "1", "blocks": blocks}, headers=bearer
        )
        form = {"channel": CHAT, "text": "2", "blocks": json.dumps(blocks), "token": BOT_TOKEN}
        by_form = await client.post("chat.postMessage", data=form)
        by_query = await client.get("users.info", params={"user": ANN}, headers=bearer)
    answers = [answer.json() for answer in (by_json, by_form, by_query)]
    assert [answer["ok"] for answer in answers] == [True, True, True]
    assert [m.fallback for m in (await ann.read_chat()).find_from_bot()] == ["1", "2"]


@pytest.mark.parametrize(
    "path,content,error",
    [
        ("no.such.method", b"{}", "unknown_method"),
        ("chat.postMessage", b"{", "invalid_json"),
        ("chat.postMessage", b"[]", "json_not_object"),
    ],
)
async def test_malformed_calls_are_refused(stage: Stage, path: str, content: bytes, error: str) -> None:
    headers = {"Authorization": f"Bearer {BOT_TOKEN}", "Content-Type": "application/json"}
    async with open_client(stage.api) as client:
        answer = await client.post(path, content=content, headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (200, error)


async def test_calls_are_recorded_without_secrets_and_can_be_awaited(
    stage: Stage, web: AsyncWebClient, ann: Person
) -> None:
    await web.chat_postMessage(channel=CHAT, text="hello")
    last = (await stage.watch("calls"))["last"]
    await refuse(web.chat_postMessage(channel="D0NOBODY", text="hello"))
    seen = await stage.watch("calls", after=last, method="chat.postMessage", timeout=20)
    assert [(c["status"], c["answer"]["error"]) for c in seen["calls"]] == [(200, "channel_not_found")]
    assert BOT_TOKEN not in json.dumps(await stage.watch("calls"))
