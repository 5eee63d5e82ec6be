"""Patience with a storage in trouble: most outages are over before the work would have to give up."""

from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_delay, wait_exponential

from core.gateways.files import StorageTrouble

T = TypeVar("T")
PATIENCE_SECONDS: Final = 30  # somebody waits for the pictures, and would rather know
LONGEST_PAUSE: Final = 5


async def ask_patiently(call: Callable[[], Awaitable[T]]) -> T:
    """What `call` gives, asked again for half a minute while the storage is in trouble; then its refusal."""
    tries = AsyncRetrying(
        retry=retry_if_exception_type(StorageTrouble),
        stop=stop_after_delay(PATIENCE_SECONDS),
        wait=wait_exponential(multiplier=0.5, max=LONGEST_PAUSE),
        reraise=True,
    )

    async def attempt() -> T:
        return await call()

    return await tries(attempt)
