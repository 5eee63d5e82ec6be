"""Slack's errors as the few failures that the house knows."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Final

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bots.failures import Gone, Refused, SendFailure, Unreachable, WaitFor

_GONE: Final = frozenset({
    "account_inactive", "channel_not_found", "user_not_found", "user_disabled", "users_not_found",
    "is_archived", "cannot_dm_bot", "user_not_visible", "token_revoked", "team_access_not_granted",
    "messages_tab_disabled", "no_users_provided", "not_in_channel", "app_not_installed",
})  # fmt: skip
# A wrong token or clock is mended by an admin, and what is owed must still be there then.
_TROUBLE: Final = frozenset({
    "invalid_auth", "not_authed", "token_expired", "internal_error", "fatal_error", "service_unavailable",
    "request_timeout", "team_added_to_org", "accesslimited", "access_denied",
})  # fmt: skip
_LIMITED: Final = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
_VANISHED: Final = frozenset({
    "message_not_found", "cant_update_message", "edit_window_closed", "is_inactive", "block_mismatch",
})  # fmt: skip
_UNDELETABLE: Final = frozenset({
    "message_not_found", "cant_delete_message", "file_not_found", "file_deleted", "cant_delete_file",
    "compliance_exports_prevent_deletion",
})  # fmt: skip
_BAD_TOKEN: Final = frozenset({
    "invalid_auth", "not_authed", "token_expired", "token_revoked", "account_inactive",
    "not_allowed_token_type", "missing_scope",
})  # fmt: skip
_NEVER_LEFT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
_DEFAULT_WAIT: Final = 30.0


@contextmanager
def map_errors() -> Iterator[None]:
    """Raise `SendFailure` for whatever a call to Slack raised; unchained, since its texts may hold a token."""
    try:
        yield
    except SlackApiError as error:
        raise name_failure(error) from None
    except (
        SlackClientError,
        aiohttp.ClientError,
        TimeoutError,
        asyncio.IncompleteReadError,
        OSError,
    ) as error:
        raise Unreachable(maybe_sent=not isinstance(error, _NEVER_LEFT)) from None


def name_failure(error: SlackApiError) -> SendFailure:
    """Which failure `error` is."""
    status, word = read_status(error), read_word(error)
    if status == HTTPStatus.TOO_MANY_REQUESTS or word in _LIMITED:
        return WaitFor(_read_seconds(error))
    if word in _GONE:
        return Gone()
    if word in _TROUBLE:
        return Unreachable(maybe_sent=False)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or not word:
        return Unreachable(maybe_sent=True)
    return Refused(word)


def read_word(error: SlackApiError) -> str:
    """Slack's own word for what went wrong; empty when the answer was not Slack's."""
    try:
        word = error.response["error"]
    except (KeyError, TypeError, ValueError, AttributeError):
        return ""
    return word if isinstance(word, str) else ""


def read_status(error: SlackApiError) -> int:
    """The HTTP status of the answer, or 0."""
    found = getattr(error.response, "status_code", None) or getattr(error.response, "status", None)
    return found if isinstance(found, int) else 0


def is_vanished(error: SlackApiError) -> bool:
    """Whether an edit failed because the message is not there, or not ours to edit any more."""
    return read_word(error) in _VANISHED


def is_undeletable(error: SlackApiError) -> bool:
    """Whether what is to be deleted is gone, or will stay whatever we try."""
    return read_word(error) in _UNDELETABLE


def is_token_refused(error: SlackApiError) -> bool:
    """Whether nothing but another token would help."""
    return read_word(error) in _BAD_TOKEN


def _read_seconds(error: SlackApiError) -> float:
    headers = getattr(error.response, "headers", None) or {}
    named = {str(name).lower(): value for name, value in dict(headers).items()}
    try:
        return max(0.0, float(named["retry-after"]))
    except (KeyError, TypeError, ValueError):
        return _DEFAULT_WAIT
