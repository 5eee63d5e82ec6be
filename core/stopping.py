"""How a serving process ends when it is asked to: in order, and in time."""

import asyncio
import os
import signal
import threading
from typing import Final

SECONDS: Final = 8  # whoever stops services kills after ten


def catch_signals() -> asyncio.Event:
    """An event that SIGTERM or SIGINT sets; eight seconds later the process ends, whatever it still waits for."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def ask_to_stop() -> None:
        if not stop.is_set():
            stop.set()
            _end_in_time()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ask_to_stop)
    return stop


def _end_in_time() -> None:
    """A thread that asks a database which hangs never comes back; what it did not finish is done at the next start."""
    ending = threading.Timer(SECONDS, os._exit, [0])
    ending.daemon = True
    ending.start()
