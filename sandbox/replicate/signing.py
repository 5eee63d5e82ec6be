"""Signs webhooks as Replicate does: https://replicate.com/docs/topics/webhooks/verify-webhook (scheme v1)."""

import base64
import hmac
from collections.abc import Iterable

PREFIX = "whsec_"


def read_key(secret: str) -> bytes:
    """The key inside a signing secret; raises ValueError for one that is not `whsec_` and base64."""
    if not secret.startswith(PREFIX):
        raise ValueError(f"A webhook secret begins with {PREFIX}.")
    return base64.b64decode(secret.removeprefix(PREFIX), validate=True)


def write_secret(key: bytes) -> str:
    """The signing secret that holds this key."""
    return PREFIX + base64.b64encode(key).decode()


def write_signature(webhook_id: str, timestamp: int, body: bytes, secrets: Iterable[str]) -> str:
    """The `webhook-signature` header: one `v1,` and base64 for each secret that is valid now."""
    signed = f"{webhook_id}.{timestamp}.".encode() + body
    marks = [hmac.digest(read_key(secret), signed, "sha256") for secret in secrets]
    return " ".join(f"v1,{base64.b64encode(mark).decode()}" for mark in marks)
