"""Idempotency-Key as Stripe's API v1 keeps it: same request, same answer; anything else, refused.

https://docs.stripe.com/api/idempotent_requests: results are kept at least 24 hours, errors of validation
and of a concurrent request are not kept, crashes are.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.stripe.refusals import (
    StripeRefusal,
    key_in_use,
    key_with_other_params,
    key_with_other_url,
)

LONGEST_KEY = 255
_KEPT_SECONDS = 86400
_MOST_KEYS = 20_000


@dataclass
class KeptAnswer:
    """What a key stands for; `body` is None while its first request still runs."""

    path: str
    fingerprint: str
    at: int
    request_id: str
    status: int = 0
    body: bytes | None = None


class IdempotencyKeys:
    """Answers by key, at most 24 hours and 20,000 of them."""

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self._kept: dict[str, KeptAnswer] = {}

    def begin(self, key: str, path: str, fingerprint: str, request_id: str) -> KeptAnswer | None:
        """The kept answer, or None when this request is the first and now holds the key."""
        kept = self._kept.get(key)
        if kept is None or kept.at + _KEPT_SECONDS < self._now():
            self._make_room()
            self._kept[key] = KeptAnswer(path, fingerprint, self._now(), request_id)
            return None
        self._check_same(key, kept, path, fingerprint)
        return kept

    def finish(self, key: str, status: int, body: bytes) -> None:
        """Keep the answer for every later request with this key."""
        self._kept[key].status, self._kept[key].body = status, body

    def forget(self, key: str) -> None:
        """Let the key go: its request never began to run."""
        self._kept.pop(key, None)

    def _check_same(self, key: str, kept: KeptAnswer, path: str, fingerprint: str) -> None:
        refusal: StripeRefusal | None = None
        if kept.path != path:
            refusal = key_with_other_url(key, kept.path, path)
        elif kept.fingerprint != fingerprint:
            refusal = key_with_other_params(key)
        elif kept.body is None:
            refusal = key_in_use(key)
        if refusal:
            raise refusal

    def _make_room(self) -> None:
        if len(self._kept) >= _MOST_KEYS:
            del self._kept[next(iter(self._kept))]
