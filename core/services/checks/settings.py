"""Whether the settings go together: each rule is one way to set something up that will not work as meant."""

import re
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationError

from core.services.checks.finding import Check, tell_broken, tell_well
from core.settings import Settings

OUR_NAMES: Final = re.compile(r"(CLOSEUP|STRIPE|REPLICATE|TELEGRAM|SLACK)_[A-Z0-9_]+")
NOT_SETTINGS: Final = {"CLOSEUP_FAILPOINT"}
TELEGRAM_TOKEN: Final = re.compile(r"\d+:[\w-]{20,}")
TELEGRAM_WORD: Final = re.compile(r"[\w-]{1,256}", re.ASCII)  # Bot API, setWebhook


def check_settings(settings: Settings, environment: Mapping[str, str]) -> list[Check]:
    """One check for each thing that is wrong or odd, or one that says all is well."""
    found = [check for rule in RULES for check in rule(settings)]
    found += _find_unknown(environment)
    return found or [tell_well("settings", f"{len(settings.model_fields_set)} set, all go together")]


def tell_invalid(wrong: ValidationError) -> list[Check]:
    """The settings that cannot be read; their values stay out of it."""
    names = sorted({str(error["loc"][0]).upper() for error in wrong.errors() if error["loc"]})
    return [
        tell_broken(f"settings.{name}", f"{name} is not valid.", "See docs/settings.md.") for name in names
    ]


def _find_unknown(environment: Mapping[str, str]) -> list[Check]:
    known = {name.upper() for name in Settings.model_fields} | NOT_SETTINGS
    odd = sorted(name for name in environment if OUR_NAMES.fullmatch(name) and name not in known)
    return [
        _advise(name, f"There is no setting {name}.", "Look for its name in docs/settings.md.")
        for name in odd
    ]


def _check_public_url(settings: Settings) -> list[Check]:
    url = settings.closeup_public_url
    if url is None:
        return []
    parts = urlsplit(url)
    name = "CLOSEUP_PUBLIC_URL"
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return [
            _refuse(name, "It is not an address.", "Set it to something like https://closeup.example.com.")
        ]
    if parts.scheme == "http" and settings.stripe_secret_key and _is_live(settings.stripe_secret_key):
        return [
            _refuse(name, "Real payments need an https address.", "Put a proxy with a certificate before it.")
        ]
    if parts.scheme == "http" and not _is_local(parts.hostname):
        return [_advise(name, "It is not encrypted (http).", "Use https: pictures and keys pass through it.")]
    return []


def _check_stripe(settings: Settings) -> list[Check]:
    key, public = settings.stripe_secret_key, settings.stripe_publishable_key
    if key is None:
        if settings.stripe_webhook_secrets:
            name = "STRIPE_WEBHOOK_SECRET"
            return [_advise(name, "It has no use without STRIPE_SECRET_KEY.", "Set both for payments.")]
        return []
    found = []
    if public and public.startswith("pk_live") != _is_live(key):
        told = "One is of test mode, the other of live mode."
        found.append(_refuse("STRIPE_PUBLISHABLE_KEY", told, "Take both keys from the same mode."))
    if key.get_secret_value().startswith("pk_"):
        found.append(
            _refuse("STRIPE_SECRET_KEY", "It is the publishable key.", "Set the secret key (sk_ or rk_).")
        )
    if not settings.stripe_webhook_secrets:
        told = "Payments arrive with a delay of about a minute: there is no webhook."
        found.append(_advise("STRIPE_WEBHOOK_SECRET", told, "Set the endpoint's signing secret."))
    if any(not secret.startswith("whsec_") for secret in settings.stripe_webhook_secrets):
        told = "It does not look like a signing secret (whsec_...)."
        found.append(_advise("STRIPE_WEBHOOK_SECRET", told, "Copy it from the webhook endpoint in Stripe."))
    return found


