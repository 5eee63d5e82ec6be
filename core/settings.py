"""Every setting, read once from the environment or a `.env` file."""

import sys
from pathlib import Path
from typing import Annotated, Final, Literal

from platformdirs import user_data_path
from pydantic import AfterValidator, Field, SecretStr, StringConstraints, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


def _check_port(address: str) -> str:
    if int(address.rpartition(":")[2]) > MAX_PORT:
        msg = f"a port is at most {MAX_PORT}"
        raise ValueError(msg)
    return address


MAX_PORT: Final = 65_535
HostPort = Annotated[str, StringConstraints(pattern=r"^[^\s:/]+:\d{1,5}$"), AfterValidator(_check_port)]


def _find_data_dir() -> Path:
    return user_data_path("closeup", appauthor=False)


class Settings(BaseSettings):
    """Immutable; field names are the environment's names in lower case. Secrets never print."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    stripe_secret_key: SecretStr | None = None
    stripe_publishable_key: str | None = None
    stripe_webhook_secret: SecretStr | None = None
    replicate_api_token: SecretStr | None = None
    replicate_webhook_secret: SecretStr | None = None
    telegram_bot_token: SecretStr | None = None
    telegram_webhook_secret: SecretStr | None = None
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_client_id: str | None = None
    slack_client_secret: SecretStr | None = None
    aws_access_key_id: str | None = None
    aws_secret_access_key: SecretStr | None = None
    aws_session_token: SecretStr | None = None
    aws_region: str | None = None
    aws_endpoint_url_s3: str | None = None
    database_url: SecretStr | None = None

    stripe_api_base: str = "https://api.stripe.com"
    replicate_api_base: str = "https://api.replicate.com"
    telegram_api_base: str = "https://api.telegram.org"
    slack_api_base: str = "https://slack.com/api/"

    closeup_data_dir: Path = Field(default_factory=_find_data_dir)
    closeup_public_url: str | None = None
    closeup_bind: HostPort = "127.0.0.1:8700"
    closeup_generator: Literal["studio", "replicate"] = "studio"
    closeup_replicate_model: str | None = None
    closeup_s3_bucket: str | None = None
    closeup_s3_encryption: Literal["AES256", "aws:kms"] | None = None
    closeup_retention_days: int = Field(default=30, ge=1, le=3650)
    closeup_custom_credit_cents: int = Field(default=50, ge=1, le=100_000)
    closeup_stripe_invoices: bool = False
    closeup_worker_silence_seconds: int = Field(default=60, ge=10, le=3600)

    @field_validator("closeup_public_url", "stripe_api_base", "replicate_api_base", "telegram_api_base")
    @classmethod
    def _strip_slash(cls, value: str | None) -> str | None:
        return value.rstrip("/") if value else value

    @property
    def database(self) -> str:
        """The SQLAlchemy URL: `DATABASE_URL`, or the SQLite file in the data folder."""
        if self.database_url is None:
            return f"sqlite:///{self.closeup_data_dir / 'closeup.db'}"
        url = self.database_url.get_secret_value()
        for plain in ("postgres://", "postgresql://"):
            if url.startswith(plain):
                return "postgresql+psycopg://" + url.removeprefix(plain)
        return url

    @property
    def models_dir(self) -> Path:
        """Where the model weights are: in the data folder, else beside the installed program, else by default."""
        own = self.closeup_data_dir / "models"
        places = (own, Path(sys.prefix) / "share" / "closeup" / "models", _find_data_dir() / "models")
        return next((place for place in places if place.is_dir()), own)

    @property
    def bind(self) -> tuple[str, int]:
        """Host and port to listen on; port 0 takes a free one."""
        host, port = self.closeup_bind.rsplit(":", 1)
        return host, int(port)

    @property
    def public_url(self) -> str:
        """Where people's browsers reach this installation."""
        return self.closeup_public_url or f"http://{self.closeup_bind}"

    @property
    def stripe_webhook_secrets(self) -> list[str]:
        """Every webhook secret in force; empty means the endpoint is off."""
        return _split_secrets(self.stripe_webhook_secret)

    @property
    def replicate_webhook_secrets(self) -> list[str]:
        """Every webhook secret in force; empty means the endpoint is off."""
        return _split_secrets(self.replicate_webhook_secret)


def _split_secrets(secrets: SecretStr | None) -> list[str]:
    parts = (part.strip() for part in (secrets.get_secret_value() if secrets else "").split(","))
    return [part for part in parts if part]


def read_settings() -> Settings:
    """The settings as the environment and `.env` have them now; raises pydantic's ValidationError."""
    return Settings()
