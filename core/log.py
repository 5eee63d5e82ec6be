"""One JSON line for each event on standard error; no secret and nobody's words in it."""

import logging
import sys
from contextlib import suppress
from typing import Final, TextIO

import structlog

QUIET: Final = (
    "dbos",
    "httpx",
    "httpcore",
    "uvicorn.error",
    "uvicorn.access",
    "telegram",
    "stripe",
    "alembic",
)


class Steady:
    """A stream whose disk may be full: a line that finds no room is lost, and nothing of the work with it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """As the stream does, if it can."""
        with suppress(OSError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """As the stream does, if it can."""
        with suppress(OSError):
            self._stream.flush()


def open_log(level: int = logging.INFO) -> None:
    """Send every log line of ours, and warnings of the libraries, to standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.dict_tracebacks,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(Steady(sys.stderr)),  # type: ignore[arg-type] # all it uses
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format='{"level": "%(levelname)s", "logger": "%(name)s"}'
    )
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)