def _check_telegram(settings: Settings) -> list[Check]:
    token, word = _reveal(settings.telegram_bot_token), _reveal(settings.telegram_webhook_secret)
    found = []
    if token and not TELEGRAM_TOKEN.fullmatch(token):
        found.append(
            _advise("TELEGRAM_BOT_TOKEN", "It does not look like a bot's token.", "Copy it from BotFather.")
        )
    name = "TELEGRAM_WEBHOOK_SECRET"
    if not word:
        return found
    if not TELEGRAM_WORD.fullmatch(word):
        told = "Telegram takes letters, digits, - and _, at most 256."
        return [*found, _refuse(name, told, "Choose another word.")]
    if not token:
        return [*found, _advise(name, "It has no use without TELEGRAM_BOT_TOKEN.", "Set both, or none.")]
    if not settings.closeup_public_url:
        told = "The bot polls: Telegram cannot send to us without an address."
        return [*found, _advise(name, told, "Set CLOSEUP_PUBLIC_URL, or unset this.")]
    is_telegrams = settings.telegram_api_base == Settings.model_fields["telegram_api_base"].default
    if is_telegrams and urlsplit(settings.closeup_public_url).scheme != "https":
        told = "Telegram sends to https addresses only."
        return [
            *found,
            _refuse(name, told, "Set CLOSEUP_PUBLIC_URL to an https address, or unset this to poll."),
        ]
    return found


def _check_slack(settings: Settings) -> list[Check]:
    token, app = _reveal(settings.slack_bot_token), _reveal(settings.slack_app_token)
    secret, client = _reveal(settings.slack_signing_secret), settings.slack_client_id
    found = []
    if token and not token.startswith("xoxb-"):
        found.append(
            _advise("SLACK_BOT_TOKEN", "It does not look like a bot token (xoxb-...).", "Copy the bot token.")
        )
    if app and not app.startswith("xapp-"):
        found.append(
            _advise(
                "SLACK_APP_TOKEN", "It does not look like an app token (xapp-...).", "Copy the app token."
            )
        )
    if bool(client) != bool(_reveal(settings.slack_client_secret)):
        told = "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET go together."
        found.append(_refuse("SLACK_CLIENT_SECRET", told, "Set both, or none."))
    if (token or client) and not app and not secret:
        told = "No message of Slack can come in."
        mend = "Set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP mode)."
        found.append(_refuse("SLACK_APP_TOKEN", told, mend))
    if (app or secret) and not token and not client:
        told = "It has no use without SLACK_BOT_TOKEN."
        found.append(_advise("SLACK_APP_TOKEN" if app else "SLACK_SIGNING_SECRET", told, "Set it for Slack."))
    if secret and not app and (token or client) and not settings.closeup_public_url:
        told = "Slack sends to this installation, which names no public address."
        found.append(_advise("SLACK_SIGNING_SECRET", told, "Set CLOSEUP_PUBLIC_URL."))
    return found


def _check_generator(settings: Settings) -> list[Check]:
    token, hook = _reveal(settings.replicate_api_token), _reveal(settings.replicate_webhook_secret)
    if settings.closeup_generator == "replicate" and not token:
        told = "Pictures are to be made by Replicate, which has no token."
        return [_refuse("REPLICATE_API_TOKEN", told, "Set it, or CLOSEUP_GENERATOR=studio.")]
    if settings.closeup_generator != "replicate" and token:
        told = "It has no use: pictures are made in the local studio."
        return [_advise("REPLICATE_API_TOKEN", told, "Set CLOSEUP_GENERATOR=replicate to use it.")]
    if settings.closeup_generator == "replicate" and hook and not settings.closeup_public_url:
        told = "Replicate cannot call us without an address; it is asked once a minute."
        return [_advise("REPLICATE_WEBHOOK_SECRET", told, "Set CLOSEUP_PUBLIC_URL.")]
    return []


def _check_storage(settings: Settings) -> list[Check]:
    key, secret = settings.aws_access_key_id, _reveal(settings.aws_secret_access_key)
    if bool(key) != bool(secret):
        told = "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY go together."
        return [_refuse("AWS_SECRET_ACCESS_KEY", told, "Set both, or none to use the machine's role.")]
    if settings.closeup_s3_encryption and not settings.closeup_s3_bucket:
        told = "It has no use without CLOSEUP_S3_BUCKET."
        return [_advise("CLOSEUP_S3_ENCRYPTION", told, "Set the bucket, or unset this.")]
    return []


RULES: Final[tuple[Callable[[Settings], list[Check]], ...]] = (
    _check_public_url,
    _check_stripe,
    _check_telegram,
    _check_slack,
    _check_generator,
    _check_storage,
)


def _refuse(name: str, told: str, mend: str) -> Check:
    return tell_broken(f"settings.{name}", told, mend)


def _advise(name: str, told: str, mend: str) -> Check:
    return tell_well(f"settings.{name}", told, mend)


def _reveal(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""


def _is_live(key: SecretStr) -> bool:
    return key.get_secret_value().startswith(("sk_live", "rk_live"))


def _is_local(host: str) -> bool:
    return host in {"localhost", "127.0.0.1", "::1"}
