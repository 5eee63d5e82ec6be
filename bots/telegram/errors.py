"""Telegram's errors as the few failures that the house knows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bots.failures import Gone, Refused, SendFailure, Unreachable, WaitFor
from bots.telegram.calls import NEVER_LEFT

_NO_SUCH_CHAT = ("chat not found", "user not found", "peer_id_invalid")
_NOT_MODIFIED = "message is not modified"
_VANISHED = ("message to edit not found", "message can't be edited", "message_id_invalid")


@contextmanager
def map_errors() -> Iterator[None]:
    """Raise `SendFailure` for any `TelegramError`; unchained, since its texts may hold the token."""
    try:
        yield
    except TelegramError as error:
        raise name_failure(error) from None


def name_failure(error: TelegramError) -> SendFailure:
    """Which failure `error` is. BadRequest is a NetworkError to the library, hence the order."""
    if isinstance(error, RetryAfter):
        return WaitFor(read_seconds(error))
    if isinstance(error, (Forbidden, ChatMigrated)):
        return Gone()
    if isinstance(error, BadRequest):
        return Gone() if _says(error, *_NO_SUCH_CHAT) else Refused(error.message)
    if isinstance(error, InvalidToken):
        return Unreachable(maybe_sent=False)
    return Unreachable(maybe_sent=not isinstance(error.__cause__, NEVER_LEFT))


def is_unchanged(error: BadRequest) -> bool:
    """Whether an edit failed only because the message reads so already."""
    return _says(error, _NOT_MODIFIED)


def is_vanished(error: BadRequest) -> bool:
    """Whether an edit failed because the message is not there, or not ours to edit any more."""
    return _says(error, *_VANISHED)


def read_seconds(error: RetryAfter) -> float:
    """How long Telegram asks to wait; the library gives it in two forms."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _says(error: BadRequest, *words: str) -> bool:
    message = error.message.lower()
    return any(word in message for word in words)
