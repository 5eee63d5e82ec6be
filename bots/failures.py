"""The few ways in which sending can fail, the same for every platform; no text of a platform gets out."""


class SendFailure(Exception):  # noqa: N818 - the four below are read as words: Gone, WaitFor, Refused, Unreachable
    """A message did not go out, or may not have; of its pictures the first `done` surely did, and stand at `refs`."""

    done = 0
    refs: tuple[str, ...] = ()


class Gone(SendFailure):
    """The person cannot be reached any more: blocked, deactivated, no such chat. Trying again is no use."""


class WaitFor(SendFailure):
    """The platform asks for patience; `seconds` as it says them."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"wait for {seconds:g} s")
        self.seconds = seconds


class Refused(SendFailure):
    """The platform does not take this message, now or later; `reason` is its own word, for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Unreachable(SendFailure):
    """The platform did not answer well; worth another try. `maybe_sent` when the message may have arrived."""

    def __init__(self, *, maybe_sent: bool) -> None:
        super().__init__("no good answer")
        self.maybe_sent = maybe_sent
