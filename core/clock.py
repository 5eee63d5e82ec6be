"""The moment and fresh ids, handed in from outside so that tests can hold them still."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
NewId = Callable[[str], str]


def read_system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def make_id(prefix: str) -> str:
    """A fresh opaque id of 96 random bits: `prefix_` and 24 hexadecimal digits."""
    return f"{prefix}_{secrets.token_hex(12)}"
