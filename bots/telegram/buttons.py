"""Inline buttons: what they carry in Telegram's 64 bytes, and reading it back from a tap."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bots.outbound import Rows


def write_buttons(rows: Rows) -> InlineKeyboardMarkup | None:
    """The keyboard under a message; None for no buttons, which on an edit takes them away."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(b.label, callback_data=f"{b.action}:{b.value}:{b.token}") for b in row]
            for row in rows
        ]
    )


def read_button(data: str) -> tuple[str, str, str]:
    """Action, value and token of a tap; anything else that comes is an action nobody knows."""
    parts = data.split(":")
    if len(parts) != 3:  # noqa: PLR2004 - action, value, token
        return "unknown", "", ""
    return parts[0], parts[1], parts[2]
