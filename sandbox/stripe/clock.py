"""The stand-in's time: the machine's, plus what a test has wound it forward."""

from collections.abc import Callable


class Clock:
    """Unix seconds; `wind` jumps ahead and cannot go back."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._ahead = 0.0

    def now(self) -> int:
        """The stand-in's Unix time, in whole seconds."""
        return int(self._now() + self._ahead)

    def machine(self) -> int:
        """The unwound time, which a receiver compares with the signature's."""
        return int(self._now())

    def wind(self, seconds: float) -> None:
        """Jump ahead by this much; a negative jump is none."""
        self._ahead += max(0.0, seconds)
