"""Counts changes and lets anyone wait for the next one, so that nobody has to sleep and look again."""

import asyncio


class Changes:
    """A counter that only grows, with a way to wait until it has passed a number."""

    def __init__(self) -> None:
        self.count = 0
        self._changed = asyncio.Event()

    def touch(self) -> int:
        """Count one change, wake everyone who waits, and give the new count."""
        self.count += 1
        self._changed.set()
        self._changed = asyncio.Event()
        return self.count

    async def wait_beyond(self, count: int, seconds: float) -> bool:
        """Wait until more than `count` changes happened; False when `seconds` passed first."""
        try:
            async with asyncio.timeout(max(seconds, 0)):
                while self.count <= count:
                    await self._changed.wait()
        except TimeoutError:
            return False
        return True
