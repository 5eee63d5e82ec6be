"""Settings: defaults, the forms they take, and secrets that never print."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from core.settings import Settings, read_settings

SECRETS = {
    "STRIPE_SECRET_KEY": "sk_test_do_not_print",
    "STRIPE_WEBHOOK_SECRET": "whsec_do_not_print",
    "REPLICATE_API_TOKEN": "r8_do_not_print",
    "REPLICATE_WEBHOOK_SECRET": "whsec_do_not_print",
    "TELEGRAM_BOT_TOKEN": "123:do_not_print",
    "TELEGRAM_WEBHOOK_SECRET": "do_not_print",
    "SLACK_BOT_TOKEN": "xoxb-do_not_print",
    "SLACK_APP_TOKEN": "xapp-do_not_print",
    "SLACK_SIGNING_SECRET": "do_not_print",
    "AWS_SECRET_ACCESS_KEY": "do_not_print",
    "DATABASE_URL": "postgresql://closeup:do_not_print@127.0.0.1/closeup",
}


def read(monkeypatch: pytest.MonkeyPatch, **environment: str) -> Settings:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return read_settings()


def test_nothing_set_is_a_working_installation() -> None:
    settings = read_settings()
    assert settings.database == f"sqlite:///{settings.closeup_data_dir / 'closeup.db'}"
    assert settings.bind == ("127.0.0.1", 8700)
    assert settings.public_url == "http://127.0.0.1:8700"
    assert (settings.closeup_generator, settings.closeup_retention_days) == ("studio", 30)
    assert settings.closeup_custom_credit_cents == 50
    assert (settings.stripe_api_base, settings.slack_api_base) == (
        "https://api.stripe.com",
        "https://slack.com/api/",
    )
    assert settings.stripe_webhook_secrets == []
    assert settings.closeup_s3_bucket is None


def test_no_secret_is_ever_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, **SECRETS)
    for written in (repr(settings), str(settings), str(settings.model_dump()), settings.model_dump_json()):
        assert "do_not_print" not in written


def test_a_wrong_value_is_refused_without_repeating_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValidationError) as refused:
        read(monkeypatch, **SECRETS, CLOSEUP_BIND="do_not_print")
    assert "do_not_print" not in str(refused.value)
    assert "closeup_bind" in str(refused.value)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgres://ann:pw@db:5432/closeup", "postgresql+psycopg://ann:pw@db:5432/closeup"),
        ("postgresql://db/closeup", "postgresql+psycopg://db/closeup"),
        ("postgresql+psycopg://db/closeup", "postgresql+psycopg://db/closeup"),
        ("sqlite:////tmp/other.db", "sqlite:////tmp/other.db"),
    ],
)
def test_the_database_may_be_named_as_hosts_name_it(
    monkeypatch: pytest.MonkeyPatch, url: str, expected: str
) -> None:
    assert read(monkeypatch, DATABASE_URL=url).database == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("a", ["a"]), ("a,b", ["a", "b"]), (" a , ,b, ", ["a", "b"]), (",", []), ("", [])],
)
def test_several_webhook_secrets_may_be_in_force(
    monkeypatch: pytest.MonkeyPatch, value: str, expected: list[str]
) -> None:
    assert read(monkeypatch, STRIPE_WEBHOOK_SECRET=value).stripe_webhook_secrets == expected


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_an_empty_secret_is_none_at_all(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert getattr(read(monkeypatch, **{name: ""}), name.lower()) is None


@pytest.mark.parametrize(
    "name", ["STRIPE_API_BASE", "REPLICATE_API_BASE", "TELEGRAM_API_BASE", "CLOSEUP_PUBLIC_URL"]
)
def test_a_slash_at_the_end_of_an_address_does_not_matter(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    settings = read(monkeypatch, **{name: "http://127.0.0.1:9000/"})
    assert getattr(settings, name.lower()) == "http://127.0.0.1:9000"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CLOSEUP_BIND", "8700"),
        ("CLOSEUP_BIND", "127.0.0.1"),
        ("CLOSEUP_BIND", "127.0.0.1:"),
        ("CLOSEUP_BIND", "127.0.0.1:eighty"),
        ("CLOSEUP_BIND", "127.0.0.1:65536"),
        ("CLOSEUP_BIND", "http://127.0.0.1:80"),
        ("CLOSEUP_GENERATOR", "magic"),
        ("CLOSEUP_RETENTION_DAYS", "0"),
        ("CLOSEUP_RETENTION_DAYS", "-1"),
        ("CLOSEUP_RETENTION_DAYS", "1.5"),
        ("CLOSEUP_RETENTION_DAYS", "for ever"),
        ("CLOSEUP_CUSTOM_CREDIT_CENTS", "0"),
        ("CLOSEUP_CUSTOM_CREDIT_CENTS", "0.5"),
        ("CLOSEUP_CUSTOM_CREDIT_CENTS", "1000000"),
    ],
)
def test_a_value_out_of_its_form_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    with pytest.raises(ValidationError, match=name.lower()):
        read(monkeypatch, **{name: value})


def test_a_file_may_set_what_the_environment_does_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("CLOSEUP_BIND=0.0.0.0:80\nCLOSEUP_RETENTION_DAYS=7\nSOMEBODY_ELSES=1\n")
    settings = read(monkeypatch, CLOSEUP_RETENTION_DAYS="9")
    assert (settings.bind, settings.closeup_retention_days) == (("0.0.0.0", 80), 9)  # noqa: S104 - only a value here


def test_settings_do_not_change_once_read() -> None:
    settings = read_settings()
    for name in ("closeup_bind", "stripe_secret_key"):
        with pytest.raises(ValidationError):
            setattr(settings, name, "127.0.0.1:1")
