"""`closeup doctor` as people and scripts run it: all well with everything set up, and exit 1 when not."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from sandbox.listening import listen
from sandbox.replicate.app import TOKEN as REPLICATE_TOKEN
from sandbox.replicate.app import WEBHOOK_SECRET as REPLICATE_SECRET
from sandbox.replicate.app import open_replicate
from sandbox.slack.app import APP_TOKEN, BOT_TOKEN, open_slack
from sandbox.stripe.app import open_stripe
from sandbox.telegram.app import TOKEN, open_telegram
from tests.processes import run_closeup, start_closeup
from tests.s3 import KEY_ID, S3Server
from tests.stories.scene import STRIPE_KEY, WEBHOOK_SECRET

SECRETS = (REPLICATE_TOKEN, REPLICATE_SECRET, APP_TOKEN, BOT_TOKEN, TOKEN, STRIPE_KEY, WEBHOOK_SECRET, KEY_ID)


@pytest.fixture
async def env(
    database_url: str, tmp_path: Path, models_dir: Path, s3: S3Server
) -> AsyncIterator[dict[str, str]]:
    """Everything set up, on each database; every service is a stand-in on a real socket."""
    async with AsyncExitStack() as stack:
        stripe = open_stripe(secret_key=STRIPE_KEY)
        apps = (open_telegram(TOKEN), stripe, open_replicate(), open_slack())
        urls = [await stack.enter_async_context(listen(app)) for app in apps]
        yield {
            "CLOSEUP_DATA_DIR": str(tmp_path),
            "DATABASE_URL": database_url,
            "TELEGRAM_API_BASE": urls[0],
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "STRIPE_API_BASE": urls[1],
            "STRIPE_SECRET_KEY": STRIPE_KEY,
            "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "REPLICATE_API_BASE": urls[2],
            "REPLICATE_API_TOKEN": REPLICATE_TOKEN,
            "REPLICATE_WEBHOOK_SECRET": REPLICATE_SECRET,
            "CLOSEUP_GENERATOR": "replicate",
            "SLACK_API_BASE": f"{urls[3]}/api/",
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            **s3.write_env(s3.make_bucket(f"faces-{uuid4()}")),
        }


async def ask(env: dict[str, str]) -> tuple[int, dict[str, Any], str]:
    """The exit code, the report, and everything that was printed."""
    code, output, errors = await run_closeup(env, "doctor", "--json")
    report: dict[str, Any] = json.loads(output)
    assert set(report) == {"ok", "checks"}
    assert all(set(check) == {"name", "ok", "detail", "mend"} for check in report["checks"])
    assert report["ok"] is all(check["ok"] for check in report["checks"])
    return code, report, output + errors


def list_broken(report: dict[str, Any]) -> list[str]:
    return [check["name"] for check in report["checks"] if not check["ok"]]


async def test_everything_set_up_is_well(env: dict[str, str]) -> None:
    assert (await run_closeup(env, "init", "--team", "Acme", "--owner", "Ann"))[0] == 0
    code, report, printed = await ask(env)
    assert (code, list_broken(report)) == (0, [])
    details = {check["name"]: check["detail"] for check in report["checks"]}
    expected = {"database", "books", "storage", "stripe", "replicate", "telegram", "slack", "clock", "models"}
    assert expected <= set(details)
    assert "off" not in {details[name] for name in expected}
    assert not any(secret in printed for secret in SECRETS)
    async with start_closeup(env) as running:
        bind = running.url.removeprefix("http://")
        code, report, _ = await ask(env | {"CLOSEUP_BIND": bind, "CLOSEUP_PUBLIC_URL": running.url})
        details = {check["name"]: check["detail"] for check in report["checks"]}
        assert (code, list_broken(report)) == (0, [])
        assert details["address"] == f"Closeup is serving on {bind}"
        assert details["public_url"] == f"{running.url} leads to Closeup"


async def test_what_is_broken_is_a_line_with_its_mend_and_exit_one(tmp_path: Path, models_dir: Path) -> None:
    env = {
        "CLOSEUP_DATA_DIR": str(tmp_path),
        "CLOSEUP_GENERATOR": "replicate",
        "CLOSEUP_RETENTON_DAYS": "7",
        "TELEGRAM_BOT_TOKEN": "7001234567:secret-words-secret-words-0000",
        "TELEGRAM_API_BASE": "http://127.0.0.1:9",
    }
    code, report, printed = await ask(env)
    assert (code, list_broken(report)) == (1, ["settings.REPLICATE_API_TOKEN", "telegram"])
    assert "secret-words" not in printed
    code, output, errors = await run_closeup(env, "doctor")
    assert (code, errors) == (1, "")
    lines = output.splitlines()
    assert [line.split()[1] for line in lines if line.startswith("WRONG")] == list_broken(report)
    assert any(line.startswith("note   settings.CLOSEUP_RETENTON_DAYS ") for line in lines)
    assert lines[-1].endswith("checks failed.")


async def test_settings_that_cannot_be_read_are_told_too(tmp_path: Path) -> None:
    env = {"CLOSEUP_DATA_DIR": str(tmp_path), "CLOSEUP_BIND": "secret-words"}
    code, report, printed = await ask(env)
    assert (code, list_broken(report)) == (1, ["settings.CLOSEUP_BIND"])
    assert "secret-words" not in printed


async def test_help_has_an_example(tmp_path: Path) -> None:
    code, output, _ = await run_closeup({"CLOSEUP_DATA_DIR": str(tmp_path)}, "doctor", "--help")
    assert code == 0
    assert "Example: closeup doctor --json" in output
