"""Marked points where a test may have this process killed, as a power cut would; nothing happens otherwise."""

import os
import signal
import threading
from itertools import count
from typing import Final

SETTING: Final = "CLOSEUP_FAILPOINT"
_NAME, _, _TIMES = os.environ.get(SETTING, "").removesuffix("+").partition(":")
_AFTER_COMMIT: Final = os.environ.get(SETTING, "").endswith("+")
_reached = count(1)
_here = threading.local()


def reach(name: str) -> None:
    """Kill this process with SIGKILL if CLOSEUP_FAILPOINT is `name`, or `name:n` and this is the n-th time.

    With a `+` behind it (`generation.ended+`) the end comes once the running transaction has committed.
    """
    if name != _NAME or next(_reached) != int(_TIMES or 1):
        return
    if _AFTER_COMMIT:
        _here.is_marked = True
    else:
        _die()


def reach_commit() -> None:
    """The transaction of this thread has committed; where a point with a `+` takes effect."""
    if _AFTER_COMMIT and getattr(_here, "is_marked", False):
        _die()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
