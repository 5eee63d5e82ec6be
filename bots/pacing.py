"""How fast each platform may be written to: a few messages at once, then as fast as it says."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from limits import RateLimitItem, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

SHORTEST_WAIT: Final = 0.01


@dataclass(frozen=True, slots=True)
class Pace:
    """At most so much in any moving window: in one chat, over the whole platform, and of that by edits."""

    chat: RateLimitItem
    everywhere: RateLimitItem
    edits: RateLimitItem


# Telegram: about one message a second in a chat and 30 over all, short bursts allowed (Bots FAQ). Slack: one a
# second in a channel; chat.update is tier 3, 50 a minute for a workspace (Slack, rate limits).
PACES: Final[Mapping[str, Pace]] = {
    "telegram": Pace(
        chat=RateLimitItemPerSecond(5, 5),
        everywhere=RateLimitItemPerSecond(75, 3),
        edits=RateLimitItemPerSecond(45, 3),
    ),
    "slack": Pace(
        chat=RateLimitItemPerSecond(5, 5),
        everywhere=RateLimitItemPerSecond(60, 3),
        edits=RateLimitItemPerMinute(50),
    ),
}


class Pacer:
    """Counts what this process sends; what other processes send shows only in the waits a platform asks for."""

    def __init__(self, paces: Mapping[str, Pace] = PACES) -> None:
        self._paces = paces
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._holds: dict[tuple[str, str], float] = {}

    def hold(self, platform: str, chat: str, seconds: float) -> None:
        """The platform asked for patience in this chat."""
        now = time.monotonic()
        self._holds = {key: until for key, until in self._holds.items() if until > now}
        self._holds[platform, chat] = now + seconds

    def find_hold(self, platform: str, chat: str) -> float:
        """Seconds until a chat may be written to again; 0 for now."""
        return max(0.0, self._holds.get((platform, chat), 0.0) - time.monotonic())

    def find_wait(self, platform: str, chat: str, *, is_edit: bool) -> float:
        """Seconds until this message may go out; 0 for now."""
        return max((self._find_wait(*limit) for limit in self._list(platform, chat, is_edit)), default=0.0)

    async def take_turn(self, platform: str, chat: str, *, is_edit: bool) -> None:
        """Wait until this message may go out, and count it."""
        while wait := self.find_wait(platform, chat, is_edit=is_edit):  # noqa: ASYNC110 - time itself is awaited
            await asyncio.sleep(wait)
        for limit, key in self._list(platform, chat, is_edit):
            self._limiter.hit(limit, key)

    def _list(self, platform: str, chat: str, is_edit: bool) -> list[tuple[RateLimitItem, str]]:  # noqa: FBT001
        pace = self._paces.get(platform)
        if pace is None:
            return []
        limits = [(pace.chat, f"{platform}:chat:{chat}"), (pace.everywhere, f"{platform}:all")]
        return [*limits, (pace.edits, f"{platform}:edits")] if is_edit else limits

    def _find_wait(self, limit: RateLimitItem, key: str) -> float:
        if self._limiter.test(limit, key):
            return 0.0
        return max(SHORTEST_WAIT, self._limiter.get_window_stats(limit, key).reset_time - time.time())
