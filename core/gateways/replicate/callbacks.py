"""Replicate's callbacks: where they go, and whether one is really from Replicate."""

import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from core.domain.refusals import Malformed
from core.settings import Settings

PATH: Final = "/api/replicate/webhook"
TOLERANCE_SECONDS: Final = 300


class CallbackRefused(Malformed):
    """A webhook body that Replicate did not sign, or not lately."""

    code, status = "unverifiable", 400
    sentence = "This is not a message from Replicate that I can verify."


@dataclass(frozen=True, slots=True)
class Callback:
    """A verified callback: its own id, which a repetition has too, and the job it is about."""

    id: str
    job_id: str
    status: str


def find_hook(settings: Settings) -> str | None:
    """Where Replicate is to call; None when it could not, or we could not tell it from anybody else.

    Replicate calls HTTPS addresses only; a stand-in on this machine calls any.
    """
    base, secrets = settings.closeup_public_url, settings.replicate_webhook_secrets
    if base is None or not secrets:
        return None
    is_callable = base.startswith("https://") or settings.replicate_api_base.startswith("http://")
    return base + PATH if is_callable else None


def read_callback(body: bytes, headers: Mapping[str, str], secrets: Sequence[str]) -> Callback:
    """What one of `secrets` signed within the last five minutes; raises `CallbackRefused`."""
    if not any(_is_signed(body, headers, secret) for secret in secrets):
        raise CallbackRefused
    try:
        told = json.loads(body)
        return Callback(headers["webhook-id"], str(told["id"]), str(told["status"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise CallbackRefused from None


def _is_signed(body: bytes, headers: Mapping[str, str], secret: str) -> bool:
    """The client's own check, which compares in constant time; it raises many things about strangers' headers."""
    # Imports the whole client, for which an installation with the studio has no use.
    from replicate.webhook import Webhooks, WebhookSigningSecret

    try:
        Webhooks.validate(
            headers=dict(headers),
            body=body.decode(),
            secret=WebhookSigningSecret(key=secret),
            tolerance=TOLERANCE_SECONDS,
        )
    except (ValueError, OverflowError, binascii.Error):
        return False
    return True
