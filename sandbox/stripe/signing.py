"""Signs webhooks as Stripe does: https://docs.stripe.com/webhooks#verify-manually (scheme v1)."""

import hmac
from collections.abc import Iterable


def write_signature(body: bytes, secrets: Iterable[str], timestamp: int) -> str:
    """The `Stripe-Signature` header: `t=` and one `v1=` for each secret that is valid now."""
    signed = str(timestamp).encode() + b"." + body
    marks = [hmac.new(secret.encode(), signed, "sha256").hexdigest() for secret in secrets]
    return ",".join([f"t={timestamp}", *(f"v1={mark}" for mark in marks)])
