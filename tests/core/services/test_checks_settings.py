"""Settings that do not go together: each odd combination is said, with its mend, and no secret is."""

from typing import Any

import pytest
from pydantic import ValidationError

from core.services.checks.finding import Check
from core.services.checks.settings import check_settings, tell_invalid
from core.settings import Settings

STRIPE = {"stripe_secret_key": "sk_test_made_up", "stripe_webhook_secret": "whsec_made_up"}
TELEGRAM = {"telegram_bot_token": "7001234567:made-up-for-these-tests-0000"}
SLACK = {"slack_bot_token": "xoxb-made-up", "slack_app_token": "xapp-made-up"}
REPLICATE = {"closeup_generator": "replicate", "replicate_api_token": "r8_made_up"}
PUBLIC = {"closeup_public_url": "https://closeup.example.com"}


def check(environment: dict[str, str] | None = None, **values: Any) -> list[Check]:
    return check_settings(Settings(_env_file=None, **values), environment or {})


@pytest.mark.parametrize(
    "values",
    [
        {},
        STRIPE | PUBLIC | TELEGRAM | SLACK | REPLICATE,
        TELEGRAM | PUBLIC | {"telegram_webhook_secret": "word"},
        {"slack_bot_token": "xoxb-made-up", "slack_signing_secret": "word"} | PUBLIC,
        {"slack_client_id": "1.2", "slack_client_secret": "word", "slack_app_token": "xapp-made-up"},
        {"closeup_s3_bucket": "faces", "closeup_s3_encryption": "AES256"},
        {"closeup_public_url": "http://127.0.0.1:8700"},
    ],
)
def test_settings_that_go_together_are_one_line(values: dict[str, Any]) -> None:
    (found,) = check(**values)
    assert (found.name, found.ok, found.mend) == ("settings", True, "")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("CLOSEUP_PUBLIC_URL", {"closeup_public_url": "closeup.example.com"}),
        ("CLOSEUP_PUBLIC_URL", {"closeup_public_url": "ftp://closeup.example.com"}),
        (
            "CLOSEUP_PUBLIC_URL",
            STRIPE
            | {"stripe_secret_key": "sk_live_made_up", "closeup_public_url": "http://closeup.example.com"},
        ),
        ("STRIPE_PUBLISHABLE_KEY", STRIPE | {"stripe_publishable_key": "pk_live_made_up"}),
        ("STRIPE_SECRET_KEY", STRIPE | {"stripe_secret_key": "pk_test_made_up"}),
        ("TELEGRAM_WEBHOOK_SECRET", TELEGRAM | PUBLIC | {"telegram_webhook_secret": "two words"}),
        (
            "TELEGRAM_WEBHOOK_SECRET",
            TELEGRAM | {"telegram_webhook_secret": "word", "closeup_public_url": "http://127.0.0.1:8700"},
        ),
        ("SLACK_APP_TOKEN", {"slack_bot_token": "xoxb-made-up"}),
        ("SLACK_CLIENT_SECRET", SLACK | {"slack_client_id": "1.2"}),
        ("REPLICATE_API_TOKEN", {"closeup_generator": "replicate"}),
        ("AWS_SECRET_ACCESS_KEY", {"closeup_s3_bucket": "faces", "aws_access_key_id": "made-up"}),
    ],
)
def test_what_cannot_work_is_broken(name: str, values: dict[str, Any]) -> None:
    broken = [found for found in check(**values) if not found.ok]
    assert [found.name for found in broken] == [f"settings.{name}"]
    assert broken[0].mend


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("CLOSEUP_PUBLIC_URL", {"closeup_public_url": "http://closeup.example.com"}),
        ("STRIPE_WEBHOOK_SECRET", {"stripe_secret_key": "sk_test_made_up"}),
        ("STRIPE_WEBHOOK_SECRET", {"stripe_webhook_secret": "whsec_made_up"}),
        ("STRIPE_WEBHOOK_SECRET", STRIPE | {"stripe_webhook_secret": "whsec_old,new"}),
        ("TELEGRAM_WEBHOOK_SECRET", TELEGRAM | {"telegram_webhook_secret": "word"}),
        ("TELEGRAM_WEBHOOK_SECRET", {"telegram_webhook_secret": "word"}),
        ("TELEGRAM_BOT_TOKEN", {"telegram_bot_token": "@closeup_bot"}),
        ("SLACK_APP_TOKEN", {"slack_app_token": "xapp-made-up"}),
        ("SLACK_SIGNING_SECRET", {"slack_signing_secret": "word"}),
        ("SLACK_SIGNING_SECRET", {"slack_bot_token": "xoxb-made-up", "slack_signing_secret": "word"}),
        ("SLACK_BOT_TOKEN", SLACK | {"slack_bot_token": "xoxp-made-up"}),
        ("REPLICATE_API_TOKEN", {"replicate_api_token": "r8_made_up"}),
        ("REPLICATE_WEBHOOK_SECRET", REPLICATE | {"replicate_webhook_secret": "whsec_made_up"}),
        ("CLOSEUP_S3_ENCRYPTION", {"closeup_s3_encryption": "aws:kms"}),
    ],
)
def test_what_is_odd_is_advice(name: str, values: dict[str, Any]) -> None:
    (found,) = check(**values)
    assert (found.name, found.ok) == (f"settings.{name}", True)
    assert found.mend


def test_a_name_that_is_no_setting_is_said() -> None:
    (found,) = check({"CLOSEUP_RETENTON_DAYS": "7", "CLOSEUP_BIND": "127.0.0.1:1", "PATH": "", "CLOSEUP": ""})
    assert found.name == "settings.CLOSEUP_RETENTON_DAYS"


def test_no_value_is_ever_repeated() -> None:
    values: dict[str, Any] = {
        "stripe_secret_key": "pk_live_secret-words",
        "stripe_webhook_secret": "secret-words",
        "stripe_publishable_key": "pk_test_secret-words",
        "telegram_bot_token": "secret-words",
        "telegram_webhook_secret": "secret-words!",
        "slack_bot_token": "secret-words",
        "slack_app_token": "secret-words",
        "slack_client_id": "secret-words",
        "aws_access_key_id": "secret-words",
    }
    found = check(**values)
    assert len(found) > 5
    assert "secret-words" not in str(found)


def test_settings_that_cannot_be_read_are_named_without_their_values() -> None:
    with pytest.raises(ValidationError) as wrong:
        Settings(_env_file=None, closeup_bind="secret-words", closeup_retention_days=0)
    found = tell_invalid(wrong.value)
    assert [one.name for one in found] == ["settings.CLOSEUP_BIND", "settings.CLOSEUP_RETENTION_DAYS"]
    assert not any(one.ok for one in found)
    assert "secret-words" not in str(found)
